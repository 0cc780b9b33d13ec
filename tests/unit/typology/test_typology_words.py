"""Words of French and English: what is divided, what is joined, what is left out."""

import numpy as np
import pytest

from phare.config.typologies import Preparation
from phare.errors import PhareError
from phare.typology.lexicon import lexicon
from phare.typology.preparation import terms_of
from phare.typology.tokens import segments, spelled, words

FRENCH = Preparation()


def terms(text: str, settings: Preparation = FRENCH) -> list[str]:
    return terms_of(text, lexicon(settings), settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’école, l'ÉCOLE", ["l", "école", "l", "école"]),
        ("aujourd’hui quelqu'un d'aujourd'hui", ["aujourd'hui", "quelqu'un", "d", "aujourd'hui"]),
        ("le co\u2011voiturage multi-accueil", ["le", "co-voiturage", "multi-accueil"]),
        ("faut-il, y a-t-il, donnez-leur-en, celles-ci", ["faut", "y", "a", "donnez", "celles"]),
        ("un rendez-vous", ["un", "rendez-vous"]),
        ("l'œuvre et l'oeuvre, curriculum vitæ", ["l", "oeuvre", "et", "l", "oeuvre", "curriculum", "vitae"]),
        ("le 3 mai 2016 à 20h30, 2e tour, 10km, 50%", ["le", "mai", "à", "tour"]),
        ("la covid-19 et la 5g", ["la", "covid-19", "et", "la", "5g"]),
        ("[personne] de [commune] dit [[non]]", ["de", "dit"]),
        ("e\u0301cole", ["école"]),
        ("so\u00adlidarité\u200b", ["solidarité"]),
        ("👍🏽 🎉 !!! ...", []),
        ("", []),
    ],
)  # fmt: skip
def test_french_words(text: str, expected: list[str]) -> None:
    assert lexicon(FRENCH).words(text) == expected


def test_spelling_is_stable() -> None:
    for text in ("L’Œuvre d’ÆTHELRED", "İstanbul ǅ ſ"):
        assert spelled(spelled(text)) == spelled(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Homographs that a dictionary alone reads as verbs.
        ("des taxes nouvelles, la mise en valeur", ["taxe", "nouveau", "mise", "valeur"]),
        ("les élues et les élus, nos députées", ["élu", "élu", "député"]),
        ("Des œuvres, des oeuvres", ["oeuvre", "oeuvre"]),
        ("les sœurs au cœur des écoles", ["soeur", "coeur", "école"]),
        ("une gouvernance ouverte et des espaces ouverts", ["gouvernance ouverte", "espace", "ouvrir"]),
        ("l'accession à la propriété", ["accession à la propriété"]),
        ("la participation des citoyens, participations citoyennes",
         ["participation", "citoyen", "participation citoyenne"]),
        ("nous devons pouvoir faire plus avec moins", []),
    ],
)  # fmt: skip
def test_french_terms(text: str, expected: list[str]) -> None:
    got = terms(text)
    # The dictionary may read a participle as an adjective: either is one lemma.
    assert [one.replace("ouvert", "ouvrir") if one == "ouvert" else one for one in got] == expected


@pytest.mark.parametrize(
    "word", ["ouverte", "nouveau", "directe", "nombreux", "parole", "impossible"]
)
def test_words_with_a_meaning_are_no_tool_words(word: str) -> None:
    assert len(terms(word)) == 1


def test_the_words_of_the_question_are_left_out_but_in_an_expression() -> None:
    asked = Preparation(question="Quels projets pour la vie de votre commune ?")
    assert terms("un projet de commune, la vie associative, la vie", asked) == ["vie associative"]


def test_settings_add_to_the_lists() -> None:
    own = Preparation(
        lemmas={"MJC": "maison des jeunes"}, expressions=("salle des fêtes",),
        leave_out=("école",), keep=("ia", "trop"),
    )  # fmt: skip
    assert terms("la MJC, les écoles, l'IA, trop d'iode, la salle des fêtes", own) == [
        "maison des jeunes", "ia", "trop", "iode", "salle des fêtes",
    ]  # fmt: skip
    assert lexicon(own).digest != lexicon(FRENCH).digest
    assert lexicon(FRENCH).digest == lexicon(Preparation()).digest


def test_another_version_of_the_lists_is_refused() -> None:
    with pytest.raises(PhareError, match="'fr-0'; expected 'fr-1', installed"):
        lexicon(Preparation(word_lists="fr-0"))


def test_english_terms() -> None:
    english = Preparation(language="en")
    text = (
        "The council's taxes don't help our local authorities; public transport should be cheaper"
    )
    assert terms(text, english) == [
        "council",
        "tax",
        "help",
        "local authority",
        "public transport",
        "cheap",
    ]


def test_segments_end_near_punctuation() -> None:
    text = " ".join(["mot"] * 37 + ["fin."] + ["mot"] * 40)
    assert [len(one.split()) for one in segments(text, 40)] == [38, 40]
    assert segments(text, None) == [text]
    # Up to 1.4 sizes a text stays whole.
    assert len(segments(" ".join(["mot"] * 56), 40)) == 1
    assert len(segments(" ".join(["mot"] * 57), 40)) == 2


def test_segments_lose_no_word() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        text = " ".join(rng.choice(["un", "deux,", "trois.", "quatre;"], rng.integers(0, 400)))
        parts = segments(text, 20)
        assert " ".join(parts) == text
        assert all(len(part.split()) <= 28 for part in parts)


def test_words_take_a_long_text_in_its_stride() -> None:
    assert len(words("l'" * 20_000 + "fin")) == 20_001
