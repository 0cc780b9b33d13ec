"""Oracle: the indicative stability figures of the reference, 20 random parts each.

They are means of 20 draws given with two decimals: held to three standard errors of both.
"""

from pathlib import Path

import numpy as np
import pytest
from typology_corpora import read_corpus

from phare.config.typologies import Classification, Guard, Stability
from phare.typology.stability import Stabilities, stabilities
from phare.typology.tree import reinert


def measured(reference: Path, name: str, guard: str, fraction: float) -> Stabilities:
    corpus = read_corpus(reference, name)
    asked = Classification(guard="off" if guard == "plain" else Guard())
    tree = reinert(corpus.presence, asked)
    rng = np.random.default_rng(12)
    return stabilities(corpus.presence, tree, asked, Stability(fraction=fraction), rng)


@pytest.mark.parametrize(
    ("name", "guard", "fraction"),
    [("planted_mayors", "plain", 0.8), ("planted_mayors", "guarded", 0.5), ("lille_debat", "guarded", 0.8)],
)  # fmt: skip
def test_agreement_of_parts_is_that_of_the_reference(
    reference: Path, name: str, guard: str, fraction: float
) -> None:
    found = measured(reference, name, guard, fraction)
    table = read_corpus(reference, name).expected("stability_subsample.csv")
    rows = table[(table["variant"] == guard) & (table["fraction"] == fraction)]
    assert rows["k"].tolist() == list(range(2, 9))
    for row in rows.itertuples():
        spread = float(np.nanstd(found.rand[:, row.k - 2], ddof=1))
        tolerance = 3 * spread * np.sqrt(2 / 20) + 0.01
        assert found.mean_rand(row.k) == pytest.approx(row.mean_ari, abs=tolerance), row.k


def test_half_parts_are_most_stable_at_the_planted_number(reference: Path) -> None:
    found = measured(reference, "planted_mayors", "guarded", 0.5)
    assert found.mean_rand(5) > max(found.mean_rand(4), found.mean_rand(6)) + 0.03
    assert found.mean_jaccard(5).min() > 0.5
