"""Residuals adjusted for leverage: what the leverage is, and where the adjustment enters.

Oracle: the hat matrix of the weighted regression, written out for a few dozen rows.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey

from phare.errors import PhareError
from phare.stats.auxiliaries import Total
from phare.stats.calibration import Calibration, CalibrationSettings, calibrate
from phare.stats.design import Design, Stage
from phare.stats.estimators import Base, estimate_means, estimate_totals, ratio_influence
from phare.stats.leverage import leverage

SEEDS = st.integers(0, 2**32 - 1)


def calibrated(
    seed: int, n: int, order: np.ndarray | None = None, scale: float = 1.0
) -> Calibration:
    """A survey calibrated to two margins and a total, with weights q in the distance."""
    rng = np.random.default_rng(seed)
    survey = draw_survey(seed, n, (3, 4))
    values, q = rng.gamma(3.0, 1.0, n), rng.uniform(0.5, 2.0, n)
    order = np.arange(n) if order is None else order
    margins = [
        dataclasses.replace(m, codes=m.codes[order], totals=scale * m.totals)
        for m in survey.margins
    ]
    total = Total("income", values[order], scale * 1.02 * float(survey.base @ values))
    return calibrate(
        scale * survey.base[order], [*margins, total], CalibrationSettings("linear"), q=q[order]
    )


def hat(made: Calibration) -> np.ndarray:
    """The n x n matrix that takes a variable to its fitted values."""
    x = made.basis.auxiliaries
    columns = [code == k for code, size in zip(x.codes, x.sizes, strict=True) for k in range(size)]
    full = np.column_stack([*columns, *x.values]).astype(float)
    assert made.basis.q is not None
    weights = made.basis.base * made.basis.q
    return full @ np.linalg.pinv(full.T @ (weights[:, None] * full)) @ (full.T * weights)


def designs(seed: int, n: int, clustered: bool, residuals: str) -> Design:
    made, rows = calibrated(seed, n), np.arange(n)
    return Design(
        made.weights,
        strata=rows % 2 if not clustered else rows // 3 % 2,
        psu=rows // 3 if clustered else None,
        stratum_population=np.full(n, 4.0 * n),
        calibration=made.basis,
        residuals=residuals,  # type: ignore[arg-type]
    )


@given(SEEDS, st.integers(30, 60))
@settings(deadline=None, max_examples=25)
def test_leverage_of_a_row_is_the_diagonal_of_the_hat_matrix(seed: int, n: int) -> None:
    design = designs(seed, n, False, "leverage")
    assert design.calibration is not None
    found = leverage(design.structure, design.calibration)
    matrix = hat(calibrated(seed, n))
    np.testing.assert_allclose(found, np.diag(matrix), atol=1e-9)
    assert found.sum() == pytest.approx(np.linalg.matrix_rank(matrix))


@given(SEEDS, st.integers(30, 60))
@settings(deadline=None, max_examples=25)
def test_leverage_of_a_psu_is_how_much_of_its_own_mean_it_explains(seed: int, n: int) -> None:
    design, made = designs(seed, n, True, "leverage"), calibrated(seed, n)
    found, matrix = leverage(design.structure, made.basis), hat(made)
    assert made.basis.q is not None
    weights = made.basis.base * made.basis.q
    for psu in range(n // 3):
        rows = np.arange(3 * psu, 3 * psu + 3)
        own = weights[rows] @ matrix[np.ix_(rows, rows)].sum(axis=1) / weights[rows].sum()
        np.testing.assert_allclose(found[rows], own, atol=1e-9)
    assert np.all((found >= 0) & (found <= 1 + 1e-9))


def test_a_psu_that_answers_alone_for_a_category_is_not_inflated_without_end() -> None:
    survey = draw_survey(1, 40, (2,))
    alone = dataclasses.replace(survey.margins[0], codes=np.where(np.arange(40) == 7, 1, 0))
    made = calibrate(survey.base, [alone], CalibrationSettings("linear"))
    design = Design(made.weights, calibration=made.basis, residuals="leverage")
    assert leverage(design.structure, made.basis)[7] == pytest.approx(1.0)
    assert design.residual_factors is not None
    assert design.residual_factors.max() == pytest.approx(np.sqrt(2))


@given(SEEDS, st.integers(36, 60), st.booleans())
@settings(deadline=None, max_examples=25)
def test_variance_is_that_of_the_residuals_times_their_factors(
    seed: int, n: int, clustered: bool
) -> None:
    design, made = designs(seed, n, clustered, "leverage"), calibrated(seed, n)
    y = np.random.default_rng(seed).normal(size=n)
    z = ratio_influence(design, y)[:, 0] / made.weights
    factors = 1 / np.sqrt(1 - np.minimum(leverage(design.structure, made.basis), 0.5))
    wanted = made.weights * (z - hat(made) @ z) * factors
    bare = dataclasses.replace(design, calibration=None)
    found = estimate_means(design, y[:, None]).estimates.std_error.item()
    assert found**2 == pytest.approx(bare.variance(wanted)[0], rel=1e-8)


@given(SEEDS, st.integers(36, 60), st.booleans())
@settings(deadline=None, max_examples=25)
def test_the_pass_over_levels_is_the_direct_formula(seed: int, n: int, clustered: bool) -> None:
    design, rng = designs(seed, n, clustered, "leverage"), np.random.default_rng(seed)
    y, base = rng.gamma(2.0, 1.0, n), Base(rng.integers(-1, 3, n), 3, rng.random(n) < 0.9)
    found = estimate_means(design, y[:, None], base=base)
    influence = ratio_influence(design, y, base=base)
    whole = ratio_influence(design, y, base=Base(mask=base.mask))
    for errors, columns in (
        (found.estimates.std_error, influence),
        (found.against_all.std_error, influence - whole),
    ):
        np.testing.assert_allclose(errors[:, 0] ** 2, design.variance(columns), rtol=1e-8)


def test_every_stage_takes_the_factors_of_the_first() -> None:
    n, made = 60, calibrated(3, 60)
    rows, y = np.arange(n), np.random.default_rng(3).normal(size=(n, 1))
    design = Design(
        made.weights, psu=rows // 6, stratum_population=np.full(n, 20.0), calibration=made.basis,
        residuals="leverage", stages=(Stage(population=np.full(n, 30.0)),),
    )  # fmt: skip
    assert len(design.structures) == 2
    influence = ratio_influence(design, y[:, 0])
    found = estimate_means(design, y).estimates.std_error.item()
    assert found**2 == pytest.approx(design.variance(influence)[0], rel=1e-10)


@pytest.mark.parametrize("clustered", [False, True])
def test_plain_is_the_default_and_is_never_larger_than_leverage(clustered: bool) -> None:
    y = np.random.default_rng(5).normal(size=(60, 1))
    plain, adjusted = (designs(5, 60, clustered, kind) for kind in ("plain", "leverage"))
    default = dataclasses.replace(plain, residuals=Design(np.ones(2)).residuals)
    assert plain.residual_factors is None
    errors = [estimate_means(d, y).estimates.std_error.item() for d in (default, plain, adjusted)]
    assert errors[0] == errors[1]
    assert errors[2] > errors[1]


def test_without_a_calibration_there_is_nothing_to_adjust() -> None:
    y = np.random.default_rng(6).normal(size=(30, 1))
    plain, adjusted = Design(np.ones(30)), Design(np.ones(30), residuals="leverage")
    one, other = (estimate_means(d, y).estimates.std_error.item() for d in (plain, adjusted))
    assert one == other


def test_a_calibrated_total_keeps_a_variance_of_zero() -> None:
    survey = draw_survey(7, 50, (3,))
    made = calibrate(survey.base, survey.margins, CalibrationSettings("raking"))
    design = Design(made.weights, calibration=made.basis, residuals="leverage")
    category = (survey.margins[0].codes == 1).astype(float)
    error = estimate_totals(design, category[:, None]).std_error.item()
    assert error == pytest.approx(0.0, abs=1e-9 * made.weights.sum())


@given(SEEDS, st.floats(0.01, 1000.0))
@settings(deadline=None, max_examples=25)
def test_neither_order_nor_scale_matters(seed: int, scale: float) -> None:
    n = 45
    y, order = (
        np.random.default_rng(seed).normal(size=n),
        np.random.default_rng(seed).permutation(n),
    )
    made, turned = calibrated(seed, n), calibrated(seed, n, order, scale)
    one = Design(made.weights, np.arange(n) % 2, calibration=made.basis, residuals="leverage")
    other = Design(turned.weights, order % 2, calibration=turned.basis, residuals="leverage")
    np.testing.assert_allclose(
        estimate_means(other, y[order][:, None]).estimates.std_error,
        estimate_means(one, y[:, None]).estimates.std_error,
        rtol=1e-8,
    )


def test_an_unknown_word_is_refused() -> None:
    words = r"residuals: got 'leverages'; expected plain, leverage; write 'leverage'"
    with pytest.raises(PhareError, match=words):
        Design(np.ones(3), residuals="leverages")  # type: ignore[arg-type]
