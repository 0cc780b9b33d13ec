"""Estimates of levels: consistent among themselves and with the plain definition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey

from phare.errors import PhareError
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design
from phare.stats.estimators import (
    Base,
    estimate_means,
    estimate_ratios,
    estimate_totals,
    ratio_influence,
)


@dataclass(frozen=True, eq=False)
class Wave:
    """A design with a numerator, a denominator, where both are known, and levels."""

    design: Design
    y: np.ndarray
    x: np.ndarray
    observed: np.ndarray
    base: Base


def draw_wave(seed: int, n: int, calibrated: bool, clustered: bool, with_fpc: bool) -> Wave:
    rng = np.random.default_rng(seed)
    survey = draw_survey(seed, n, (3, 4))
    found = calibrate(survey.base, survey.margins, CalibrationSettings("linear"))
    design = Design(
        found.weights if calibrated else survey.base,
        strata=rng.integers(0, 2, n) if clustered else np.arange(n) % 3,
        psu=np.arange(n) // 3 if clustered else None,
        stratum_population=np.full(n, 3.0 * n) if with_fpc else None,
        calibration=found.basis if calibrated else None,
        lonely="adjust",
    )
    return Wave(
        design,
        rng.gamma(2.0, 1.0, n),
        rng.gamma(2.0, 1.0, n) + 0.5,
        rng.random(n) < 0.9,
        Base(rng.integers(-1, 4, n), 5, rng.random(n) < 0.8),  # level 4 has no row
    )


waves = st.builds(
    draw_wave,
    st.integers(0, 2**32 - 1),
    st.integers(40, 90),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def close(ours: np.ndarray, theirs: np.ndarray) -> None:
    np.testing.assert_allclose(np.ravel(ours), np.ravel(theirs), rtol=1e-8, atol=1e-13)


@given(waves)
@settings(deadline=None, max_examples=60)
def test_standard_errors_are_those_of_the_influence(wave: Wave) -> None:
    known = {"observed": wave.observed, "base": wave.base}
    found = estimate_ratios(wave.design, wave.y[:, None], wave.x[:, None], **known)
    influence = ratio_influence(wave.design, wave.y, wave.x, **known)[:, :4]
    whole = ratio_influence(
        wave.design, wave.y, wave.x, observed=wave.observed, base=Base(mask=wave.base.mask)
    )
    close(found.estimates.std_error[:4] ** 2, wave.design.variance(influence))
    close(found.against_all.std_error[:4] ** 2, wave.design.variance(influence - whole))


@given(waves)
@settings(deadline=None, max_examples=60)
def test_a_level_is_the_whole_of_its_own_rows(wave: Wave) -> None:
    known = {"observed": wave.observed}
    found = estimate_means(wave.design, wave.y[:, None], **known, base=wave.base)
    totals = estimate_totals(wave.design, wave.y[:, None], **known, base=wave.base)
    for level in range(4):
        alone = Base(mask=(wave.base.codes == level) & wave.base.mask)
        mean = estimate_means(wave.design, wave.y[:, None], **known, base=alone).estimates
        total = estimate_totals(wave.design, wave.y[:, None], **known, base=alone)
        for name in ("estimate", "std_error", "df", "n", "n_weighted", "n_effective"):
            close(getattr(found.estimates, name)[level], getattr(mean, name))
            close(getattr(totals, name)[level], getattr(total, name))


@given(waves)
@settings(deadline=None, max_examples=60)
def test_the_rest_is_everyone_else_in_the_base(wave: Wave) -> None:
    known = {"observed": wave.observed}
    found = estimate_means(wave.design, wave.y[:, None], **known, base=wave.base).against_rest
    for level in range(4):
        inside = wave.base.codes == level
        two = Base(np.where(inside, 0, 1), 2, wave.base.mask)
        influence = ratio_influence(wave.design, wave.y, **known, base=two)
        means = estimate_means(wave.design, wave.y[:, None], **known, base=two).estimates
        close(found.difference[level], means.estimate[0] - means.estimate[1])
        wanted = wave.design.variance(influence[:, 0] - influence[:, 1])
        close(found.std_error[level] ** 2, wanted)


@given(waves)
@settings(deadline=None, max_examples=40)
def test_rows_outside_the_base_change_nothing(wave: Wave) -> None:
    inside = wave.base.mask & wave.observed
    other = np.where(inside, wave.y, np.nan)
    known = {"observed": wave.observed & inside, "base": wave.base}
    plain = estimate_means(wave.design, wave.y[:, None], **known).estimates
    close(estimate_means(wave.design, other[:, None], **known).estimates.estimate, plain.estimate)


@given(waves, st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_order_of_rows_does_not_matter(wave: Wave, seed: int) -> None:
    if wave.design.calibration is not None:
        return
    order = np.random.default_rng(seed).permutation(len(wave.y))
    d, b = wave.design, wave.base
    turned = Design(
        d.weights[order],
        d.strata[order],
        None if d.psu is None else d.psu[order],
        None if d.stratum_population is None else d.stratum_population[order],
        lonely="adjust",
    )
    plain = estimate_means(d, wave.y[:, None], base=b)
    base = Base(b.codes[order], b.n_levels, b.mask[order])
    other = estimate_means(turned, wave.y[order][:, None], base=base)
    close(other.estimates.std_error, plain.estimates.std_error)
    close(other.against_rest.std_error, plain.against_rest.std_error)


@given(waves)
@settings(deadline=None, max_examples=40)
def test_extrapolated_counts_of_levels_add_up_to_that_of_the_whole(wave: Wave) -> None:
    base = Base(np.abs(wave.base.codes), 5, wave.base.mask)
    answers = (wave.y > 1.5).astype(float)[:, None]
    counts = estimate_totals(wave.design, answers, population=89_000.0, base=base)
    whole = estimate_totals(wave.design, answers, population=89_000.0, base=Base(mask=base.mask))
    share = estimate_means(wave.design, answers, base=Base(mask=base.mask)).estimates
    assert np.nansum(counts.estimate) == pytest.approx(whole.estimate.item())
    close(whole.estimate, 89_000 * share.estimate)
    close(whole.std_error, 89_000 * share.std_error)


def test_a_level_without_a_row_is_not_estimated() -> None:
    wave = draw_wave(1, 60, True, False, False)
    found = estimate_means(wave.design, wave.y[:, None], base=wave.base)
    assert np.isnan(found.estimates.estimate[4, 0])
    assert np.isnan(found.estimates.std_error[4, 0])
    assert np.isnan(found.against_rest.difference[4, 0])
    assert found.estimates.n[4, 0] == 0


def test_a_single_level_is_the_whole_and_has_no_rest() -> None:
    wave = draw_wave(2, 60, True, False, False)
    found = estimate_means(wave.design, wave.y[:, None])
    assert found.against_all.difference.item() == 0.0
    assert found.against_all.std_error.item() == 0.0
    assert np.isnan(found.against_rest.difference.item())


def test_an_answer_that_everyone_gives_has_no_variance() -> None:
    wave = draw_wave(3, 60, False, True, False)
    found = estimate_means(wave.design, np.ones((60, 1)), base=wave.base).estimates
    assert np.all(found.estimate[:4] == 1.0)
    assert np.all(found.std_error[:4] == 0.0)
    assert np.all(np.isnan(found.deff[:4]))


def test_simple_random_sampling_has_a_design_effect_of_one() -> None:
    values = np.random.default_rng(4).normal(size=(500, 3))
    found = estimate_means(Design(np.full(500, 3.0)), values).estimates
    np.testing.assert_allclose(found.deff, 1.0, rtol=1e-12)
    np.testing.assert_allclose(found.n_effective, 500)
    np.testing.assert_allclose(found.deff_without_replacement, 1 / (1 - 1 / 3), rtol=1e-12)


@pytest.mark.parametrize(
    ("weight", "effect"),
    [(0.2, np.nan), (1.0, np.inf), (1.0 - 1e-15, np.inf), (1.0 + 1e-15, np.inf)],
)
def test_weights_of_no_more_than_the_rows_leave_no_population_to_draw_from(
    weight: float, effect: float
) -> None:
    values = np.random.default_rng(4).normal(size=(500, 1))
    found = estimate_means(Design(np.full(500, weight)), values).estimates
    assert found.deff.item() == pytest.approx(1.0)
    np.testing.assert_equal(found.deff_without_replacement.item(), effect)


def test_variables_may_be_known_for_different_rows() -> None:
    wave = draw_wave(5, 70, True, True, True)
    both = np.column_stack([wave.y, wave.x])
    known = np.column_stack([wave.observed, ~wave.observed])
    found = estimate_means(wave.design, both, observed=known).estimates
    for j in range(2):
        alone = estimate_means(wave.design, both[:, [j]], observed=known[:, j]).estimates
        assert found.std_error[0, j] == pytest.approx(alone.std_error.item(), rel=1e-12)
        assert found.n[0, j] == known[:, j].sum()


def test_missing_among_the_observed_is_refused() -> None:
    with pytest.raises(PhareError, match="numerator 1: got 1 rows that are not numbers"):
        estimate_means(Design(np.ones(3)), np.array([[1.0], [np.nan], [2.0]]))


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (Base(np.array([0, 1]), 2), "levels: got an array of shape"),
        (Base(np.array([0, 1, 2]), 2), "levels: got codes outside -1..1 in 1 of 3 rows"),
        (Base(mask=np.array([True])), "base: got an array of shape"),
    ],
)
def test_arrays_that_do_not_align_are_refused(base: Base, words: str) -> None:
    with pytest.raises(PhareError, match=words):
        estimate_means(Design(np.ones(3)), np.ones((3, 1)), base=base)


def test_variables_are_columns() -> None:
    with pytest.raises(PhareError, match="values: got shape"):
        estimate_means(Design(np.ones(3)), np.ones(3))
