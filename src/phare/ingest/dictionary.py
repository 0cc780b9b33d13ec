"""The sheet of a workbook that describes the columns of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from phare.config import code_text
from phare.config.reader import CodebookSheet
from phare.contracts import refuse
from phare.errors import nearest
from phare.ingest.delivery import Finding, SourceVariable

_PARTS = ("variable", "variable_label", "code", "code_label")


@dataclass(frozen=True)
class Sheet:
    """A sheet from its headings on; `above` lines stand over them. Rows end where they end."""

    name: str
    headings: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    above: int = 0


def likeness(sheet: Sheet, headings: tuple[Any, ...]) -> float:
    """Return the largest share of `headings` that one column of `sheet` names."""
    return max(_shares(_entries(sheet), headings), default=0.0)


def described(
    sheet: Sheet, lines: pd.DataFrame, declared: CodebookSheet, where: str
) -> tuple[tuple[SourceVariable, ...], list[Finding]]:
    """Return the variables of `lines` with the labels that `sheet` gives them.

    A row of the sheet names a variable, or stands below one that does. Its columns are the
    declared ones; otherwise the codes are the column whose entries occur among the values,
    the variables' label the first that does not change inside a variable, the codes' label
    the first that is left.

    Raises
    ------
    PhareError
        When a declared heading is not there.
    """
    entries = _entries(sheet)
    names = {str(name).casefold(): str(name) for name in lines.columns}
    places = _declared(sheet, declared, where)
    if "variable" not in places:
        shares = _shares(entries, tuple(lines.columns))
        places["variable"] = shares.index(max(shares))
    listed = entries[places["variable"]].ffill().map(code_text, na_action="ignore")
    known = listed.map(lambda name: names.get(name.casefold()), na_action="ignore")
    unknown = listed[known.isna()].dropna().unique()
    entries = entries.set_axis(known, axis="index")[known.notna().to_numpy()]
    places = _detected(entries, lines, places)
    findings = [Finding("codebook_only", name, sheet.name) for name in unknown]
    absent = [name for name in names.values() if name not in entries.index]
    findings += [Finding("not_in_codebook", name, sheet.name) for name in absent]
    rows = {str(name): of_one for name, of_one in entries.groupby(level=0)}
    variables = tuple(
        _variable(name, rows[name], places) if name in rows else SourceVariable(name)
        for name in names.values()
    )
    return variables, findings


def _entries(sheet: Sheet) -> pd.DataFrame:
    """Return the rows of a sheet as a frame whose columns are numbered."""
    width = max(len(sheet.headings), *(len(row) for row in sheet.rows), 0)
    rows = [(*row, *[None] * (width - len(row))) for row in sheet.rows]
    return pd.DataFrame(rows, columns=range(width), dtype="object")


def _shares(entries: pd.DataFrame, headings: tuple[Any, ...]) -> list[float]:
    wanted = {str(one).strip().casefold() for one in headings if one is not None}
    return [
        len(wanted & {str(one).strip().casefold() for one in entries[place].dropna().unique()})
        / max(len(wanted), 1)
        for place in range(entries.shape[1])
    ]


def _declared(sheet: Sheet, declared: CodebookSheet, where: str) -> dict[str, int]:
    known = {str(one).strip(): place for place, one in enumerate(sheet.headings) if one is not None}
    places = {}
    for part in _PARTS:
        heading = getattr(declared, part)
        if heading is not None and heading not in known:
            raise refuse(
                f"{where}: sheet {sheet.name}", f"no heading '{heading}'", "it",
                nearest(heading, known),
            )  # fmt: skip
        if heading is not None:
            places[part] = known[heading]
    return places


def _detected(entries: pd.DataFrame, lines: pd.DataFrame, places: dict[str, int]) -> dict[str, int]:
    """Return the places of the parts, those that were not declared found by their content."""
    found = dict(places)
    free = [
        place for place in range(entries.shape[1])
        if place not in found.values() and entries[place].notna().any()
    ]  # fmt: skip
    if "code" not in found:
        values = {
            str(name): {code_text(value) for value in lines[name].dropna().unique()}
            for name in entries.index.unique()
        }
        hits = {place: _hits(entries, place, values) for place in free}
        best = max(hits, key=lambda place: hits[place], default=None)
        if best is not None and hits[best] > 0:
            found["code"] = best
            free.remove(best)
    for part, steady in (("variable_label", True), ("code_label", False)):
        fitting = [place for place in free if _steady(entries, place) == steady]
        if part not in found and fitting:
            found[part] = fitting[0]
            free.remove(fitting[0])
    return found


def _hits(entries: pd.DataFrame, place: int, values: dict[str, set[str]]) -> float:
    hit = [code_text(code) in values[str(name)] for name, code in entries[place].dropna().items()]
    return sum(hit) / len(hit) if hit else 0.0


def _steady(entries: pd.DataFrame, place: int) -> bool:
    distinct = entries[place].groupby(level=0).nunique()
    return bool((distinct <= 1).all())


def _variable(name: str, rows: pd.DataFrame, places: dict[str, int]) -> SourceVariable:
    label: str | None = None
    labels: dict[str, str] = {}
    if "variable_label" in places:
        written = rows[places["variable_label"]].dropna()
        label = str(written.iloc[0]).strip() if len(written) else None
    if "code" in places:
        for _, row in rows.dropna(subset=places["code"]).iterrows():
            text = row[places["code_label"]] if "code_label" in places else None
            labels.setdefault(
                code_text(row[places["code"]]), "" if pd.isna(text) else code_text(text)
            )
    return SourceVariable(name, label=label, labels=labels)
