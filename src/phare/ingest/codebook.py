"""What a file says of itself, as CODEBOOK."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from phare.contracts import ANY, CODEBOOK
from phare.ingest.delivery import SourceVariable


def codebook(variables: Iterable[SourceVariable], wave: str, where: str) -> pd.DataFrame:
    """Return CODEBOOK: a row per variable (code ANY), then one per code it declares."""
    rows = []
    for variable in variables:
        shared = {
            "wave": wave,
            "variable": variable.name,
            "variable_label": variable.label,
            "type": variable.type,
            "set": variable.set,
        }
        rows.append({**shared, "code": ANY, "code_label": None, "missing_kind": None})
        for code in _codes(variable):
            rows.append(
                {
                    **shared,
                    "code": code,
                    "code_label": variable.labels.get(code) or None,
                    "missing_kind": _missing_kind(code, variable),
                }
            )
    return CODEBOOK.check(pd.DataFrame(rows, columns=CODEBOOK.names, dtype="object"), where)


def _codes(variable: SourceVariable) -> list[str]:
    declared = (*variable.missing, *variable.tags)
    # A label on a blank says that the answer is missing, which the blank says already.
    labelled = [code for code in variable.labels if code]
    return labelled + [code for code in declared if code and code not in variable.labels]


def _missing_kind(code: str, variable: SourceVariable) -> str | None:
    if variable.type != "text" and code.startswith(".") and code[1:2].isalpha() | (code == "._"):
        return "tagged"
    inside = (_covers(declared, code) for declared in variable.missing)
    return "declared" if code in variable.missing or any(inside) else None


def _covers(declared: str, code: str) -> bool:
    """Whether a declared range such as `-999 thru 0` holds a code."""
    low, between, high = declared.partition(" thru ")
    try:
        return bool(between) and float(low) <= float(code) <= float(high)
    except ValueError:
        return False
