"""How waves, indicators and domains are told to readers, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable

from phare.config.base import Model, Text
from phare.config.card import Card, Fieldwork, Question
from phare.config.indicators import Indicator, Statistic, Unit, quantile_name
from phare.config.study import Study
from phare.config.variables import Categories


class WaveWords(Model):
    """How a wave is told to readers."""

    title: Text
    population: str
    population_label: Text
    base: Text
    universe: Text
    fieldwork: Fieldwork
    reconstructed: bool
    questions: dict[str, Question] = {}


class IndicatorWords(Model):
    """How an indicator is told.

    `categories` are those that its estimates have, none where there is only the total;
    `unknown`, items that the study has and nobody knows. `waves`: those of the item that
    have the indicator. `topic`: what its variable is called, where a document asks for it.
    `over_waves`: whether waves may be compared, from `comparable_since` on where it is named.
    """

    label: Text
    topic: Text | None = None
    statistic: Statistic
    unit: Unit
    digits: int
    variable: str
    base: Text | None = None
    categories: dict[str, Text] = {}
    unknown: tuple[Text, ...] = ()
    waves: tuple[str, ...] = ()
    over_waves: bool = False
    comparable_since: str | None = None


class DomainWords(Model):
    """How a domain and its levels are told."""

    label: Text
    levels: dict[str, Text]


def wave_words(study: Study, card: Card, used: Iterable[Indicator]) -> WaveWords:
    """Return how a wave is told, with its questions on the variables of these indicators."""
    about = study.settings.populations[card.population]
    variables = dict.fromkeys(one.variable for one in used)
    asked = {one: card.crosswalk[one].question for one in variables if one in card.crosswalk}
    return WaveWords(
        title=card.title,
        population=card.population,
        population_label=about.label,
        base=card.base or about.base,
        universe=card.universe,
        fieldwork=card.fieldwork,
        reconstructed=card.reconstructed,
        questions={one: question for one, question in asked.items() if question is not None},
    )


def indicator_words(
    study: Study, name: str, waves: tuple[str, ...], topical: bool = False
) -> IndicatorWords:
    """Return how an indicator is told; `topical`, with what its variable is called."""
    one = study.indicators.indicators[name]
    base = study.indicators.bases.get(one.base)
    return IndicatorWords(
        label=one.label,
        topic=study.variables.variables[one.variable].label if topical else None,
        statistic=one.statistic,
        unit=one.shown_unit,
        digits=one.digits,
        variable=one.variable,
        base=base.label if base else None,
        categories=_estimated_categories(study, one),
        unknown=tuple(
            Text(fr=about.fr, en=about.en)
            for about in study.variables.items(one.variable).values()
            if about.status == "unknown"
        ),
        waves=tuple(wave for wave in waves if name in study.indicators_of(wave)),
        over_waves="waves" in one.comparable,
        comparable_since=one.comparable_since,
    )


def _estimated_categories(study: Study, one: Indicator) -> dict[str, Text]:
    """The categories its estimates have: items, or those of a distribution, or none."""
    by_items = study.variables.items(one.variable)
    if by_items:
        # One distribution per item would need two categories in one key; items it is.
        return _words(by_items, one.categories)
    if one.statistic == "quantile":
        return {quantile_name(share): _percentile(share) for share in one.probabilities}
    if one.statistic == "distribution":
        return _words(study.variables.categories(one.variable), ())
    return {}


def _percentile(share: float) -> Text:
    number = f"{100 * share:.10g}"
    return Text(fr=f"Centile {number.replace('.', ',')}", en=f"Percentile {number}")


def _words(entries: Categories, kept: tuple[str, ...]) -> dict[str, Text]:
    return {
        name: Text(fr=about.fr, en=about.en)
        for name, about in entries.items()
        if about.status == "known" and (not set(kept) & set(entries) or name in kept)
    }


def domain_words(study: Study, name: str) -> DomainWords:
    """Return how a domain and its levels are told."""
    domain = study.domains.domains[name]
    return DomainWords(
        label=domain.label, levels=_words(study.variables.categories(domain.variable), ())
    )
