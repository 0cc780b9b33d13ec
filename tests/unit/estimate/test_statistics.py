"""What each declared statistic means, computed again from its definition."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from phare.estimate import Estimated

Run = Callable[..., Estimated]


def value(
    found: Estimated, category: str = "all", domain: str = "all", level: str = "all"
) -> float:
    rows = found.estimates.set_index(["category", "domain", "level"])
    return float(rows.loc[(category, domain, level), "estimate"])


def weights(responses: pd.DataFrame) -> np.ndarray:
    return np.where(responses["region"] == "north", 600 / 20, 400 / 40)


def test_share_is_the_weighted_share(estimated: Run, responses: pd.DataFrame) -> None:
    found = estimated(statistic="share", variable="partner", categories="yes")
    yes = responses["partner"] == "yes"
    assert value(found) == pytest.approx(np.average(yes, weights=weights(responses)))
    north = responses["region"] == "north"
    assert value(found, "all", "region", "north") == pytest.approx(yes[north].mean())


def test_count_is_the_share_times_the_population(estimated: Run) -> None:
    share = value(estimated(statistic="share", variable="partner", categories="yes"))
    count = estimated(statistic="count", variable="partner", categories="yes")
    assert value(count) == pytest.approx(1000 * share)
    parts = value(count, "all", "region", "north") + value(count, "all", "region", "south")
    assert parts == pytest.approx(value(count))


def test_count_without_a_population_is_the_weighted_sum(estimated: Run) -> None:
    known = estimated(statistic="count", variable="partner", categories="yes")
    unknown = estimated(population=None, statistic="count", variable="partner", categories="yes")
    assert value(unknown) == pytest.approx(value(known))


def test_total_of_a_base_counts_those_outside_as_zero(
    estimated: Run, responses: pd.DataFrame
) -> None:
    found = estimated(statistic="total", variable="count", base="partners")
    assert value(found) == pytest.approx(np.nansum(weights(responses) * responses["count"]))


def test_ratio_is_of_totals(estimated: Run, responses: pd.DataFrame) -> None:
    found = estimated(statistic="ratio", variable="count", denominator="staff", base="partners")
    w, partners = weights(responses), (responses["partner"] == "yes").to_numpy()
    above = np.nansum((w * responses["count"])[partners])
    assert value(found) == pytest.approx(above / np.sum((w * responses["staff"])[partners]))


def test_multiple_response_gives_a_row_per_item_among_its_base(
    estimated: Run, responses: pd.DataFrame
) -> None:
    found = estimated(statistic="share", variable="kinds", base="partners")
    partners = (responses["partner"] == "yes").to_numpy()
    gift = responses["kinds.gift"][partners].astype(float)
    expected = np.average(gift, weights=weights(responses)[partners])
    assert value(found, "gift") == pytest.approx(expected)
    assert found.estimates["n"].max() == partners.sum()


def test_top_boxes_are_the_first_categories_of_the_scale(
    estimated: Run, responses: pd.DataFrame
) -> None:
    w = weights(responses)
    top = estimated(statistic="top_box", variable="role")
    two = estimated(statistic="top_two", variable="role")
    jobs = responses["role.jobs"]
    assert value(top, "jobs") == pytest.approx(np.average(jobs == "great", weights=w))
    assert value(two, "jobs") == pytest.approx(np.average(jobs != "none", weights=w))


def test_distribution_of_a_grid_adds_to_one_for_each_item(estimated: Run) -> None:
    found = estimated(statistic="distribution", variable="role")
    for item in ("jobs", "health"):
        parts = [value(found, f"{item}:{level}") for level in ("great", "some", "none")]
        assert sum(parts) == pytest.approx(1)


def test_a_margin_has_no_error_and_says_so(estimated: Run) -> None:
    found = estimated(statistic="distribution", variable="region").estimates
    north = found[(found["domain"] == "all") & (found["category"] == "north")].iloc[0]
    assert north["estimate"] == pytest.approx(0.6)
    assert north["std_error"] == 0
    assert (north["quality"], north["reason"]) == ("ok", "fixed by the weighting")


def test_gap_is_the_level_less_the_whole(estimated: Run) -> None:
    found = estimated(statistic="share", variable="partner", categories="yes")
    gaps = found.comparisons.set_index("level")
    expected = value(found, "all", "region", "north") - value(found)
    assert gaps.loc["north", "difference"] == pytest.approx(expected)
    # Two levels: the test of one against the rest is the test of the other.
    assert gaps.loc["north", "p_value"] == pytest.approx(gaps.loc["south", "p_value"])
    assert (gaps["p_adjusted"] >= gaps["p_value"]).all()


def test_small_bases_are_suppressed_with_a_reason(estimated: Run) -> None:
    found = estimated(statistic="share", variable="kinds", base="partners").estimates
    north = found[found["level"] == "north"]
    assert (north["quality"] == "suppressed").all()
    assert north["reason"].str.contains("effective sample under 30").all()


def test_a_count_withheld_for_disclosure_cannot_be_had_by_subtraction() -> None:
    from phare.config.slices import EstimateSlice
    from phare.estimate.reliability import PROTECTING, protect
    from phare.stats.quality import Quality

    card = EstimateSlice.model_validate(
        {"wave": "firms-2015", "scheme": "reference", "design": {}, "steps": [], "indicators": {},
         "bases": {}, "domains": {}, "variables": {"variables": {}}, "estimation": {}}
    )  # fmt: skip
    word = np.array([["suppressed"], ["ok"], ["ok"]], dtype=object)
    reason = np.array([["fewer than 5 respondents"], [""], [""]], dtype=object)
    found = protect(Quality(word, reason), np.array([[3.0], [40.0], [20.0]]), card)
    assert found.word[:, 0].tolist() == ["suppressed", "ok", "suppressed"]
    assert found.reason[2, 0] == PROTECTING
    # One withheld for its reliability is no secret: nothing is added.
    other = protect(Quality(word, reason), np.array([[12.0], [40.0], [20.0]]), card)
    assert other.word[:, 0].tolist() == ["suppressed", "ok", "ok"]
