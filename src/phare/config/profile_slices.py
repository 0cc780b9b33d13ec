"""The smallest part of the configuration that the profiles of one wave need."""

from __future__ import annotations

from typing import Any

from phare.config.base import Model
from phare.config.slices import EstimateSlice, estimate_slice
from phare.config.study import Study
from phare.config.typologies import ProfileNames, Typology
from phare.config.unlabelled import UNSAID


class ProfileSlice(Model):
    """What learning or following a typology in one wave needs.

    weighted : what brings responses and weights to a design
    disclosure_n : respondents under whom a number is not shown
    names, reviewed : what reviewers decided; `reviewed` are rows of VERBATIM_REVIEW
    """

    typology: str
    wave: str
    settings: Typology
    seed: int
    weighted: EstimateSlice
    disclosure_n: int
    names: ProfileNames | None = None
    reviewed: tuple[dict[str, Any], ...] = ()

    @property
    def learnt(self) -> bool:
        """Whether this is the wave that the classes are made of."""
        return self.wave == self.settings.learn_from


def profile_jobs(study: Study) -> list[tuple[str, str]]:
    """Return every typology with each wave that has its profiles."""
    return [
        (name, wave) for name in study.typologies.typologies for wave in study.profiled_waves(name)
    ]


def profile_slice(study: Study, typology: str, wave: str) -> ProfileSlice:
    """Return what the profiles of one wave need, and nothing more."""
    about = study.typologies.typologies[typology]
    learnt = wave == about.learn_from
    return ProfileSlice(
        typology=typology,
        wave=wave,
        settings=about.model_copy(update={"label": UNSAID}),
        seed=study.settings.seed,
        weighted=estimate_slice(study, wave, study.settings.reference_scheme, (), ()),
        disclosure_n=study.settings.estimation.quality.disclosure_n,
        **({"names": study.profile_names[typology]} if typology in study.profile_names else {}),
        **(
            {"reviewed": _reviewed(study, typology)} if learnt and typology in study.reviews else {}
        ),
    )


def _reviewed(study: Study, typology: str) -> tuple[dict[str, Any], ...]:
    rows = study.reviews[typology].astype("object")
    plain = rows.where(rows.notna(), None).to_dict("records")
    return tuple({str(key): value for key, value in row.items()} for row in plain)
