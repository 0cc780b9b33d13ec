"""The frame of communes and its stratified sample, as the R script of the audit uses them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from phare.stats.auxiliaries import Margin

OVERSEAS = ["Guadeloupe", "Martinique", "Guyane", "La Réunion"]
CAPITAL = "Île-de-France"


@dataclass(frozen=True)
class Communes:
    """The frame, the sample, and what R makes of them."""

    frame: pd.DataFrame
    drawn: pd.DataFrame
    expected: dict[str, Any]

    @property
    def included(self) -> np.ndarray:
        return self.frame["code_insee"].isin(self.drawn["code_insee"]).to_numpy()

    def known(self, name: str) -> Margin:
        """A variable of the frame; R's first category is the alphabet's."""
        categories = sorted(self.frame[name].unique())
        codes = pd.Index(categories).get_indexer(self.frame[name]).astype(np.int64)
        return Margin(name, codes, tuple(categories), np.full(len(categories), np.nan))

    @property
    def quantities(self) -> dict[str, np.ndarray]:
        s = self.drawn
        return {
            "hlm": (s["log_hlm"] / s["log_rp"]).to_numpy(float),
            "chomage": (s["pop_chom"] / s["pop_act_15p"]).to_numpy(float),
            "cadres_ge_10": (s["pop_cadres"] / s["pop_act_15p"] >= 0.1).to_numpy(float),
            "ge_5000": (s["pop_tot"] >= 5000).to_numpy(float),
            "idf": (s["region"] == CAPITAL).to_numpy(float),
        }


def read_communes(reference: Path) -> Communes:
    expected = json.loads((reference / "audit" / "expected.json").read_text("utf-8"))
    frame = pd.read_csv(reference / "communes2012" / "communes_pop.csv", dtype={"code_insee": str})
    drawn = pd.read_csv(
        reference / "communes2012" / "communes_strat.csv", dtype={"code_insee": str}
    )
    zone = np.where(frame["region"].isin(OVERSEAS), "outre-mer", "province")
    frame["zone"] = np.where(frame["region"] == CAPITAL, "idf", zone)
    return Communes(frame, drawn, expected)
