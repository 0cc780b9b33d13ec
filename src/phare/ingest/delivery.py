"""What ingest hands over, and what a reader hands to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Type = Literal["number", "text", "date", "datetime", "time", "flag"]


@dataclass(frozen=True)
class Delivery:
    """A delivered file, read.

    Parameters
    ----------
    records : RECORDS. Then a column per variable: float64 for numbers (user-missing codes
        stand as delivered; times are seconds), text, datetime64[ms] for dates, boolean.
        `row` counts the lines below the headings, those left out included.
    codebook : CODEBOOK
    tagged : TAGGED; the value itself is missing in `records`
    findings : FINDINGS
    """

    records: pd.DataFrame
    codebook: pd.DataFrame
    tagged: pd.DataFrame
    findings: pd.DataFrame


@dataclass(frozen=True)
class Finding:
    """One thing noticed: what, where (file, column or row), and its value."""

    finding: str
    place: str
    value: str | None = None


@dataclass(frozen=True)
class SourceVariable:
    """What a file says of one of its variables.

    Parameters
    ----------
    type : None where the file has none (text files, workbooks): the values decide
    labels : code -> label, as text
    missing : declared missing codes ("9") and ranges ("5 thru 9")
    tags : tagged missing values (".a")
    set : the multiple-response sets it belongs to
    """

    name: str
    type: Type | None = None
    label: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    set: str | None = None


@dataclass(frozen=True)
class Source:
    """A file as its reader found it.

    Parameters
    ----------
    lines : a row per line below the headings, a column per variable; the index is the
        number of the line, from 1
    tagged : row, variable, tag
    """

    lines: pd.DataFrame
    variables: tuple[SourceVariable, ...]
    findings: tuple[Finding, ...] = ()
    tagged: tuple[tuple[int, str, str], ...] = ()
