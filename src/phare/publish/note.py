"""The methodological note of a wave: how it was asked, weighted, checked, and how far it goes."""

from __future__ import annotations

from pathlib import PurePosixPath

from phare import __version__, numbers
from phare.config.notes import NoteSlice
from phare.publish import fieldwork
from phare.publish.document import Document, Prose
from phare.publish.note_limits import flags, limits
from phare.publish.note_steps import errors_told, margin_told, steps_told
from phare.publish.note_tables import NoteTables, NoteTelling
from phare.publish.note_wording import said
from phare.publish.table import Table
from phare.publish.wording import word

_DIGEST = 16
"""Characters of the digest of a delivered file."""


def build_note(about: NoteSlice, language: str, given: NoteTables) -> Document:
    """Return the note of one wave in one language: every number is one of `given`."""
    return _Note(about, language, given).document()


class _Note:
    def __init__(self, about: NoteSlice, language: str, given: NoteTables) -> None:
        self.about, self.language = about, language
        self.tables = NoteTelling(about, language, given)

    def document(self) -> Document:
        about = self.about
        tables, points = self.tables, self._points
        parts: list[Table | Prose | None] = [
            Prose(self.said("facts"), terms=tuple(self._facts())),
            tables.respondents(),
            Prose(self.said("weighting"), points=steps_told(about, self.language), ordered=True),
            tables.margins(),
            tables.weights(),
            tables.precision(),
            points("flags", flags(about, self.language)),
            tables.checked() or Prose(self.said("checked"), (self.said("checked_none"),)),
            points("assumptions", tuple(self.set(one[self.language]) for one in about.assumptions)),
            points("limits", limits(about, self.language)),
            Prose(self.said("sources"), terms=tuple(self._made()), points=tuple(self._sources())),
        ]
        return Document(
            name=about.name,
            language=self.language,
            title=self.set(about.title[self.language]),
            notice=self.set(about.notice[self.language]) if about.reconstructed else "",
            parts=tuple(one for one in parts if one is not None),
            sources=(self._source(),),
            lead=(self._lead(),),
        )

    def said(self, name: str, **values: object) -> str:
        return said(name, self.language, **values)

    def set(self, text: str) -> str:
        return numbers.typeset(text, self.language)

    def _points(self, heading: str, points: tuple[str, ...]) -> Prose | None:
        return Prose(self.said(heading), points=points) if points else None

    def _lead(self) -> str:
        """Return what the respondents are worth."""
        whole, figures = self.tables.whole(), self.tables.figures
        n, effective = figures.count(whole["n"]).text, figures.count(whole["n_effective"]).text
        return self.said(
            "worth_all" if n == effective else "worth",
            n=n,
            effective=effective,
            margin=figures.points(whole["margin_of_error"]).text,
            plain=figures.points(whole["margin_if_unweighted"]).text,
            confidence=self.tables.confidence,
        )

    def _facts(self) -> list[tuple[str, str]]:
        about, language, lines = self.about, self.language, self.tables.lines()
        figures, work = self.tables.figures, about.about.fieldwork
        kept, delivered = (figures.count(lines[one]).text for one in ("kept", "delivered"))
        facts = [(self.said("universe"), about.about.universe[language])]
        if about.population is not None:
            size = numbers.decimal(about.population, 0, language)
            facts.append((self.said("population"), f"{size} {about.unit[language]}"))
        facts += [
            (self.said("respondents_kept"), self.said("kept_of", kept=kept, delivered=delivered)),
            (self.said("design"), self._design()),
            (self.said("mode"), self._mode()),
            (self.said("fieldwork"), self._dates()),
            (self.said("institute"), self._known(work.institute)),
            (self.said("scheme"), about.schemes[about.reference_scheme][language]),
            (self.said("errors"), errors_told(about, language)),
            (self.said("file"), self._file()),
        ]
        return [(term, self.set(text)) for term, text in facts]

    def _design(self) -> str:
        about, told = self.about, []
        for name, variables in (("strata", about.strata), ("clusters", about.clusters)):
            labels = ", ".join(about.variables[one][self.language] for one in variables)
            if labels:
                told.append(self.said(f"design_{name}", **{name: labels}))
        return "; ".join(told) or self.said("design_simple")

    def _mode(self) -> str:
        mode = self.about.about.fieldwork.mode
        return self._known(mode) if isinstance(mode, str) else mode[self.language]

    def _dates(self) -> str:
        work = self.about.about.fieldwork
        if work.start == work.end == fieldwork.UNKNOWN:
            return self.said("not_told_f")
        return fieldwork.period(work.start, work.end, self.language)

    def _known(self, text: str) -> str:
        return self.said("not_told") if text == fieldwork.UNKNOWN else text

    def _file(self) -> str:
        name = PurePosixPath(self.about.file).name
        return self.said("file_told", file=name, digest=self.about.sha256[:_DIGEST])

    def _made(self) -> list[tuple[str, str]]:
        """Return what the note was made with."""
        return [
            (self.said("engine"), f"phare {__version__}"),
            (self.said("release"), self.said("release_told")),
        ]

    def _sources(self) -> list[str]:
        about, language = self.about, self.language
        margins = [
            self.said(
                "source_margin",
                margin=margin_told(name, about, language),
                source=source[language],
                date=fieldwork.period(date, date, language),
            )
            for name, margin in about.margins.items()
            for source, date in margin.sources
        ]
        return [*margins, *(self.set(one[language]) for one in about.sources)]

    def _source(self) -> str:
        about, language = self.about, self.language
        wave = about.about.title[language]
        told = f"{about.organisation[language]}, {about.study[language]} – {wave}."
        return self.set(word("source", language) + told)
