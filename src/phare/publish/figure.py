"""From estimates and configuration to a figure: its kind draws, the rest is the same for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from phare import numbers
from phare.config.publishing import PublishSlice
from phare.contracts import refuse
from phare.publish import (
    choropleth,
    dumbbell,
    heat_map,
    levels,
    ranked_bars,
    scheme_comparison,
    small_multiples,
    stacked,
    trend,
)
from phare.publish.captions import Captions, captions
from phare.publish.drawing import Drawing, bare, specification
from phare.publish.estimates import Estimate, Key
from phare.publish.layers import Spec

Found = Mapping[Key, Estimate]
Draw = Callable[[PublishSlice, str, Found], tuple[Drawing, list[Estimate]]]

KINDS: dict[str, Draw] = {
    "ranked_bars": ranked_bars.draw,
    "stacked": stacked.draw,
    "levels": levels.draw,
    "trend": trend.draw,
    "map": choropleth.draw,
    "dumbbell": dumbbell.draw,
    "heat_map": heat_map.draw,
    "small_multiples": small_multiples.draw,
    "scheme_comparison": scheme_comparison.draw,
}


@dataclass(frozen=True)
class Figure:
    """One figure in one language.

    `told` says in words what it shows; `estimates` are those shown, in the order of reading.
    """

    name: str
    language: str
    captions: Captions
    told: str
    drawing: Drawing
    estimates: tuple[Estimate, ...]

    @property
    def specification(self) -> Spec:
        """Return the whole figure as Vega-Lite, with the words around it."""
        return specification(self.drawing, self.captions, self.told)

    @property
    def bare(self) -> Spec:
        """Return the figure for a place that has the words around it already."""
        return bare(self.drawing, self.told)


def build_figure(about: PublishSlice, language: str, found: Found) -> Figure:
    """Return one declared figure in one language.

    Parameters
    ----------
    about : the slice of that figure
    found : its estimates, as `estimates.select` returns them

    Raises
    ------
    PhareError
        When it has nothing to show.
    """
    assert about.figure is not None
    drawing, shown = KINDS[about.figure.kind](about, language, found)
    if not shown:
        raise refuse(
            f"config/figures.yaml: {about.name}", "no estimate", "one at least",
            "name a wave, domain and category that have some",
        )  # fmt: skip
    return figure_of(about, language, found, drawing, shown)


def figure_of(
    about: PublishSlice, language: str, found: Found, drawing: Drawing, shown: list[Estimate]
) -> Figure:
    """Return the figure of a drawing, with the words around it."""
    words = captions(about, language, found, shown, drawing.notes)
    parts = (words.title, *drawing.told, *words.notes, words.base, words.notice)
    told = numbers.typeset("\n".join(filter(None, parts)), language)
    return Figure(
        name=about.name,
        language=language,
        captions=words,
        told=told,
        drawing=drawing,
        estimates=tuple(shown),
    )
