"""By cells or by rows, whole or in parts: the same problem has the same weights."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import Survey, draw_survey, surveys

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import Calibration, CalibrationSettings, calibrate
from phare.stats.partition import calibrate_parts

METHODS = {
    "linear": CalibrationSettings("linear"),
    "raking": CalibrationSettings("raking"),
    "raking within bounds": CalibrationSettings("raking", (0.2, 4.0)),
    "logit": CalibrationSettings("logit", (0.2, 4.0)),
    "truncated": CalibrationSettings("truncated", (0.2, 4.0)),
    "sinh": CalibrationSettings("sinh"),
    "sinh within bounds": CalibrationSettings("sinh", (0.2, 4.0)),
}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def with_size(survey: Survey) -> list[Auxiliary]:
    """The margins, and a total that they imply: nothing changes but the path, by rows."""
    population = float(survey.margins[0].totals.sum())
    return [*survey.margins, Total("population", np.ones(survey.n), population)]


def assert_same(rows: Calibration, cells: Calibration) -> None:
    np.testing.assert_allclose(rows.weights, cells.weights, rtol=1e-8)
    # The variance takes the same residuals by either path.
    y = np.random.default_rng(1).normal(size=(len(rows.weights), 1))
    influence = cells.weights[:, None] * y
    np.testing.assert_allclose(
        rows.basis.residuals(influence),
        cells.basis.residuals(influence),
        rtol=1e-6,
        atol=1e-8 * float(np.abs(influence).max()),
    )


@every_method
@given(survey=surveys)
@settings(deadline=None, max_examples=6)
def test_an_implied_total_changes_the_path_only(
    method: CalibrationSettings, survey: Survey
) -> None:
    cells = calibrate(survey.base, survey.margins, method)
    assert_same(calibrate(survey.base, with_size(survey), method), cells)


@every_method
@given(survey=surveys)
@settings(deadline=None, max_examples=6)
def test_equal_q_change_the_path_only(method: CalibrationSettings, survey: Survey) -> None:
    cells = calibrate(survey.base, survey.margins, method)
    assert_same(calibrate(survey.base, survey.margins, method, q=np.ones(survey.n)), cells)


@every_method
@given(seed=st.integers(0, 2**32 - 1), cost=st.floats(0.01, 100))
@settings(deadline=None, max_examples=6)
def test_soft_margins(method: CalibrationSettings, seed: int, cost: float) -> None:
    survey = draw_survey(seed, 90, (3, 4))
    how: Mapping[str, float] = {"m1": cost}
    cells = calibrate(survey.base, survey.margins, method, costs=how)
    rows = calibrate(survey.base, survey.margins, method, costs=how, q=np.ones(survey.n))
    assert_same(rows, cells)


@every_method
@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=6)
def test_a_cap_and_a_floor(method: CalibrationSettings, seed: int) -> None:
    survey = draw_survey(seed, 90, (3, 3))
    free = calibrate(survey.base, survey.margins, method).weights
    limits = {
        "cap": float(np.quantile(free, 0.97)),
        "floor": float(max(np.quantile(free, 0.03), 1e-3)),
    }
    try:
        cells = calibrate(survey.base, survey.margins, method, **limits)
    except PhareError:
        with pytest.raises(PhareError):
            calibrate(survey.base, survey.margins, method, q=np.ones(survey.n), **limits)
        return
    assert_same(
        calibrate(survey.base, survey.margins, method, q=np.ones(survey.n), **limits), cells
    )


@every_method
@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=6)
def test_parts_by_cells_by_rows_and_one_by_one(method: CalibrationSettings, seed: int) -> None:
    surveys_of = {
        "north": draw_survey(seed, 60, (3, 2)),
        "south": draw_survey(seed + 1, 70, (3, 2)),
    }
    part = np.repeat(list(surveys_of), [one.n for one in surveys_of.values()])
    base = np.concatenate([one.base for one in surveys_of.values()])
    codes = [
        np.concatenate([one.margins[j].codes for one in surveys_of.values()]) for j in range(2)
    ]
    margins = {
        name: [Margin(m.name, codes[j], m.categories, m.totals) for j, m in enumerate(one.margins)]
        for name, one in surveys_of.items()
    }
    together = calibrate_parts(base, part, margins, method)
    by_row = calibrate_parts(base, part, margins, method, q=np.ones(len(base)))
    alone = [calibrate(one.base, one.margins, method).weights for one in surveys_of.values()]
    np.testing.assert_allclose(together.weights, np.concatenate(alone), rtol=1e-12)
    np.testing.assert_allclose(by_row.weights, together.weights, rtol=1e-8)
    assert together.basis.auxiliaries.p == by_row.basis.auxiliaries.p == 10


@every_method
def test_parts_are_margins_crossed_with_the_part(method: CalibrationSettings) -> None:
    """What a scheme writes as `region*size`: the totals of a part weigh on its own rows alone."""
    rng = np.random.default_rng(17)
    n = 300
    part = np.repeat([0, 1], n // 2)
    sizes, sexes = rng.integers(0, 3, n), rng.integers(0, 2, n)
    base = rng.uniform(1, 3, n)

    def totals(codes: np.ndarray, size: int) -> np.ndarray:
        return np.bincount(codes, base * np.where(sexes + sizes > 1, 1.2, 0.9), size)

    def names(size: int) -> tuple[str, ...]:
        return tuple(map(str, range(size)))

    crossed = [
        Margin("part*size", part * 3 + sizes, names(6), totals(part * 3 + sizes, 6)),
        Margin("part*sex", part * 2 + sexes, names(4), totals(part * 2 + sexes, 4)),
    ]
    alone = {
        str(one): [
            Margin("size", sizes, names(3), totals(part * 3 + sizes, 6)[3 * one : 3 * one + 3]),
            Margin("sex", sexes, names(2), totals(part * 2 + sexes, 4)[2 * one : 2 * one + 2]),
        ]
        for one in (0, 1)
    }
    by_part = calibrate_parts(base, part.astype(str), alone, method)
    np.testing.assert_allclose(by_part.weights, calibrate(base, crossed, method).weights, rtol=1e-8)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.uint64])
def test_the_width_of_codes_does_not_matter(kind: type) -> None:
    rng = np.random.default_rng(5)
    n, sizes = 200, (120, 15)  # 135 columns: more than 8 bits with a sign count
    margins = []
    for j, size in enumerate(sizes):
        codes = np.concatenate([np.arange(size), rng.integers(0, size, n - size)])
        names = tuple(map(str, range(size)))
        totals = np.bincount(codes, rng.uniform(0.8, 1.2, n), size)
        margins.append(Margin(f"m{j}", codes, names, totals * n / totals.sum()))
    narrow = [Margin(m.name, m.codes.astype(kind), m.categories, m.totals) for m in margins]
    base, method = np.ones(n), CalibrationSettings("truncated", (0.1, 8.0))
    plain = calibrate(base, margins, method)
    for q in (None, np.ones(n)):
        found = calibrate(base, narrow, method, q=q)
        np.testing.assert_allclose(found.weights, plain.weights, rtol=1e-8)
    # The linear programme of a refusal numbers the same columns.
    told = []
    for asked in (margins, narrow):
        with pytest.raises(PhareError) as caught:
            calibrate(base, asked, CalibrationSettings("truncated", (0.97, 1.03)))
        told.append(str(caught.value))
    assert told[0] == told[1]
