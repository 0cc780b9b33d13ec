"""R's results beside phare's ESTIMATES, by the names each gives to the same thing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest


@dataclass(frozen=True)
class Expected:
    """One number of R: where it stands in ESTIMATES, its value and its standard error."""

    id: str
    indicator: str
    category: str
    domain: str
    level: str
    estimate: float
    std_error: float


@dataclass(frozen=True)
class Words:
    """How R's script and the study's configuration call the same things.

    variables : R variable -> (indicator, {R level: category}); no level: category `all`
    domains : R factor -> (domain, {R level: level})
    totals : R variable -> indicator of its total
    ratios : "x/y" -> indicator
    """

    variables: dict[str, tuple[str, dict[str, str]]]
    domains: dict[str, tuple[str, dict[str, str]]]
    totals: dict[str, str]
    ratios: dict[str, str]


def results(folder: Path) -> list[dict[str, Any]]:
    found = json.loads((folder / "expected.json").read_text("utf-8"))
    return list(found["results"])


def _name(term: str, words: Words, total: bool) -> tuple[str, str] | None:
    """Return (indicator, category) of one of R's coefficient names, None if not declared."""
    if total:
        return (words.totals[term], "all") if term in words.totals else None
    if term in words.ratios:
        return words.ratios[term], "all"
    for variable, (indicator, levels) in words.variables.items():
        if term == variable and not levels:
            return indicator, "all"
        level = term.removeprefix(variable)
        if term.startswith(variable) and level in levels:
            return indicator, levels[level]
    return None


def expectations(entry: dict[str, Any], words: Words) -> Iterator[Expected]:
    """Yield the numbers of one entry that the study declares."""
    result, call = entry["result"], entry["r_call"]
    if (
        call.startswith("svyvar")
        or "subset(" in call
        or "confint" in call
        or 'deff = "replace"' in call
    ):
        return
    total = call.startswith("svytotal") or ", svytotal" in call
    if result["kind"] == "svystat":
        cells = [
            (
                "all",
                "all",
                dict(
                    zip(
                        result["names"],
                        zip(result["estimate"], result["se"], strict=True),
                        strict=True,
                    )
                ),
            )
        ]
    elif result["kind"] == "svyratio":
        terms = [f"{n}/{d}" for d in result["denominator"] for n in result["numerator"]]
        cells = [
            (
                "all",
                "all",
                dict(zip(terms, zip(result["ratio"], result["se"], strict=True), strict=True)),
            )
        ]
    elif result["kind"] == "svyby":
        cells = []
        for row in result["rows"]:
            if len(row["by"]) != 1:
                continue
            ((factor, level),) = row["by"].items()
            if factor not in words.domains or not isinstance(row["se"], dict):
                continue
            domain, levels = words.domains[factor]
            pairs = {term: (row["estimate"][term], row["se"][term]) for term in row["estimate"]}
            cells.append((domain, levels[level], pairs))
    else:
        return
    for domain, level, pairs in cells:
        for term, (estimate, error) in pairs.items():
            named = _name(term, words, total)
            if named is not None:
                yield Expected(entry["id"], *named, domain, level, estimate, error)


def compare(estimates: pd.DataFrame, expected: Expected) -> None:
    """Assert that estimate and standard error are R's to 1e-9."""
    rows = estimates[
        (estimates["indicator"] == expected.indicator)
        & (estimates["category"] == expected.category)
        & (estimates["domain"] == expected.domain)
        & (estimates["level"] == expected.level)
    ]
    assert len(rows) == 1, expected
    row = rows.iloc[0]
    assert row["estimate"] == pytest.approx(expected.estimate, rel=1e-9), expected
    # Fixed by construction: R shows the rounding of its solver, phare exactly or nearly 0.
    scale = 1e-9 * abs(expected.estimate)
    assert row["std_error"] == pytest.approx(expected.std_error, rel=1e-9, abs=scale), expected
