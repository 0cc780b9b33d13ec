"""Letters in the estimate stage: those of the library, by the design and its calibration.

Oracle: `phare.Survey.letters`, whose estimates, covariance and df come by another way.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.weight.shop_wave import BLANK, VARIABLES, card, shops

import phare
from phare.config.slices import AskedLetters, EstimateSlice
from phare.contracts import ESTIMATES
from phare.estimate import Estimated, estimate
from phare.weight import weight

STEPS = ({"base": {"from": "one"}}, {"calibrate": {"margins": ["region", "size"]}})
REGION, SIZE = {"a": 700.0, "b": 300.0}, {"a": 600.0, "b": 400.0}
GRADES = ["low", "middle", "good", "high", "rare"]
DRAWN = {"strata": "stratum", "psu": "psu"}
MANY = {"type": "category", "label": BLANK, "categories": dict.fromkeys(GRADES, BLANK)}


def wave() -> pd.DataFrame:
    """Shops by grade, with more staff in the better ones; two of a grade that is rare."""
    people = shops().assign(wave="shops-2024")
    rng = np.random.default_rng(8)
    codes = rng.integers(0, 4, len(people))
    codes[[10, 150]] = 4
    return people.assign(
        grade=pd.Categorical.from_codes(codes, GRADES),
        staff=rng.normal(20, 4, len(people)) + 3.0 * codes,
    )


def run(domains: tuple[str, ...] = ("grade",), **rules: Any) -> Estimated:
    people = wave()
    weighted = weight(people, card(*STEPS))
    statistics = {"staff": "mean", "jobs": "total", "centre": "median"}
    about = EstimateSlice.model_validate(
        {
            "wave": "shops-2024", "scheme": "tried", "design": DRAWN, "steps": STEPS,
            "variables": {"variables": VARIABLES["variables"] | {"grade": MANY}},
            "population": 1000.0, "bases": {}, "estimation": {},
            "indicators": {
                name: {"label": BLANK, "statistic": one, "variable": "staff"}
                for name, one in statistics.items()
            },
            "domains": {name: {"variable": name, "label": BLANK} for name in ("grade", "region")},
        }
    )  # fmt: skip
    if domains:
        asked = AskedLetters.model_validate({"domains": domains, "rules": rules})
        about = about.model_copy(update={"letters": asked})
    return estimate(people, weighted.weights, about, weighted.fit)


def told(found: Estimated, column: str = "above") -> dict[str, set[str]]:
    rows = found.letters
    return {
        level: set(one.split()) if isinstance(one, str) else set()
        for level, one in zip(rows["level"], rows[column], strict=True)
    }


@pytest.mark.parametrize("adjustment", ["none", "holm", "benjamini-hochberg"])
def test_letters_are_those_of_the_library(adjustment: str) -> None:
    ours = told(run(adjustment=adjustment))
    # Rare shops are suppressed and so not tested; they stay in the design.
    asked = phare.Survey(wave(), strata="stratum", psu="psu").rake({"region": REGION, "size": SIZE})
    letters = asked.where("grade != 'rare'").letters("staff", by="grade", adjust=adjustment)
    names = dict(zip(letters["letter"], letters["grade"], strict=True))
    wanted = {
        grade: {names[one] for one in above}
        for grade, above in zip(letters["grade"], letters["above"], strict=True)
    }
    assert {grade: ours[grade] for grade in GRADES[:4]} == {g: wanted[g] for g in GRADES[:4]}
    assert sum(map(len, ours.values())) >= 3


def test_what_is_suppressed_is_in_no_letter() -> None:
    found = run(adjustment="none", levels=[0.4, 0.3])
    rows = found.estimates.set_index(["indicator", "level"])
    assert rows.loc[("staff", "rare"), "quality"] == "suppressed"
    letters = told(found)
    assert letters["rare"] == set()
    assert all("rare" not in below for below in letters.values())
    assert letters["high"] >= {"low", "middle"}


def test_the_stricter_level_is_within_the_looser() -> None:
    found = run(levels=[0.2, 0.0001])
    loose, strict = told(found), told(found, "well_above")
    assert all(strict[level] <= loose[level] for level in loose)
    assert loose != strict


def test_only_what_a_book_asks_for() -> None:
    assert run(()).letters.empty
    found = run()
    assert set(found.letters["domain"]) == {"grade"}
    # Totals grow with their level, and a median is not a ratio: neither is tested.
    assert set(found.letters["indicator"]) == {"staff"}
    assert len(found.letters) == len(GRADES)
    assert not found.letters[list(ESTIMATES.key)].duplicated().any()


def test_nothing_is_tested_between_what_the_weighting_fixes() -> None:
    people = wave()
    weighted = weight(people, card(*STEPS))
    about = EstimateSlice.model_validate(
        {
            "wave": "shops-2024", "scheme": "tried", "design": DRAWN, "steps": STEPS,
            "variables": VARIABLES, "population": 1000.0, "bases": {}, "estimation": {},
            "indicators": {"it": {"label": BLANK, "statistic": "share", "variable": "region",
                                  "categories": "a"}},
            "domains": {"region": {"variable": "region", "label": BLANK}},
            "letters": {"domains": ["region"], "rules": {}},
        }
    )  # fmt: skip
    assert estimate(people, weighted.weights, about, weighted.fit).letters["above"].isna().all()
