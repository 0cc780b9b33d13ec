"""The names of the columns of a delivered file."""

from __future__ import annotations

from collections.abc import Iterable

from phare.contracts import RECORDS
from phare.errors import Problems
from phare.ingest.delivery import Finding


def headings(delivered: Iterable[object], where: str) -> tuple[list[str], list[Finding]]:
    """Return a distinct name for each column, in order, and what was changed.

    Surrounding blanks go; a column without a name is called by its place; the two names
    that RECORDS needs for itself get the ending `_delivered`.

    Raises
    ------
    PhareError
        For each pair of columns with one name, capitals disregarded.
    """
    problems, findings = Problems(), []
    names: list[str] = []
    seen: dict[str, int] = {}
    for place, given in enumerate(delivered, start=1):
        name = "" if given is None else str(given).strip().strip("\ufeff")
        if not name:
            name = f"column {place}"
            findings.append(Finding("unnamed_column", name, "no heading"))
        if name in RECORDS.names:
            findings.append(Finding("renamed_column", f"{name}_delivered", f"heading '{name}'"))
            name = f"{name}_delivered"
        first = seen.setdefault(name.casefold(), place)
        if first != place:
            problems.add(
                where,
                f"two columns named '{name}' (columns {first} and {place})",
                "each name once, capitals disregarded",
                "rename one of them in the delivered file",
            )
        names.append(name)
    problems.raise_if_any()
    return names, findings
