"""Removing respondents: what is predicted, what happens, how many it takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audit_pruning import posed

from phare.audit.influence import Removal, flip, most_influential
from phare.audit.measures import Measures
from phare.audit.solving import How
from phare.stats.auxiliaries import Margin
from phare.stats.calibration import CalibrationSettings, calibrate


def survey(seed: int) -> tuple[Removal, Measures, np.ndarray, list[Margin]]:
    problem, atoms, base, margins = posed(seed)
    rng = np.random.default_rng(seed)
    y = (rng.random((len(base), 1)) < 0.4).astype(float)
    removal = Removal(atoms, ("a", "b"), problem.base, How(), problem.free.weights)
    return removal, Measures.of(y), base, margins


def by_the_engine(
    rows: np.ndarray, y: np.ndarray, base: np.ndarray, margins: list[Margin]
) -> float:
    kept = np.setdiff1d(np.arange(len(base)), rows)
    left = [replace(m, codes=np.asarray(m.codes)[kept]) for m in margins]
    weights = calibrate(base[kept], left, CalibrationSettings("raking")).weights
    return float(weights @ y[kept] / weights.sum())


@given(seed=st.integers(0, 5000))
@settings(max_examples=15, deadline=None)
def test_exact_influence_is_a_calibration_without_the_row(seed: int) -> None:
    removal, measures, base, margins = survey(seed)
    known = removal.atoms.collapse(measures)
    y = measures.y[:, 0] + measures.centre[0] * measures.x[:, 0]
    found = most_influential(removal, measures, known, 0, top=3)
    w = removal.atoms.spread(removal.weights)
    now = w @ y / w.sum()
    for row, exact in zip(found.rows, found.exact, strict=True):
        expected = by_the_engine(np.array([row]), y, base, margins) - now
        assert exact == pytest.approx(expected, rel=1e-7, abs=1e-12)
    # Among so few respondents the prediction has the sign of what happens, not its size.
    assert np.all(np.sign(found.linear) == np.sign(found.exact))


@given(seed=st.integers(0, 5000), distance=st.floats(0.01, 0.15), above=st.booleans())
@settings(max_examples=15, deadline=None)
def test_a_flip_count_flips_and_one_fewer_does_not(seed: int, distance: float, above: bool) -> None:
    removal, measures, base, _ = survey(seed)
    known = removal.atoms.collapse(measures)
    y = measures.y[:, 0] + measures.centre[0] * measures.x[:, 0]
    w = removal.atoms.spread(removal.weights)
    now = float(w @ y / w.sum())
    threshold = now - distance if above else now + distance
    found = flip(removal, measures, known, 0, threshold)
    if found.exact is None:
        assert found.why
        return
    side = 1.0 if above else -1.0
    assert side * (found.after - threshold) < 0
    assert side * (found.one_fewer - threshold) >= 0
    assert found.share == found.exact / len(base)


def test_nothing_to_remove_at_the_threshold() -> None:
    removal, measures, _, _ = survey(1)
    known = removal.atoms.collapse(measures)
    w = removal.atoms.spread(removal.weights)
    y = measures.y[:, 0] + measures.centre[0]
    now = float(
        known.centre[0] + removal.weights @ known.y[:, 0] / (removal.weights @ known.x[:, 0])
    )
    assert now == pytest.approx(w @ y / w.sum())
    assert flip(removal, measures, known, 0, now).exact == 0


def test_a_threshold_out_of_reach_says_so() -> None:
    removal, measures, _, _ = survey(2)
    known = removal.atoms.collapse(measures)
    found = flip(removal, measures, known, 0, -0.5)
    assert (found.linear, found.exact) == (None, None)
    assert found.why


def test_without_margins_weights_stay_as_they_are() -> None:
    removal, measures, base, _ = survey(3)
    bare = Removal(removal.atoms, (), removal.weights, How(), removal.weights)
    known = removal.atoms.collapse(measures)
    found = most_influential(bare, measures, known, 0, top=1)
    y = measures.y[:, 0] + measures.centre[0]
    w = removal.atoms.spread(removal.weights)
    kept = np.arange(len(base)) != found.rows[0]
    expected = w[kept] @ y[kept] / w[kept].sum() - w @ y / w.sum()
    assert found.exact[0] == pytest.approx(expected)
