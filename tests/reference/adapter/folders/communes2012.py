"""Variables of the sample of French communes."""

import numpy as np
import pandas as pd
from adapter.columns import factor, read_rows
from adapter.ledger import LIKELIHOOD, RAKE, Known

CODES = ("code_insee", "code_region", "code_departement")
NEAR_PARIS = (
    "Paris",
    "Hauts-de-Seine",
    "Seine-Saint-Denis",
    "Val-de-Marne",
    "Seine-et-Marne",
    "Yvelines",
    "Essonne",
    "Val-d'Oise",
)


def derive(folder):
    population = _with_shares(read_rows(folder / "communes_pop.csv", CODES))
    rows = _with_shares(read_rows(folder / "communes_strat.csv", CODES))
    counts = {name: _counts(population, name) for name in ("zone", "taille", "cadres")}
    totals = {"(Intercept)": float(len(population))}
    for level, count in counts["taille"].iloc[1:].itertuples(index=False):
        totals[f"taille{level}"] = count
    totals["zoneidf"] = counts["zone"]["Freq"].iloc[1]
    totals["pop_tot"] = float(population.pop_tot.sum())
    totals["log_rp"] = float(population.log_rp.sum())
    return {
        "s": rows,
        "pz": counts["zone"],
        "pt": counts["taille"],
        "pc": counts["cadres"],
        "X": pd.Series(totals),
        "ctl": {"maxit": 2000, "epsilon": 1e-12},
    }


def _with_shares(rows):
    unemployed = rows.pop_chom / rows.pop_act_15p
    managers = rows.pop_cadres / rows.pop_act_15p
    near = rows.departement.isin(NEAR_PARIS)
    return rows.assign(
        part_hlm=rows.log_hlm / rows.log_rp,
        fort_chom=(unemployed > 0.13).astype(float),
        zone=factor(pd.Series(np.where(near, "idf", "autre"))),
        cadres=factor(pd.Series(np.where(managers > 0.12, "beaucoup", "peu"))),
    )


def _counts(rows, name):
    counts = rows[name].value_counts().reindex(rows[name].cat.categories)
    return pd.DataFrame({name: counts.index, "Freq": counts.to_numpy(dtype=float)})


LEDGER = [
    Known(RAKE, ["rk/*_chom", "rk/*_hlm"], ["se"], 0.22),
    Known(LIKELIHOOD, ["st*/ciprop_likelihood"], ["ci"], 3e-4),
]
