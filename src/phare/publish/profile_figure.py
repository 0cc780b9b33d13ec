"""The dendrogram of a typology: its classes with their words, shares and stability."""

from __future__ import annotations

from phare import numbers
from phare.config.figure_kinds import ProfilesFigure
from phare.publish import letters, theme
from phare.publish.context import PublishContext
from phare.publish.drawing import Drawing
from phare.publish.figure import Figure, figure_of
from phare.publish.marks import INNER, Box, Line, Mark, Word, clear, interval, painted
from phare.publish.portraits import Branch, Portrait, branches, portraits, portraits_text
from phare.publish.telling import Telling
from phare.publish.wording import MARKS, word

TREE, GUTTER, WORDS = 150.0, 18.0, 430.0
NAME, SMALL, LEADING, BETWEEN, THICK = 15.0, 13.0, 19.0, 20.0, 20.0


def build_profiles(context: PublishContext, language: str) -> Figure:
    """Return a `profiles` figure in one language.

    Raises
    ------
    PhareError
        When its typology has no profiles.
    """
    shown, splits = _shown(context)
    telling = Telling(context.about, language)
    marks, height = _Tree(shown, splits, telling).drawn()
    level = numbers.decimal(context.about.confidence * 100, 0, language)
    notes = (
        word("estimated", language, confidence=level),
        word("profile_words", language),
        word("profile_stability", language),
        *([word("withheld", language) + "."] if any(one.share is None for one in shown) else []),
    )
    told = tuple(_told(one, telling) for one in shown)
    return figure_of(context.about, language, {}, Drawing(tuple(marks), height, notes, told), [])


def profiles_text(context: PublishContext) -> str:
    """Return the tidy file of a `profiles` figure."""
    return portraits_text(context.about, _shown(context)[0])


def _shown(context: PublishContext) -> tuple[list[Portrait], list[Branch]]:
    spec = context.about.figure
    assert isinstance(spec, ProfilesFigure)
    shown = portraits(context.about, context.profiles, spec.words)
    assert context.profiles is not None
    return shown, branches(context.profiles, sum(one.node is not None for one in shown))


def share_told(one: Portrait, language: str) -> str:
    """Return the share of a profile as it is printed."""
    if one.share is None:
        return MARKS["suppressed"]
    return numbers.percent(one.share, 0, language)


def _told(one: Portrait, telling: Telling) -> str:
    language = telling.language
    parts = [f"{one.name(language)}{word('stop', language)}{share_told(one, language)}"]
    if one.low is not None and one.high is not None:
        parts[0] += f" ({numbers.interval(one.low, one.high, 'percent', 0, language)})"
    if one.words:
        parts.append(", ".join(one.words))
    return telling.text(f"{word('stop', language).join(parts)}.")


class _Tree:
    """Rows in the order of the tree, a class in each; answers without a profile below."""

    def __init__(self, shown: list[Portrait], splits: list[Branch], telling: Telling) -> None:
        self.telling, self.language = telling, telling.language
        self.split_of = {one.node: one for one in splits}
        self.root = splits[0].node
        by_node = {one.node: one for one in shown}
        leaves = [by_node[node] for node in self._leaves(self.root)]
        self.rows = [*leaves, *(one for one in shown if one.node is None)]
        self.highest = max(one.height for one in splits)
        self.left = TREE + GUTTER
        self.bars = self.left + WORDS + GUTTER
        ends = [one.high if one.high is not None else (one.share or 0.0) for one in shown]
        self.widest = max([*ends, 0.05])

    def _leaves(self, node: int) -> list[int]:
        split = self.split_of.get(node)
        if split is None:
            return [node]
        return [*self._leaves(split.first), *self._leaves(split.second)]

    def drawn(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        middle: dict[int, float] = {}
        y = 0.0
        for one in self.rows:
            lines = letters.lines(", ".join(one.words), WORDS, SMALL) if one.words else []
            lines = [self.telling.text(line) for line in lines]
            if one.stability is not None:
                lines.append(self._stability(one.stability))
            name = letters.lines(self.telling.text(one.name(self.language)), WORDS, NAME, bold=True)
            height = LEADING * (len(name) + len(lines))
            centre = y + height / 2
            if one.node is not None:
                middle[one.node] = centre
            self._words(marks, one, name, lines, y)
            self._bar(marks, one, centre)
            y += height + BETWEEN
        self._branch(marks, self.root, middle, 0.0)
        return painted(marks), y - BETWEEN + 6

    def _stability(self, value: float) -> str:
        said = numbers.decimal(value, 2, self.language)
        return self.telling.text(word("stable", self.language, value=said))

    def _words(
        self, marks: list[Mark], one: Portrait, name: list[str], lines: list[str], top: float
    ) -> None:
        y = top - LEADING / 2
        colour = theme.INK if one.node is not None else theme.QUIET
        for line in name:
            y += LEADING
            marks.append(Word(line, self.left, y, NAME, colour, bold=one.node is not None))
        for at, line in enumerate(lines):
            last = at == len(lines) - 1 and one.stability is not None
            ink = theme.QUIET if last else theme.INK
            y += LEADING
            marks.append(Word(line, self.left, y, 12 if last else SMALL, ink))

    def _bar(self, marks: list[Mark], one: Portrait, y: float) -> None:
        said = self.telling.text(share_told(one, self.language))
        room = INNER - self.bars - 52
        if one.share is None or one.low is None or one.high is None:
            marks.append(Word(said, self.bars + 8, y, theme.VALUE))
            return
        scale = room / self.widest
        fill = theme.SERIES[0] if one.node is not None else theme.COAST
        end = self.bars + one.share * scale
        marks.append(Box(self.bars, y - THICK / 2, one.share * scale, THICK, fill))
        high = self.bars + one.high * scale
        marks += interval(self.bars + one.low * scale, high, end, y, fill)
        marks += clear(Word(said, high + 8, y, theme.VALUE, bold=True))

    def _branch(
        self, marks: list[Mark], node: int, middle: dict[int, float], start: float
    ) -> float:
        """Draw a node from `start` rightwards; return where its stem stands."""
        split = self.split_of.get(node)
        if split is None:
            marks.append(Line(start, middle[node], TREE, middle[node], theme.COAST, width=1.75))
            return middle[node]
        x = 12 + (TREE - 40) * (1 - split.height / self.highest)
        first = self._branch(marks, split.first, middle, x)
        second = self._branch(marks, split.second, middle, x)
        marks.append(Line(x, first, x, second, theme.COAST, width=1.75))
        at = (first + second) / 2
        marks.append(Line(start, at, x, at, theme.COAST, width=1.75))
        return at
