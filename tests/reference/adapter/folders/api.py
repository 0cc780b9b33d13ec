"""Variables and population counts of the California school samples."""

import pandas as pd
from adapter.columns import read_rows
from adapter.ledger import (
    LIKELIHOOD,
    LIKELIHOOD_REPLICATES,
    RAKE,
    RAKE_ROUNDING,
    SEPARATED,
    TIE,
    Known,
)

TEXT = ("cds",)


def derive(folder):
    names = ("apisrs", "apistrat", "apiclus1", "apiclus2", "apipop")
    files = {name: _with_targets(read_rows(folder / f"{name}.csv", TEXT)) for name in names}
    schools = files["apipop"]
    counts = {name: _counts(schools, name) for name in ("stype", "sch_wide", "awards")}
    stype = counts["stype"].set_index("stype")["Freq"]
    first = {"(Intercept)": float(len(schools)), "stypeH": stype["H"], "stypeM": stype["M"]}
    return files | {
        "pop_stype": counts["stype"],
        "pop_sw": counts["sch_wide"],
        "pop_aw": counts["awards"],
        "X1": pd.Series(first),
        "X2": pd.Series(first | {"api99": float(schools.api99.sum())}),
        "ctl": {"maxit": 1000, "epsilon": 1e-12},
        "b1": pd.read_csv(folder / "clus1_bootstrap_weights.csv", dtype={"cds": str}),
        "b2": pd.read_csv(folder / "strat_bootstrap_weights.csv", dtype={"cds": str}),
    }


def _with_targets(rows):
    big = (rows.enroll > 500).astype(float).where(rows.enroll.notna())
    return rows.assign(big=big, target_met=(rows.sch_wide == "Yes").astype(float))


def _counts(rows, name):
    counts = rows[name].value_counts().reindex(rows[name].cat.categories)
    return pd.DataFrame({name: counts.index, "Freq": counts.to_numpy(dtype=float)})


ANY = ["quantile", "ci_low", "ci_high", "se"]
FREE = ("svymean", "svytotal", "svymean_target_met", "svyby", "svyratio")
LEDGER = [
    Known(
        RAKE, [f"{name}_rake/{free}" for name in ("clus2", "strat") for free in FREE], ["se"], 1.0
    ),
    Known(
        "R's rake stops by default when every margin is within one unit; ours meets them.",
        [
            "clus1_rake_default",
            *(f"clus1_rake_default/{free}" for free in FREE if "target" not in free),
            "clus1_rake_default/*_stype",
        ],
        ["weights", "estimate", "ratio", "se", "vcov"],
        1.0,
    ),
    Known(RAKE_ROUNDING, [f"clus1_rake3/{free}" for free in FREE], ["se"], 1.0),
    Known(
        LIKELIHOOD_REPLICATES,
        ["*_jk*/ciprop_likelihood", "*_boot*/ciprop_likelihood"],
        ["ci"],
        float("inf"),
    ),
    Known(LIKELIHOOD, ["*/ciprop_likelihood"], ["ci"], 2e-3),
    Known(TIE, ["srs/quantile"], ANY, 0.07),
    Known(
        "R's hf3 leaves out the half step of Hyndman and Fan's third rule.",
        ["strat/quantile_rule_hf3"],
        ANY,
        0.13,
    ),
    Known(
        "R's shahvaish takes half the raw weight where the rule takes half the weight over its "
        "mean, and places values by a scale that the weights' unit would change.",
        ["strat/quantile_rule_shahvaish"],
        ANY,
        0.7,
    ),
    Known(
        "R carries the ends of the score interval back through an unweighted distribution.",
        ["*/quantile_ci_score"],
        ["ci_low", "ci_high", "se"],
        0.3,
    ),
    Known(
        SEPARATED,
        [
            f"{name}/glm_logit{test}"
            for name in ("clus1_jk1_mse", "clus1_boot", "clus1_boot_mse", "strat_boot")
            for test in ("", "_termtest")
        ],
        ["se", "t", "p_value", "vcov", "F"],
        1.0,
    ),
]

PRINTED = {
    f"{design} api00 {what}": f"{function}(svymean(~api00, {design}))"
    for design in ("srs", "strat", "clus1", "clus2")
    for what, function in (("mean", "coef"), ("se", "SE"))
} | {
    f"{design} enroll {what}": f"{function}(svytotal(~enroll, {design}, na.rm = TRUE))"
    for design in ("clus1", "clus1_post")
    for what, function in (("total", "coef"), ("se", "SE"))
}
