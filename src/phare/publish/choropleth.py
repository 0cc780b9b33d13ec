"""Territories as areas: a colour for each class of values, the values on them and beside."""

from __future__ import annotations

from collections.abc import Mapping

from phare.config.figure_kinds import Map
from phare.config.publishing import PublishSlice
from phare.config.words import IndicatorWords
from phare.contracts import TOTAL
from phare.publish import geography, map_land, map_list
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.map_classes import classes
from phare.publish.map_look import ROLES, Look
from phare.publish.marks import INNER, Mark, Word
from phare.publish.shapes import Shape
from phare.publish.telling import Telling
from phare.publish.wording import word

LAND = 540
GUTTER = 32


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `map` figure and the estimates that it shows.

    Raises
    ------
    PhareError
        When a level has a department that no geometry is shipped for.
    """
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, Map)
    geography.check_known(about.territories, f"config/figures.yaml: {about.name}")
    words = about.indicators[spec.indicator]
    wave, category = next(iter(words.waves)), spec.category or TOTAL
    at = (wave, about.reference_scheme, spec.indicator, category)
    total = found.get((*at, TOTAL, TOTAL))
    levels = about.domains[spec.domain].levels
    ones = {level: found[key] for level in levels if (key := (*at, spec.domain, level)) in found}
    drawn = map_land.levels(about.territories, ones)
    labels = {level: telling.text(levels[level][language]) for level in levels if level in drawn}
    values = [one.value for one in ones.values() if one.value is not None]
    look = Look(
        _heading(words, category, language),
        ones,
        labels,
        classes(values, words, spec.step),
        telling,
    )
    land, high, notes = map_land.drawn(look, about.territories, LAND)
    beside, deep = map_list.drawn(look, total, LAND + GUTTER, INNER)
    notes = (*_notes(look), *notes)
    shown = [*map_list.ranked(ones).values(), *([total] if total else [])]
    told = _told(look, total)
    marks = sorted((*land, *beside), key=_order)
    return Drawing(tuple(marks), max(high, deep), notes, (told,)), shown


def _heading(words: IndicatorWords, category: str, language: str) -> str:
    """What the values are: the indicator, and the answer where it is one of several."""
    answer, label = words.categories.get(category), words.label[language]
    return f"{label}{word('stop', language)}{answer[language]}" if answer else label


def _notes(look: Look) -> list[str]:
    telling, notes = look.telling, []
    if look.gaps:
        sure = any(telling.significant(one) for one in look.gaps)
        name = "arrows" if sure else "no_gap"
        notes.append(word(name, telling.language, threshold=telling.threshold))
    known = len(look.ones)
    if known > map_list.MOST_ROWS:
        few = map_list.MOST_ROWS
        notes.append(word("listed", telling.language, shown=few, all=known))
    return notes


def _order(mark: Mark) -> tuple[int | str, ...]:
    """What is drawn over what: few layers, as marks of a kind are neighbours."""
    if isinstance(mark, Shape):
        return (0,) if mark.closed else (1, ROLES.index(mark.width))
    if isinstance(mark, Word):
        return 3 if mark.halo else 4, mark.bold, mark.italic, mark.align
    return (2,)


def _told(look: Look, total: Estimate | None) -> str:
    telling = look.telling
    told = [
        f"{look.labels[level]} {telling.marked(one)} {telling.arrow(one)}".rstrip()
        for level, one in map_list.ranked(look.ones).items()
    ]
    if total:
        told.insert(0, f"{telling.text(word('total', telling.language))} {telling.marked(total)}")
    return ", ".join(told) + "."
