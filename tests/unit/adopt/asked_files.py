"""Small delivered files, written as what each column asks and holds."""

from collections.abc import Mapping, Sequence

import pandas as pd

from phare.adopt.match import Side
from phare.contracts import ANY, CODEBOOK, RECORDS

Column = tuple[str, str | None, Mapping[str, str], Sequence[object]]


def side(*columns: Column, missing: Mapping[str, Mapping[str, str]] | None = None) -> Side:
    """Return a file: name, label, code -> label, values of each column."""
    records = pd.DataFrame({name: pd.Series(values) for name, _, _, values in columns})
    about = [
        ("asked-2020", name, code, label, text, None, _type(records[name]), None)
        for name, label, labels, _ in columns
        for code, text in [(ANY, None), *labels.items()]
    ]
    records.insert(0, "wave", "asked-2020")
    records.insert(1, "row", range(1, len(records) + 1))
    codebook = CODEBOOK.check(pd.DataFrame(about, columns=CODEBOOK.names), "asked")
    return Side(RECORDS.check(records, "asked"), codebook, missing)


def _type(column: pd.Series) -> str:
    return "number" if pd.api.types.is_numeric_dtype(column) else "text"
