"""Every wave of a population side by side, to be edited by people and read back with checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phare.adopt.blocks import with_block
from phare.adopt.card import entry_block
from phare.adopt.confirm import lines_of
from phare.config.adopted import UNWRITTEN
from phare.config.base import code_text
from phare.config.variables import Variables
from phare.errors import Problems, nearest

HEAD = ("variable", "category", "label")
PARTS = ("column or codes", "labels", "confirmed")
_KINDS = ("refused", "dont_know", "not_asked", "not_applicable", "no_answer")
Row = tuple[str, ...]


def sheet_rows(cards: Mapping[str, str], variables: Variables) -> list[Row]:
    """Return the rows of the sheet, headings first.

    A row per study variable, then one per category, kind of missing answer and `???` of it;
    for each wave the column or codes, their labels, and who confirmed.

    Parameters
    ----------
    cards : wave -> text of its card
    """
    lines = {wave: lines_of(text) for wave, text in cards.items()}
    rows: list[Row] = [(*HEAD, *(f"{wave}: {part}" for wave in cards for part in PARTS))]
    for name, about in variables.variables.items():
        held = {wave: of_wave[name] for wave, of_wave in lines.items() if name in of_wave}
        if not held:
            continue
        cells = [_column(held.get(wave)) for wave in cards]
        rows.append((name, "", about.label.fr, *(cell for part in cells for cell in part)))
        known = variables.categories(name)
        extra = [
            k for k in (*_KINDS, UNWRITTEN) if any(k in _entries(line) for line in held.values())
        ]
        for category in [*known, *extra]:
            label = known[category].fr if category in known else ""
            cells = [_codes(held.get(wave), category) for wave in cards]
            rows.append((name, category, label, *(cell for part in cells for cell in part)))
    return rows


def _column(line: Mapping[str, Any] | None) -> Row:
    if line is None:
        return ("", "", "")
    columns = (
        [line["source"]]
        if "source" in line
        else [*line.get("items", {}).values(), *line.get("ratio", [])]
    )
    by = line.get("confirmed")
    signed = f"{by['by']} {by['on']}" if isinstance(by, dict) else str(by or "")
    return ("; ".join(map(str, columns)), str(line.get("label") or ""), signed)


def _entries(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**(line.get("categories") or {}), **(line.get("missing") or {})}


def _codes(line: Mapping[str, Any] | None, category: str) -> Row:
    entry = _entries(line).get(category) if line is not None else None
    if entry is None:
        return ("", "", "")
    about = entry if isinstance(entry, dict) else {"code": entry}
    return (_joined(about.get("code", about.get("label"))), _joined(about.get("label")), "")


def _joined(value: Any) -> str:
    values = [] if value is None else value if isinstance(value, list | tuple) else [value]
    return "; ".join(code_text(one) for one in values)


def with_sheet(
    text: str, wave: str, rows: Sequence[Row], variables: Variables, where: str
) -> tuple[str, list[str]]:
    """Return the card of a wave as an edited sheet says it, and the lines that changed.

    Raises
    ------
    PhareError
        With every row that names no line or category, every code that stands twice, and every
        change to a line that was confirmed.
    """
    at = _place(rows, wave, where)
    lines, problems = lines_of(text), Problems()
    asked: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):
        name, category, cell = row[0], row[1], row[at]
        place = f"{where}: row {number}"
        if name not in variables.variables:
            problems.add(place, f"'{name}'", "a study variable", nearest(name, variables.variables))
        elif category and category not in (*variables.categories(name), *_KINDS, UNWRITTEN):
            problems.add(place, f"'{category}'", f"a category of {name}",
                         nearest(category, variables.categories(name)))  # fmt: skip
        else:
            asked.setdefault(name, {})[category] = cell
    changed = []
    for name, cells in asked.items():
        if name not in lines or not (
            now := _edited(lines[name], cells, f"{where}: {name}", problems)
        ):
            continue
        if isinstance(lines[name].get("confirmed"), dict):
            problems.add(f"{where}: {name}", "a change", "nothing: the line was confirmed",
                         "change the card itself, and its confirmation")  # fmt: skip
        text = with_block(text, "crosswalk", name, entry_block(name, now))
        changed.append(name)
    problems.raise_if_any()
    return text, changed


def _place(rows: Sequence[Row], wave: str, where: str) -> int:
    heading = f"{wave}: {PARTS[0]}"
    if not rows or heading not in rows[0] or rows[0][0] != HEAD[0]:
        problems = Problems()
        problems.add(where, "other headings", f"those of phare sheet, '{heading}' among them",
                     "write the sheet again with phare sheet and edit that one")  # fmt: skip
        problems.raise_if_any()
    return rows[0].index(heading)


def _edited(
    line: Mapping[str, Any], cells: Mapping[str, str], where: str, problems: Problems
) -> dict[str, Any] | None:
    """Return the line as the cells say it; None where they say what it says."""
    before = {"": _column(line)[0], **{name: _codes(line, name)[0] for name in cells if name}}
    if all(_parts(cells[name]) == _parts(before[name]) for name in cells):
        return None
    now = dict(line)
    if "source" in line and cells.get("", before[""]) != before[""]:
        now["source"] = cells[""].strip() or UNWRITTEN
    owners: dict[str, str] = {}
    categories: dict[str, Any] = {}
    missing: dict[str, Any] = {}
    labels = _labels(line)
    as_labels = bool(labels) and all("code" not in e for e in _dicts(line))
    for name in (one for one in cells if one):
        codes = _parts(cells[name])
        for code in codes:
            if owners.setdefault(code, name) != name:
                problems.add(where, f"code {code} under both {owners[code]} and {name}", "each code once",
                             "remove one of the two")  # fmt: skip
        if not codes:
            continue
        if name in _KINDS:
            missing[name] = codes
        elif as_labels:
            categories[name] = {"label": _one(codes)}
        else:
            said = [labels[code] for code in codes if code in labels]
            whole = {"label": _one(said)} if len(said) == len(codes) else {}
            categories[name] = {"code": _one(codes), **whole}
    for key, held in (("categories", categories), ("missing", missing)):
        if held:
            now[key] = held
        else:
            now.pop(key, None)
    return now


def _one(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _dicts(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in (line.get("categories") or {}).values() if isinstance(one, dict)]


def _labels(line: Mapping[str, Any]) -> dict[str, str]:
    """Return code -> label, as the line has them."""
    found: dict[str, str] = {}
    for entry in _dicts(line):
        codes, said = (
            _parts(_joined(entry.get("code", entry.get("label")))),
            _parts(_joined(entry.get("label"))),
        )
        if len(codes) == len(said):
            found |= dict(zip(codes, said, strict=True))
    return found
