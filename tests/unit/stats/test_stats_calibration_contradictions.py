"""Contradictory input is refused by name; whatever is not refused is truly met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey, margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate


@dataclass(frozen=True, eq=False)
class Asked:
    """A calibration, and the words of which a refusal must have one."""

    base: np.ndarray
    margins: tuple[Auxiliary, ...]
    named: tuple[str, ...] = ()
    must_refuse: bool = True


METHODS = [
    CalibrationSettings("linear"),
    CalibrationSettings("raking"),
    CalibrationSettings("sinh"),
    CalibrationSettings("raking", (0.2, 4.0)),
    CalibrationSettings("logit", (0.2, 4.0)),
    CalibrationSettings("truncated", (0.2, 4.0)),
]


def changed(asked: Asked, j: int, **fields: object) -> Asked:
    margins = list(asked.margins)
    margins[j] = replace(margins[j], **fields)  # type: ignore[type-var]
    return replace(asked, margins=tuple(margins))


def totals_of(asked: Asked, j: int) -> np.ndarray:
    one = asked.margins[j]
    assert isinstance(one, Margin)
    return one.totals.copy()


def another_sum(asked: Asked, rng: np.random.Generator) -> Asked:
    factor = float(rng.choice([1e-3, 0.9, 0.999, 1.001, 1.1, 1e3]))
    asked = changed(asked, 1, totals=totals_of(asked, 1) * factor)
    return replace(asked, named=("'m0' and 'm1'", "sum of the base weights"))


def no_target(asked: Asked, rng: np.random.Generator) -> Asked:
    totals, j = totals_of(asked, 0), int(rng.integers(3))
    totals[j] = np.nan
    return replace(changed(asked, 0, totals=totals), named=(f"margin 'm0', category 'm0{j}'",))


def no_count(asked: Asked, rng: np.random.Generator) -> Asked:
    totals, j = totals_of(asked, 0), int(rng.integers(3))
    totals[j] = rng.choice([-1.0, -1e-9, np.inf, -np.inf, 1e200])
    return replace(changed(asked, 0, totals=totals), named=(f"margin 'm0', category 'm0{j}'",))


def no_respondent(asked: Asked, rng: np.random.Generator) -> Asked:
    totals, more = totals_of(asked, 1), float(rng.uniform(0.1, 5))
    names = ("m10", "m11", "m12", "absent")
    asked = changed(asked, 1, totals=np.append(totals * (1 - 1e-3), more), categories=names)
    return replace(asked, named=("margin 'm1', category 'absent'",))


def no_category(asked: Asked, rng: np.random.Generator) -> Asked:
    codes = np.asarray(asked.margins[0].codes).copy()  # type: ignore[union-attr]
    codes[rng.integers(len(codes), size=2)] = rng.choice([-1, -7, 3, 120])
    return replace(changed(asked, 0, codes=codes), named=("margin 'm0'",))


def no_weight(asked: Asked, rng: np.random.Generator) -> Asked:
    base = asked.base.copy()
    base[rng.integers(len(base))] = rng.choice([np.nan, np.inf, -np.inf, -1.0])
    return replace(asked, base=base, named=("base weights",))


def a_category_that_weighs_nothing(asked: Asked, rng: np.random.Generator) -> Asked:
    j = int(rng.integers(3))
    inside = np.asarray(asked.margins[0].codes) == j  # type: ignore[union-attr]
    base = np.where(inside, 0.0, asked.base)
    return replace(asked, base=base, named=(f"margin 'm0', category 'm0{j}'",))


def a_coarser_margin_that_disagrees(asked: Asked, rng: np.random.Generator) -> Asked:
    codes = np.minimum(np.asarray(asked.margins[0].codes), 1)  # type: ignore[union-attr]
    totals = totals_of(asked, 0)
    moved = float(rng.choice([-1, 1]) * rng.uniform(0.01, 0.5) * totals[0])
    coarse = margin("coarse", codes, [totals[0] + moved, totals[1:].sum() - moved])
    asked = replace(asked, margins=(*asked.margins, coarse))
    return replace(asked, named=("'coarse'", "'m0'"))


def a_structural_zero(asked: Asked, rng: np.random.Generator) -> Asked:
    """All rows of one category lie in another, whose target is smaller."""
    first = np.asarray(asked.margins[0].codes)  # type: ignore[union-attr]
    totals = totals_of(asked, 0)
    small = float(totals[0] * rng.uniform(0.1, 0.9))
    inside = (first == 0).astype(int)
    within = np.where((first == 1) & (np.arange(len(first)) % 2 == 0), 1, inside)
    nested = margin("nested", within, [totals.sum() - small, small])
    asked = replace(asked, margins=(*asked.margins, nested))
    return replace(asked, named=("'nested'",), must_refuse=False)


def a_far_target(asked: Asked, rng: np.random.Generator) -> Asked:
    totals, (j, k) = totals_of(asked, 0), rng.permutation(3)[:2]
    moved = totals[j] * float(rng.uniform(0.5, 1.0))
    totals[j] -= moved
    totals[k] += moved
    return replace(changed(asked, 0, totals=totals), named=("'m0'", "'m1'"), must_refuse=False)


def a_target_of_nothing(asked: Asked, rng: np.random.Generator) -> Asked:
    totals, (j, k) = totals_of(asked, 0), rng.permutation(3)[:2]
    totals[k] += totals[j]
    totals[j] = 0.0
    return replace(changed(asked, 0, totals=totals), named=("'m0'", "'m1'"), must_refuse=False)


def a_total_out_of_reach(asked: Asked, rng: np.random.Generator) -> Asked:
    values = rng.uniform(1, 2, len(asked.base))
    population = float(totals_of(asked, 0).sum())
    number = Total("income", values, population * float(rng.choice([0.5, 0.99, 2.01, 3.0, -1.0])))
    asked = replace(asked, margins=(*asked.margins, number))
    return replace(asked, named=("'income'",), must_refuse=False)


PERTURBATIONS: list[Callable[[Asked, np.random.Generator], Asked]] = [
    another_sum,
    no_target,
    no_count,
    no_respondent,
    no_category,
    no_weight,
    a_category_that_weighs_nothing,
    a_coarser_margin_that_disagrees,
    a_structural_zero,
    a_far_target,
    a_target_of_nothing,
    a_total_out_of_reach,
]


def draw(seed: int, perturbation: Callable[[Asked, np.random.Generator], Asked]) -> Asked:
    survey = draw_survey(seed, 60, (3, 3))
    return perturbation(Asked(survey.base, survey.margins), np.random.default_rng(seed))


def assert_met(asked: Asked, method: CalibrationSettings) -> None:
    found = calibrate(asked.base, asked.margins, method)
    population = float(totals_of(asked, 0).sum())
    assert np.all(np.isfinite(found.weights))
    for one in asked.margins:
        if isinstance(one, Total):
            assert found.weights @ one.values == pytest.approx(one.total, rel=1e-8)
            continue
        reached = np.bincount(one.codes, found.weights, len(one.categories))
        np.testing.assert_allclose(reached, one.totals, rtol=1e-9, atol=1e-9 * population)
    assert found.max_gap <= method.tolerance
    g = found.weights / asked.base
    zeroed = found.weights == 0
    assert np.all((g >= method.lower - 1e-9) | zeroed)
    assert np.all(g <= method.upper + 1e-9)


def assert_named(error: PhareError, words: tuple[str, ...]) -> None:
    told = str(error)
    assert any(word in told for word in words), told
    for problem in error.problems:
        assert problem.where
        assert problem.got
        assert problem.expected
        assert problem.remedy
        assert not problem.remedy.endswith(".")
        assert "nan" not in problem.expected, told


@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda one: one.__name__)
@given(seed=st.integers(0, 2**32 - 1), method=st.sampled_from(METHODS))
@settings(deadline=None, max_examples=25)
def test_contradictions_are_refused_by_name_or_met(
    perturbation: Callable[[Asked, np.random.Generator], Asked],
    seed: int,
    method: CalibrationSettings,
) -> None:
    asked = draw(seed, perturbation)
    if asked.must_refuse:
        with pytest.raises(PhareError) as caught:
            calibrate(asked.base, asked.margins, method)
        assert_named(caught.value, asked.named)
        return
    try:
        assert_met(asked, method)
    except PhareError as error:
        assert_named(error, asked.named)


def test_a_step_far_too_long_is_shortened_without_a_word() -> None:
    # Found by the search above: the slope along the step is beyond what a float can hold.
    asked = draw(112846, a_total_out_of_reach)
    with pytest.raises(PhareError, match="'income'"):
        calibrate(asked.base, asked.margins, CalibrationSettings("raking"))


@given(
    seed=st.integers(0, 2**32 - 1),
    lower=st.floats(0.0, 0.999),
    upper=st.floats(1.001, 3.0),
    method=st.sampled_from(["raking", "logit", "truncated", "sinh"]),
)
@settings(deadline=None, max_examples=60)
def test_bounds_are_kept_or_the_tightest_feasible_are_told(
    seed: int, lower: float, upper: float, method: str
) -> None:
    survey = draw_survey(seed, 50, (3, 2), spread=0.8)
    asked = Asked(survey.base, survey.margins)
    within = CalibrationSettings(method, (lower, upper))  # type: ignore[arg-type]
    try:
        assert_met(asked, within)
    except PhareError as error:
        assert_named(error, ("'m0'", "'m1'", "bounds ["))


@given(
    seed=st.integers(0, 2**32 - 1), cap=st.floats(0.2, 30.0), method=st.sampled_from(METHODS[:3])
)
@settings(deadline=None, max_examples=40)
def test_a_cap_is_kept_or_refused_by_name(
    seed: int, cap: float, method: CalibrationSettings
) -> None:
    survey = draw_survey(seed, 50, (3, 2), spread=0.5)
    try:
        found = calibrate(survey.base, survey.margins, method, cap=cap)
    except PhareError as error:
        assert_named(error, (f"cap {cap:g}", "under the cap"))
        return
    assert found.weights.max() <= cap * (1 + 1e-9)
    for one in survey.margins:
        reached = np.bincount(one.codes, found.weights, len(one.categories))
        np.testing.assert_allclose(reached, one.totals, rtol=1e-9)
