"""Response propensity: against closed forms, a second engine, and itself in replicates."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from phare.errors import PhareError
from phare.stats.design import Design
from phare.stats.models import fit_model
from phare.stats.propensity import PropensitySettings, response_propensity
from phare.stats.replicate_propensity import redo_propensity
from phare.stats.replicate_steps import recalibrate, redo_classes
from phare.stats.replication import bootstrap, half_samples, jackknife
from phare.stats.weights import class_factors

NAMES = ["intercept", "class b", "class c", "class d"]


@pytest.fixture
def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Base weights, classes, a number and who responded, of 600 people."""
    rng = np.random.default_rng(5)
    classes, number = rng.integers(0, 4, 600), rng.normal(size=600)
    chance = 1 / (1 + np.exp(-(0.4 + 0.5 * (classes == 1) - 0.9 * (classes == 3) + 0.5 * number)))
    return rng.uniform(1, 3, 600), classes, number, rng.random(600) < chance


def dummies(classes: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(classes)), *(classes == j for j in (1, 2, 3))])


def test_a_model_of_classes_alone_is_the_weighting_classes(drawn: tuple[np.ndarray, ...]) -> None:
    base, classes, _, responded = drawn
    found = response_propensity(base, dummies(classes), responded)
    expected = class_factors(base, classes, list("abcd"), responded)
    np.testing.assert_allclose(found.factors, expected, rtol=1e-10)


@pytest.mark.parametrize("weighted", [True, False])
def test_coefficients_are_those_of_the_survey_model(
    drawn: tuple[np.ndarray, ...], weighted: bool
) -> None:
    base, classes, number, responded = drawn
    columns = np.column_stack([dummies(classes), number])
    found = response_propensity(base, columns, responded, PropensitySettings(weighted=weighted))
    weights = base if weighted else np.ones(len(base))
    model = fit_model(Design(weights), responded.astype(float), columns, "binomial")
    np.testing.assert_allclose(found.coefficients, model.estimate, rtol=1e-8)
    np.testing.assert_allclose(found.factors[responded], 1 / model.mean[responded], rtol=1e-8)
    # The score: respondents and those expected to respond agree on every column.
    np.testing.assert_allclose(
        weights @ (responded[:, None] * columns), (weights * found.propensity) @ columns, rtol=1e-9
    )


def test_classes_by_hand() -> None:
    # Ten people, propensities that rise with x; three classes cut where 1/3 and 2/3 are reached.
    x = np.repeat([0.0, 1.0, 2.0], [3, 3, 4])
    responded = np.array([1, 0, 0, 1, 1, 0, 1, 1, 1, 0], dtype=bool)
    base = np.array([2.0, 1, 1, 1, 1, 2, 1, 1, 1, 1])
    columns = np.column_stack([np.ones(10), x])
    found = response_propensity(base, columns, responded, PropensitySettings(classes=3))
    assert found.class_of_row is not None
    assert found.class_of_row.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
    # Weight of all over weight of respondents: 4/2, 4/2, 4/3.
    expected = np.repeat([2.0, 2.0, 4 / 3], [3, 3, 4]) * responded
    np.testing.assert_allclose(found.factors, expected, rtol=1e-12)


@over(st.integers(0, 10_000), st.integers(2, 6))
@settings(max_examples=25, deadline=None)
def test_classes_keep_the_weight_and_factors_are_at_least_one(seed: int, classes: int) -> None:
    rng = np.random.default_rng(seed)
    base, number = rng.uniform(0.5, 2, 300), rng.normal(size=300)
    responded = rng.random(300) < 1 / (1 + np.exp(-number))
    columns = np.column_stack([np.ones(300), number])
    found = response_propensity(base, columns, responded, PropensitySettings(classes=classes))
    kept = found.factors[responded]
    assert np.all(kept >= 1 - 1e-12)
    assert np.all(found.factors[~responded] == 0)
    assert base @ found.factors == pytest.approx(base.sum(), rel=1e-12)
    scaled = response_propensity(7 * base, columns, responded, PropensitySettings(classes=classes))
    np.testing.assert_allclose(scaled.factors, found.factors, rtol=1e-9)
    order = rng.permutation(300)
    again = response_propensity(
        base[order], columns[order], responded[order], PropensitySettings(classes=classes)
    )
    np.testing.assert_allclose(again.factors, found.factors[order], rtol=1e-9)


def test_inverse_propensities_estimate_the_total() -> None:
    """With response at random given the column, the total is right on average."""
    rng = np.random.default_rng(3)
    number = rng.normal(size=4000)
    chance = 1 / (1 + np.exp(-(0.5 + number)))
    columns = np.column_stack([np.ones(4000), number])
    totals, naive = [], []
    for _ in range(40):
        responded = rng.random(4000) < chance
        found = response_propensity(np.ones(4000), columns, responded)
        totals.append(found.factors @ number / 4000)
        naive.append(number[responded].mean())
    assert np.mean(totals) == pytest.approx(number.mean(), abs=0.01)
    assert np.mean(naive) > number.mean() + 0.2


@pytest.mark.parametrize("how", [PropensitySettings(), PropensitySettings(classes=4)])
@pytest.mark.parametrize("weighted", [True, False])
def test_each_replicate_is_adjusted_anew(
    drawn: tuple[np.ndarray, ...], how: PropensitySettings, weighted: bool
) -> None:
    base, classes, number, responded = drawn
    columns = np.column_stack([dummies(classes), number])
    how = PropensitySettings(how.classes, weighted)
    before = bootstrap(Design(base), 12, np.random.default_rng(1))
    after = redo_propensity(before, columns, responded, how)
    for r in (0, 5, 11):
        own = before.replicate_weights(r, r + 1)[:, 0]
        if weighted:
            factors = response_propensity(own, columns, responded, how).factors
        else:
            # Each row as often as the replicate takes it, and its own base weight in the class.
            times = before.row_multipliers(r, r + 1)[:, 0]
            taken = np.repeat(np.arange(600), np.round(times * 599 / 600).astype(int))
            again = response_propensity(
                base[taken],
                columns[taken],
                responded[taken],
                PropensitySettings(how.classes, False),
            )
            factors = np.zeros(600)
            factors[taken] = again.factors
        np.testing.assert_allclose(
            after.replicate_weights(r, r + 1)[:, 0], own * factors, rtol=1e-6
        )


def test_a_step_before_and_steps_after_are_followed(drawn: tuple[np.ndarray, ...]) -> None:
    from phare.stats.calibration import CalibrationSettings, Margin

    base, classes, number, responded = drawn
    columns = np.column_stack([np.ones(600), number])
    everybody = np.ones(600, dtype=bool)
    everybody[:20] = False
    replicates = redo_classes(jackknife(Design(base), "JK1"), classes, list("abcd"), everybody)
    replicates = redo_propensity(replicates, columns, responded & everybody)
    margin = Margin("class", classes, tuple("abcd"), np.array([300.0, 300, 300, 300]))
    done = recalibrate(replicates, [margin], CalibrationSettings("raking"))
    assert not done.failed
    sums = np.array([done.replicate_weights()[classes == j].sum(axis=0) for j in range(4)])
    np.testing.assert_allclose(sums, 300, rtol=1e-9)


def test_a_replicate_without_a_finite_model_is_named() -> None:
    # Half-samples: the replicates that leave out the only respondent of class 1 cannot fit it.
    strata, psu = np.repeat(np.arange(6), 10), np.tile(np.repeat([0, 1], 5), 6)
    rng = np.random.default_rng(2)
    responded = rng.random(60) < 0.6
    rare = np.zeros(60)
    rare[[0, 1, 12]] = 1
    responded[[0, 1, 12]] = [True, False, False]
    columns = np.column_stack([np.ones(60), rare])
    before = half_samples(Design(np.ones(60), strata, psu))
    after = redo_propensity(before, columns, responded)
    assert 0 < len(after.failed) < after.size
    assert "no finite coefficients" in after.failed[0].reason


@dataclass(frozen=True)
class Given:
    base: np.ndarray
    classes: np.ndarray
    columns: np.ndarray
    responded: np.ndarray


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda g: {"responded": g.responded | (g.classes == 2)}, "coefficient for 'class c':"),
        (lambda g: {"responded": g.responded & (g.classes != 3)}, "coefficient for 'class d':"),
        (lambda g: {"responded": g.responded | True}, "no non-respondent"),
        (lambda g: {"responded": g.responded & False}, "no respondent"),
        (lambda g: {"columns": g.columns[:, [0, 1, 2, 1]]}, "follows from the others"),
        (lambda g: {"base": np.where(g.classes == 1, -1, g.base)}, "missing or negative"),
        (
            lambda g: {"columns": np.where(g.classes[:, None] == 0, np.nan, g.columns)},
            "'class b': got a missing or infinite value in",
        ),
        (lambda g: {"columns": g.columns[:-1]}, "expected 600 rows"),
    ],
)
def test_what_cannot_be_is_told(
    drawn: tuple[np.ndarray, ...], change: Callable[[Given], dict[str, np.ndarray]], words: str
) -> None:
    base, classes, _, responded = drawn
    right = Given(base, classes, dummies(classes), responded)
    given = replace(right, **change(right))
    with pytest.raises(PhareError) as caught:
        response_propensity(given.base, given.columns, given.responded, names=NAMES)
    assert words in str(caught.value)


def test_the_largest_factor_is_told() -> None:
    rng = np.random.default_rng(1)
    rare = np.zeros(5000)
    rare[:200] = 1
    responded = rng.random(5000) < 0.8
    responded[:200] = False
    responded[0] = True
    columns = np.column_stack([np.ones(5000), rare])
    with pytest.raises(PhareError, match="a largest factor of 200, "):
        response_propensity(np.ones(5000), columns, responded)
    allowed = PropensitySettings(largest_ratio=500)
    assert response_propensity(np.ones(5000), columns, responded, allowed).factors[0] == (
        pytest.approx(200)
    )


def test_a_class_without_respondent_is_told() -> None:
    number = np.arange(40.0)
    responded = number > 12
    responded[20] = responded[25] = False
    responded[3] = False
    responded[12] = True
    columns = np.column_stack([np.ones(40), number])
    with pytest.raises(PhareError, match="propensity class 1 of 8: got no respondent"):
        response_propensity(np.ones(40), columns, responded, PropensitySettings(classes=8))


@pytest.mark.parametrize("wrong", [{"classes": 1}, {"largest_ratio": 1.0}])
def test_settings_that_mean_nothing(wrong: dict[str, float]) -> None:
    with pytest.raises(PhareError, match="propensity"):
        PropensitySettings(**wrong)  # type: ignore[arg-type]
