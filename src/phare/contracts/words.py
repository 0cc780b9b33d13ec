"""The words that tables share, and how their keys are declared."""

from __future__ import annotations

from phare.contracts.contract import Column, Contract

TOTAL = "all"
"""The level of the domain `all`, and the category of an indicator that has only one."""

ANY = "*"
"""The code of a CODEBOOK row that describes the variable itself."""

MISSING_KINDS = ("refused", "dont_know", "not_asked", "not_applicable", "not_in_wave", "no_answer")
QUALITIES = ("ok", "caution", "suppressed")
STATUSES = ("verified", "inferred", "contradictory")
VERDICTS = ("reproduced", "differs", "suppressed", "not run")
STATISTICS = (
    "share", "distribution", "mean", "top_box", "top_two", "total", "count", "ratio", "median",
    "quantile",
)  # fmt: skip
COMPARISON_KINDS = ("gap", "waves", "actors", "schemes")

ESTIMATE_KEY = ("wave", "scheme", "indicator", "category", "domain", "level")
"""The address of an estimate."""


def keyed(
    name: str, row: str, key: tuple[str, ...], columns: tuple[Column, ...], *, open: bool = False
) -> Contract:
    """Return a contract: the columns of its key, text where `columns` does not say, then others."""
    declared = {column.name: column for column in columns}
    keys = tuple(declared.pop(one, Column(one)) for one in key)
    return Contract(name, row, key, (*keys, *declared.values()), open=open)
