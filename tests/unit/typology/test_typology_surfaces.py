"""Lemmas are shown as the texts have them."""

import pytest

from phare.config.typologies import Preparation
from phare.typology.preparation import prepare
from phare.typology.surfaces import shown_forms, spoken


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (["égalité", "des", "chances"], "fr", "égalité des chances"),
        (["lutter", "contre", "l", "évasion"], "fr", "lutter contre l'évasion"),
        (["jusqu", "à", "l", "école"], "fr", "jusqu'à l'école"),
        (["the", "council", "s", "taxes", "don", "t"], "en", "the council's taxes don't"),
        ([], "fr", ""),
    ],
)
def test_words_are_joined_at_their_apostrophes(words: list, language: str, text: str) -> None:
    assert spoken(words, language) == text


def test_the_most_frequent_form_is_shown() -> None:
    texts = ["contre l'évasion fiscale", "les évasions fiscales", "stop à l'évasion fiscale"] * 2
    corpus = prepare(
        [*texts, "une nouvelle participation citoyenne, nos citoyens"] * 2,
        Preparation(least_answers=2),
    )
    shown = shown_forms(corpus, range(len(corpus.words)))
    assert shown["évasion"] == "évasion"
    assert shown["fiscal"] == "fiscale"
    assert shown["évasion fiscal"] == "évasion fiscale"
    assert shown["nouveau"] == "nouvelle"
    assert shown["participation citoyenne citoyen"] == "participation citoyenne nos citoyens"
