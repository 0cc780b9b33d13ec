"""A delivered file in, a Delivery out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from phare.config.reader import Reader
from phare.contracts import FINDINGS, RECORDS, TAGGED, refuse
from phare.ingest.codebook import codebook
from phare.ingest.columns import decimal_votes, typed_cells, typed_text
from phare.ingest.confine import Limits, confined
from phare.ingest.delimited import read_delimited
from phare.ingest.delivery import Delivery, Finding, Source
from phare.ingest.lines import check_identifier, identifier_findings, stray_lines
from phare.ingest.readers import FAMILIES, read_statistical
from phare.ingest.workbook import read_workbook

_READERS: dict[str, Callable[[Path, Reader], Source]] = {
    ".csv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    **dict.fromkeys(FAMILIES, read_statistical),
}


def ingest(
    path: Path,
    wave: str,
    reader: Reader,
    identifier: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
) -> Delivery:
    """Return a delivered file as RECORDS, CODEBOOK, TAGGED and FINDINGS.

    Parameters
    ----------
    path : .sav .zsav .por .dta .sas7bdat .xpt .xlsx .csv .txt; parsed in a child process
    wave : goes into every key
    reader : what the card says of the file; the rest is detected and reported
    identifier : the column that identifies respondents, as it is called in the file
    limits : time and memory of the child

    Raises
    ------
    PhareError
        When the file is absent, empty, damaged, ambiguous, in another encoding, passes a
        limit or crashes its reader. Repeated identifiers are a finding, not an error.
    """
    path = Path(path)
    if not path.is_file():
        raise refuse(str(path), "no such file", "the delivered file", "put it there")
    if path.suffix.lower() not in _READERS:
        raise refuse(
            str(path), f"a file ending '{path.suffix}'", ", ".join(_READERS),
            "ask for another format, or save it in one",
        )  # fmt: skip
    if path.stat().st_size == 0:
        raise refuse(str(path), "an empty file", "respondents", "ask for the file again")
    return confined(partial(deliver, path, wave, reader, identifier), str(path), limits)


def deliver(path: Path, wave: str, reader: Reader, identifier: str | None) -> Delivery:
    """Do the work of :func:`ingest` in this very process."""
    where = str(path)
    source = _READERS[path.suffix.lower()](path, reader)
    check_identifier(source.lines, identifier, where)
    source, stray = _respondents(source, identifier, where)
    source, noticed = _typed(source, reader, path)
    findings = [*source.findings, *stray, *noticed, *identifier_findings(source.lines, identifier)]
    tagged = pd.DataFrame(source.tagged, columns=["row", "variable", "tag"])
    return Delivery(
        records=_records(source.lines, wave, where),
        codebook=codebook(source.variables, wave, where),
        tagged=TAGGED.check(tagged.assign(wave=wave), where),
        findings=_findings(findings, wave, where),
    )


def _respondents(
    source: Source, identifier: str | None, where: str
) -> tuple[Source, list[Finding]]:
    """Return the source without the lines that are not respondents."""
    if not source.lines.size:
        raise refuse(where, "no respondent", "a line for each", "ask for the file again")
    keep, findings = stray_lines(source, identifier)
    if not keep.any():
        raise refuse(where, "no respondent", "a line for each", "ask for the file again")
    if keep.all():
        return source, findings
    lines = source.lines[keep].apply(_without_unused_categories)
    kept = set(lines.index)
    return replace(
        source, lines=lines, tagged=tuple(one for one in source.tagged if one[0] in kept)
    ), findings


def _without_unused_categories(column: pd.Series) -> pd.Series:
    """Return a column that has forgotten the values of lines left out."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.remove_unused_categories()
    return column


def _typed(source: Source, reader: Reader, path: Path) -> tuple[Source, list[Finding]]:
    """Return the source with a type for each variable, given by its values where unknown."""
    untyped = [one.name for one in source.variables if one.type is None]
    if not untyped:
        empty = [name for name, column in source.lines.items() if column.isna().all()]
        return source, [Finding("empty_column", str(name)) for name in empty]
    columns = {str(name): column for name, column in source.lines.items()}
    texts = source.lines.iloc[:, 0].dtype != object
    findings: list[Finding] = []
    decimal = "."
    if texts:
        decimal, found = _decimal(columns.values(), reader, path)
        findings.append(found)
    variables = []
    for variable in source.variables:
        column = columns[variable.name]
        column, kind, noticed = typed_text(column, decimal) if texts else typed_cells(column)
        columns[variable.name] = column
        variables.append(replace(variable, type=kind))
        findings += noticed
    lines = pd.DataFrame(columns, index=source.lines.index, copy=False)
    return replace(source, lines=lines, variables=tuple(variables)), findings


def _decimal(columns: Iterable[pd.Series], reader: Reader, path: Path) -> tuple[str, Finding]:
    if reader.decimal is not None:
        return reader.decimal, Finding("decimal", path.name, f"{reader.decimal} (declared)")
    votes = decimal_votes(columns)
    if votes["."] and votes[","]:
        raise refuse(
            str(path),
            f"numbers with a point ({', '.join(votes['.'][:3])}) "
            f"and numbers with a comma ({', '.join(votes[','][:3])})",
            "one decimal mark",
            "declare reader.decimal in the card; what is written otherwise stays text",
        )
    decimal = "," if votes[","] else "."
    seen = votes[decimal]
    return decimal, Finding("decimal", path.name, decimal if seen else "none: whole numbers only")


def _records(lines: pd.DataFrame, wave: str, where: str) -> pd.DataFrame:
    head = pd.DataFrame({"wave": wave, "row": lines.index}, index=lines.index)
    records = pd.concat([head, lines], axis="columns").reset_index(drop=True)
    return RECORDS.check(records, where)


def _findings(findings: list[Finding], wave: str, where: str) -> pd.DataFrame:
    rows = [(wave, one.finding, one.place, one.value) for one in dict.fromkeys(findings)]
    return FINDINGS.check(pd.DataFrame(rows, columns=FINDINGS.names, dtype="object"), where)
