"""Variables of the textbook samples."""

import numpy as np
import pandas as pd
from adapter.columns import factor, read_rows
from adapter.ledger import LIKELIHOOD, TIE, Known

CALLS = {
    "ratio_tot": "predict(svyratio(~acres92, ~acres87, agsrs), total = 964470625)",
}


def derive(folder):
    def read(name):
        return read_rows(folder / f"{name}.csv")

    half = [[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]]
    counties = {"NC": 1054, "NE": 220, "S": 1382, "W": 422}
    strata = _farms(read("agstrat"))
    schools = read("schools")
    grade = factor("r" + schools.readlevel.astype(int).astype(str))
    coots, workers = read("coots"), read("employes")
    totals = {
        "(Intercept)": 230.0,
        "categ2": 90.0,
        "categ3": 60.0,
        "sexe2": 90.0,
        "service2": 130.0,
        "salaire": 470000.0,
    }
    return {
        "d8": read("fpc8"),
        "mu": read("mu284"),
        "scd": read("scd"),
        "half": np.array(half, dtype=float).T,
        "srs": _farms(read("agsrs")).assign(N=3078.0),
        "st": strata.assign(Nh=strata.region.astype(object).map(counties).astype(float)),
        "al": read("algebra").assign(N=187.0),
        "sc": schools.assign(
            N=75.0,
            math_hi=(schools.mathlevel == 2).astype(float),
            rl=grade,
            obs=np.arange(1, len(schools) + 1),
        ),
        "co": coots.assign(relw=coots.csize / 2),
        "em": workers.assign(
            **{name: factor(workers[name]) for name in ("categ", "sexe", "service")}
        ),
        "an": read("anes96"),
        "X": pd.Series(totals),
    }


def _farms(rows):
    large = factor(pd.Series(np.where(rows.largef92 > 50, "many", "few")))
    return rows.assign(lt200k=(rows.acres92 < 200000).astype(float), large=large)


LEDGER = [
    Known(LIKELIHOOD, ["*/ciprop_likelihood"], ["ci"], 2e-3),
    Known(TIE, ["agsrs/quantile"], ["quantile", "ci_low", "ci_high", "se"], 0.1),
]


def _printed():
    calls = {}
    for design, variable, total in (
        ("agsrs", "acres92", True),
        ("agstrat", "acres92", True),
        ("algebra", "score", False),
        ("coots", "volume", False),
        ("mu284", "y1", True),
    ):
        mean, whole = f"svymean(~{variable}, {design})", f"svytotal(~{variable}, {design})"
        calls |= {f"{design} mean": f"coef({mean})", f"{design} se": f"SE({mean})"}
        if total:
            calls[f"{design} total"] = f"coef({whole})"
            calls[f"{design} total se"] = f"SE({whole})"
    calls["agstrat mean se"] = "SE(svymean(~acres92, agstrat))"
    calls["mu284 se"] = "SE(svytotal(~y1, mu284))"
    calls["fpc8 mean"] = "coef(svymean(~x, fpc8_nofpc))"
    calls["fpc8 se without fpc"] = "SE(svymean(~x, fpc8_nofpc))"
    calls["fpc8 se with fpc"] = "SE(svymean(~x, fpc8_fpc))"
    calls["agsrs ratio acres92/acres87"] = "coef(svyratio(~acres92, ~acres87, agsrs))"
    calls["agsrs ratio total"] = "ratio_tot$total"
    calls["agsrs prop < 200000"] = "coef(svymean(~lt200k, agsrs))"
    calls["agsrs prop se"] = "SE(svymean(~lt200k, agsrs))"
    # CALMAR's weights of the fifteen workers, by method.
    workers = [f"a{i:02d}" for i in range(1, 8)] + [f"b{i:02d}" for i in range(1, 9)]
    for method, design in (("linear", "e1"), ("raking", "e2"), ("logit", "e3")):
        for i, worker in enumerate(workers, start=1):
            calls[f"{method} {worker}"] = f"weights({design})[{i}]"
    return calls


PRINTED = _printed()
