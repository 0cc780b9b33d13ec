"""Oracle: the 40-word segments of 879 public contributions, cut by the published program."""

from pathlib import Path

import pandas as pd

from phare.typology.tokens import segments


def test_every_contribution_is_cut_at_the_same_words(reference: Path) -> None:
    folder = reference / "typology" / "lille_debat"
    corpus = pd.read_csv(folder / "corpus.csv", keep_default_na=False)
    expected = pd.read_csv(folder / "segments.csv", keep_default_na=False).groupby("doc_id")["text"]
    assert len(corpus) == 879
    for identity, text in zip(corpus["doc_id"], corpus["text"], strict=True):
        got = ["".join(part.split()) for part in segments(text, 40)]
        assert got == ["".join(part.split()) for part in expected.get_group(identity)]
