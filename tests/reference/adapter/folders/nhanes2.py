"""Variables, replicate weights and margins of NHANES II."""

import numpy as np
import pandas as pd
from adapter.columns import read_rows
from adapter.ledger import LIKELIHOOD, LIKELIHOOD_REPLICATES, RAKE, Known

CALLS = {
    "f": "svydesign(id = ~psuid, strata = ~stratid, weights = ~finalwgt, nest = TRUE, data = nh2f)",
}


def derive(folder):
    rows = read_rows(folder / "nhanes2.csv")
    poor = rows.hlthstat.isin(["Fair", "Poor"]).astype(float).where(rows.hlthstat.notna())
    rows = rows.assign(fair_poor=poor)
    lonely = ~((rows.strata == 1) & (rows.psu == 2))
    totals = {
        "(Intercept)": 117e6,
        "regionNE": 24e6,
        "regionS": 31e6,
        "regionW": 33e6,
        "sexMale": 56e6,
        "age": 117e6 * 42,
    }
    ages = {"20-29": 33e6, "30-39": 24e6, "40-49": 19e6, "50-59": 18e6, "60-69": 14e6, "70+": 9e6}
    return {
        "nh": rows,
        "nh_s": rows[lonely].reset_index(drop=True),
        "nh2f": read_rows(folder / "nhanes2f.csv"),
        "w_brr": _replicates(folder / "nhanes2_brr.csv"),
        "w_fay": _replicates(folder / "nhanes2_fay.csv"),
        "w_jkn": _replicates(folder / "nhanes2_jkn.csv"),
        "pr": _margin("region", MW=29e6, NE=24e6, S=31e6, W=33e6),
        "ps": _margin("sex", Female=61e6, Male=56e6),
        "pa": _margin("agegrp", **ages),
        "ctl": {"maxit": 1000, "epsilon": 1e-12},
        "X": pd.Series(totals),
    }


def _replicates(path):
    return pd.read_csv(path).iloc[:, 1:].to_numpy(dtype=np.float64)


def _margin(name, **counts):
    return pd.DataFrame({name: list(counts), "Freq": list(counts.values())})


LEDGER = [
    Known(
        LIKELIHOOD,
        [f"{name}/ciprop_likelihood" for name in ("lin", "wonly", "psuonly")],
        ["ci"],
        1e-5,
    ),
    Known(
        LIKELIHOOD_REPLICATES,
        [f"{name}*/ciprop_likelihood" for name in ("brr", "fay", "jkn")],
        ["ci"],
        float("inf"),
    ),
    Known(RAKE, ["lin_rake/*"], ["se", "vcov"], 0.05),
]

ZINC = "svymean(~zinc, f, na.rm = TRUE)"
RACE = 'svychisq(~race + diabetes, lin, statistic = "F")'
PRINTED = {
    "nhanes2f zinc mean": f"coef({ZINC})",
    "nhanes2f zinc se": f"SE({ZINC})",
    "nhanes2f zinc n": "sum(!is.na(nh2f$zinc))",
    "nhanes2f zinc population": "sum(nh2f$finalwgt[!is.na(nh2f$zinc)])",
    "nhanes2f zinc ci low": f"confint({ZINC}, df = degf(f))[1]",
    "nhanes2f zinc ci high": f"confint({ZINC}, df = degf(f))[2]",
    "brr ratio": "coef(svyratio(~weight, ~height, brr))",
    "brr ratio se": "SE(svyratio(~weight, ~height, brr))",
    "jkn ratio": "coef(svyratio(~weight, ~height, jkn_nomse))",
    "race x diabetes F": f"{RACE}$statistic",
    "race x diabetes ndf": f"{RACE}$parameter[1]",
    "race x diabetes ddf": f"{RACE}$parameter[2]",
}
