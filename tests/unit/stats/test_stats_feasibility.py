"""Why a calibration has no solution: found fast, and as dropping margins in turn finds it."""

import numpy as np
import pytest

import phare.stats.calibration
from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliaries, Margin
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.feasibility import Limits, Programme, diagnose
from phare.stats.newton import Solution


def margins(sizes: tuple[int, ...], n: int, spread: float, seed: int) -> list[Margin]:
    """Margins of n rows of weight 1 whose targets are off by a factor up to 1 + `spread`."""
    rng = np.random.default_rng(seed)
    found = []
    for at, size in enumerate(sizes):
        codes = rng.permutation(np.r_[np.arange(size), rng.integers(0, size, n - size)])
        totals = np.bincount(codes) * rng.uniform(1, 1 + spread, size)
        names = tuple(f"c{k}" for k in range(size))
        found.append(Margin(f"m{at}", codes, names, totals * n / totals.sum()))
    return found


def dropped_in_turn(programme: Programme, owner: np.ndarray) -> list[int]:
    chosen = list(range(int(owner.max()) + 1))
    for one in list(chosen):
        without = [other for other in chosen if other != one]
        if without and not programme.feasible(np.isin(owner, without)):
            chosen = without
    return chosen


def test_bisection_finds_what_dropping_margins_in_turn_finds() -> None:
    several = 0
    for seed in range(60):
        posed = margins((4, 3, 3, 4, 2), 14, 1.0, seed)
        base = np.ones(14)
        limits = Limits(base, base, 0.75 * base, 1.3 * base, True, False)
        owner = np.repeat(np.arange(5), [4, 3, 3, 4, 2])
        targets = np.concatenate([one.totals for one in posed])
        programme = Programme.of(Auxiliaries.of(posed), targets, limits)
        assert programme is not None
        if programme.feasible():
            continue
        found = programme.conflict(owner)
        assert found == dropped_in_turn(programme, owner)
        for one in found:
            assert programme.feasible(np.isin(owner, [m for m in found if m != one]))
        told = diagnose(Auxiliaries.of(posed), targets, [f"m{m}" for m in owner], limits)
        assert told is not None
        assert told.conflict == tuple(f"m{m}" for m in found)
        several += len(found) > 1
    assert several > 5


def test_a_calibration_without_solution_is_given_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred steps of 210 columns took half a minute; the programme needs a fraction."""
    ended: list[Solution] = []
    solve = phare.stats.calibration.solve

    def watched(*given: object) -> Solution:
        ended.append(solve(*given))  # type: ignore[arg-type]
        return ended[-1]

    monkeypatch.setattr(phare.stats.calibration, "solve", watched)
    posed = margins((60, 50, 40, 30, 20, 10), 600, 3.0, 1)
    with pytest.raises(PhareError) as caught:
        calibrate(np.ones(600), posed, CalibrationSettings("logit", (0.9, 1.2)))
    assert ended[0].iterations <= 15
    assert "that no weights within the bounds [0.9, 1.2] meet together" in str(caught.value)


def test_a_slow_calibration_with_a_solution_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phare.stats.newton._PATIENCE", 1)
    posed = margins((5, 4, 3), 200, 0.5, 2)
    found = calibrate(np.ones(200), posed, CalibrationSettings("raking"))
    assert found.iterations > 2
    assert found.max_gap <= 1e-10
