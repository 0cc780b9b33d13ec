"""Toplines: every question in full, the waves of its population beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from phare import numbers
from phare.config.items import TableSpec
from phare.config.publishing import PublishSlice
from phare.contracts import refuse
from phare.publish.build import build_table
from phare.publish.captions import captions
from phare.publish.document import Document
from phare.publish.estimates import Estimate, Key
from phare.publish.table import Table
from phare.publish.wording import word

FURTHER = ("change", "p_value")


def build_toplines(about: PublishSlice, language: str, found: Mapping[Key, Estimate]) -> Document:
    """Return the toplines of one document in one language, a table per question.

    Parameters
    ----------
    about : the slice of that document
    found : its estimates, as `estimates.select` returns them

    A question is a variable: its distribution and what is made from it stand in one table.

    Raises
    ------
    PhareError
        When there is no estimate at all.
    """
    asked = dict.fromkeys(words.variable for words in about.indicators.values())
    tables = [
        _question(question, language, found)
        for question in (_about(about, variable) for variable in asked)
        if any(one.indicator in question.indicators for one in found.values())
    ]
    if not tables:
        raise refuse(
            f"config/documents.yaml: {about.name}", "no estimate", "one at least",
            "name indicators and waves that have some",
        )  # fmt: skip
    words = captions(about, language, found, ())
    return Document(
        name=about.name,
        language=language,
        title=words.title,
        notice=words.notice,
        parts=tuple(tables),
        sources=words.sources,
        lead=tuple(_lead(about, language)),
    )


def _lead(about: PublishSlice, language: str) -> list[str]:
    """Who was asked, wave by wave."""
    stop = word("stop", language)
    told = [
        f"{wave.title[language]}{stop}{wave.universe[language]}." for wave in about.waves.values()
    ]
    return [numbers.typeset(line, language) for line in told]


def _about(about: PublishSlice, variable: str) -> PublishSlice:
    """Return the slice of one question, as if it were a table."""
    names = [name for name, words in about.indicators.items() if words.variable == variable]
    alone = len(names) == 1 and bool(about.indicators[names[0]].categories)
    spec = TableSpec(
        indicators=tuple(names),
        waves=tuple(about.waves),
        rows=("category",) if alone else ("indicator", "category"),
        columns=("wave",),
    )
    waves = {
        wave: words.model_copy(
            update={"questions": {v: one for v, one in words.questions.items() if v == variable}}
        )
        for wave, words in about.waves.items()
    }
    kept = {name: about.indicators[name] for name in names}
    return about.model_copy(
        update={"table": spec, "document": None, "part": None, "indicators": kept, "waves": waves}
    )


def _question(about: PublishSlice, language: str, found: Mapping[Key, Estimate]) -> Table:
    mine = {key: one for key, one in found.items() if one.indicator in about.indicators}
    table = build_table(about, language, mine, FURTHER)
    words = table.captions
    first = next(iter(about.indicators.values()))
    title = numbers.typeset((first.topic or first.label)[language], language)
    headings = {row.headings for row in table.rows} - {()}
    # One distribution and what is made from it need no heading but that of the question.
    spared = headings if len(headings) == 1 else {(title,)}
    unknown = numbers.typeset(word("no_wording", language), language)
    return replace(
        table,
        captions=replace(words, title=title, questions=words.questions or (unknown,)),
        rows=tuple(
            replace(row, headings=()) if row.headings in spared else row for row in table.rows
        ),
    )
