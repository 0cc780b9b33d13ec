"""The design that a card and a scheme declare is the design that estimates have.

Oracle: phare.stats, whose numbers are those of R (tests/reference).
"""

from typing import Any

import numpy as np
import pytest
from tests.unit.estimate.shop_estimates import estimated, value, weights_of
from tests.unit.weight.shop_wave import COLUMN, ONE, shops

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design, Stage
from phare.stats.estimators import estimate_means
from phare.stats.intervals import ProportionMethod, proportion_interval

PEOPLE = shops()
STAFF = PEOPLE["staff"].to_numpy()
STRATA, BLOCKS = PEOPLE["stratum"].to_numpy(), PEOPLE["psu"].to_numpy()
REGION = Margin("region", PEOPLE["region"].cat.codes.to_numpy(), ("a", "b"), np.array([700.0, 300]))
SIZE = Margin("size", PEOPLE["size"].cat.codes.to_numpy(), ("a", "b"), np.array([600.0, 400]))
JOBS = Total("staff", STAFF, 9000.0)
LARGE = (PEOPLE["size"] == "b").to_numpy(float)


def error(design: Design, values: np.ndarray) -> float:
    return float(estimate_means(design, values[:, None]).estimates.std_error[0, 0])


@pytest.mark.parametrize(
    ("step", "margins", "method", "how"),
    [
        ({"margins": ["region", "size"], "costs": {"size": 2.0}}, [REGION, SIZE], "linear",
         {"costs": {"size": 2.0}}),
        ({"margins": ["region", "staff"]}, [REGION, JOBS], "linear", {}),
        ({"margins": ["region", "staff"], "costs": {"staff": 3.0}}, [REGION, JOBS], "linear",
         {"costs": {"staff": 3.0}}),
        ({"margins": ["region", "size"], "q": "spread"}, [REGION, SIZE], "linear",
         {"q": PEOPLE["spread"].to_numpy()}),
        ({"margins": ["region", "size"]}, [REGION, SIZE], "sinh", {}),
    ],
    ids=["costs", "the total of a number", "the cost of a number", "q", "sinh"],
)  # fmt: skip
def test_errors_know_the_calibration(
    step: dict[str, Any], margins: list[Auxiliary], method: Any, how: dict[str, Any]
) -> None:
    found = estimated(COLUMN, {"calibrate": {"method": method, **step}})
    base = PEOPLE["design_weight"].to_numpy()
    made = calibrate(base, margins, CalibrationSettings(method), **how)
    design = Design(made.weights, STRATA, BLOCKS, calibration=made.basis)
    assert value(found, "std_error", "large") == pytest.approx(error(design, LARGE), rel=1e-8)
    if "staff" not in step["margins"]:
        assert value(found, "std_error", "staff") == pytest.approx(error(design, STAFF), rel=1e-8)


def test_residuals_may_be_inflated_by_their_leverage() -> None:
    step = {"calibrate": {"margins": ["region", "size"]}}
    found = estimated(COLUMN, step, estimation={"residuals": "leverage"})
    made = calibrate(PEOPLE["design_weight"].to_numpy(), [REGION, SIZE])
    about: dict[str, Any] = {"calibration": made.basis, "residuals": "leverage"}
    design = Design(made.weights, STRATA, BLOCKS, **about)
    assert value(found, "std_error", "staff") == pytest.approx(error(design, STAFF), rel=1e-8)
    plain = value(estimated(COLUMN, step), "std_error", "staff")
    assert value(found, "std_error", "staff") > plain


def test_two_stages_add_up() -> None:
    people = PEOPLE.assign(
        stratum_population=np.where(PEOPLE["stratum"] == "a", 12.0, 30.0),
        stratum_population_2=60.0,
    )
    declared = {"stratum_population": {"variable": "blocks"}, "stages": [{"population": "shops"}]}
    found = estimated(ONE, responses=people, design=declared)
    count = people["stratum_population"].to_numpy(float)
    both = Design(np.ones(200), STRATA, BLOCKS, count, stages=(Stage(None, np.full(200, 60.0)),))
    alone = Design(np.ones(200), STRATA, BLOCKS, count)
    assert value(found, "std_error", "staff") == pytest.approx(error(both, STAFF), rel=1e-12)
    assert error(both, STAFF) > error(alone, STAFF)


def lonely() -> Any:
    return PEOPLE.assign(psu=np.where(PEOPLE["stratum"] == "b", "9", PEOPLE["psu"]))


@pytest.mark.parametrize(
    ("rule", "how"),
    [
        ("adjust", {"lonely": "adjust"}),
        ({"rule": "adjust", "domains": True}, {"lonely": "adjust", "adjust_domains": True}),
        ("certainty", {"lonely": "certainty"}),
        ("average", {"lonely": "average"}),
        ({"rule": "collapse", "neighbours": {"b": "a"}},
         {"lonely": "collapse", "neighbours": {"b": "a"}}),
    ],
    ids=["adjust", "adjust, domains too", "certainty", "average", "collapse"],
)  # fmt: skip
def test_a_lonely_psu_counts_as_declared(rule: Any, how: dict[str, Any]) -> None:
    people = lonely()
    found = estimated(ONE, responses=people, design={"lonely_psu": rule})
    design = Design(np.ones(200), STRATA, people["psu"].to_numpy(), **how)
    assert value(found, "std_error", "staff") == pytest.approx(error(design, STAFF), rel=1e-12)


def test_the_card_has_the_last_word_on_lonely_psus() -> None:
    people = lonely()
    with pytest.raises(PhareError, match="stratum 'b': got a single PSU"):
        estimated(ONE, responses=people)
    study = estimated(ONE, responses=people, estimation={"lonely_psu": "certainty"})
    both = estimated(
        ONE,
        responses=people,
        design={"lonely_psu": "adjust"},
        estimation={"lonely_psu": "certainty"},
    )
    assert value(study, "std_error", "staff") < value(both, "std_error", "staff")


def test_a_stratum_without_a_declared_neighbour_is_refused_by_name() -> None:
    with pytest.raises(PhareError, match="stratum 'b': got a single PSU and no neighbour"):
        estimated(ONE, responses=lonely(), design={"lonely_psu": {"rule": "collapse"}})


@pytest.mark.parametrize(
    "method", ["mean", "logit", "likelihood", "asin", "beta", "xlogit", "wilson", "kott-liu"]
)
def test_the_interval_of_shares_is_the_declared_one(method: ProportionMethod) -> None:
    found = estimated(COLUMN, estimation={"interval": method})
    w = weights_of(COLUMN)
    names = ("estimate", "std_error", "df")
    about = [np.array([value(found, name, "large")]) for name in names]
    n, effective = np.array([200.0]), np.array([w.sum() ** 2 / (w @ w)])
    limits = proportion_interval(method, *about, n, effective)
    assert value(found, "conf_low", "large") == pytest.approx(limits.low[0], rel=1e-12)
    assert value(found, "conf_high", "large") == pytest.approx(limits.high[0], rel=1e-12)
