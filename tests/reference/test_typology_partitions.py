"""Oracle: partitions and chi-squares of the corrected published program, at every k.

Partitions identical (adjusted Rand index 1, the same units unclassified); chi-squares and
singular values to 1e-9; those of the guarded runs to the one decimal they are given with;
the toy table to 1e-12.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typology_corpora import read_corpus, same_partition

from phare.config.typologies import Classification, DoubleClassification, Guard
from phare.typology.axes import axes
from phare.typology.crossing import double_reinert
from phare.typology.cuts import best_cut, chi2_of_cuts
from phare.typology.exchange import exchange
from phare.typology.incidence import incidence
from phare.typology.terms import terms_kept
from phare.typology.tree import Tree, reinert
from phare.typology.units import joined, units_of_segments

STRICT = Classification(guard="off")
SIMPLE = [
    ("planted_mayors", 0), ("lille_debat", 0), ("lille_debat", 10), ("lille_debat", 15),
    ("inaugural_addresses", 10), ("inaugural_addresses", 15),
]  # fmt: skip


def test_the_toy_table(reference: Path) -> None:
    toy = json.loads((reference / "typology" / "toy.json").read_text())
    matrix = incidence(np.array(toy["matrix"]))
    found = axes(matrix, 1)
    assert found.singular_values[0] == pytest.approx(toy["first_singular_value"], abs=1e-12)
    given = np.array(toy["row_coordinates_up_to_sign"])
    along = found.coordinates[:, 0] * np.sign(given[0] * found.coordinates[0, 0])
    np.testing.assert_allclose(along, given, rtol=0, atol=1e-12)
    order = found.order(0)
    if (order + 1).tolist() != toy["order_up_to_reversal"]:
        order = order[::-1]
    assert (order + 1).tolist() == toy["order_up_to_reversal"]
    chi2 = chi2_of_cuts(matrix, order)
    np.testing.assert_allclose(chi2, toy["chi2_of_each_prefix_cut"], rtol=0, atol=1e-12)
    cut = best_cut(matrix, order)
    assert cut is not None
    assert sorted(np.flatnonzero(cut.inside) + 1) == sorted(toy["best_cut_group"])
    done = exchange(matrix, cut.inside)
    assert done.moves == toy["n_exchanges"]
    assert done.chi2 == pytest.approx(toy["chi2_after_exchange"], abs=1e-12)
    assert (np.flatnonzero(done.inside) + 1).tolist() == toy["after_exchange_group"]
    kept = terms_kept(matrix, done.inside, least=1)
    assert (np.flatnonzero(kept[0]) + 1).tolist() == toy["terms_kept_tsj1"]["group"]
    assert (np.flatnonzero(kept[1]) + 1).tolist() == toy["terms_kept_tsj1"]["complement"]


@pytest.mark.parametrize(("name", "size"), SIMPLE)
def test_the_simple_classification(reference: Path, name: str, size: int) -> None:
    corpus = read_corpus(reference, name)
    groups = corpus.expected(f"simple_ms{size:02}_groups.csv")
    units = units_of_segments(corpus.presence, corpus.documents, size)
    assert (pd.factorize(groups["unit"])[0] == units).all()
    tree = reinert(joined(corpus.presence, units), STRICT)
    assert tree.most == 8
    for k in range(2, 9):
        assert same_partition(tree.classes(k)[units], groups[f"k{k}"]), k
    folder = corpus.folder / "expected" / f"simple_ms{size:02}_splits.json"
    splits = json.loads(folder.read_text())["splits"]
    for step, expected in zip(tree.steps, splits, strict=True):
        assert step.chi2 == pytest.approx(expected["chi2"], rel=1e-9)
        assert step.chi2_of_cut == pytest.approx(expected["chi2_scan"], rel=1e-9)
        assert step.singular_value == pytest.approx(expected["sv"], rel=1e-9)
        assert (step.units, step.terms, step.moves) == (
            expected["n"], expected["p"], expected["moves"],
        )  # fmt: skip
        assert _sides(tree, step.children) == {
            (expected["n1"], expected["p1"]), (expected["n2"], expected["p2"]),
        }  # fmt: skip


@pytest.mark.parametrize("name", ["planted_mayors", "lille_debat"])
def test_the_guarded_classification(reference: Path, name: str) -> None:
    corpus = read_corpus(reference, name)
    tree = reinert(corpus.presence, Classification(guard=Guard()))
    groups = corpus.expected("guarded_ms00_groups.csv")
    for k in range(2, 9):
        assert same_partition(tree.classes(k), groups[f"k{k}"]), k
    splits = json.loads((corpus.folder / "expected" / "guarded_ms00_splits.json").read_text())
    for step, expected in zip(tree.steps, splits["splits"], strict=True):
        assert round(step.chi2, 1) == expected["chi2"]
        assert step.moves == expected["exchanges"]
        assert (step.axis if step.guarded else 0) == expected["fallback_axis"]
        sides = {len(tree.nodes[child].units) for child in step.children}
        assert sides == {expected["n1"], expected["n2"]}


@pytest.mark.parametrize("name", ["lille_debat", "inaugural_addresses"])
@pytest.mark.parametrize("mode", ["full", "classic"])
def test_the_double_classification(reference: Path, name: str, mode: str) -> None:
    corpus = read_corpus(reference, name)
    settings = DoubleClassification.model_validate({"mode": mode})
    found = double_reinert(corpus.presence, corpus.documents, settings, STRICT)
    groups = corpus.expected(f"double_{mode}_groups.csv")
    expected = corpus.expected(f"double_{mode}_partitions.csv")
    assert len(expected) == len(found.partitions)
    for row in expected.itertuples():
        best = found.partition(row.k, row.criterion)
        # Given with six decimals.
        assert best.sum_chi2 == pytest.approx(row.sum_chi2, abs=1e-6)
        assert best.classified == row.n_classified
        assert best.examined == row.n_partitions_examined
        assert same_partition(best.classes, groups[f"k{row.k}_{row.criterion}"])


def _sides(tree: Tree, children: tuple[int, int]) -> set[tuple[int, int]]:
    return {(len(tree.nodes[one].units), len(tree.nodes[one].terms)) for one in children}
