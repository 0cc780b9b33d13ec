"""The respondents of hdv2003 as the R script of the audit recodes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from phare.audit.atoms import Atoms
from phare.audit.measures import Measures
from phare.stats.auxiliaries import Margin

NONE = "Non renseigne"


@dataclass(frozen=True)
class Audited:
    """Rows, expected numbers, and what the audit takes."""

    rows: pd.DataFrame
    expected: dict[str, Any]
    names: list[str]
    values: np.ndarray

    @property
    def measures(self) -> Measures:
        return Measures.of(self.values)

    def margins(self, targets: str = "unit") -> dict[str, Margin]:
        return {
            name: margin(self.rows, name, totals)
            for name, totals in self.expected["targets"][targets].items()
        }

    def base(self, scheme: str) -> np.ndarray:
        weights = self.rows["poids"].to_numpy(float)
        return weights if scheme == "poids" else np.full(len(weights), weights.sum() / len(weights))

    def atoms(self, scheme: str = "unit", names: list[str] | None = None) -> Atoms:
        margins = self.margins(scheme)
        kept = [one for name, one in margins.items() if names is None or name in names]
        return Atoms.of(kept, {"base": self.base(scheme)})

    def column(self, name: str) -> int:
        return self.names.index(name)


def margin(rows: pd.DataFrame, name: str, totals: dict[str, float]) -> Margin:
    categories = tuple(totals)
    codes = pd.Index(categories).get_indexer(rows[name]).astype(np.int64)
    return Margin(name, codes, categories, np.array(list(totals.values()), dtype=float))


def read_adults(reference: Path) -> Audited:
    expected = json.loads((reference / "audit" / "expected.json").read_text("utf-8"))
    rows = pd.read_csv(reference / "hdv2003" / "hdv2003.csv", keep_default_na=False, na_values=[""])
    recode = expected["definition"]["recode"]
    cut = {"right": False, "ordered": False}
    rows["age6"] = pd.cut(
        rows["age"], [0, 25, 35, 45, 55, 65, 120],
        labels=["18-24", "25-34", "35-44", "45-54", "55-64", "65+"], **cut,
    ).astype(str)  # fmt: skip
    rows["age4"] = pd.cut(
        rows["age"], [0, 25, 40, 60, 120], labels=["18-24", "25-39", "40-59", "60+"], **cut
    ).astype(str)
    rows["niv5"] = rows["nivetud"].fillna(NONE).map(recode["niv5"])
    rows["occup4"] = rows["occup"].map(recode["occup4"])
    rows["occup7"] = rows["occup"]
    rows["csp8"] = rows["qualif"].fillna(NONE)
    rows["clso3"], rows["relig6"] = rows["clso"], rows["relig"]
    rows["sxa4"] = rows["sexe"] + "|" + rows["age4"]
    names = list(expected["indicators"])
    columns = []
    for name in names:
        variable, _, category = name.partition("=")
        values = rows[variable]
        answers = (values == category).where(values.notna()) if category else values
        columns.append(answers.to_numpy(float, na_value=np.nan))
    return Audited(rows, expected, names, np.column_stack(columns))
