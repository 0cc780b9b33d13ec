"""The tables of a methodological note, each from one table that an earlier stage made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from phare import numbers
from phare.config.notes import NoteSlice
from phare.contracts import TOTAL
from phare.publish.captions import Captions
from phare.publish.note_figures import Figures, withheld
from phare.publish.note_steps import disposition_told, margin_told
from phare.publish.note_wording import known, said
from phare.publish.reasons import reason_told
from phare.publish.table import Cell, Column, Row, Table
from phare.publish.wording import word

Line = dict[str, Any]


@dataclass(frozen=True)
class NoteTables:
    """What earlier stages made of a wave, or of more waves.

    dispositions : DISPOSITIONS
    weight_summary : WEIGHT_SUMMARY of every scheme
    margin_shares : MARGIN_SHARES of the reference scheme, or of more
    precision : PRECISION of every scheme
    published_check : PUBLISHED_CHECK
    """

    dispositions: pd.DataFrame
    weight_summary: pd.DataFrame
    margin_shares: pd.DataFrame
    precision: pd.DataFrame
    published_check: pd.DataFrame


class NoteTelling:
    """The tables of one note in one language; None where a table would have no row."""

    def __init__(self, about: NoteSlice, language: str, given: NoteTables) -> None:
        self.about, self.language, self.given = about, language, given
        self.figures = Figures(language)

    def whole(self) -> Line:
        """Return the row of PRECISION of all respondents under the reference scheme."""
        return self._sizes(self.about.reference_scheme)[0]

    def lines(self) -> dict[str, int]:
        """Return disposition -> lines of the delivered file."""
        rows = self._rows(self.given.dispositions)
        return {row["disposition"]: int(row["n"]) for row in rows}

    def respondents(self) -> Table:
        rows = [
            Row((), disposition_told(name, self.about, self.language),
                (self.figures.count(n),), total=name == "kept")
            for name, n in self.lines().items()
        ]  # fmt: skip
        return self._table("respondents", "line", {"lines": "value"}, rows)

    def margins(self) -> Table | None:
        reference = self.about.reference_scheme
        found = [one for one in self._rows(self.given.margin_shares) if one["scheme"] == reference]
        if not found:
            return None
        columns = {
            "target_total": "n", "target": "share", "unweighted": "share", "weighted": "value",
            "gap": "gap",
        }  # fmt: skip
        notes = [said("gap_note", self.language), *self._reasons(found)]
        rows = [self._margin(one) for one in found]
        return self._table("margins", "category", columns, rows, notes)

    def weights(self) -> Table:
        columns = {
            "n": "n", "min": "min", "max": "max", "cv": "cv", "deff": "deff",
            "effective": "value", "margin_brief": "value",
        }  # fmt: skip
        rows = [row for scheme in self.about.schemes for row in self._scheme(scheme)]
        notes = [said("weights_note", self.language)]
        return self._table("weights", "step", columns, rows, notes)

    def precision(self) -> Table:
        columns = {"n": "n", "effective": "n", "margin": "value", "plain": "plain"}
        found = [one for one in self._sizes(self.about.reference_scheme) if one["n"]]
        notes = [
            said("precision_note", self.language, confidence=self.confidence),
            *self._reasons(found),
        ]
        rows = [self._level(one) for one in found]
        return self._table("precision", "subgroup", columns, rows, notes)

    def checked(self) -> Table | None:
        found = self._rows(self.given.published_check)
        if not found:
            return None
        columns = {
            "printed": "printed", "reproduced": "value", "interval": "interval",
            "verdict": "text", "status": "text",
        }  # fmt: skip
        rows = [self._checked(one) for one in found]
        order = list(dict.fromkeys(row.headings for row in rows))
        rows.sort(key=lambda row: order.index(row.headings))
        return self._table(
            "checked", "figure", columns, rows, [said("checked_note", self.language)]
        )  # fmt: skip

    @property
    def confidence(self) -> str:
        return numbers.decimal(100 * self.about.confidence, 0, self.language)

    def _rows(self, frame: pd.DataFrame) -> list[Line]:
        own = frame[frame["wave"] == self.about.wave]
        rows: list[Line] = own.astype("object").where(own.notna(), None).to_dict("records")
        return rows

    def _sizes(self, scheme: str) -> list[Line]:
        return [one for one in self._rows(self.given.precision) if one["scheme"] == scheme]

    def _margin(self, one: Line) -> Row:
        about = self.about.margins.get(one["margin"])
        words = about.categories.get(one["category"]) if about else None
        label = words[self.language] if words else self._category(one["category"])
        share = self.figures.share
        return Row(
            (self._set(margin_told(one["margin"], self.about, self.language)),),
            self._set(label),
            (
                self.figures.count(one["target"]),
                share(one["target_share"]),
                withheld(one) or share(one["unweighted_share"]),
                share(one["weighted_share"]),
                self.figures.points(one["gap"], sign=True),
            ),
        )

    def _category(self, category: str) -> str:
        return said("no_answer", self.language) if category == "missing" else category

    def _scheme(self, scheme: str) -> list[Row]:
        """The steps of the reference scheme; the last step of another."""
        steps = [one for one in self._rows(self.given.weight_summary) if one["scheme"] == scheme]
        label = self.about.schemes[scheme][self.language]
        whole = self._sizes(scheme)[0]
        if scheme != self.about.reference_scheme:
            heading = said("others", self.language)
            return [self._weights(heading, label, one, whole) for one in steps[-1:]]
        heading = said("steps_of", self.language, scheme=label)
        return [
            self._weights(heading, self._step(one["step"]), one, whole if one is steps[-1] else {})
            for one in steps
        ]

    def _step(self, step: str) -> str:
        kind = f"step_{step.partition('_')[0]}"
        return said(kind, self.language) if known(kind) else step

    def _weights(self, heading: str, label: str, one: Line, whole: Line) -> Row:
        number = self.figures.number
        margin = whole.get("margin_of_error")
        return Row(
            (heading,),
            self._set(label),
            (
                self.figures.count(one["n"]),
                number(one["min"], 1),
                number(one["max"], 1),
                number(one["cv"], 2),
                number(one["deff_kish"], 2),
                self.figures.count(one["n_effective"]),
                Cell("") if margin is None else self.figures.width(margin),
            ),
            total=bool(whole) and one["scheme"] == self.about.reference_scheme,
        )

    def _level(self, one: Line) -> Row:
        domain = self.about.domains.get(one["domain"])
        level = domain.levels.get(one["level"]) if domain else None
        label = level[self.language] if level else one["level"]
        whole = one["domain"] == TOTAL
        hidden = withheld(one)
        careful = one["quality"] == "caution"
        shown = (
            self.figures.count(one["n"]),
            self.figures.count(one["n_effective"]),
            self.figures.width(one["margin_of_error"], careful),
            self.figures.width(one["margin_if_unweighted"]),
        )
        return Row(
            () if whole else (self._set(domain.label[self.language] if domain else one["domain"]),),
            word("total", self.language) if whole else self._set(label),
            (hidden,) * 4 if hidden else shown,
            total=whole,
        )

    def _checked(self, one: Line) -> Row:
        words = self.about.indicators.get(one["indicator"])
        heading = words.label[self.language] if words else one["indicator"].replace("_", " ")
        found = self.figures.published
        verdict = "covered" if one["verdict"] == "differs" and one["covered"] else one["verdict"]
        return Row(
            (self._set(heading),),
            self._set(self._figure(one)),
            (
                found(one["value"], one),
                self._reproduced(one),
                self.figures.published_interval(one),
                self._text(said(f"verdict_{verdict}", self.language)),
                self._text(said(f"status_{one['status']}", self.language)),
            ),
        )

    def _reproduced(self, one: Line) -> Cell:
        if one["verdict"] == "suppressed":
            return Cell("s", standing="suppressed")
        return self.figures.published(one["reproduced"], one)

    def _figure(self, one: Line) -> str:
        """Return what a published figure is of, answer and subgroup, and where it was printed."""
        words = self.about.indicators.get(one["indicator"])
        category = words.categories.get(one["category"]) if words else None
        parts = []
        if one["category"] != TOTAL:
            parts.append(category[self.language] if category else one["category"])
        domain = self.about.domains.get(one["domain"])
        if one["level"] != TOTAL:
            level = domain.levels.get(one["level"]) if domain else None
            parts.append(level[self.language] if level else one["level"])
        return f"{' – '.join(parts) or word('total', self.language)} [{one['source']}]"

    def _text(self, text: str) -> Cell:
        return Cell(self._set(text), standing="ok")

    def _reasons(self, found: Iterable[Line]) -> list[str]:
        reasons = {(one["quality"], one["reason"]) for one in found if one["quality"] != "ok"}
        return [
            said("suppressed_size", self.language, reason=reason_told(reason, self.language))
            if quality == "suppressed"
            else self._set(
                word("caution", self.language, reason=reason_told(reason, self.language))
            )
            for quality, reason in sorted(reasons)
        ]

    def _table(
        self,
        name: str,
        stub: str,
        columns: dict[str, str],
        rows: Iterable[Row],
        notes: Iterable[str] = (),
    ) -> Table:
        words = Captions(said(name, self.language), (), "", tuple(notes), (), "")
        heads = tuple(Column((self._head(one),), measure) for one, measure in columns.items())
        return Table(name, self.language, words, said(stub, self.language), heads, tuple(rows))

    def _head(self, name: str) -> str:
        if name in ("n", "interval"):
            return self._set(word(name, self.language, confidence=self.confidence))
        return said(name, self.language)

    def _set(self, text: str) -> str:
        return numbers.typeset(text, self.language)
