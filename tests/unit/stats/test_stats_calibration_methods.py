"""The sinh distance, weights q, floors, costs, parts and clusters."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from stats_surveys import Survey, draw_survey, margin, surveys

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate, post_stratify
from phare.stats.clusters import within_clusters
from phare.stats.design import Design
from phare.stats.estimators import estimate_totals
from phare.stats.partition import calibrate_parts

ANY = [
    CalibrationSettings("linear"),
    CalibrationSettings("raking"),
    CalibrationSettings("sinh"),
    CalibrationSettings("sinh", (0.2, 4.0)),
    CalibrationSettings("logit", (0.2, 4.0)),
    CalibrationSettings("truncated", (0.2, 4.0)),
]
any_method = st.sampled_from(ANY)


def reached(weights: np.ndarray, one: Margin) -> np.ndarray:
    return np.bincount(one.codes, weights, len(one.categories))


def test_sinh_answers_as_its_definition() -> None:
    eta = np.array([-40.0, -3.0, -0.1, 0.0, 0.2, 5.0, 900.0])
    g, slope = CalibrationSettings("sinh").distance.response(eta)
    np.testing.assert_allclose(np.sinh(g - 1 / g) / 2, eta, atol=1e-12, rtol=1e-10)
    ahead, _ = CalibrationSettings("sinh").distance.response(eta + 1e-6)
    np.testing.assert_allclose((ahead - g) / 1e-6, slope, rtol=1e-4)
    assert g[3] == slope[3] == 1.0
    assert np.all(g > 0)


@given(surveys, st.sampled_from(ANY[2:4]))
@settings(deadline=None, max_examples=30)
def test_sinh_meets_the_margins(survey: Survey, method: CalibrationSettings) -> None:
    found = calibrate(survey.base, survey.margins, method)
    for one in survey.margins:
        np.testing.assert_allclose(reached(found.weights, one), one.totals, rtol=1e-9)
    assert found.g.min() > 0


def test_sinh_tails_are_shorter_than_those_of_raking() -> None:
    codes = np.repeat([0, 1], [90, 10])
    margins = [margin("m", codes, [50.0, 50.0]), margin("k", np.arange(100) % 3, [20.0, 30, 50])]
    heavy = calibrate(np.ones(100), margins, CalibrationSettings("raking")).g.max()
    assert calibrate(np.ones(100), margins, CalibrationSettings("sinh")).g.max() < heavy


@given(surveys, any_method, st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_margins_are_met_with_weights_in_the_distance(
    survey: Survey, method: CalibrationSettings, seed: int
) -> None:
    q = np.random.default_rng(seed).uniform(0.7, 1.4, survey.n)
    found = calibrate(survey.base, survey.margins, method, q=q)
    for one in survey.margins:
        np.testing.assert_allclose(reached(found.weights, one), one.totals, rtol=1e-9)


def test_linear_weights_with_q_are_those_of_the_formula() -> None:
    survey = draw_survey(1, 60, (3, 2))
    q = np.random.default_rng(1).uniform(0.5, 2.0, survey.n)
    found = calibrate(survey.base, survey.margins, CalibrationSettings("linear"), q=q)
    x = np.column_stack([np.eye(len(m.categories))[m.codes] for m in survey.margins])
    totals = np.concatenate([m.totals for m in survey.margins])
    gram = x.T @ (x * (survey.base * q)[:, None])
    b = np.linalg.lstsq(gram, totals - survey.base @ x, rcond=None)[0]
    np.testing.assert_allclose(found.g, 1 + q * (x @ b), rtol=1e-9)


def test_equal_q_change_nothing() -> None:
    survey = draw_survey(2, 60, (3, 2))
    plain = calibrate(survey.base, survey.margins)
    scaled = calibrate(survey.base, survey.margins, q=np.full(survey.n, 3.0))
    np.testing.assert_allclose(scaled.weights, plain.weights, rtol=1e-9)
    y = np.random.default_rng(0).normal(size=(survey.n, 1))
    errors = [
        estimate_totals(Design(one.weights, calibration=one.basis), y).std_error
        for one in (plain, scaled)
    ]
    np.testing.assert_allclose(errors[1], errors[0], rtol=1e-9)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"q": np.ones(3)}, r"q: got shape \(3,\)"),
        ({"q": np.zeros(60)}, "q: got 60 of 60 rows missing"),
        ({"costs": {"m2": 1.0}}, "cost of 'm2': got no such margin.*use one of: m0, m1"),
        ({"costs": {"m0": 0.0}}, "cost of 'm0': got 0; expected above 0"),
    ],
)
def test_what_is_wrong_with_q_and_costs_is_named(how: dict[str, object], words: str) -> None:
    survey = draw_survey(3, 60, (3, 2))
    with pytest.raises(PhareError, match=words):
        calibrate(survey.base, survey.margins, **how)  # type: ignore[arg-type]


@given(surveys, any_method)
@settings(deadline=None, max_examples=30)
def test_a_floor_and_a_cap_hold_with_the_margins(
    survey: Survey, method: CalibrationSettings
) -> None:
    free = calibrate(survey.base, survey.margins, method).weights
    floor, cap = float(np.quantile(free, 0.05)), float(np.quantile(free, 0.97))
    try:
        found = calibrate(survey.base, survey.margins, method, floor=floor, cap=cap)
    except PhareError as error:
        assert any(word in str(error) for word in ("cap", "floor", "gap"))
        return
    assert found.weights.min() >= floor * (1 - 1e-9)
    assert found.weights.max() <= cap * (1 + 1e-9)
    for one in survey.margins:
        np.testing.assert_allclose(reached(found.weights, one), one.totals, rtol=1e-9)


def test_the_highest_feasible_floor_is_named_and_holds() -> None:
    codes = np.array([0, 0, 0, 1, 1, 1])
    ones = [margin("m", codes, [12.0, 6.0]), margin("k", np.array([0, 1, 0, 1, 0, 1]), [15.0, 3.0])]
    with pytest.raises(PhareError, match="a floor of at most 1; lower the floor"):
        calibrate(np.full(6, 3.0), ones, floor=1.5)
    assert calibrate(np.full(6, 3.0), ones, floor=0.99).weights.min() >= 0.99 * (1 - 1e-12)


def test_a_floor_above_the_mean_is_refused_before_solving() -> None:
    ones = [margin("m", np.array([0, 1]), [1.0, 1.0])]
    with pytest.raises(PhareError, match="lower the floor below 1"):
        calibrate(np.ones(2), ones, floor=1.5)


def penalised(survey: Survey, cost: float) -> np.ndarray:
    """The minimum of the penalised distance, found without the equations."""
    x = [np.eye(len(m.categories))[m.codes] for m in survey.margins]
    d = survey.base

    def objective(w: np.ndarray) -> float:
        apart = w @ x[1] - survey.margins[1].totals
        return float(
            np.sum((w - d) ** 2 / d) / 2 + cost / 2 * np.sum(apart**2 / survey.margins[1].totals)
        )

    met = {"type": "eq", "fun": lambda w: w @ x[0] - survey.margins[0].totals}
    found = optimize.minimize(
        objective, d, constraints=[met], options={"ftol": 1e-14, "maxiter": 500}
    )
    return np.asarray(found.x)


def test_soft_margins_minimise_distance_and_cost_together() -> None:
    survey = draw_survey(4, 40, (3, 4))
    linear = CalibrationSettings("linear")
    found = calibrate(survey.base, survey.margins, linear, costs={"m1": 0.7})
    np.testing.assert_allclose(found.weights, penalised(survey, 0.7), rtol=1e-4)
    assert found.max_gap <= 1e-10
    gap = found.fit.gap[3:]
    assert gap.max() > 1e-3
    np.testing.assert_allclose(gap, np.abs(found.fit.after[3:] / found.fit.target[3:] - 1))


@given(surveys, any_method)
@settings(deadline=None, max_examples=30)
def test_a_cost_goes_from_ignoring_to_meeting_a_margin(
    survey: Survey, method: CalibrationSettings
) -> None:
    first, *others = survey.margins
    if not others:
        return
    names = [m.name for m in others]
    gaps = []
    for cost in (1e-9, 0.1, 10.0, 1e9):
        found = calibrate(survey.base, survey.margins, method, costs=dict.fromkeys(names, cost))
        np.testing.assert_allclose(reached(found.weights, first), first.totals, rtol=1e-9)
        gaps.append(found.fit.gap[len(first.categories) :])
    alone = calibrate(survey.base, [first], method).weights
    np.testing.assert_allclose(
        calibrate(survey.base, survey.margins, method, costs=dict.fromkeys(names, 1e-12)).weights,
        alone,
        rtol=1e-6,
    )
    worth = [np.sum(gap**2 * found.fit.target[len(first.categories) :]) for gap in gaps]
    nothing = 1e-15 * float(first.totals.sum())  # rounding, where a margin follows from the first
    assert all(a >= b * (1 - 1e-9) - nothing for a, b in itertools.pairwise(worth))
    assert gaps[-1].max() < 1e-6


def test_totals_that_contradict_may_be_reconciled_at_a_cost() -> None:
    codes = np.array([0, 0, 1, 1, 0, 1])
    other = np.array([0, 1, 0, 1, 0, 1])
    ones = [margin("a", codes, [50.0, 50.0]), margin("b", other, [60.0, 60.0])]
    with pytest.raises(PhareError, match="totals that sum to 100 and 120"):
        calibrate(np.ones(6), ones)
    found = calibrate(np.ones(6), ones, costs={"b": 1.0})
    np.testing.assert_allclose(reached(found.weights, ones[0]), [50, 50])
    assert found.weights.sum() == pytest.approx(100)


def test_a_soft_number_does_not_depend_on_its_unit() -> None:
    survey = draw_survey(5, 80, (3,))
    x = np.random.default_rng(5).gamma(2.0, 3.0, 80)
    total = 1.2 * float(survey.base @ x)
    weights = [
        calibrate(
            survey.base,
            [*survey.margins, Total("x", unit * x, unit * total)],
            costs={"x": 0.5},
        ).weights
        for unit in (1.0, 1000.0)
    ]
    np.testing.assert_allclose(weights[1], weights[0], rtol=1e-8)


def test_a_soft_margin_leaves_some_variance() -> None:
    survey = draw_survey(6, 120, (3, 4))
    indicators = np.eye(4)[survey.margins[1].codes]
    errors = []
    for cost in (1e-6, 1.0, 1e6):
        found = calibrate(survey.base, survey.margins, costs={"m1": cost})
        design = Design(found.weights, calibration=found.basis)
        errors.append(estimate_totals(design, indicators).std_error[0])
    assert np.all(errors[0] > errors[1])
    assert np.all(errors[1] > 100 * errors[2])


@given(surveys, st.sampled_from(["linear", "raking"]))
@settings(deadline=None, max_examples=20)
def test_one_margin_is_post_stratification(survey: Survey, method: str) -> None:
    one = survey.margins[0]
    found = calibrate(survey.base, [one], CalibrationSettings(method))  # type: ignore[arg-type]
    ratio = one.totals / reached(survey.base, one)
    np.testing.assert_allclose(found.g, ratio[one.codes], rtol=1e-12)
    assert found.iterations <= 1
    np.testing.assert_allclose(post_stratify(survey.base, one).g, found.g, rtol=1e-12)


@given(surveys, surveys, any_method)
@settings(deadline=None, max_examples=20)
def test_parts_are_calibrated_each_to_its_own(
    north: Survey, south: Survey, method: CalibrationSettings
) -> None:
    k = min(len(north.margins), len(south.margins))
    part = np.repeat(["north", "south"], [north.n, south.n])
    base = np.concatenate([north.base, south.base])
    margins: dict[str, list[Auxiliary]] = {"north": [], "south": []}
    for a, b in zip(north.margins[:k], south.margins[:k], strict=True):
        codes = np.concatenate([a.codes, b.codes])
        margins["north"].append(Margin(a.name, codes, a.categories, a.totals))
        margins["south"].append(Margin(b.name, codes, b.categories, b.totals))
    found = calibrate_parts(base, part, margins, method)
    alone = [calibrate(s.base, s.margins[:k], method).weights for s in (north, south)]
    np.testing.assert_allclose(found.weights, np.concatenate(alone), rtol=1e-12)
    assert set(found.parts) == {"north", "south"}


def test_the_variance_of_parts_is_the_sum_of_theirs() -> None:
    surveys = [draw_survey(seed, 70, (3, 2)) for seed in (7, 8)]
    part, base = np.repeat(["n", "s"], 70), np.concatenate([s.base for s in surveys])
    size = np.random.default_rng(7).gamma(2.0, 2.0, 140)
    margins = {
        name: [
            *(Margin(a.name, np.tile(a.codes, 2), a.categories, a.totals) for a in s.margins),
            Total("size", size, 1.1 * float(s.base @ size[part == name])),
        ]
        for name, s in zip("ns", surveys, strict=True)
    }
    for costs in (None, {"m1": 2.0}):
        found = calibrate_parts(base, part, margins, costs=costs)
        y = np.random.default_rng(8).normal(5.0, 1.0, (140, 1))
        whole = Design(found.weights, strata=part, calibration=found.basis)
        apart = [
            estimate_totals(Design(one.weights, calibration=one.basis), y[part == name]).std_error
            for name, one in found.parts.items()
        ]
        total = estimate_totals(whole, y).std_error
        np.testing.assert_allclose(total**2, apart[0] ** 2 + apart[1] ** 2, rtol=1e-9)


def test_what_is_wrong_with_parts_is_told_at_once() -> None:
    codes = np.array([0, 1, 0, 1, 0, 1])
    good = [margin("m", codes, [3.0, 3.0])]
    part = np.array(["a", "a", "b", "b", "c", "c"])
    with pytest.raises(PhareError) as refused:
        calibrate_parts(
            np.ones(6), part, {"a": good, "b": [margin("k", codes, [1.0, 1])], "d": good}
        )
    text = str(refused.value)
    assert "part 'c': got 2 rows and no margins" in text
    assert "part 'd': got margins and no row" in text
    assert "part 'b': got margins 'k'" in text
    bad = [margin("m", codes, [3.0, np.nan])]
    with pytest.raises(PhareError) as refused:
        calibrate_parts(np.ones(6), part, {"a": bad, "b": good, "c": bad})
    assert "part 'a', margin 'm', category 'm1'" in str(refused.value)
    assert "part 'c', margin 'm', category 'm1'" in str(refused.value)


def test_the_rows_of_a_cluster_share_one_g() -> None:
    rng = np.random.default_rng(9)
    households = np.repeat(np.arange(40), 3)
    base = np.repeat(rng.uniform(1, 2, 40), 3)
    codes, x = rng.integers(0, 3, 120), rng.gamma(2.0, 1.0, 120)
    ones = [margin("m", codes, [60.0, 70.0, 80.0]), Total("x", x, 500.0)]
    found = calibrate(base, within_clusters(base, ones, households))
    assert np.ptp(found.g.reshape(40, 3), axis=1).max() < 1e-12
    np.testing.assert_allclose(np.bincount(codes, found.weights), [60, 70, 80], rtol=1e-9)
    assert found.weights @ x == pytest.approx(500)
    with pytest.raises(PhareError, match="40 with several base weights"):
        within_clusters(rng.uniform(1, 2, 120), ones, households)
