"""A typology made from the answers of a wave: classes, codebook, tables, verbatims to review."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.config.typologies import Typology
from phare.contracts import refuse
from phare.contracts.typology import PROFILES
from phare.typology import describe
from phare.typology.assignments import (
    held_out_of,
    learnt_rows,
    numbers_of,
    share_rows,
)
from phare.typology.calibration import Calibration, calibrate
from phare.typology.codebook import Codebook, profiles_of, software
from phare.typology.describe import table
from phare.typology.fit import Fit, fit_of
from phare.typology.incidence import BoolArray, Incidence, IntArray
from phare.typology.keyness import class_table, keyness
from phare.typology.masking import Known, mask
from phare.typology.preparation import Corpus, prepare
from phare.typology.projection import Projection, project
from phare.typology.respondents import Respondents, by_answer, of_answers, texts_of
from phare.typology.review import review_rows
from phare.typology.stability import nameable, stabilities
from phare.typology.surfaces import shown_forms
from phare.typology.tree import Tree, reinert
from phare.typology.units import joined, units_of_segments


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


@dataclass(frozen=True, eq=False)
class Units:
    """What is classified: presence (n, p), terms in order (n), the answer of each (n,)."""

    presence: Incidence
    words: tuple[tuple[str, ...], ...]
    owners: IntArray


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
    texts = texts_of(answers, respondents, settings.questions)
    masked = mask(texts, settings.preparation.language, known, settings.privacy.least_titles)
    corpus = prepare(masked.texts, settings.preparation)
    units = units_of(corpus, settings.unit_forms)
    tree = _classified(units, settings)
    k, n = settings.profiles, len(texts)
    levels = [of_answers(tree.classes(j), units.owners, n, j) for j in range(2, tree.most + 1)]
    classes = levels[k - 2]
    presence, terms = by_answer(corpus), np.flatnonzero(classes >= 0)
    for_stability, for_folds = np.random.default_rng(seed).spawn(2)
    stable = stabilities(
        units.presence,
        tree,
        settings.classification,
        settings.stability,
        for_stability,
        units.owners,
    )
    calibration = calibrate(presence[terms], classes[terms], k, settings.projection, for_folds)
    found = keyness(presence[terms], classes[terms], k)
    projection = _projected(presence, classes, calibration, k)
    fit = fit_of(corpus, projection, calibration.threshold)
    codebook = _codebook(
        name, settings, seed, corpus, presence, classes, calibration, fit, respondents.wave
    )
    rows = learnt_rows(corpus, classes, projection, calibration.threshold)
    profiles = table(
        [{"respondent_id": one, **row} for one, row in zip(respondents.ids, rows, strict=True)],
        PROFILES, typology=name, wave=respondents.wave,
    )  # fmt: skip
    final_classes = numbers_of(profiles["profile"])
    may_be_named = [
        nameable(np.bincount(level[level >= 0], minlength=j), settings.naming)
        for j, level in enumerate(levels, 2)
    ]
    by, modalities = settings.description.by, _modalities(respondents, units, settings)
    chosen = tree.classes(k)
    return Learnt(
        codebook=codebook,
        profiles=profiles,
        splits=describe.split_rows(tree, name),
        words=describe.word_rows(
            units.presence, corpus.vocabulary, units.words, tree,
            shown_forms(corpus, corpus.learning.tolist()), settings.description, name
        ),
        stability=describe.stability_rows(tree, stable, may_be_named, name),
        shares=pd.concat([
            share_rows(respondents, final_classes, corpus, settings, codebook, "learnt"),
            share_rows(respondents, held_out_of(profiles), corpus, settings, codebook, "held_out"),
        ], ignore_index=True),
        modalities=describe.modality_rows(respondents, final_classes, k, by, name),
        plane=describe.plane_rows(
            units.presence, corpus.vocabulary, chosen, k, settings.description, modalities, name
        ),
        ties=describe.tie_rows(
            units.presence, corpus.vocabulary, chosen, k, settings.description, name
        ),
        review=review_rows(
            respondents, masked, presence, classes, found, settings.description.verbatims,
            settings.privacy, name,
        ),
    )  # fmt: skip


def units_of(corpus: Corpus, least_forms: int) -> Units:
    """Return the units of the answers that take part: segments, joined up to `least_forms`."""
    learning = corpus.learning
    presence, owners = corpus.presence[learning], corpus.answers[learning]
    words = [corpus.words[i] for i in learning.tolist()]
    if not least_forms:
        return Units(presence, tuple(words), owners)
    unit = units_of_segments(presence, owners, least_forms)
    together: list[list[str]] = [[] for _ in range(int(unit.max(initial=-1)) + 1)]
    for number, row in zip(unit.tolist(), words, strict=True):
        together[number] += row
    first = np.unique(unit, return_index=True)[1]
    return Units(joined(presence, unit), tuple(map(tuple, together)), owners[first])


def _classified(units: Units, settings: Typology) -> Tree:
    n, k = len(np.unique(units.owners)), settings.profiles
    if n < max(k, settings.classification.least_units):
        raise refuse(
            "open answers", f"{n} answers with enough terms to classify", f"many more than {k}, the "
            f"classes asked for, and {settings.classification.least_units} at the very least",
            "gather more answers, or lower least_forms",
        )  # fmt: skip
    tree = reinert(units.presence, settings.classification)
    if tree.most < k:
        raise refuse(
            "open answers", f"{tree.most} classes ({tree.stopped})" if tree.most > 1
            else f"no split ({tree.stopped})", f"{k} classes", "ask for fewer profiles",
        )  # fmt: skip
    return tree


def _projected(
    presence: Incidence, classes: IntArray, calibration: Calibration, k: int
) -> Projection:
    """Project every answer (n, p), those that have a class by a codebook without them."""
    known = np.flatnonzero(classes >= 0)
    found = project(presence, class_table(presence[known], classes[known], k).T)
    scores, posteriors = found.scores.copy(), found.posteriors.copy()
    scores[known] = calibration.projection.scores
    posteriors[known] = calibration.projection.posteriors
    return Projection(scores, posteriors, found.forms)


def _codebook(
    name: str, settings: Typology, seed: int, corpus: Corpus, presence: Incidence,
    classes: IntArray, calibration: Calibration, fit: Fit, wave: str,
) -> Codebook:  # fmt: skip
    k, known = settings.profiles, np.flatnonzero(classes >= 0)
    counts = class_table(presence[known], classes[known], k)
    found = keyness(presence[known], classes[known], k)
    sizes = np.bincount(classes[known], minlength=k)
    terms = [
        [corpus.vocabulary[at] for at in found.first(i, settings.description.words).tolist()]
        for i in range(k)
    ]
    return Codebook(
        typology=name, version=settings.version, software=software(), wave=wave, seed=seed,
        preparation=settings.preparation, word_lists=corpus.lexicon.version,
        word_lists_sha256=corpus.lexicon.digest, vocabulary=corpus.vocabulary,
        counts=tuple(tuple(int(one) for one in row) for row in counts.T),
        threshold=calibration.threshold,
        intercept=calibration.intercept,
        slope=calibration.slope,
        held_out=tuple(tuple(int(one) for one in row) for row in calibration.table),
        unclassified=fit.unclassified, unknown_words=fit.unknown_words, certainty=fit.certainty,
        profiles=profiles_of(sizes, nameable(sizes, settings.naming), terms, calibration.table),
    )  # fmt: skip


def _modalities(respondents: Respondents, units: Units, settings: Typology) -> dict[str, BoolArray]:
    found = {}
    for variable in settings.description.by:
        codes, levels = respondents.codes(variable)
        for at, level in enumerate(levels):
            found[f"{variable}: {level}"] = codes[units.owners] == at
    return found
