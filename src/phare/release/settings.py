"""What a release needs of the configuration, and digests of what can move a number."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from phare.config.base import Model, Text
from phare.config.declared import DECLARED
from phare.config.indicators import Unit
from phare.config.slices import clean_slice, estimate_slice, ingest_slice, weight_slice
from phare.config.study import Study
from phare.kinds import KINDS
from phare.provenance import json_digest


class WaveDigests(Model):
    """What can move a number of a wave, apart from the engine.

    `scheme` by scheme; `definition` by indicator and, as `domain <name>`, by domain.
    """

    data: str
    cleaning: str
    margins: str
    scheme: dict[str, str]
    definition: dict[str, str]


class WaveTold(Model):
    """How a release tells of a wave."""

    title: Text
    file: str
    sha256: str
    reconstructed: bool
    assumptions: tuple[Text, ...]
    digests: WaveDigests


class IndicatorTold(Model):
    """How a release tells of an indicator."""

    label: Text
    unit: Unit
    digits: int


class ReleaseSlice(Model):
    """Everything a release needs of the configuration.

    typologies : typology -> the wave it is learnt from
    """

    study: str
    title: Text
    organisation: Text
    notice: Text
    year: int
    seed: int
    confidence: float
    reference_scheme: str
    headlines: tuple[str, ...]
    titles: dict[str, Text]
    indicators: dict[str, IndicatorTold]
    waves: dict[str, WaveTold]
    configuration: dict[str, Any]
    typologies: dict[str, str] = Field(default_factory=dict)

    @property
    def reconstructed(self) -> bool:
        """Whether any wave was not really asked."""
        return any(wave.reconstructed for wave in self.waves.values())


def release_slice(study: Study) -> ReleaseSlice:
    """Return what a release of the study needs of its configuration."""
    settings = study.settings
    typologies = {name: about.learn_from for name, about in study.typologies.typologies.items()}
    return ReleaseSlice(
        study=settings.study,
        title=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        year=settings.year,
        seed=settings.seed,
        confidence=settings.estimation.confidence,
        reference_scheme=settings.reference_scheme,
        headlines=settings.headlines,
        titles=_titles(study),
        indicators={
            name: IndicatorTold(label=one.label, unit=one.shown_unit, digits=one.digits)
            for name, one in study.indicators.indicators.items()
        },
        waves={wave: _told(study, wave) for wave in study.waves},
        configuration=_resolved(study),
        **({"typologies": typologies} if typologies else {}),
    )


def _titles(study: Study) -> dict[str, Text]:
    """Return the title of each item, by its folder and name."""
    return {
        f"{about.folder}/{name}": DECLARED[kind].title(study, name)
        for kind, about in KINDS.items()
        for name in DECLARED[kind].names(study)
    }


def _told(study: Study, wave: str) -> WaveTold:
    card = study.cards[wave]
    return WaveTold(
        title=card.title,
        file=card.file,
        sha256=card.sha256,
        reconstructed=card.reconstructed,
        assumptions=card.assumptions,
        digests=_digests(study, wave),
    )


def _digests(study: Study, wave: str) -> WaveDigests:
    schemes = study.schemes_of(wave)
    margins = study.margins.get(study.cards[wave].margins_name)
    definition, domains, scheme = {}, {}, {}
    for name in schemes:
        told, weighting = estimate_slice(study, wave, name), weight_slice(study, wave, name)
        parts = [weighting.steps, told.design]
        if weighting.replication is not None:
            parts += [weighting.replication, weighting.seed]
        scheme[name] = _digest(parts)
        shared = [told.estimation, told.population]
        definition = {
            one: _digest([about, told.bases.get(about.base), *shared])
            for one, about in told.indicators.items()
        }
        domains = {f"domain {one}": _digest([about]) for one, about in told.domains.items()}
    return WaveDigests(
        data=_digest([ingest_slice(study, wave)]),
        cleaning=_digest([clean_slice(study, wave)]),
        margins=json_digest(None if margins is None else margins.to_csv(index=False)),
        scheme=scheme,
        definition=definition | domains,
    )


def _digest(parts: list[Any] | tuple[Any, ...]) -> str:
    return json_digest(_plain(parts))


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _resolved(study: Study) -> dict[str, Any]:
    """Return the whole configuration with its defaults, as the release keeps it."""
    models: dict[str, Model] = {
        "study": study.settings,
        "variables": study.variables,
        "indicators": study.indicators,
        "domains": study.domains,
        "schemes": study.schemes,
        **{about.folder: getattr(study, about.folder) for about in KINDS.values()},
    }
    if study.typologies.typologies:
        models["typologies"] = study.typologies
        models |= {f"typologies/{name}": one for name, one in study.profile_names.items()}
    tables = {"territories": study.territories, "published": study.published}
    tables |= {f"margins/{name}": rows for name, rows in study.margins.items()}
    tables |= {f"typologies/{name}.review": rows for name, rows in study.reviews.items()}
    return {
        **{name: one.model_dump(mode="json", exclude_none=True) for name, one in models.items()},
        "waves": {
            wave: card.model_dump(mode="json", exclude_none=True)
            for wave, card in study.cards.items()
        },
        "tables_of_numbers": {
            name: json_digest(rows.to_csv(index=False)) for name, rows in sorted(tables.items())
        },
    }
