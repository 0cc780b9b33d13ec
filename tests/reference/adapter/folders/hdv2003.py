"""Variables and margins of the history of life survey."""

import pandas as pd
from adapter.columns import read_rows
from adapter.ledger import LIKELIHOOD, MISSING_DIVISOR, RAKE, Known


def derive(folder):
    rows = read_rows(folder / "hdv2003.csv")
    ages = pd.cut(
        rows.age,
        [0, 25, 40, 60, 120],
        right=False,
        labels=["18-24", "25-39", "40-59", "60+"],
        ordered=False,
    )
    rows = rows.assign(cine=(rows.cinema == "Oui").astype(float), agecl=ages)
    totals = {
        "(Intercept)": 11e6,
        "sexeHomme": 5.25e6,
        "agecl25-39": 3e6,
        "agecl40-59": 3.7e6,
        "agecl60+": 3e6,
        "sportOui": 4.3e6,
    }
    return {
        "h": rows,
        "ms": _margin("sexe", Femme=5.75e6, Homme=5.25e6),
        "ma": _margin("agecl", **{"18-24": 1.3e6, "25-39": 3e6, "40-59": 3.7e6, "60+": 3e6}),
        "mp": _margin("sport", Non=6.7e6, Oui=4.3e6),
        "ctl": {"maxit": 1000, "epsilon": 1e-13},
        "X": pd.Series(totals),
    }


def _margin(name, **counts):
    return pd.DataFrame({name: list(counts), "Freq": list(counts.values())})


LEDGER = [
    Known(
        RAKE,
        ["rake_poids/*heures_tv", "rake_poids/*cine", "rake_poids/*qualif", "trim/*"],
        ["se", "vcov"],
        0.95,
    ),
    Known(LIKELIHOOD, ["*/ciprop_likelihood"], ["ci"], 2e-5),
    Known(MISSING_DIVISOR, ["*/var"], ["estimate", "se"], 2e-6),
]
