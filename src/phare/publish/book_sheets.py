"""From estimates to the sheets of a banner book, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from phare.config.book_slices import BookSlice
from phare.config.publishing import PublishSlice
from phare.config.words import IndicatorWords
from phare.contracts import TOTAL
from phare.numbers import NARROW, typeset
from phare.publish.book_columns import Column, columns_of
from phare.publish.book_letters import Above
from phare.publish.book_parts import Bases, Block, Cell, Row, Sheet
from phare.publish.book_words import told
from phare.publish.captions import captions
from phare.publish.estimates import Estimate, Key
from phare.publish.reasons import reason_told
from phare.publish.telling import Telling
from phare.publish.wording import MARKS, listed, word

BASES = ("n", "n_weighted", "n_effective")


def sheets_of(
    about: BookSlice, language: str, found: Mapping[Key, Estimate], above: Above
) -> tuple[Sheet, ...]:
    """Return the sheets of a book; a variable without any estimate has none."""
    columns = columns_of(about, language)
    letters = {(one.wave, one.domain, one.level): one.letter for one in columns}
    by_variable: dict[str, dict[Key, Estimate]] = {}
    for key, one in found.items():
        by_variable.setdefault(about.indicators[key[2]].variable, {})[key] = one
    made = []
    for variable, label in about.variables.items():
        own = by_variable.get(variable, {})
        if own:
            telling = Telling(about.sheet(variable), language)
            builder = _Builder(about, telling, own, above, letters)
            made.append(builder.sheet(label[language], columns))
    return tuple(made)


class _Builder:
    def __init__(
        self,
        about: BookSlice,
        telling: Telling,
        found: Mapping[Key, Estimate],
        above: Above,
        letters: Mapping[tuple[str, str, str], str],
    ) -> None:
        self.book, self.telling, self.found = about, telling, found
        self.above, self.letters = above, letters
        self.language = telling.language
        self.patterns: dict[tuple[str, str], str] = {}
        self.about: PublishSlice = telling.about

    def sheet(self, title: str, columns: tuple[Column, ...]) -> Sheet:
        """Domains without an estimate of the question are left out."""
        having = {(key[0], key[4]) for key in self.found}
        kept = tuple(one for one in columns if (one.wave, one.domain) in having)
        by_base: dict[str, list[str]] = {}
        for name, words in self.about.indicators.items():
            base = words.base[self.language] if words.base else ""
            by_base.setdefault(base, []).append(name)
        parts: list[Bases | Block] = []
        for base, names in by_base.items():
            parts.append(self._bases(base if len(by_base) > 1 else "", names, kept))
            parts += [self._block(name, kept) for name in names]
        notes = [*self._marks(kept), *self._notes(parts, kept)]
        around = captions(self.about, self.language, self.found, (), notes)
        return Sheet(replace(around, title=self._set(title)), kept, tuple(parts))

    def _shown(self, columns: Iterable[Column]) -> list[Estimate]:
        places = {(one.wave, one.domain, one.level) for one in columns}
        return [one for key, one in self.found.items() if (key[0], *key[4:]) in places]

    def _marks(self, columns: Iterable[Column]) -> list[str]:
        """Return a note for each mark in use, with all the reasons for it."""
        reasons: dict[str, set[str]] = {}
        for one in self._shown(columns):
            if one.quality != "ok":
                reasons.setdefault(one.quality, set()).add(reason_told(one.reason, self.language))
        return [
            word(quality, self.language, reason=listed(self.language, sorted(reasons[quality])))
            for quality in sorted(reasons)
        ]

    def _block(self, name: str, columns: tuple[Column, ...]) -> Block:
        words = self.about.indicators[name]
        label = self._set(words.label[self.language])
        unit = told(words.unit, self.language) if words.unit in ("percent", "count") else ""
        heading = f"{label} ({self._set(unit)})" if unit else label
        if not words.categories:
            row = self._row(heading, name, TOTAL, columns)
            return Block("", (row,), self._tested(words, columns))
        rows = [
            self._row(self._set(text[self.language]), name, category, columns)
            for category, text in words.categories.items()
        ]
        return Block(heading, tuple(rows), self._tested(words, columns))

    def _tested(self, words: IndicatorWords, columns: tuple[Column, ...]) -> bool:
        lettered = any(one.letter for one in columns)
        return lettered and words.statistic not in ("count", "total", "median", "quantile")

    def _row(self, label: str, name: str, category: str, columns: tuple[Column, ...]) -> Row:
        keys = [self._key(name, category, column) for column in columns]
        return Row(label, f"{name} {category}", tuple(self._cell(key) for key in keys))

    def _key(self, name: str, category: str, column: Column) -> Key:
        return (column.wave, self.book.scheme, name, category, column.domain, column.level)

    def _cell(self, key: Key) -> Cell:
        one = self.found.get(key)
        if one is None:
            return Cell(None, MARKS["absent"], "", "absent")
        if one.value is None:
            return Cell(None, self.telling.value(one), "", one.quality)
        arrow = self.telling.arrow(one) if one.gap is not None else ""
        turn = 0 if not arrow or one.gap is None else 1 if one.gap > 0 else -1
        letters = self._letters(key) if key in self.above else ""
        tests = f"{arrow} {letters}" if arrow and letters else arrow or letters
        return Cell(one.value, "", self._pattern(one), one.quality, tests, turn)

    def _letters(self, key: Key) -> str:
        """A small letter for the looser level, a capital for the stricter."""
        told_of = [
            (letter, strict)
            for lower, strict in self.above[key]
            if (letter := self.letters.get((lower[0], *lower[4:])))
        ]
        told_of.sort(key=lambda one: (len(one[0]), one[0]))
        between = " " if any(len(letter) > 1 for letter, _ in told_of) else ""
        return between.join(letter if strict else letter.lower() for letter, strict in told_of)

    def _pattern(self, one: Estimate) -> str:
        kind = (one.indicator, one.quality)
        if kind not in self.patterns:
            mark = self.telling.mark(one)
            self.patterns[kind] = self._made_pattern(self.about.indicators[one.indicator], mark)
        return self.patterns[kind]

    def _made_pattern(self, words: IndicatorWords, mark: str) -> str:
        digits = 0 if words.unit == "count" else words.digits
        number = "#,##0" + ("." + "0" * digits if digits else "")
        if words.unit == "percent":
            number += f'"{NARROW}"%' if self.language == "fr" else "%"
        return number + (f'"{mark}"' if mark else "")

    def _bases(self, label: str, names: list[str], columns: tuple[Column, ...]) -> Bases:
        having: dict[tuple[str, str, str], list[Estimate]] = {}
        for key, one in self.found.items():
            if key[2] in names:
                having.setdefault((key[0], key[4], key[5]), []).append(one)
        ones = [having.get((one.wave, one.domain, one.level), []) for one in columns]
        rows = [
            Row(told(what, self.language), what, tuple(self._base(what, each) for each in ones))
            for what in BASES
        ]
        return Bases(self._set(label), tuple(rows))

    def _base(self, what: str, ones: list[Estimate]) -> Cell:
        sizes = [size for one in ones if (size := getattr(one, what)) is not None]
        if sizes:
            return Cell(max(sizes), "", "#,##0", "ok")
        return Cell(None, MARKS["suppressed" if ones else "absent"], "", "absent")

    def _notes(self, parts: Iterable[Bases | Block], columns: tuple[Column, ...]) -> list[str]:
        notes = []
        tested = any(isinstance(part, Block) and part.tested for part in parts)
        if tested and any(one.domain != TOTAL for one in columns):
            notes += tests_told(self.book, self.telling)
        if tested and sum(one.domain == TOTAL for one in columns) > 1:
            notes.append(told("wave_letters", self.language))
        if self._uneven():
            notes.append(told("widest", self.language))
        if self.telling.off_100(self._shown(columns)):
            notes.append(word("not_100", self.language))
        return notes

    def _uneven(self) -> bool:
        sizes: dict[tuple[str, str, str, str], set[int]] = {}
        for key, one in self.found.items():
            if one.n is not None:
                base = str(self.about.indicators[key[2]].base)
                sizes.setdefault((base, key[0], key[4], key[5]), set()).add(one.n)
        return any(len(ones) > 1 for ones in sizes.values())

    def _set(self, text: str) -> str:
        return typeset(text, self.language)


def tests_told(about: BookSlice, telling: Telling) -> list[str]:
    """Return what letters and arrows mean."""
    loose, strict = (f"{100 * level:g}" for level in about.letters.levels)
    if telling.language == "fr":
        loose, strict = loose.replace(".", ","), strict.replace(".", ",")
    adjustment = told(about.letters.adjustment, telling.language)
    return [
        told("letters", telling.language, loose=loose, strict=strict, adjustment=adjustment),
        told("arrows", telling.language, threshold=telling.threshold),
    ]
