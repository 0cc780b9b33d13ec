"""The classes of a typology in words, pairs of words, a plane, ties and modalities: tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from phare.config.typologies import Description
from phare.contracts import Contract
from phare.contracts.typology import (
    PROFILE_MODALITIES,
    PROFILE_PLANE,
    PROFILE_SPLITS,
    PROFILE_STABILITY,
    PROFILE_TIES,
    PROFILE_WORDS,
    TOTAL,
)
from phare.typology.associations import associate
from phare.typology.bigrams import bigrams
from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray
from phare.typology.keyness import Keyness, keyness
from phare.typology.plane import plane
from phare.typology.respondents import Respondents
from phare.typology.similarity import similarity_tree
from phare.typology.stability import Stabilities
from phare.typology.tree import Tree

Row = dict[str, Any]


def table(rows: Sequence[Row], contract: Contract, **same: object) -> pd.DataFrame:
    """Return rows as a table of a contract; `same` are columns with one value."""
    if not rows:
        return contract.empty()
    return contract.check(pd.DataFrame([{**same, **row} for row in rows]), contract.name)


def profile(number: int) -> str:
    """Return a class as tables have it: from 1."""
    return str(number + 1)


def split_rows(tree: Tree, typology: str) -> pd.DataFrame:
    """Return PROFILE_SPLITS: every split of the classification."""
    rows = [
        {
            "split": number, "node": step.node, "first": step.children[0], "second": step.children[1],
            "units": step.units, "n_first": len(tree.nodes[step.children[0]].units),
            "n_second": len(tree.nodes[step.children[1]].units), "terms": step.terms,
            "singular_value": step.singular_value, "chi2_of_cut": step.chi2_of_cut,
            "chi2": step.chi2, "height": height, "moves": step.moves, "axis": step.axis,
            "guarded": step.guarded,
        }
        for number, (step, height) in enumerate(zip(tree.steps, tree.heights, strict=True), 1)
    ]  # fmt: skip
    return table(rows, PROFILE_SPLITS, typology=typology)


def word_rows(
    presence: Incidence,
    vocabulary: Sequence[str],
    words: Sequence[Sequence[str]],
    tree: Tree,
    shown: Mapping[str, str],
    settings: Description,
    typology: str,
) -> pd.DataFrame:
    """Return PROFILE_WORDS for every number of classes of the tree.

    Parameters
    ----------
    presence, words : terms of the units (n, p), and their terms in order (n)
    shown : how terms and pairs stand in the texts
    """
    pairs, with_pair = bigrams(words, settings.pairs_in)
    rows: list[Row] = []
    for k in range(2, tree.most + 1):
        classes = tree.classes(k)
        for kind, names, matrix in (("term", vocabulary, presence), ("pair", pairs, with_pair)):
            found = keyness(matrix, classes, k)
            rows += [
                {"k": k, "kind": kind, "shown": shown.get(row["word"], row["word"]), **row}
                for row in _words(found, names, settings.words)
            ]
    return table(rows, PROFILE_WORDS, typology=typology)


def _words(found: Keyness, names: Sequence[str], count: int) -> list[Row]:
    return [
        {
            "profile": profile(number), "word": names[at], "n": int(found.n[number, at]),
            "n_all": int(found.n_features[at]),
            "share": found.n[number, at] / found.n_classes[number] if found.n_classes[number] else None,
            "chi2": found.chi2[number, at], "p_value": found.p_value[number, at],
            "p_adjusted": found.p_adjusted[number, at],
        }
        for number in range(len(found.n_classes))
        for under in (False, True)
        for at in found.first(number, count, under=under).tolist()
    ]  # fmt: skip


def stability_rows(
    tree: Tree, found: Stabilities, may_be_named: Sequence[BoolArray], typology: str
) -> pd.DataFrame:
    """Return PROFILE_STABILITY: for each number of classes a row for all and one per class."""
    rows: list[Row] = []
    for k in range(2, tree.most + 1):
        classes, jaccard = tree.classes(k), found.mean_jaccard(k)
        rows.append({
            "k": k, "profile": TOTAL, "node": None, "n": int(np.sum(classes >= 0)), "nameable": None,
            "split_chi2": tree.steps[k - 2].chi2, "rand_mean": found.mean_rand(k),
            "rand_least": found.least_rand(k), "jaccard_mean": None, "replicates": found.reached(k),
        })  # fmt: skip
        rows += [
            {
                "k": k, "profile": profile(number), "node": node, "n": int(np.sum(classes == number)),
                "nameable": bool(may_be_named[k - 2][number]), "split_chi2": None,
                "rand_mean": None, "rand_least": None, "jaccard_mean": jaccard[number],
                "replicates": found.reached(k),
            }
            for number, node in enumerate(tree.leaves(k))
        ]  # fmt: skip
    return table(rows, PROFILE_STABILITY, typology=typology)


def modality_rows(
    respondents: Respondents, classes: IntArray, k: int, by: Sequence[str], typology: str
) -> pd.DataFrame:
    """Return PROFILE_MODALITIES: each variable against the profiles of the respondents (n,)."""
    rows: list[Row] = []
    for variable in by:
        codes, levels = respondents.codes(variable)
        found = associate(respondents.design, classes, k, codes, len(levels))
        rows.append({
            "variable": variable, "level": TOTAL, "profile": TOTAL, "n": int(found.n.sum()),
            "share": None, "share_all": None, "statistic": found.overall.statistic,
            "p_value": found.overall.p_value, "p_adjusted": None,
        })  # fmt: skip
        rows += [
            {
                "variable": variable, "level": level, "profile": profile(number),
                "n": int(found.n[number, at]), "share": found.share[number, at],
                "share_all": found.share_all[at], "statistic": found.statistic[number, at],
                "p_value": found.p_value[number, at], "p_adjusted": found.p_adjusted[number, at],
            }
            for at, level in enumerate(levels)
            for number in range(k)
        ]  # fmt: skip
    return table(rows, PROFILE_MODALITIES, typology=typology, wave=respondents.wave)


def plane_rows(
    presence: Incidence,
    vocabulary: Sequence[str],
    classes: IntArray,
    k: int,
    settings: Description,
    modalities: dict[str, BoolArray],
    typology: str,
) -> pd.DataFrame:
    """Return PROFILE_PLANE: terms that say something of a class, classes, and modalities.

    Parameters
    ----------
    modalities : which units (n,) have each; they do not make the axes
    """
    found = keyness(presence, classes, k)
    telling = (np.abs(found.chi2).max(0) >= settings.plane_least_chi2) & (
        found.n_features >= settings.plane_least_answers
    )
    kept = np.flatnonzero(telling)
    inside = np.flatnonzero(classes >= 0)
    counts = found.n[:, kept]
    full = np.flatnonzero(counts.sum(1) > 0)
    if len(kept) < 2 or len(full) < 2:
        return PROFILE_PLANE.empty()
    points = plane(counts[full].T)
    rows = [
        {"kind": "axis", "name": name, "x": points.inertia[at], "y": None,
         "quality": points.share[at], "n": len(inside)}
        for at, name in enumerate("xy"[: len(points.inertia)])
    ]  # fmt: skip
    rows += [
        {"kind": "profile", "name": profile(int(number)), **_xy(points.classes[at]),
         "n": int(found.n_classes[number])}
        for at, number in enumerate(full)
    ]  # fmt: skip
    rows += [
        {"kind": "term", "name": vocabulary[term], **_xy(points.terms[at]),
         **_xy(points.contributions[at], "contribution_"),
         "quality": min(1.0, float(points.quality[at].sum())), "n": int(found.n_features[term])}
        for at, term in enumerate(kept.tolist())
    ]  # fmt: skip
    names = [name for name, own in modalities.items() if own[inside].any()]
    columns = [
        presence[np.flatnonzero(modalities[name] & (classes >= 0))][:, kept].sum(0)
        for name in names
    ]
    placed = points.place(np.array(columns).T) if columns else np.empty((0, 2))
    rows += [
        {"kind": "modality", "name": name, **_xy(placed[at]),
         "n": int(np.sum(modalities[name] & (classes >= 0)))}
        for at, name in enumerate(names)
    ]  # fmt: skip
    blank = dict.fromkeys(PROFILE_PLANE.names[1:])
    return table([{**blank, **row} for row in rows], PROFILE_PLANE, typology=typology)


def _xy(values: FloatArray, before: str = "") -> Row:
    known = [None if np.isnan(one) else float(one) for one in values.tolist()]
    x, y = (*known, None, None)[:2]
    return {f"{before}x": x, f"{before}y": y}


def tie_rows(
    presence: Incidence,
    vocabulary: Sequence[str],
    classes: IntArray,
    k: int,
    settings: Description,
    typology: str,
) -> pd.DataFrame:
    """Return PROFILE_TIES: in each class, the tree of the co-occurrences of its first terms."""
    found = keyness(presence, classes, k)
    rows: list[Row] = []
    for number in range(k):
        own = presence[np.flatnonzero(classes == number)]
        terms = found.first(number, settings.ties_among)
        rows += [
            {"profile": profile(number), "first": vocabulary[tie.first],
             "second": vocabulary[tie.second], "n": tie.n}
            for tie in similarity_tree(own, terms)
        ]  # fmt: skip
    return table(rows, PROFILE_TIES, typology=typology)
