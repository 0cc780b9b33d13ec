"""What has no solution is pruned before it is solved, with the nearest limit that has one."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop_audit import run

from phare.audit import solving
from phare.audit.atoms import Atoms
from phare.audit.capping import median_weight, trim_in_turn, trim_jointly
from phare.audit.paths import bounds_path, tightest
from phare.audit.solving import How, Posed
from phare.audit.unsolved import NoSolutionError
from phare.stats.auxiliaries import Margin
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.trimming import Trimming, trim_and_recalibrate


def posed(seed: int, n: int = 120) -> tuple[Posed, Atoms, np.ndarray, list[Margin]]:
    rng = np.random.default_rng(seed)
    base = rng.choice([1.0, 2.0, 3.0], n)
    margins = []
    for name, k in (("a", 3), ("b", 4)):
        codes = rng.permutation(np.resize(np.arange(k), n))
        share = rng.dirichlet(np.full(k, 4.0))
        margins.append(Margin(name, codes, tuple(map(str, range(k))), 1000 * share))
    atoms = Atoms.of(margins, {"base": base})
    return Posed.of(atoms, ("a", "b"), atoms.bases["base"]), atoms, base, margins


@given(seed=st.integers(0, 5000), width=st.floats(1.05, 6))
@settings(max_examples=40, deadline=None)
def test_bounds_are_pruned_with_a_nearest_bound_that_does(seed: int, width: float) -> None:
    problem, atoms, base, margins = posed(seed)
    scaled = How(bounds=(1 / width, width))
    try:
        made = problem.solve(scaled)
    except NoSolutionError as error:
        assert error.why.status == "pruned"
        assert "meets '" in error.why.reason
        numbers = [float(one) for one in re.findall(r"[0-9.]+(?:e[+-]?\d+)?", error.why.nearest)]
        words = error.why.nearest
        low, high = scaled.bounds or (0.0, 0.0)
        if words.startswith("lower"):
            low = numbers[0]
        elif words.startswith("upper"):
            high = numbers[0]
        else:
            low, high = numbers
        assert problem.feasible(How(bounds=(low * (1 - 1e-5), high * (1 + 1e-5))))
        assert not problem.feasible(scaled)
        return
    settings_ = CalibrationSettings("raking", scaled.bounds)
    expected = calibrate(base, margins, settings_).weights
    np.testing.assert_allclose(atoms.spread(made.weights), expected, rtol=1e-8)


@given(seed=st.integers(0, 5000), times=st.floats(1.05, 4))
@settings(max_examples=40, deadline=None)
def test_caps_are_pruned_with_the_smallest_cap_that_does(seed: int, times: float) -> None:
    problem, atoms, base, margins = posed(seed)
    cap = times * median_weight(problem.free.weights, atoms.rows)
    try:
        made = trim_jointly(problem, times)
    except NoSolutionError as error:
        nearest = float(error.why.nearest.removeprefix("cap "))
        assert nearest > cap
        assert problem.feasible(How(cap=nearest * (1 + 1e-5)))
        assert not problem.feasible(How(cap=nearest * (1 - 1e-4)))
        return
    engine = trim_and_recalibrate(
        base, margins, CalibrationSettings("raking"), Trimming(median_multiple=times)
    )
    np.testing.assert_allclose(atoms.spread(made.solved.weights), engine.weights, rtol=1e-8)


def test_nothing_infeasible_reaches_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _, _, _ = posed(1)
    problem.free  # noqa: B018  (solved once, and kept)
    monkeypatch.setattr(solving, "solve", lambda *_: pytest.fail("the solver was asked"))
    with pytest.raises(NoSolutionError, match="no factor within"):
        problem.solve(How(bounds=(0.99, 1.01)))
    with pytest.raises(NoSolutionError, match="no weight up to"):
        problem.solve(How(cap=1000 / 120 * 1.001))


def test_cutting_and_calibrating_in_turn_is_another_weighting() -> None:
    problem, atoms, _, _ = posed(94)
    times = 2.0
    cut = trim_in_turn(atoms, ("a", "b"), problem, times)
    joint = trim_jointly(problem, times)
    assert cut.passes > 1
    assert cut.cap == joint.cap
    for one in (cut, joint):
        assert one.solved.weights.max() <= one.cap * (1 + 1e-9)
    gap = np.max(np.abs(cut.solved.weights / joint.solved.weights - 1))
    assert gap > 0.01


def test_the_path_of_bounds_starts_where_the_linear_programme_says() -> None:
    problem, _, _, _ = posed(7)
    c = tightest(problem)
    assert problem.feasible(How(bounds=(1 / c, c)))
    near = c * (1 - 1e-3)
    assert not problem.feasible(How(bounds=(1 / near, near)))
    path = bounds_path(problem)
    assert len(path) == 6
    assert path[-1].bounds is None
    widths = [point.c for point in path]
    assert widths == sorted(widths)
    assert widths[0] == pytest.approx(1.01 * c, rel=1e-3)


def test_pruned_variants_stay_in_the_table_with_their_reason() -> None:
    found = run()["AUDIT_VARIANTS"]
    pruned = found[found["status"] == "pruned"]
    assert len(pruned)
    assert pruned["reason"].notna().all()
    assert pruned["nearest_feasible"].notna().all()
    assert pruned["deff_kish"].isna().all()


def test_categories_with_too_few_respondents_are_pruned() -> None:
    found = run(audit={"limits": {"min_n_category": 60}})["AUDIT_VARIANTS"]
    reasons = found.loc[found["status"] == "pruned", "reason"]
    assert reasons.str.contains("respondents, fewer than 60").any()
    assert reasons.str.contains("category 'books'").any()


def test_a_condition_is_a_reason() -> None:
    forbid = [{"if": {"distance": "linear"}, "then": {"trim": "none"}}]
    found = run(audit={"conditions": forbid})["AUDIT_VARIANTS"]
    reasons = found.loc[found["status"] == "pruned", "reason"].value_counts()
    assert reasons["condition: distance linear asks for trim none"] > 0
