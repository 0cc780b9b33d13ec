"""Every entry of a folder against R, and against the ledger of what is known to differ."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError

# Imported for the functions that they register.
from . import associations, designs, distributions, estimates, models, weighting
from .compare import compare
from .ledger import Known
from .session import Session, UnsupportedError

__all__ = ["FOLDERS", "Outcome", "Parity", "designs", "distributions", "models", "run_folder"]
_ = (associations, estimates, weighting)

FOLDERS = ("api", "communes2012", "hdv2003", "nhanes2", "small")
DERIVATIONS = Path(__file__).parent / "folders"
_OPTIONS = re.compile(r"options\(.*\)")


@dataclass(frozen=True)
class Outcome:
    """One entry: what differs from R ("" for nothing) and how near the rest is."""

    id: str
    kind: str
    call: str
    worst: float
    differs: str
    fields: tuple[str, ...] = ()
    farthest: float = 0.0


@dataclass(frozen=True)
class Parity:
    """A folder's outcomes, beside its ledger."""

    folder: str
    outcomes: tuple[Outcome, ...]
    ledger: tuple[Known, ...]

    def reason(self, one: Outcome) -> Known | None:
        """The line of the ledger that names this entry."""
        return next((known for known in self.ledger if known.names(one.id)), None)

    def unexpected(self, kind: str) -> list[str]:
        """Entries that differ without a reason, and entries that agree in spite of one."""
        found = []
        for one in self.outcomes:
            known = self.reason(one)
            if one.kind != kind:
                continue
            if one.differs and not (known and known.explains(one.fields, one.farthest)):
                found.append(f"{one.id} [{one.call}] {one.differs}")
            if not one.differs and known:
                found.append(f"{one.id} agrees with R: take it out of the ledger")
        return found

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(one.kind for one in self.outcomes))


def run_folder(folder: Path, derivation: Path | None = None) -> Parity:
    """Evaluate every entry of `folder`/expected.json.

    `derivation` is a Python file with ``derive(folder)``, which returns R's variables by
    name; optionally CALLS (name: R call, evaluated after the designs), PRINTED (number
    printed elsewhere: R call) and LEDGER (what differs, see :mod:`ledger`).
    """
    module = _load(derivation or DERIVATIONS / f"{folder.name}.py")
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    environment = module.derive(folder)
    session = Session(environment)
    calls = {name: one["r_call"] for name, one in told["designs"].items()}
    for name, call in {**calls, **getattr(module, "CALLS", {})}.items():
        environment[name] = _attempt(session, call, where=name)
    weights = _weights(folder)
    outcomes = [_outcome(session, one, weights) for one in told["results"]]
    printed = getattr(module, "PRINTED", {})
    for one in told.get("published", []):
        outcomes.append(_printed(session, one, printed.get(one["id"])))
    return Parity(folder.name, tuple(outcomes), tuple(getattr(module, "LEDGER", ())))


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"derivation_{path.stem}", path)
    if spec is None or spec.loader is None or not path.exists():
        raise FileNotFoundError(f"{path}: no file derives the variables of this folder")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _weights(folder: Path) -> dict[str, np.ndarray]:
    found = {}
    for path in sorted(folder.glob("weights*.csv")):
        for name, column in pd.read_csv(path).items():
            found[str(name)] = column.to_numpy()
    return found


def _attempt(session: Session, call: str, where: str = "") -> Any:
    """The value of a call, or the exception that says why there is none."""
    session.options["where"] = where or "design"
    try:
        return session.run(call)
    except (UnsupportedError, PhareError) as problem:
        return problem
    except Exception as defect:
        # The other entries still have their say; this one is told as it is.
        return UnsupportedError(f"defect, {type(defect).__name__}: {defect}")


def _outcome(session: Session, one: dict[str, Any], weights: dict[str, np.ndarray]) -> Outcome:
    told, call = one["result"], one["r_call"]
    kind = told.get("kind", "list")
    before = dict(session.options)
    options = _OPTIONS.search(one.get("note", ""))
    if options:
        session.run(options.group())
    value = _attempt(session, call)
    session.options.clear()
    session.options.update(before)
    if isinstance(value, UnsupportedError) or (isinstance(value, PhareError) and kind != "error"):
        return Outcome(one["id"], kind, call, np.nan, f"{type(value).__name__}: {value}")
    try:
        found = compare(value, told, call, weights.get(told.get("column", "")))
    except AssertionError as problem:
        return Outcome(one["id"], kind, call, np.nan, f"other shape: {problem}")
    differs = "; ".join(str(d) for d in found.differences)
    fields = tuple(d.field for d in found.differences)
    farthest = max((d.relative for d in found.differences), default=0.0)
    return Outcome(one["id"], kind, call, found.worst, differs, fields, farthest)


def _printed(session: Session, one: dict[str, Any], call: str | None) -> Outcome:
    """A number printed elsewhere: ours must round to it."""
    if call is None:
        return Outcome(one["id"], "printed", "", np.nan, "no call derives this number")
    value = _attempt(session, call)
    if isinstance(value, Exception):
        return Outcome(one["id"], "printed", call, np.nan, str(value))
    ours, printed = float(np.ravel(value)[0]), one["printed"]
    decimals = len(printed.split(".")[1]) if "." in printed else 0
    distance = abs(ours - float(printed))
    differs = "" if distance <= 0.5000001 * 10**-decimals else f"{ours:.12g}, printed {printed}"
    return Outcome(one["id"], "printed", call, distance / abs(float(printed)), differs)
