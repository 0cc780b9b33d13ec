"""What a scheme asks of a calibration is what the engine does when asked directly.

Oracle: phare.stats, whose numbers are those of R (tests/reference).
"""

from typing import Any

import numpy as np
import pytest
from tests.unit.weight.shop_wave import COLUMN, RAKE, fit, last, run, shops

from phare.errors import PhareError
from phare.stats.auxiliaries import Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate

PEOPLE = shops()
BASE = PEOPLE["design_weight"].to_numpy()
REGION = Margin("region", PEOPLE["region"].cat.codes.to_numpy(), ("a", "b"), np.array([700.0, 300]))
SIZE = Margin("size", PEOPLE["size"].cat.codes.to_numpy(), ("a", "b"), np.array([600.0, 400]))
STAFF = Total("staff", PEOPLE["staff"].to_numpy(), 9000.0)
SINH = CalibrationSettings("sinh")
LINEAR = CalibrationSettings("linear")


@pytest.mark.parametrize(
    ("step", "margins", "settings", "how"),
    [
        ({"method": "sinh"}, [REGION, SIZE], SINH, {}),
        ({"margins": ["region", "staff"]}, [REGION, STAFF], None, {}),
        ({"q": "spread"}, [REGION, SIZE], None, {"q": PEOPLE["spread"].to_numpy()}),
        ({"cap": 13.0, "floor": 1.5}, [REGION, SIZE], None, {"cap": 13.0, "floor": 1.5}),
        ({"method": "linear", "costs": {"size": 2.0}}, [REGION, SIZE], LINEAR,
         {"costs": {"size": 2.0}}),
    ],
    ids=["sinh", "the total of a number", "q", "floor and cap", "costs"],
)  # fmt: skip
def test_weights_are_those_of_the_engine(
    step: dict[str, Any], margins: list[Any], settings: Any, how: dict[str, Any]
) -> None:
    found = last(run(COLUMN, {"calibrate": {"margins": ["region", "size"], **step}}))
    direct = calibrate(BASE, margins, settings, **how).weights
    np.testing.assert_allclose(found, direct, rtol=1e-12)


def test_the_total_of_a_number_is_met_and_told() -> None:
    result = run(COLUMN, {"calibrate": {"margins": ["region", "staff"]}})
    row = fit(result).loc[("staff", "all")]
    assert row["target"] == 9000
    assert row["achieved"] == pytest.approx(float(last(result) @ PEOPLE["staff"]))
    assert abs(row["gap"]) < 1e-5


def test_a_margin_with_a_cost_shows_what_it_misses() -> None:
    soft = {"method": "linear", "margins": ["region", "size"], "costs": {"size": 0.5}}
    told = fit(run(COLUMN, {"calibrate": soft}))
    assert told.loc["region", "gap"].abs().max() < 1e-6
    assert told.loc["size", "gap"].abs().min() > 1
    dear = soft | {"costs": {"size": 500.0}}
    nearer = fit(run(COLUMN, {"calibrate": dear})).loc["size", "gap"].abs()
    assert nearer.max() < told.loc["size", "gap"].abs().min() / 10


def test_floor_and_cap_hold_together_with_the_margins() -> None:
    result = run(COLUMN, {"calibrate": {"margins": ["region", "size"], "cap": 13.0, "floor": 1.5}})
    weights = last(result)
    assert weights.min() == pytest.approx(1.5)
    assert weights.max() == pytest.approx(13)
    assert fit(result)["gap"].abs().max() < 1e-6


def test_a_cap_of_interquartile_ranges_is_held_with_the_margins() -> None:
    free = last(run(COLUMN, RAKE))
    first, median, third = np.quantile(free, [0.25, 0.5, 0.75])
    result = run(COLUMN, RAKE, {"trim": {"times_iqr": 1.5}})
    assert free.max() > median + 1.5 * (third - first)
    assert last(result).max() == pytest.approx(median + 1.5 * (third - first))
    assert fit(result, "trim")["gap"].abs().max() < 1e-6


def test_a_cap_keeps_the_costs_of_its_calibration() -> None:
    soft = {"calibrate": {"margins": ["region", "size"], "costs": {"size": 0.5}}}
    result = run(COLUMN, soft, {"trim": {"times_median": 2.5}})
    told = fit(result, "trim")
    assert told.loc["region", "gap"].abs().max() < 1e-6
    assert told.loc["size", "gap"].abs().min() > 1


def test_a_number_without_an_answer_is_refused_with_its_margins_file() -> None:
    people = shops()
    people.loc[[3, 5], "staff"] = np.nan
    with pytest.raises(PhareError) as caught:
        run(COLUMN, {"calibrate": {"margins": ["region", "staff"]}}, responses=people)
    for word in ["shops-2024, scheme tried, calibrate", "total 'staff'", "2 of 200 rows"]:
        assert word in str(caught.value)


def test_a_q_that_is_not_positive_is_refused() -> None:
    people = shops()
    people.loc[7, "spread"] = 0.0
    with pytest.raises(PhareError, match="q: got 1 of 200 rows missing, infinite or not above 0"):
        run(COLUMN, {"calibrate": {"margins": ["region"], "q": "spread"}}, responses=people)


def test_a_floor_that_leaves_no_room_is_refused_with_the_largest_that_would() -> None:
    with pytest.raises(PhareError, match="lower the floor below 5"):
        run(COLUMN, {"calibrate": {"margins": ["region"], "floor": 6.0}})
