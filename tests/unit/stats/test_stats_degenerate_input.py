"""Little or nothing to estimate from: NaN where there is no answer, and never a warning.

Every estimator is crossed with every poor design and with an empty domain. Arrays come as
they may: objects, lists, columns of a frame with a duplicate index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from stats_surveys import margin

from phare.errors import PhareError
from phare.stats.areas import fay_herriot
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.comparisons import compare_independent, holm
from phare.stats.contrasts import column_letters, pairwise, ratio_of
from phare.stats.crosstabs import Crosstab, independence_test
from phare.stats.decomposition import Wave, decompose
from phare.stats.design import Design
from phare.stats.dispersion import population_covariances
from phare.stats.estimators import Base, estimate_means, estimate_totals
from phare.stats.inference import Estimated
from phare.stats.intervals import ProportionMethod, mean_interval, proportion_interval
from phare.stats.models import fit_model, term_test
from phare.stats.quality import rate_counts, rate_means, rate_proportions
from phare.stats.quantiles import estimate_quantiles
from phare.stats.ranks import mean_test, rank_test
from phare.stats.replication import bootstrap, jackknife
from phare.stats.responses import estimate_answer_shares
from phare.stats.shares import estimate_share
from phare.stats.trimming import Trimming, trim, trim_evenly
from phare.stats.weights import kish_design_effect, stratum_base_weights, summarise

N = 24
RNG = np.random.default_rng(7)
Y = RNG.normal(size=N)
CODES, OTHER = np.arange(N) % 2, np.arange(N) // 2 % 3
WEIGHTS = RNG.uniform(1, 3, N)
HALF = np.array([0.25, 0.5])

DESIGNS: dict[str, Callable[[], Design]] = {
    "one row": lambda: Design(np.ones(1), lonely="certainty"),
    "one row of no weight": lambda: Design(np.zeros(1), lonely="certainty"),
    "one row, replicated": lambda: Design.of_replicates(
        jackknife(Design(np.ones(1), lonely="certainty"))
    ),
    "one PSU, certain": lambda: Design(WEIGHTS, psu=np.zeros(N), lonely="certainty"),
    "one PSU, adjusted": lambda: Design(WEIGHTS, psu=np.zeros(N), lonely="adjust"),
    "one PSU, as the average of none": lambda: Design(WEIGHTS, psu=np.zeros(N), lonely="average"),
    "one PSU, replicated": lambda: Design.of_replicates(
        bootstrap(Design(WEIGHTS, psu=np.zeros(N), lonely="certainty"), 6, np.random.default_rng(1))
    ),
    "every weight 0": lambda: Design(np.zeros(N)),
    "every weight 0, replicated": lambda: Design.of_replicates(jackknife(Design(np.zeros(N)))),
    "one weight alone": lambda: Design(np.where(np.arange(N) == 3, 1.0, 0.0)),
    "equal weights": lambda: Design(np.ones(N)),
    "weights that cancel": lambda: Design(np.where(CODES == 0, 1.0, -1.0)),
    "a census": lambda: Design(np.ones(N), stratum_population=np.full(N, float(N))),
    "weights of every size": lambda: Design(np.logspace(-12, 12, N)),
}
Rows = np.ndarray | None
ESTIMATORS: dict[str, Callable[[Design, Rows], Any]] = {
    "means": lambda d, r: estimate_means(d, Y[: d.n, None], base=Base(mask=r)),
    "means by level": lambda d, r: estimate_means(d, Y[: d.n, None], base=Base(OTHER[: d.n], 5, r)),
    "totals": lambda d, r: estimate_totals(d, Y[: d.n, None], base=Base(mask=r)),
    "extrapolated": lambda d, r: estimate_totals(
        d, Y[: d.n, None], population=1e6, base=Base(mask=r)
    ),
    "answers": lambda d, r: estimate_answer_shares(d, np.ones((d.n, 2)), base=Base(mask=r)),
    "no answers": lambda d, r: estimate_answer_shares(d, np.zeros((d.n, 2)), base=Base(mask=r)),
    "quantiles": lambda d, r: estimate_quantiles(d, Y[: d.n], HALF, rows=r),
    "quantiles by score": lambda d, r: estimate_quantiles(
        d, Y[: d.n], HALF, rows=r, method="score"
    ),
    "share": lambda d, r: estimate_share(d, CODES[: d.n] * 1.0, rows=r),
    "share by likelihood": lambda d, r: estimate_share(d, CODES[: d.n] * 1.0, "likelihood", rows=r),
    "covariances": lambda d, r: population_covariances(
        d, np.column_stack([Y, OTHER])[: d.n], rows=r
    ),
    "mean test": lambda d, r: mean_test(d, Y[: d.n], CODES[: d.n] == 1, rows=r),
    "rank test": lambda d, r: rank_test(d, Y[: d.n], CODES[: d.n] == 1, rows=r),
    "test of one side": lambda d, r: mean_test(d, Y[: d.n], np.zeros(d.n, dtype=bool), rows=r),
    "ranks of one side": lambda d, r: rank_test(d, Y[: d.n], np.ones(d.n, dtype=bool), rows=r),
    **{
        f"independence by {name}": lambda d, r, name=name: independence_test(  # type: ignore[misc]
            d, Crosstab(CODES[: d.n], OTHER[: d.n], 2, 3), name, rows=r
        )
        for name in ("F", "Chisq", "lincom", "saddlepoint", "Wald", "adjWald")
    },
    "linear model": lambda d, r: _model(d, Y, "gaussian", r),
    "logistic model": lambda d, r: _model(d, CODES * 1.0, "binomial", r),
    "Poisson model": lambda d, r: _model(d, OTHER * 1.0, "poisson", r),
    "decomposition": lambda d, r: decompose(
        Wave(d, Y[: d.n], CODES[: d.n], r), Wave(d, Y[: d.n], CODES[: d.n], r), ("a", "b")
    ),
}


def _model(design: Design, y: np.ndarray, family: str, rows: Rows) -> tuple[Any, ...]:
    columns = np.column_stack([np.ones(N), Y**2])[: design.n]
    found = fit_model(design, y[: design.n], columns, family, rows=rows)  # type: ignore[arg-type]
    return found.estimate, found.std_error, found.p_value, term_test(found, [1])


def numbers(found: Any) -> Iterator[np.ndarray]:
    """Every number in a record of records."""
    if is_dataclass(found):
        found = [getattr(found, field.name) for field in fields(found)]
    if isinstance(found, list | tuple):
        for one in found:
            yield from numbers(one)
    elif found is not None:
        yield np.asarray(found, dtype=float)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_poor_design_gives_numbers_or_nan_or_a_refusal(design: str, estimator: str) -> None:
    try:
        found = ESTIMATORS[estimator](DESIGNS[design](), None)
    except PhareError as error:
        assert all(problem.remedy for problem in error.problems)
        return
    values = list(numbers(found))
    assert values
    for value in values:
        assert not np.any(np.isinf(value)), found


@pytest.mark.parametrize("replicated", [False, True])
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_an_empty_domain_has_no_estimate(estimator: str, replicated: bool) -> None:
    design = Design(WEIGHTS)
    if replicated:
        design = Design.of_replicates(jackknife(design))
    try:
        found = ESTIMATORS[estimator](design, np.zeros(N, dtype=bool))
    except PhareError as error:
        assert all(problem.remedy for problem in error.problems)
        return
    first = next(iter(numbers(found)))
    if "quantiles" in estimator:  # the first are the probabilities asked for
        first = found.estimate
    assert np.all(np.isnan(first)), found


def test_equal_weights_weigh_nothing_more() -> None:
    equal = Design(np.full(N, 17.0))
    assert kish_design_effect(equal.weights) == pytest.approx(1.0, rel=1e-14)
    assert summarise(equal.weights).cv == 0.0
    found = estimate_means(equal, Y[:, None]).estimates
    assert found.estimate.item() == pytest.approx(Y.mean())
    assert found.std_error.item() == pytest.approx(Y.std(ddof=1) / np.sqrt(N))
    assert found.deff.item() == pytest.approx(1.0)
    np.testing.assert_array_equal(trim(equal.weights, Trimming(median_multiple=2)).weights, 17.0)
    np.testing.assert_array_equal(trim(equal.weights, Trimming(iqr_multiple=2)).weights, 17.0)
    np.testing.assert_array_equal(trim_evenly(equal.weights, 1.0, 20.0), 17.0)


def test_one_row_is_calibrated_to_its_total() -> None:
    found = calibrate(np.ones(1), [margin("size", np.zeros(1, dtype=int), [50.0])])
    assert found.weights.item() == pytest.approx(50.0, rel=1e-14)
    assert np.isfinite(found.condition)


def test_weights_of_zero_take_no_part() -> None:
    kept = np.arange(N) % 4 != 3
    some = Design(np.where(kept, WEIGHTS, 0.0))
    found = estimate_means(some, Y[:, None]).estimates
    assert found.estimate.item() == pytest.approx(np.average(Y[kept], weights=WEIGHTS[kept]))
    assert found.n.item() == kept.sum()
    assert found.df.item() == kept.sum() - 1


# -- arrays as they come -----------------------------------------------------------------------

AS_THEY_COME: dict[str, Callable[[np.ndarray], Any]] = {
    "objects": lambda a: a.astype(object) if a.dtype.kind == "f" else a,
    "lists": lambda a: a.tolist(),
    "a column with a duplicate index": lambda a: pd.Series(a, index=np.zeros(len(a), dtype=int)),
    "a column in reverse": lambda a: pd.Series(a[::-1], index=np.arange(len(a))[::-1])[::-1],
    "a view": lambda a: np.repeat(a, 2)[::2],
    "single precision": lambda a: a.astype(np.float32) if a.dtype.kind == "f" else a,
    "read only": lambda a: _locked(a),
}


def _locked(array: np.ndarray) -> np.ndarray:
    locked = array.copy()
    locked.flags.writeable = False
    return locked


@pytest.mark.parametrize("form", AS_THEY_COME)
def test_the_form_of_an_array_does_not_matter(form: str) -> None:
    given = AS_THEY_COME[form]
    rough = np.float32(WEIGHTS).astype(float), np.float32(Y).astype(float)

    def answers(w: Any, y: Any, codes: Any, other: Any, rows: Any) -> list[np.ndarray]:
        d = Design(w, strata=other, where="survey")
        table = pd.DataFrame({"y": y}) if isinstance(y, pd.Series) else np.asarray(y)[:, None]
        totals = np.bincount(CODES, minlength=2) * 2.0
        found = calibrate(w, [margin("size", np.asarray(codes), totals)])
        return [
            *numbers(estimate_means(d, table, base=Base(codes, 2, rows))),
            *numbers(estimate_quantiles(d, y, HALF, rows=rows)),
            *numbers(mean_test(d, y, rows)),
            *numbers(rank_test(d, y, rows)),
            *numbers(estimate_share(d, codes, rows=rows)),
            *numbers(independence_test(d, Crosstab(codes, other, 2, 3))),
            found.weights,
        ]

    clean = rough if form == "single precision" else (WEIGHTS, Y)
    rows = OTHER > 0
    wanted = answers(*clean, CODES, OTHER, rows)
    found = answers(*map(given, (WEIGHTS, Y, CODES, OTHER, rows)))
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_categories_need_no_order() -> None:
    totals = np.array([30.0, 20.0, 10.0])
    plain = calibrate(WEIGHTS, [margin("size", OTHER, totals)]).weights
    turned = [2, 0, 1]
    codes = np.argsort(turned)[OTHER]
    again = calibrate(WEIGHTS, [margin("size", codes, totals[turned])]).weights
    np.testing.assert_allclose(again, plain, rtol=1e-14)
    first = estimate_means(Design(WEIGHTS), Y[:, None], base=Base(OTHER, 3)).against_rest
    other = estimate_means(Design(WEIGHTS), Y[:, None], base=Base(codes, 3)).against_rest
    np.testing.assert_allclose(other.std_error, first.std_error[turned], rtol=1e-12)


# -- numbers in, numbers out -------------------------------------------------------------------

STRANGE = [np.nan, np.inf, -np.inf, -1.0, 0.0, 1e-300, 0.5, 1.0, 1.2, 30.0, 1e300]


@pytest.mark.parametrize("method", get_args(ProportionMethod))
def test_intervals_of_strange_numbers_are_in_order_or_missing(method: str) -> None:
    p, se, df = (a.ravel() for a in np.meshgrid(STRANGE, [abs(x) for x in STRANGE], STRANGE))
    for n in (0.0, 1.0, 25.0, np.inf, np.nan):
        found = proportion_interval(method, p, se, df, np.array(n), np.array(n))  # type: ignore[arg-type]
        known = ~np.isnan(found.low) & ~np.isnan(found.high)
        assert np.all(found.low[known] <= found.high[known] + 1e-15)
        if method != "mean":
            assert np.all((found.low[known] >= 0) & (found.high[known] <= 1))
            assert np.all(np.isnan(found.low[(p < 0) | (p > 1)]))
    assert np.all(np.isnan(mean_interval(p, se, np.zeros(1)).low))


@pytest.mark.parametrize("rate", [rate_proportions, rate_means])
def test_strange_numbers_are_rated(rate: Callable[..., Any]) -> None:
    p, se, n = (a.ravel() for a in np.meshgrid(STRANGE, STRANGE, STRANGE))
    found = rate(p, se, np.full(p.shape, 10.0), n, n)
    assert set(found.word) <= {"ok", "caution", "suppressed"}
    assert np.all((found.reason != "") == (found.word != "ok"))
    assert np.all(found.word[np.isnan(p)] == "suppressed")
    counts = rate_counts(p, n * 0.5, n * 2.0, np.full(p.shape, 10.0), n, n)
    assert np.all(counts.word[n < 5] == "suppressed")


def test_strange_numbers_are_compared() -> None:
    a, b, c = (x.ravel() for x in np.meshgrid(STRANGE[3:], [0.0, 0.5, np.nan], [0.0, 3.0, np.inf]))
    found = compare_independent(a, b, c, a[::-1], b[::-1], c[::-1])
    assert np.all((found.p_value >= 0) & (found.p_value <= 1) | np.isnan(found.p_value))
    assert np.all(np.isnan(found.p_value[found.std_error == 0]))


@pytest.mark.parametrize("wrong", [[1.5, 0.1], [-0.1, 0.1], [[0.1, 0.2]]])
def test_what_is_no_p_value_is_refused(wrong: list[Any]) -> None:
    with pytest.raises(PhareError, match="p values: got"):
        holm(np.array(wrong))


def test_contrasts_without_an_answer() -> None:
    found = Estimated(np.array([1.0, 0.0, np.nan]), np.diag([1.0, 0.0, np.nan]))
    assert np.isnan(ratio_of(found, 0, 1).estimate.item())
    assert np.isnan(pairwise(found, 10.0).p_value[1:]).all()
    assert column_letters(found, 0.0) == ("", "", "")
    for call, words in (
        (lambda: ratio_of(found, 0, 3), "places in 0..2"),
        (lambda: column_letters(found, 9.0, "bonferroni"), "letters: got 'bonferroni'"),  # type: ignore[arg-type]
    ):
        with pytest.raises(PhareError, match=words):
            call()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (np.ones((4, 2)), "2 columns of which 1 are independent"),
        (np.ones((4, 4)), "4 areas with a direct estimate and 4 columns"),
    ],
)
def test_areas_that_cannot_be_told_apart(columns: np.ndarray, words: str) -> None:
    with pytest.raises(PhareError, match=words):
        fay_herriot(np.arange(4.0), np.ones(4), columns)


def test_the_method_of_calibration_does_not_matter_to_one_row() -> None:
    for method in ("linear", "raking", "sinh"):
        found = calibrate(
            np.array([2.0]),
            [margin("size", np.zeros(1, dtype=int), [3.0])],
            CalibrationSettings(method),  # type: ignore[arg-type]
        )
        assert found.weights.item() == pytest.approx(3.0)


# -- ten thousand categories -------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        CalibrationSettings("linear"),
        CalibrationSettings("raking"),
        CalibrationSettings("sinh"),
        CalibrationSettings("logit", (0.1, 9.0)),
        CalibrationSettings("truncated", (0.1, 9.0)),
    ],
)
def test_ten_thousand_categories_are_post_stratified(settings: CalibrationSettings) -> None:
    k = 10_000
    codes = np.arange(3 * k) % k
    base = np.random.default_rng(1).uniform(1.0, 2.0, 3 * k)
    totals = np.random.default_rng(2).uniform(3.0, 9.0, k)
    for how in ({}, {"cap": 8.0}, {"costs": {"place": 1e9}}, {"q": np.ones(3 * k)}):
        found = calibrate(base, [margin("place", codes, totals)], settings, **how)  # type: ignore[arg-type]
        np.testing.assert_allclose(np.bincount(codes, found.weights), totals, rtol=1e-6)
        assert 1.0 <= found.condition < 1e3


def test_ten_thousand_categories_beside_another_margin_are_refused_by_name() -> None:
    k = 10_000
    codes = np.arange(2 * k) % k
    margins = [
        margin("place", codes, np.full(k, 2.0)),
        margin("size", np.arange(2 * k) // k, [k, k]),
    ]
    with pytest.raises(PhareError, match="margin 'place': got 10000 categories, 10002 with"):
        calibrate(np.ones(2 * k), margins)


def test_ten_thousand_levels_are_estimated() -> None:
    k = 10_000
    codes, y = np.arange(2 * k) % k, np.tile([1.0, 3.0], (k, 1)).T.ravel()
    found = estimate_means(Design(np.ones(2 * k)), y[:, None], base=Base(codes, k))
    np.testing.assert_allclose(found.estimates.estimate, 2.0)
    np.testing.assert_allclose(found.estimates.df, 1.0)
    np.testing.assert_allclose(found.against_all.difference, 0.0, atol=1e-12)


def test_ten_thousand_strata_are_weighted_and_designed() -> None:
    k = 10_000
    codes = np.arange(2 * k) % k
    names = tuple(map(str, range(k)))
    weights = stratum_base_weights(codes, names, np.full(k, 10.0))
    np.testing.assert_array_equal(weights, 5.0)
    assert Design(weights, strata=codes).degrees_of_freedom == k
