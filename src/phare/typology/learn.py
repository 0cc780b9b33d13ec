"""A typology made from the answers of a wave: classes, codebook, tables, verbatims to review."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.config.typologies import Typology
from phare.contracts.typology import PROFILES
from phare.typology import describe
from phare.typology.assignments import held_out_of, learnt_rows, numbers_of, share_rows
from phare.typology.calibration import Calibration, calibrate
from phare.typology.classified import Classified, classify
from phare.typology.codebook import Codebook, profiles_of, software
from phare.typology.fit import Fit, fit_of
from phare.typology.incidence import BoolArray, IntArray
from phare.typology.masking import Known, mask
from phare.typology.projection import Projection, project
from phare.typology.respondents import Respondents, texts_of
from phare.typology.review import review_rows
from phare.typology.stability import nameable, stabilities
from phare.typology.surfaces import shown_forms


@dataclass(frozen=True, eq=False)
class Learnt:
    """A typology and what is said of it; each table is of the contract of its name.

    `profiles` and `review` have a row per respondent and are not for publication.
    """

    codebook: Codebook
    profiles: pd.DataFrame
    splits: pd.DataFrame
    words: pd.DataFrame
    stability: pd.DataFrame
    shares: pd.DataFrame
    modalities: pd.DataFrame
    plane: pd.DataFrame
    ties: pd.DataFrame
    review: pd.DataFrame


@dataclass(frozen=True)
class _Task:
    """What was asked: the typology's name, its settings, the seed, the respondents."""

    name: str
    settings: Typology
    seed: int
    respondents: Respondents


def learn(
    answers: pd.DataFrame,
    respondents: Respondents,
    name: str,
    settings: Typology,
    seed: int,
    known: Known | None = None,
) -> Learnt:
    """Make a typology of the answers of a wave.

    Parameters
    ----------
    answers : ANSWERS of the wave
    name : of the typology
    seed : of the parts that are drawn, for stability and for cross-fitting
    known : names of persons and places to mask

    Raises
    ------
    PhareError : answers that cannot be classified into ``settings.profiles`` classes, in one
        sentence that says why
    """
    task = _Task(name, settings, seed, respondents)
    for_stability, for_folds = np.random.default_rng(seed).spawn(2)
    texts = texts_of(answers, respondents, settings.questions)
    masked = mask(texts, settings.preparation.language, known, settings.privacy.least_titles)
    found = classify(masked.texts, settings)
    calibration = calibrate(
        found.presence[found.known], found.classes[found.known], found.k, settings.projection, for_folds
    )  # fmt: skip
    projection = _projected(found, calibration)
    fit = fit_of(found.corpus, projection, calibration.threshold)
    codebook = _codebook(task, found, calibration, fit)
    profiles = _profiles(task, found, projection, calibration.threshold)
    classes = numbers_of(profiles["profile"])
    by, said = settings.description.by, settings.description
    units, vocabulary = found.units, found.corpus.vocabulary
    chosen = found.tree.classes(found.k)
    return Learnt(
        codebook=codebook,
        profiles=profiles,
        splits=describe.split_rows(found.tree, name),
        words=describe.word_rows(
            units.presence, vocabulary, units.words, found.tree,
            shown_forms(found.corpus, found.corpus.learning.tolist()), said, name,
        ),
        stability=_stability(task, found, for_stability),
        shares=pd.concat([
            share_rows(respondents, classes, found.corpus, settings, codebook, "learnt"),
            share_rows(respondents, held_out_of(profiles), found.corpus, settings, codebook, "held_out"),
        ], ignore_index=True),
        modalities=describe.modality_rows(respondents, classes, found.k, by, name),
        plane=describe.plane_rows(
            units.presence, vocabulary, chosen, found.k, said, _modalities(task, units.owners), name
        ),
        ties=describe.tie_rows(units.presence, vocabulary, chosen, found.k, said, name),
        review=review_rows(
            respondents, masked, found.presence, found.classes, found.keyness, said.verbatims,
            settings.privacy, name,
        ),
    )  # fmt: skip


def _projected(found: Classified, calibration: Calibration) -> Projection:
    """Project every answer, those that have a class by a codebook without them."""
    whole = project(found.presence, found.counts)
    scores, posteriors = whole.scores.copy(), whole.posteriors.copy()
    scores[found.known] = calibration.projection.scores
    posteriors[found.known] = calibration.projection.posteriors
    return Projection(scores, posteriors, whole.forms)


def _codebook(task: _Task, found: Classified, calibration: Calibration, fit: Fit) -> Codebook:
    settings, corpus = task.settings, found.corpus
    sizes = np.bincount(found.classes[found.known], minlength=found.k)
    terms = [
        [
            corpus.vocabulary[at]
            for at in found.keyness.first(i, settings.description.words).tolist()
        ]
        for i in range(found.k)
    ]
    return Codebook(
        typology=task.name, version=settings.version, software=software(),
        wave=task.respondents.wave, seed=task.seed, preparation=settings.preparation,
        word_lists=corpus.lexicon.version, word_lists_sha256=corpus.lexicon.digest,
        vocabulary=corpus.vocabulary,
        counts=tuple(tuple(int(one) for one in row) for row in found.counts),
        threshold=calibration.threshold, intercept=calibration.intercept, slope=calibration.slope,
        held_out=tuple(tuple(int(one) for one in row) for row in calibration.table),
        unclassified=fit.unclassified, unknown_words=fit.unknown_words, certainty=fit.certainty,
        profiles=profiles_of(sizes, nameable(sizes, settings.naming), terms, calibration.table),
    )  # fmt: skip


def _profiles(
    task: _Task, found: Classified, projection: Projection, threshold: float
) -> pd.DataFrame:
    rows = learnt_rows(found.corpus, found.classes, projection, threshold)
    ids = task.respondents.ids
    return describe.table(
        [{"respondent_id": one, **row} for one, row in zip(ids, rows, strict=True)],
        PROFILES, typology=task.name, wave=task.respondents.wave,
    )  # fmt: skip


def _stability(task: _Task, found: Classified, rng: np.random.Generator) -> pd.DataFrame:
    settings, units = task.settings, found.units
    stable = stabilities(
        units.presence, found.tree, settings.classification, settings.stability, rng, units.owners
    )
    may_be_named = [
        nameable(np.bincount(level[level >= 0], minlength=k), settings.naming)
        for k, level in enumerate(found.levels, 2)
    ]
    return describe.stability_rows(found.tree, stable, may_be_named, task.name)


def _modalities(task: _Task, owners: IntArray) -> dict[str, BoolArray]:
    found = {}
    for variable in task.settings.description.by:
        codes, levels = task.respondents.codes(variable)
        for at, level in enumerate(levels):
            found[f"{variable}: {level}"] = codes[owners] == at
    return found
