"""R's designs: svydesign, subset, degf, weights, and what all estimators ask of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from phare.stats.design import Design, Stage
from phare.stats.inference import degrees_of_freedom
from phare.stats.replication import jackknife, supplied

from .columns import Formula
from .session import Arguments, Session, UnsupportedError, r_function

# R's names for the treatment of a stratum with one PSU.
LONELY = {
    "fail": "fail",
    "remove": "certainty",
    "certainty": "certainty",
    "adjust": "adjust",
    "average": "average",
}


@dataclass(frozen=True)
class Drawn:
    """A design of R: rows, phare's design over them, and the domain that a subset left."""

    rows: pd.DataFrame
    design: Design
    domain: np.ndarray

    @property
    def replicated(self) -> bool:
        return self.design.replicates is not None

    def degrees_of_freedom(self) -> int:
        """Those of the rows in the domain, as R's ``degf``."""
        return int(degrees_of_freedom(self.design, self.domain & (self.design.weights != 0)))

    def column(self, session: Session, tree: Any) -> pd.Series:
        return session.column(tree, self.rows)

    def under(self, session: Session) -> Drawn:
        """The same, lonely PSUs treated as the session's options say."""
        if self.replicated:
            return self
        lonely = LONELY[str(session.options["survey.lonely.psu"])]
        domains = bool(session.options.get("survey.adjust.domain.lonely", False))
        design = replace(self.design, lonely=lonely, adjust_domains=domains)
        return replace(self, design=design)


def drawn(call: Arguments, name: str = "design") -> Drawn:
    """The design argument of a call, under the session's options."""
    found = call(name)
    if not isinstance(found, Drawn):
        raise UnsupportedError(f"a design of type {type(found).__name__}")
    return found.under(call.session)


@r_function("svydesign", "ids", "probs", "strata", "variables", "fpc", "data", "nest")
def _svydesign(call: Arguments) -> Drawn:
    rows = call("data")
    ids: Formula = call("id", None) or call("ids")
    n = len(rows)
    units = [] if ids.is_one else [_labels(call, tree, rows) for tree in ids.terms]
    strata = [_labels(call, t, rows) for t in call("strata").terms] if call.has("strata") else []
    counts = [_numbers(call, t, rows) for t in call("fpc").terms] if call.has("fpc") else []
    drawn_units = _drawn_units(units, strata, len(counts), n)
    # R also takes sampling fractions.
    counts = [np.where(c <= 1, d / c, c) for c, d in zip(counts, drawn_units, strict=True)]
    if call.has("weights") or call.has("probs"):
        given = "weights" if call.has("weights") else "probs"
        (tree,) = call(given).terms
        weights = _numbers(call, tree, rows)
        weights = weights if given == "weights" else 1 / weights
    else:
        weights = np.ones(n)
        for count, number in zip(counts, drawn_units, strict=True):
            weights = weights * count / number
    stages = []
    for stage in range(1, len(units)):
        stages.append(
            Stage(
                units[stage],
                counts[stage] if len(counts) > stage else None,
                strata[stage] if len(strata) > stage else None,
            )
        )
    design = Design(
        weights,
        strata=strata[0] if strata else None,
        psu=units[0] if units else None,
        stratum_population=counts[0] if counts else None,
        stages=tuple(stages) if len(counts) > 1 else (),
        where=str(call.session.options.get("where", "design")),
    )
    return Drawn(rows, design, np.ones(n, dtype=bool))


@r_function("svrepdesign", "variables", "repweights", "weights", "data")
def _svrepdesign(call: Arguments) -> Drawn:
    rows = call("data")
    (tree,) = call("weights").terms
    replicates = supplied(
        _numbers(call, tree, rows),
        np.asarray(call("repweights"), dtype=float),
        call("type"),
        combined=bool(call("combined.weights", True)),
        scale=call("scale", None),
        rscales=call("rscales", None),
        rho=call("rho", 0.0),
        centre="estimate" if call("mse", False) else "mean",
    )
    return Drawn(rows, Design.of_replicates(replicates), np.ones(len(rows), dtype=bool))


@r_function("as.svrepdesign", "design", "type")
def _as_svrepdesign(call: Arguments) -> Drawn:
    design, kind = drawn(call), call("type")
    if kind not in ("JK1", "JKn"):
        raise UnsupportedError(f"as.svrepdesign of type {kind}")
    centre = "estimate" if call("mse", False) else "mean"
    replicates = jackknife(design.design, kind, centre)
    return replace(design, design=Design.of_replicates(replicates))


def _labels(call: Arguments, tree: Any, rows: pd.DataFrame) -> np.ndarray:
    return call.session.column(tree, rows).astype(object).to_numpy()


def _numbers(call: Arguments, tree: Any, rows: pd.DataFrame) -> np.ndarray:
    return call.session.column(tree, rows).to_numpy(dtype=float)


def _drawn_units(
    units: list[np.ndarray], strata: list[np.ndarray], n_stages: int, n: int
) -> list[np.ndarray]:
    """Units drawn at each stage from what each row was drawn from (n,)."""
    found = []
    above = pd.Series("", index=range(n))
    for stage in range(n_stages):
        inside = above
        if stage < len(strata):
            inside = above.str.cat(pd.Series(strata[stage]).astype(str), sep="|")
        labels = pd.Series(units[stage] if stage < len(units) else np.arange(n)).astype(str)
        above = inside.str.cat(labels, sep="|")
        found.append(above.groupby(inside).transform("nunique").to_numpy(dtype=float))
    return found


@r_function("subset", "x", "subset")
def _subset(call: Arguments) -> Any:
    design = call("x")
    kept = design.column(call.session, call.raw("subset"))
    inside = kept.astype("boolean").fillna(False).to_numpy(dtype=bool)
    return replace(design, domain=design.domain & inside)


@r_function("update", "object")
def _update(call: Arguments) -> Any:
    design = call("object")
    within = call.session.within(design.rows)
    new = {name: within.evaluate(tree) for name, tree in call.given.items() if name != "object"}
    return replace(design, rows=design.rows.assign(**new))


@r_function("degf", "design")
def _degf(call: Arguments) -> float:
    return float(drawn(call).degrees_of_freedom())


@r_function("weights", "object")
def _weights(call: Arguments) -> np.ndarray:
    return np.asarray(call("object").design.weights)
