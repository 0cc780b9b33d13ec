"""The population behind the respondents, and weightings beside each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shop_audit import run

from phare.audit.representativity import representativity
from phare.audit.sensitivity import defect_correlation, scenario_bias, sensitivity
from phare.audit.spread import kendall, ranks, spread
from phare.errors import PhareError
from phare.stats.auxiliaries import Margin


def frame(n: int = 2000) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    size = rng.choice(["small", "large"], n, p=[0.8, 0.2])
    region = rng.choice(["north", "south"], n)
    responded = rng.random(n) < np.where(size == "large", 0.3, 0.05)
    return pd.DataFrame({"size": size, "region": region, "responded": responded})


def test_a_known_frame_gives_r_indicators_of_declared_models() -> None:
    units = frame()
    found = run(audit={"frame": {"by_size": ["size"], "both": ["size", "region"]}}, frame=units)
    rows = found["AUDIT_FRAME"].set_index(["model", "variable", "category"])
    rate = units.groupby("size")["responded"].mean()
    assert rows.loc[("by_size", "size", "large"), "propensity"] == pytest.approx(rate["large"])
    assert (
        rows.loc[("both", "size", "all"), "conditional"]
        > 10 * (rows.loc[("both", "region", "all"), "conditional"])
    )
    # Chance alone makes propensities differ: the adjusted indicator is higher.
    assert (
        rows.loc[("both", "size", "all"), "r_adjusted"]
        > rows.loc[("both", "size", "all"), "r_indicator"]
    )
    notes = found["AUDIT_VERDICT"]
    assert notes["sentence"].str.startswith("note uneven by_size").any()


def test_a_frame_with_a_hole_is_refused() -> None:
    units = frame()
    units.loc[3, "size"] = None
    with pytest.raises(PhareError, match=r"frame, 'size': got a missing value in 1 of 2000 units"):
        run(audit={"frame": {"by_size": ["size"]}}, frame=units)


def test_without_a_frame_margins_count_the_population() -> None:
    rows = run()["AUDIT_FRAME"].set_index(["model", "variable", "category"])
    large = rows.loc[("margin size", "size", "large")]
    assert large["propensity"] == pytest.approx(120 / 1000)
    assert large["share"] == pytest.approx(1 / 7)
    spread_ = np.sqrt((6000 * (0.02 - 240 / 7000) ** 2 + 1000 * (0.12 - 240 / 7000) ** 2) / 6999)
    assert large["r_indicator"] == pytest.approx(1 - 2 * spread_)


def test_certain_response_is_refused_by_name() -> None:
    codes = np.repeat([0, 1], 50)
    margin = Margin("size", codes, ("small", "large"), np.full(2, np.nan))
    with pytest.raises(PhareError, match="representativity on 'size': got categories that all"):
        representativity([margin], codes == 1)


def test_at_most_eight_weightings_are_compared() -> None:
    found = run(audit={"choices": {
        "margins": {"any_of": ["size", "region", "sector", "size*sector"]},
        "distance": {"raking": "defensible", "linear": "defensible"},
    }})["AUDIT_VARIANTS"]  # fmt: skip
    compared = found[found["compared"]]
    assert {"tried", "unweighted"} <= set(compared["variant"])
    assert 2 < len(compared) <= 8
    for row in found[found["dominated_by"].notna()].itertuples():
        other = found[found["variant"] == row.dominated_by].iloc[0]
        assert other["held_out_asmd"] <= row.held_out_asmd
        assert other["mean_moe"] <= row.mean_moe
    front = compared[~compared["variant"].isin(["tried", "unweighted"])]
    assert front["dominated_by"].isna().all()


def test_spread_in_words() -> None:
    assert spread(np.array([0.30, 0.31]), 0.05).words == "none"
    assert spread(np.array([0.30, 0.35]), 0.05).words == "seen"
    assert spread(np.array([0.30, 0.45]), 0.05).words == "more"
    assert spread(np.array([0.30, 0.30]), 0.0).words == "none"
    assert spread(np.array([np.nan]), 0.1).variants == 0


def test_ranks_under_other_weightings() -> None:
    found = ranks(
        np.array([4.0, 3.0, 2.0, 1.0]),
        np.array([[4.0, 3.0, 2.0, 1.0], [4.0, 2.0, 3.0, 1.0], [1.0, 2.0, 3.0, 4.0]]),
    )
    assert (found.top1, found.top3, found.whole) == pytest.approx((2 / 3, 2 / 3, 1 / 3))
    assert (found.tau_low, found.tau_median) == pytest.approx((-1.0, 2 / 3))
    assert kendall(np.array([1.0, 2.0]), np.array([2.0, 1.0])) == -1


def test_an_ignored_trait_as_strong_as_the_robustness_value_is_enough() -> None:
    """Hartman and Huang's value solves var y var w R2 rho2 / (1 - R2) = distance2, rho2 = R2."""
    rng = np.random.default_rng(1)
    y, w = rng.random(200), rng.gamma(4, 1, 200)
    found = sensitivity(y, w, {}, 0.3)
    w = w / w.mean()
    r2 = found.robustness
    reached = np.var(y, ddof=1) * np.var(w, ddof=1) * r2 * r2 / (1 - r2)
    assert reached == pytest.approx(found.distance**2)
    assert found.gap_needed(0.2) == pytest.approx(abs(found.distance) / 0.2)
    assert sensitivity(y, np.ones(200), {}, 0.3).robustness == 1


def test_a_correlation_too_small_to_see_moves_a_large_population() -> None:
    """34,842 communes, an effective 138: 0.005 is four points at one half."""
    assert scenario_bias(0.005, 0.5, 34842, 138) == pytest.approx(0.0396, abs=1e-4)
    assert defect_correlation(0.0396, 0.5, 34842, 138) == pytest.approx(0.005, rel=1e-2)
