"""Oracle: keyness, supplementary and typical tables of the reference at k = 5, to their digits.

Class numbers are arbitrary there: classes are matched by their units first.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typology_corpora import Corpus, read_corpus

from phare.config.typologies import Classification, DoubleClassification
from phare.typology.agreement import cross_table
from phare.typology.crossing import double_reinert
from phare.typology.incidence import IntArray, from_triplets
from phare.typology.keyness import keyness, token_chi2
from phare.typology.tree import reinert
from phare.typology.typical import most_typical, typicality
from phare.typology.units import joined, units_of_segments

K = 5
STRICT = Classification(guard="off")
SIMPLE = [
    ("planted_mayors", 0), ("lille_debat", 0), ("lille_debat", 10), ("lille_debat", 15),
    ("inaugural_addresses", 10), ("inaugural_addresses", 15),
]  # fmt: skip


def classes_of(corpus: Corpus, size: int) -> IntArray:
    """The classes of the segments, numbered as the reference has them, from 0."""
    units = units_of_segments(corpus.presence, corpus.documents, size)
    own = reinert(joined(corpus.presence, units), STRICT).classes(K)[units]
    return as_numbered(own, corpus.expected(f"simple_ms{size:02}_groups.csv")[f"k{K}"])


def as_numbered(own: IntArray, groups: pd.Series) -> IntArray:
    numbers = (groups.fillna(0).astype(int) - 1).to_numpy()
    table = cross_table(own, numbers)
    number = np.argmax(table, axis=1)
    assert sorted(number) == list(range(len(number)))
    return np.where(own >= 0, number[own], -1)


@pytest.mark.parametrize(("name", "size"), SIMPLE)
def test_keyness_of_terms(reference: Path, name: str, size: int) -> None:
    corpus = read_corpus(reference, name)
    classes = classes_of(corpus, size)
    found = keyness(corpus.presence, classes, K)
    expected = corpus.expected(f"simple_ms{size:02}_keyness_k{K}.csv")
    assert int(found.n_classes.sum()) == expected["n_classified"].iloc[0]
    for profile in range(K):
        rows = expected[expected["class"] == profile + 1]
        assert len(rows)
        at = [corpus.terms.index(term) for term in rows["term"]]
        np.testing.assert_allclose(found.chi2[profile, at], rows["chi2"], rtol=0, atol=1e-6)
        assert (found.n[profile, at] == rows["segments_in_class"]).all()
        assert (found.n_features[at] == rows["segments_total"]).all()
        # The thirty best, whatever the order of equals.
        own = found.chi2[profile, found.first(profile, 30)]
        np.testing.assert_allclose(own, rows["chi2"], rtol=0, atol=1e-6)


@pytest.mark.parametrize(("name", "size"), SIMPLE[1:])
def test_keyness_of_occurrences(reference: Path, name: str, size: int) -> None:
    corpus = read_corpus(reference, name)
    expected = corpus.expected(f"simple_ms{size:02}_keyness_tokens_k{K}.csv")
    same_token_chi2(corpus, classes_of(corpus, size), expected)


@pytest.mark.parametrize("name", ["lille_debat", "inaugural_addresses"])
def test_keyness_of_occurrences_after_double_classification(reference: Path, name: str) -> None:
    corpus = read_corpus(reference, name)
    found = double_reinert(corpus.presence, corpus.documents, DoubleClassification(), STRICT)
    groups = corpus.expected("double_full_groups.csv")[f"k{K}_chi2"]
    classes = as_numbered(found.partition(K).classes, groups)
    same_token_chi2(corpus, classes, corpus.expected(f"double_full_keyness_tokens_k{K}.csv"))


def same_token_chi2(corpus: Corpus, classes: IntArray, expected: pd.DataFrame) -> None:
    counts = from_triplets([], [], corpus.presence.shape).tolil()
    for row in corpus.counts.itertuples():
        counts[row.segment - 1, row.term - 1] = row.count
    chi2 = token_chi2(counts.tocsr(), classes, K)
    for row in expected.itertuples():
        # 'class' and 'count' are no names of fields.
        own = chi2[row[1] - 1, corpus.terms.index(row.feature)]
        assert own == pytest.approx(row.chi2 * (1 if row.sign == "positive" else -1), rel=1e-9)


@pytest.mark.parametrize(("name", "size"), SIMPLE[:4])
def test_supplementary_modalities(reference: Path, name: str, size: int) -> None:
    corpus = read_corpus(reference, name)
    file, column = ("wave1.csv", "strate") if name == "planted_mayors" else ("corpus.csv", "theme")
    documents = pd.read_csv(corpus.folder / file, keep_default_na=False).set_index("doc_id")
    modality = documents.loc[corpus.segments["doc_id"], column].to_numpy()
    names = sorted(set(modality))
    codes = np.array([names.index(one) for one in modality])
    rows = np.arange(len(codes))
    presence = from_triplets(rows, codes, (len(codes), len(names)))
    found = keyness(presence, classes_of(corpus, size), K)
    for row in corpus.expected(f"simple_ms{size:02}_supplementary_k{K}.csv").itertuples():
        at = (row[1] - 1, names.index(row.modality))
        assert found.n[at] == row.n_both
        assert found.chi2[at] == pytest.approx(row.chi2_signed, abs=1e-6)


@pytest.mark.parametrize(("name", "size"), SIMPLE)
def test_typical_segments(reference: Path, name: str, size: int) -> None:
    corpus = read_corpus(reference, name)
    classes = classes_of(corpus, size)
    found = keyness(corpus.presence, classes, K)
    expected = corpus.expected(f"simple_ms{size:02}_typical_k{K}.csv")
    for profile in range(K):
        rows = expected[expected["class"] == profile + 1]
        own = most_typical(corpus.presence, classes, found, profile)
        scores = typicality(corpus.presence, found, profile)[own]
        np.testing.assert_allclose(scores, rows["score"], rtol=0, atol=1e-6)
        assert corpus.segments["segment_id"].iloc[own].tolist() == rows["segment_id"].tolist()
