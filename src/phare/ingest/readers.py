"""SPSS, Stata and SAS files; the only module that knows pyreadstat."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from phare.config import code_text
from phare.config.reader import Reader
from phare.contracts import refuse
from phare.ingest.delivery import Finding, Source, SourceVariable, Type
from phare.ingest.headings import headings

_SPSS, _STATA, _SAS = "SPSS", "Stata", "SAS"
FAMILIES = {
    ".sav": _SPSS, ".zsav": _SPSS, ".por": _SPSS, ".dta": _STATA, ".sas7bdat": _SAS,
    ".xpt": _SAS, ".xpt5": _SAS, ".xpt8": _SAS,
}  # fmt: skip

# What the display format says of a number. Formats that show part of a date (a month, a
# quarter) leave it a number.
_FORMATS: dict[str, tuple[tuple[Type, re.Pattern[str]], ...]] = {
    _SPSS: (
        ("datetime", re.compile(r"DATETIME|YMDHMS")),
        ("date", re.compile(r"[AEJS]?DATE\d*")),
        ("time", re.compile(r"D?TIME|MTIME")),
    ),
    _STATA: (("datetime", re.compile(r"%-?t[cC]")), ("date", re.compile(r"%-?t?d"))),
    _SAS: (
        ("datetime", re.compile(r"DATETIME|DATEAMPM|MDYAMPM|NLDATM|DTDATE|[EB]8601D[TNZ]")),
        ("date", re.compile(r"DATE|DDMMYY|MMDDYY|YYMMDD|WEEKDAT|WORDDAT|NLDATE|[EB]8601DA")),
        ("time", re.compile(r"TIME|TOD|HHMM|[EB]8601TM")),
    ),
}  # fmt: skip
_ORIGINS = {
    _SPSS: np.datetime64("1582-10-14", "ms"),
    _STATA: np.datetime64("1960-01-01", "ms"),
    _SAS: np.datetime64("1960-01-01", "ms"),
}
_DAY = 86_400_000
_LATEST = 2.0**56  # milliseconds, two million years: further away, a number is no date


def read_statistical(path: Path, reader: Reader) -> Source:
    """Return what a .sav, .zsav, .por, .dta, .sas7bdat or .xpt file holds.

    User-missing values stand as delivered. Where the file cannot be parsed, pyreadstat's
    own exceptions leave this function.
    """
    family = FAMILIES[path.suffix.lower()]
    delivered, meta = _parse(path, reader)
    names, findings = headings(meta.column_names, str(path))
    labels = _value_labels(path, reader, meta)
    sets, noted = _sets(meta, dict(zip(meta.column_names, names, strict=True)))
    values: dict[str, pd.Series] = {}
    variables, tagged = [], []
    for given, name in zip(meta.column_names, names, strict=True):
        kind = _type(family, meta, given)
        column, tags = _column(delivered.pop(given), kind)
        tagged += [(row, name, tag) for row, tag in tags]
        values[name] = _typed(column, kind, family)
        variables.append(
            SourceVariable(
                name,
                kind,
                meta.column_names_to_labels[given] or None,
                labels.get(given, {}),
                _missing(meta.missing_ranges.get(given, ())),
                tuple(sorted({tag for _, tag in tags})),
                sets.get(name),
            )
        )
    lines = pd.DataFrame(values, columns=names)
    lines.index = pd.RangeIndex(1, len(lines) + 1)
    notes = [*findings, *noted, *_notes(path, meta)]
    return Source(lines, tuple(variables), tuple(notes), tuple(tagged))


def _parse(path: Path, reader: Reader) -> tuple[pd.DataFrame, Any]:
    """Return the values as pyreadstat gives them, and its description of the file."""
    options: dict[str, Any] = {"disable_datetime_conversion": True}
    read: Any
    match path.suffix.lower():
        case ".sav" | ".zsav":
            read = pyreadstat.read_sav
        case ".dta":
            read = pyreadstat.read_dta
        case ".sas7bdat":
            read = pyreadstat.read_sas7bdat
        case ".por":
            read = pyreadstat.read_por
        case _:
            read = pyreadstat.read_xport
    if read is not pyreadstat.read_por:  # which is always UTF-8 or ASCII
        options["encoding"] = reader.encoding
    if read not in (pyreadstat.read_por, pyreadstat.read_xport):
        options["user_missing"] = True
    delivered, meta = read(path, **options)
    return delivered, meta


def _type(family: str, meta: Any, name: str) -> Type:
    if meta.readstat_variable_types[name].startswith("string"):
        return "text"
    shown = meta.original_variable_types[name] or ""
    for kind, pattern in _FORMATS[family]:
        if pattern.match(shown):
            return kind
    return "number"


def _column(values: pd.Series, kind: Type) -> tuple[Any, list[tuple[int, str]]]:
    """Return the values as an array, and (row, tag) of the tagged missing ones."""
    if kind == "text":
        return values, []
    try:
        return np.array(values, dtype="float64"), []
    except ValueError:
        pass
    tags = [(row, value) for row, value in enumerate(values, 1) if isinstance(value, str)]
    plain = [None if isinstance(value, str) else value for value in values]
    return np.array(plain, dtype="float64"), [(row, f".{tag.lower()}") for row, tag in tags]


def _typed(values: Any, kind: Type, family: str) -> pd.Series:
    if kind == "text":
        return pd.Series(values, dtype="str")
    if kind in ("number", "time"):
        return pd.Series(values)
    if family == _STATA:
        unit = _DAY if kind == "date" else 1
    else:
        unit = _DAY if family == _SAS and kind == "date" else 1000
    moments = values * unit
    moments[~(np.abs(moments) < _LATEST)] = np.nan
    missing = np.isnan(moments)
    steps = np.where(missing, 0, moments).round().astype("int64").astype("timedelta64[ms]")
    dates = _ORIGINS[family] + steps
    dates[missing] = np.datetime64("NaT")
    return pd.Series(dates)


def _value_labels(path: Path, reader: Reader, meta: Any) -> dict[str, dict[str, str]]:
    """Return variable -> code -> label; a tagged missing value is the code `.a`."""
    delivered = dict(meta.variable_value_labels)
    if reader.catalogue is not None:
        catalogue = path.with_name(reader.catalogue)
        if not catalogue.is_file():
            raise refuse(
                str(path), f"no catalogue '{reader.catalogue}' beside it", "that file",
                "put it there or correct reader.catalogue in the card",
            )  # fmt: skip
        _, formats = pyreadstat.read_sas7bcat(catalogue, encoding=reader.encoding)
        for name, shown in meta.variable_to_label.items():
            delivered.setdefault(name, formats.value_labels.get(shown, {}))
    found: dict[str, dict[str, str]] = {}
    for name, labels in delivered.items():
        text = meta.readstat_variable_types[name].startswith("string")
        # In a numeric variable a code that is a letter is a tag.
        codes = {
            code if text or not isinstance(code, str) else f".{code.lower()}": label
            for code, label in labels.items()
        }
        found[name] = {code_text(code): label for code, label in codes.items()}
    return found


def _missing(ranges: Any) -> tuple[str, ...]:
    return tuple(
        code_text(one["lo"])
        if one["lo"] == one["hi"]
        else f"{code_text(one['lo'])} thru {code_text(one['hi'])}"
        for one in ranges
    )


def _sets(meta: Any, renamed: dict[str, str]) -> tuple[dict[str, str], list[Finding]]:
    """Return variable -> the names of its multiple-response sets, and each set's own words."""
    members: dict[str, list[str]] = {}
    findings = []
    for name, one in sorted((meta.mr_sets or {}).items()):
        for variable in one["variable_list"]:
            members.setdefault(renamed.get(variable, variable), []).append(name)
        form = f"cited is {one['counted_value']}" if one["is_dichotomy"] else "codes"
        label = f": {one['label']}" if one["label"] else ""
        findings.append(Finding("multiple_response_set", name, form + label))
    return {variable: ", ".join(names) for variable, names in members.items()}, findings


def _notes(path: Path, meta: Any) -> list[Finding]:
    found = []
    if meta.file_encoding:
        found.append(Finding("encoding", path.name, meta.file_encoding.lower()))
    if meta.file_label:
        found.append(Finding("file_label", path.name, meta.file_label))
    found += [Finding("note", f"note {n}", note) for n, note in enumerate(meta.notes or (), 1)]
    return found
