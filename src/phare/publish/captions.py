"""What stands around every table and figure: title, question, base, notes, source, notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from phare import numbers
from phare.config.base import Text
from phare.config.card import Question
from phare.config.items import PLACEHOLDER
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import fieldwork
from phare.publish.estimates import Estimate, Key
from phare.publish.reasons import reason_told
from phare.publish.wording import listed, word

FIXED = "\u00a0"
MOST_QUESTIONS = 4
"""An item on more questions than this is about none of them, and quotes none."""


@dataclass(frozen=True)
class Captions:
    """The words around an item, typeset in one language."""

    title: str
    questions: tuple[str, ...]
    base: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    notice: str


def captions(
    about: PublishSlice,
    language: str,
    found: Mapping[Key, Estimate],
    shown: Iterable[Estimate],
    further: Iterable[str] = (),
) -> Captions:
    """Return the words around an item.

    Parameters
    ----------
    found : every estimate of the item, for its title and bases
    shown : those whose marks the notes explain
    further : notes that its maker adds
    """
    texts = _Texts(about, language, found)
    notes = [*marks_told(shown, language), *further, *texts.unknown()]
    notes += [note[language] for note in about.item.notes]
    return Captions(
        title=texts.set(texts.title()),
        questions=tuple(texts.set(line) for line in texts.questions()),
        base=texts.set(texts.base()),
        notes=tuple(texts.set(line) for line in dict.fromkeys(notes)),
        sources=tuple(texts.set(line) for line in texts.sources()),
        notice=texts.set(about.notice[language]) if about.reconstructed else "",
    )


def marks_told(shown: Iterable[Estimate], language: str) -> list[str]:
    """Return a note for each mark in use, with each reason for it."""
    reasons = {(one.quality, one.reason) for one in shown if one.quality != "ok"}
    return [
        word(quality, language, reason=reason_told(reason, language))
        for quality, reason in sorted(reasons)
    ]


def year(wave: str) -> str:
    """Return the year in the name of a wave."""
    return wave.rpartition("-")[2][:4]


def wave_label(about: PublishSlice, wave: str, language: str) -> str:
    """Return what a wave is called among the others of an item, with its year where needed."""
    words = about.waves[wave]
    label = words.population_label[language]
    populations = [other.population for other in about.waves.values()]
    return label if populations.count(words.population) == 1 else f"{label} {year(wave)}"


class _Texts:
    def __init__(self, about: PublishSlice, language: str, found: Mapping[Key, Estimate]) -> None:
        self.about, self.language, self.found = about, language, found

    def set(self, text: str) -> str:
        return numbers.typeset(text, self.language)

    def title(self) -> str:
        label, given = self._label(), self.about.item.title
        if given is None:
            return label
        whole = True

        def filled(match: re.Match[str]) -> str:
            nonlocal whole
            text = self._figure(*match.groups(default=""))
            whole = whole and bool(text)
            return text

        title = re.sub(PLACEHOLDER, filled, given[self.language])
        # A title built on a figure that may not be published says less, not something else.
        title = title if whole else label
        return f"{title} – {self.about.part[self.language]}" if self.about.part else title

    def _label(self) -> str:
        first = next(iter(self.about.indicators.values()), None)
        return first.label[self.language] if first else ""

    def _figure(self, indicator: str, category: str, wave: str) -> str:
        words = self.about.indicators[indicator]
        waves = (wave,) if wave else words.waves
        for one in waves:
            key = (one, self.about.reference_scheme, indicator, category or TOTAL, TOTAL, TOTAL)
            estimate = self.found.get(key)
            if estimate is not None and estimate.value is not None:
                return numbers.shown(estimate.value, words.unit, words.digits, self.language)
        return ""

    def questions(self) -> list[str]:
        asked = {
            (wave, variable): question
            for wave, words in self.about.waves.items()
            for variable, question in words.questions.items()
        }
        shown = {words.variable for words in self.about.indicators.values()}
        # One question above the answers to several would be taken for the question of all.
        if len(shown) > MOST_QUESTIONS or not shown <= {variable for _, variable in asked}:
            return []
        told: dict[str, list[str]] = {}
        for (wave, _), question in asked.items():
            line = self._question(question)
            if line:
                told.setdefault(line, []).append(wave)
        if len(told) <= 1:
            return list(told)
        return [f"{self._who(waves)}{self._stop()}{line}" for line, waves in told.items()]

    def _question(self, question: Question) -> str:
        # A wording that was never translated is quoted as it was asked.
        original = question.fr if self.language == "fr" or not question.en else None
        if original:
            quoted = numbers.typeset(f"« {original} »", "fr")
        elif question.en:
            quoted = f"“{question.en}”"
        else:
            return ""
        return f"{question.number}. {quoted}" if question.number else quoted

    def _who(self, waves: list[str]) -> str:
        names = [wave_label(self.about, wave, self.language) for wave in waves]
        return ", ".join(dict.fromkeys(names))

    def _stop(self) -> str:
        return word("stop", self.language)

    def base(self) -> str:
        told: dict[str, dict[str, tuple[int, ...]]] = {}
        if not self.about.indicators:
            answering = word("answering", self.language) if self.about.item.used_typology else ""
            told = {
                words.base[self.language] + answering: {} for words in self.about.waves.values()
            }
        for label in dict.fromkeys(words.base for words in self.about.indicators.values()):
            having = (words for words in self.about.indicators.values() if words.base == label)
            for wave in dict.fromkeys(wave for words in having for wave in words.waves):
                text = label[self.language] if label else self.about.waves[wave].base[self.language]
                told.setdefault(text, {})[wave] = self._range(wave, label)
        parts = [f"{text}{self._sizes(sizes)}" for text, sizes in told.items()]
        return word("base", self.language) + listed(self.language, parts)

    def _sizes(self, sizes: dict[str, tuple[int, ...]]) -> str:
        """Return `(n = 304)`, or each wave with its own where several have that base."""
        known = {
            wave: f"n{FIXED}={FIXED}"
            + word("to", self.language).join(numbers.decimal(n, 0, self.language) for n in ends)
            for wave, ends in sizes.items()
            if ends
        }
        if len(sizes) > 1:
            one = len({self.about.waves[wave].population for wave in sizes}) == 1
            known = {
                wave: (year(wave) if one else wave_label(self.about, wave, self.language))
                + f"{self._stop()}{n}"
                for wave, n in known.items()
            }
        return f" ({listed(self.language, list(known.values()))})" if known else ""

    def _range(self, wave: str, base: Text | None) -> tuple[int, ...]:
        """Return the smallest and the largest n of that wave; one where they agree."""
        sizes = {
            one.n
            for one in self.found.values()
            if one.wave == wave
            and one.domain == TOTAL
            and one.n is not None
            and self.about.indicators[one.indicator].base == base
        }
        return tuple(sorted({min(sizes), max(sizes)})) if sizes else ()

    def unknown(self) -> list[str]:
        labels = [
            label[self.language]
            for words in self.about.indicators.values()
            for label in words.unknown
        ]
        return [word("unknown", self.language, label=label) for label in dict.fromkeys(labels)]

    def sources(self) -> list[str]:
        language = self.language
        waves = [
            f"{words.title[language]} ({fieldwork.told(words.fieldwork, language)})"
            for words in self.about.waves.values()
        ]
        head = word("source" if len(waves) == 1 else "sources", language)
        who = f"{self.about.organisation[language]}, {self.about.study[language]}"
        line = f"{head}{who} – {listed(self.language, waves)}."
        if len(self.about.schemes) == 1:
            line += f" {next(iter(self.about.schemes.values()))[language]}."
        return [line]
