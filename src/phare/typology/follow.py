"""A later wave put into the classes of a codebook, and whether they still fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from phare.config.typologies import Typology
from phare.contracts import refuse
from phare.contracts.typology import (
    NO_PROFILE,
    PROFILE_BRIDGE,
    PROFILE_DRIFT,
    PROFILES,
    TOTAL,
)
from phare.errors import PhareError
from phare.typology import describe
from phare.typology.assignments import assigned, numbers_of, share_rows
from phare.typology.codebook import Codebook
from phare.typology.describe import Row, profile, table
from phare.typology.drift import bridge, shadow
from phare.typology.fit import Fit, fit_of, projected_classes
from phare.typology.masking import Known, mask
from phare.typology.preparation import prepare, prepare_with
from phare.typology.projection import project
from phare.typology.respondents import Respondents, by_answer, texts_of


@dataclass(frozen=True, eq=False)
class Followed:
    """A wave in the classes of an earlier one; each table is of the contract of its name.

    Parameters
    ----------
    alarm : whether the typology should be revised under a new version
    """

    profiles: pd.DataFrame
    shares: pd.DataFrame
    modalities: pd.DataFrame
    drift: pd.DataFrame

    @property
    def alarm(self) -> bool:
        return bool(self.drift["alarm"].any())


def follow(
    answers: pd.DataFrame,
    respondents: Respondents,
    codebook: Codebook,
    settings: Typology,
    known: Known | None = None,
) -> Followed:
    """Project the answers of a later wave on a codebook, and look whether they still fit it.

    Words become terms as they did when the codebook was made, whatever the settings now say.

    Raises
    ------
    PhareError : no answer has a word; the word lists are not those of the codebook
    """
    texts = texts_of(answers, respondents, settings.questions)
    masked = mask(texts, codebook.preparation.language, known, settings.privacy.least_titles)
    corpus = prepare_with(masked.texts, codebook.preparation, codebook.lists(), codebook.vocabulary)
    projection = project(by_answer(corpus), codebook.table())
    projected = projected_classes(corpus, projection, codebook.threshold)
    rows = []
    for i, reason in enumerate(corpus.set_aside):
        certainty = float(projection.certainty[i])
        own = assigned(int(projected[i]), certainty, projection.forms[i], reason)
        rows.append(
            {"respondent_id": respondents.ids[i], **own, "route": "projected", "held_out": None}
        )
    profiles = table(rows, PROFILES, typology=codebook.typology, wave=respondents.wave)
    fit = fit_of(corpus, projection, codebook.threshold)
    classes = numbers_of(profiles["profile"])
    return Followed(
        profiles,
        share_rows(respondents, classes, corpus, settings, codebook, "projected"),
        describe.modality_rows(
            respondents, classes, codebook.k, settings.description.by, codebook.typology
        ),
        drift_rows(masked.texts, fit, codebook, settings, respondents.wave),
    )


def drift_rows(
    texts: Sequence[str | None], fit: Fit, codebook: Codebook, settings: Typology, wave: str
) -> pd.DataFrame:
    """Return PROFILE_DRIFT: what is compared with the wave of the codebook, and the alarms."""
    limit = codebook.unclassified + settings.drift.most_unclassified
    measures = (
        ("unclassified", fit.unclassified, codebook.unclassified, limit),
        ("unknown_words", fit.unknown_words, codebook.unknown_words, None),
        ("certainty", fit.certainty, codebook.certainty, None),
    )
    rows: list[Row] = [
        {"measure": measure, "profile": TOTAL, "value": value, "before": before, "limit": most,
         "alarm": most is not None and value > most}
        for measure, value, before, most in measures
    ]  # fmt: skip
    least = settings.drift.least_cosine
    for number, cosine in enumerate(_cosines(texts, codebook, settings)):
        rows.append({
            "measure": "cosine", "profile": profile(number), "value": cosine, "before": None,
            "limit": least, "alarm": cosine is None or cosine < least,
        })  # fmt: skip
    return table(rows, PROFILE_DRIFT, typology=codebook.typology, wave=wave)


def _cosines(
    texts: Sequence[str | None], codebook: Codebook, settings: Typology
) -> list[float | None]:
    """Return how near each class is to its match in the wave's own classification."""
    try:
        own = prepare(texts, codebook.preparation)
        if len(own.learning) < settings.classification.least_units:
            return [None] * codebook.k
    except PhareError:  # too few answers share a term: nothing to classify, and nothing matched
        return [None] * codebook.k
    return list(shadow(codebook, own, settings.classification).cosine.tolist())


def bridge_rows(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return PROFILE_BRIDGE: the respondents of a wave by their old and their new profile.

    Parameters
    ----------
    old, new : PROFILES of the same respondents under two versions or typologies

    Raises
    ------
    PhareError : other respondents in one than in the other
    """
    old, new = PROFILES.check(old, "bridge, old"), PROFILES.check(new, "bridge, new")
    key = ["wave", "respondent_id"]
    both = old.merge(new, on=key, how="outer", suffixes=("_old", "_new"), indicator=True)
    alone = both[both["_merge"] != "both"]
    if len(alone):
        raise refuse(
            "bridge", f"respondent '{alone['respondent_id'].iloc[0]}' of {alone['wave'].iloc[0]} "
            "under one typology only", "the same respondents under both", "give whole waves",
        )  # fmt: skip
    rows: list[Row] = []
    for (wave, first, second), part in both.groupby(["wave", "typology_old", "typology_new"]):
        one, other = numbers_of(part["profile_old"]), numbers_of(part["profile_new"])
        old_k, new_k = int(one.max()) + 1, int(other.max()) + 1
        counts = bridge(one, other, old_k, new_k)
        names = [[*map(profile, range(k)), NO_PROFILE] for k in (old_k, new_k)]
        for i, a in enumerate(names[0]):
            total = counts[i].sum()
            rows += [
                {"wave": wave, "old_typology": first, "new_typology": second, "old": a, "new": b,
                 "n": int(counts[i, j]), "share_of_old": counts[i, j] / total if total else None}
                for j, b in enumerate(names[1])
            ]  # fmt: skip
    return table(rows, PROFILE_BRIDGE)
