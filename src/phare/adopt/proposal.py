"""The card that is proposed for a new wave, as YAML will hold it."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from phare.adopt.changes import classes_of
from phare.adopt.codes import categories_of, cited_of, reads_numbers
from phare.adopt.match import Matching
from phare.adopt.needs import needs_of
from phare.adopt.notes import Note
from phare.adopt.verdicts import Line
from phare.config.adopted import UNWRITTEN
from phare.config.adoption import Adoption
from phare.config.card import Card, Mapping
from phare.config.study import Study

Entry = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """What adoption hands to a person.

    crosswalk, several, dropped, not_used : sections of the card; `lines` says from which line
        of the matching each study variable comes
    needs : dropped study variable -> what of the study loses it
    notes : of the file as a whole
    """

    wave: str
    like: str
    respondent_id: str
    crosswalk: dict[str, Entry]
    several: dict[str, Entry]
    dropped: dict[str, Entry]
    not_used: dict[str, str]
    lines: dict[str, tuple[Line, ...]]
    matching: Matching = field(repr=False)
    margins: str | None = None
    needs: Map[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def proposed(
    wave: str, card: Card, study: Study, matching: Matching, settings: Adoption,
    notes: tuple[Note, ...] = (),
) -> Proposal:  # fmt: skip
    """Return the proposal for `wave` beside the wave of `card`."""
    making = _Making(card, study, matching, settings)
    for variable, mapping in card.crosswalk.items():
        if mapping.parent is None:
            making.delivered(variable, mapping)
    for variable, mapping in card.crosswalk.items():
        if mapping.parent is not None:
            making.derived(variable, mapping)
    order = list(card.crosswalk)
    crosswalk = {name: making.crosswalk[name] for name in order if name in making.crosswalk}
    dropped = dict(
        sorted(
            making.dropped.items(),
            key=lambda one: (not needs_of(study, card.wave, one[0]), order.index(one[0])),
        )
    )
    return Proposal(
        wave, card.wave, making.identifier(), crosswalk, making.several(), dropped,
        making.not_used(), making.lines, matching,
        card.margins_name if card.margins_name in study.margins else None,
        {name: needs_of(study, card.wave, name) for name in dropped}, notes,
    )  # fmt: skip


class _Making:
    """Makes the lines of a card, one study variable after the other."""

    def __init__(self, card: Card, study: Study, matching: Matching, settings: Adoption) -> None:
        self.card, self.study, self.settings = card, study, settings
        self.matching = matching
        self.found: dict[str, Line] = {
            line.old.name: line
            for line in matching.lines
            if line.old is not None and line.verdict != "new" and not _tied(line, settings)
        }
        self.crosswalk: dict[str, Entry] = {}
        self.dropped: dict[str, Entry] = {}
        self.lines: dict[str, tuple[Line, ...]] = {}

    def delivered(self, variable: str, mapping: Mapping) -> None:
        """Make the line of a variable that comes from columns of the file."""
        lines = {source: self.found.get(source) for source in mapping.sources}
        known = {source: line for source, line in lines.items() if line is not None}
        sure = any(line.verdict == "sure" for line in known.values())
        if variable == self.card.design.weight and not sure and self._weights() > 1:
            entry: Entry = {"source": UNWRITTEN, "relation": "other", "confirmed": "no"}
            self.crosswalk[variable] = entry
            return
        if not known or (mapping.ratio is not None and len(known) < 2):
            self.dropped[variable] = {"confirmed": "no"}
            return
        first = next(iter(known.values()))
        self.lines[variable] = tuple(known.values())
        if first.relation == "classed" and mapping.items is None:
            self.dropped[variable] = {
                "relation": "classed", "source": first.new.name,
                "why": first.notes[-1].said("en"), "confirmed": "no",
            }  # fmt: skip
            return
        entry = {}
        if mapping.items is not None:
            entry["items"] = {
                item: known[source].new.name
                for item, source in mapping.items.items() if source in known
            }  # fmt: skip
        elif mapping.ratio is not None:
            entry["ratio"] = [known[source].new.name for source in mapping.ratio]
        else:
            entry["source"] = first.new.name
        self._unreadable(variable, mapping, known, entry)
        if first.relation == "derived":
            entry["subtracted_from"] = UNWRITTEN
        entry |= self._answers(variable, mapping, known)
        if mapping.asked_if is not None:
            entry["asked_if"] = {name: list(kept) for name, kept in mapping.asked_if.items()}
        if first.new.label and mapping.items is None and mapping.ratio is None:
            entry["label"] = first.new.label
        self.crosswalk[variable] = entry | _story(tuple(known.values()))

    def _unreadable(
        self, variable: str, mapping: Mapping, lines: dict[str, Line], entry: Entry
    ) -> None:
        """Leave out of `entry` the columns that no longer hold the numbers the study reads."""
        about = self.study.variables.variables.get(variable)
        if mapping.categories is not None or about is None or about.type in ("multiple", "text"):
            return
        gone = {line.new.name for line in lines.values() if not reads_numbers(line)}
        if entry.get("source") in gone:
            entry["source"] = UNWRITTEN
        for item, source in entry.get("items", {}).items():
            if source in gone:
                entry["items"][item] = UNWRITTEN
        if "ratio" in entry:
            entry["ratio"] = [UNWRITTEN if one in gone else one for one in entry["ratio"]]

    def _weights(self) -> int:
        """Return how many columns may be the weight; a person chooses where there are several."""
        return sum(one.role == "weight" and one.kind == "number" for one in self.matching.new)

    def _answers(self, variable: str, mapping: Mapping, lines: dict[str, Line]) -> Entry:
        about = self.study.variables.variables.get(variable)
        if about is not None and about.type == "multiple":
            return cited_of(mapping, list(lines.values()))
        entry = categories_of(mapping, list(lines.values()))
        if mapping.classes is not None:
            entry["classes"] = mapping.classes.model_dump(mode="json", exclude_defaults=True)
        return entry

    def derived(self, variable: str, mapping: Mapping) -> None:
        """Make the line of a variable that comes from another one."""
        parent = str(mapping.parent)
        if parent in self.crosswalk:
            entry = mapping.model_dump(mode="json", exclude_defaults=True)
            for key in ("confirmed", "relation", "score", "others"):
                entry.pop(key, None)
            self.crosswalk[variable] = {**entry, "confirmed": "no"}
        elif (classed := self._from_classes(parent, mapping)) is not None:
            self.crosswalk[variable] = classed
            self.lines[variable] = self.lines[parent]
        else:
            self.dropped[variable] = {"why": f"made from {parent}", "confirmed": "no"}

    def _from_classes(self, parent: str, mapping: Mapping) -> Entry | None:
        """Return the line that reads a variable of classes where the file now delivers classes."""
        gone = self.dropped.get(parent, {})
        if gone.get("relation") != "classed" or mapping.classes is None:
            return None
        (line,) = self.lines[parent]
        edges, names = mapping.classes.breaks, mapping.classes.categories
        held: dict[str, list[str]] = {}
        for code, low, high in classes_of(line.new) or ():
            inside = [
                name for name, a, b in zip(names, edges, edges[1:], strict=False)
                if a <= low and (high <= b or (high == float("inf") and b == edges[-1]))
            ]  # fmt: skip
            inside = inside or [names[0]] * (low == -float("inf") and high <= edges[1])
            held.setdefault(inside[0] if inside else UNWRITTEN, []).append(code)
        categories: Entry = {
            name: {"code": codes} for name, codes in held.items() if name != UNWRITTEN
        }
        if UNWRITTEN in held:
            categories[UNWRITTEN] = {"code": held[UNWRITTEN]}
        return {"source": line.new.name, "categories": categories} | _story((line,))

    def identifier(self) -> str:
        """Return the column that identifies respondents, to be typed where nothing is near."""
        line = self.found.get(self.card.respondent_id)
        return line.new.column if line is not None and line.lead > 0 else UNWRITTEN

    def several(self) -> dict[str, Entry]:
        """Return the questions with several answers that a line reads."""
        read = _read(self.crosswalk)
        found: dict[str, Entry] = {}
        for one in self.matching.several:
            unread = [code for code in one.codes if one.piece(code) not in read]
            if len(unread) == len(one.codes):
                continue
            found[one.name] = {
                "columns": list(one.columns),
                **({"separator": one.separator} if one.separator is not None else {}),
                "empty": UNWRITTEN,
                **({"not_used": unread} if unread else {}),
                "confirmed": "no",
            }
        return found

    def not_used(self) -> dict[str, str]:
        """Return the columns that no line reads, with a reason for each."""
        read = _read(self.crosswalk) | {self.identifier()}
        held = {column for one in self.matching.several for column in one.columns}
        found = {
            line.new.column: _unread(line)
            for line in self.matching.lines
            if line.new.name == line.new.column and line.new.column not in read | held
        }
        used = self.several()
        unread = [one for one in self.matching.several if one.name not in used]
        return found | {column: "several answers" for one in unread for column in one.columns}


def _unread(line: Line) -> str:
    if line.verdict == "new" or line.old is None:
        return "new question"
    if line.verdict == "choose":
        return f"perhaps {line.old.name}, not sure"
    return f"continues {line.old.name}, which the study does not use"


def _read(crosswalk: Map[str, Entry]) -> set[str]:
    read: set[str] = set()
    for entry in crosswalk.values():
        read |= set(entry.get("items", {}).values()) | set(entry.get("ratio", []))
        read |= {entry["source"]} if "source" in entry else set()
    return read


def _tied(line: Line, settings: Adoption) -> bool:
    """Whether another candidate is too close: nothing is proposed then."""
    return line.verdict == "choose" and line.lead < settings.thresholds.tie


def _story(lines: tuple[Line, ...]) -> Entry:
    """Return how the line came about, of its least certain column."""
    worst = min(lines, key=lambda line: line.total)
    relations = {line.relation for line in lines} - {"same"}
    relation = relations.pop() if len(relations) == 1 else ("same" if not relations else "other")
    entry: Entry = {
        "relation": relation,
        "confirmed": "no",
        "score": {
            "verdict": _least(lines),
            "total": round(worst.total, 2), "lead": round(worst.lead, 2), "parts": dict(worst.parts)
        },
    }  # fmt: skip
    if worst.others and worst.verdict != "sure":
        entry["others"] = [
            {"source": name, "total": round(total, 2)} for name, total in worst.others
        ]
    return entry


def _least(lines: tuple[Line, ...]) -> str:
    """Return the verdict that asks most of a person."""
    verdicts = {line.verdict for line in lines}
    return next(one for one in ("choose", "look", "sure") if one in verdicts)


def lost(proposal: Proposal) -> list[tuple[str, tuple[str, ...]]]:
    """Return the dropped variables and what needs them, those that are needed first."""
    return [(name, tuple(proposal.needs.get(name, ()))) for name in proposal.dropped]
