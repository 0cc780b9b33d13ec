"""Set an answer of phare beside R's, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from phare.errors import PhareError

from .designs import Drawn
from .results import QuantileTable

# Relative, per kind of result and field; everything else to TOLERANCE.
TOLERANCE = 1e-9
MODELS = 1e-7
# Quantiles are values of a variable, or between two of them: the last digit may round.
EXACT = 1e-15
# R looks for the saddlepoint with uniroot(tol = 1e-8).
SADDLEPOINT = 1e-6
# Where R's own value is rounding (the error of a total that was calibrated on), so must ours.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Difference:
    """A field that is not R's: how far it is, relatively."""

    field: str
    ours: float
    theirs: float
    relative: float

    def __str__(self) -> str:
        return f"{self.field}: {self.ours:.15g}, R {self.theirs:.15g} ({self.relative:.1e})"


@dataclass(frozen=True)
class Comparison:
    """Worst relative difference of the fields within tolerance, and the fields beyond it."""

    worst: float
    differences: tuple[Difference, ...]


def compare(ours: Any, told: dict[str, Any], call: str, weights: np.ndarray | None) -> Comparison:
    """Compare the value of a call with the `result` that stands in an expected.json."""
    kind = told.get("kind", "list")
    if kind == "error":
        refused = isinstance(ours, PhareError)
        found = () if refused else (Difference("error", 0.0, 1.0, 1.0),)
        return Comparison(0.0, found)
    worst, differences = 0.0, []
    for field, mine, theirs, scale in _pairs(ours, told, kind, weights):
        relative = _distance(mine, theirs, scale)
        if relative <= _tolerance(kind, field, call, theirs):
            worst = max(worst, relative)
        else:
            differences.append(Difference(field, mine, theirs, relative))
    return Comparison(worst, tuple(_worst_by_field(differences)))


def _worst_by_field(differences: list[Difference]) -> Iterator[Difference]:
    for field in dict.fromkeys(d.field for d in differences):
        yield max((d for d in differences if d.field == field), key=lambda d: d.relative)


def _tolerance(kind: str, field: str, call: str, theirs: float) -> float:
    if kind == "svyquantile":
        return EXACT if field in ("quantile", "ci_low", "ci_high") else TOLERANCE
    if kind in ("svyglm", "regTermTest"):
        # A relative error of a p value is that of its statistic times about its logarithm.
        tiny = field == "p_value" and 0 < theirs < 1
        return MODELS * max(1.0, -float(np.log(theirs))) if tiny else MODELS
    if kind == "svyciprop" and "logit" in call:
        return MODELS  # R fits a model for it, and stops at 1e-8
    if kind == "htest" and field == "p_value" and ("lincom" in call or "saddlepoint" in call):
        return SADDLEPOINT
    return TOLERANCE


def _distance(mine: float, theirs: float, scale: float) -> float:
    if np.isnan(theirs) or np.isnan(mine):
        return 0.0 if np.isnan(theirs) and np.isnan(mine) else np.inf
    if np.isinf(theirs) or np.isinf(mine):
        return 0.0 if theirs == mine else np.inf
    if abs(theirs) <= ROUNDING * scale and abs(mine) <= ROUNDING * scale:
        return 0.0
    largest = max(abs(mine), abs(theirs))
    return abs(mine - theirs) / largest if largest else 0.0


def _pairs(
    ours: Any, told: dict[str, Any], kind: str, weights: np.ndarray | None
) -> Iterator[tuple[str, float, float, float]]:
    """Yield field, our number, R's number, and the size below which both are rounding."""
    if kind == "weights":
        assert isinstance(ours, Drawn)
        assert weights is not None
        yield from _numbers("weights", ours.design.weights, weights, 0.0)
        return
    if kind == "list":
        for name, value in told.items():
            yield from _numbers(name, ours[name], value["values"], 0.0)
        return
    if kind == "vector":
        yield from _numbers("values", ours, told["values"], 0.0)
        return
    found = ours.fields()
    if isinstance(ours, QuantileTable):
        assert list(found["variables"]) == list(told["variables"])
        for name, fields in told["variables"].items():
            for field, values in fields.items():
                yield from _numbers(field, found["variables"][name][field], values, 0.0)
        return
    if kind == "svyby":
        yield from _by_rows(found["rows"], told["rows"])
        return
    scale = _scale(told)
    for field, theirs in told.items():
        if field in ("kind", "names", "numerator", "denominator", "family", "link", "dimnames"):
            if field in found:
                assert _plain(found[field]) == _plain(theirs), (field, found[field], theirs)
        elif field not in ("method", "parameter_names"):
            size = {"se": scale, "vcov": scale**2, "deff": 1e-6}.get(field, 0.0)
            yield from _numbers(field, found[field], theirs, size)


def _by_rows(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> Iterator[tuple[str, float, float, float]]:
    assert [row["by"] for row in ours] == [row["by"] for row in theirs]
    scale = max(abs(float(v)) for row in theirs for v in row["estimate"].values() if v is not None)
    for mine, told in zip(ours, theirs, strict=True):
        for field in ("estimate", "se", "deff"):
            if field in told:
                assert field != "estimate" or list(mine[field]) == list(told[field])
                size = scale if field == "se" else 0.0
                yield from _numbers(
                    field, list(mine[field].values()), list(told[field].values()), size
                )


def _scale(told: dict[str, Any]) -> float:
    values = np.abs(_array(told.get("estimate", told.get("ratio", 0.0))))
    return float(np.nanmax(values, initial=0.0))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(v) for v in value]
    return str(value)


def _numbers(
    field: str, ours: Any, theirs: Any, scale: float
) -> Iterator[tuple[str, float, float, float]]:
    mine, told = _array(ours), _array(theirs)
    assert mine.shape == told.shape, f"{field}: {mine.size} numbers, R has {told.size}"
    for a, b in zip(mine, told, strict=True):
        yield field, float(a), float(b), scale


def _array(value: Any) -> np.ndarray:
    if value is None:
        return np.array([np.nan])
    flat = np.ravel(np.asarray(value, dtype=object))
    words = {"Inf": np.inf, "-Inf": -np.inf, None: np.nan}
    return np.array([words[v] if v is None or isinstance(v, str) else float(v) for v in flat])
