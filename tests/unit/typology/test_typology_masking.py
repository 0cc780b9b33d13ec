"""What points at somebody is taken out of a text, and what does not stays."""

import time

import pytest

from phare.config.typologies import Preparation
from phare.typology.lexicon import lexicon
from phare.typology.masking import Known, mask
from phare.typology.preparation import terms_of

KNOWN = Known(
    places=frozenset({"Lyon", "Lent", "Saint-Rémy-sur-Creuse", "L'Haÿ-les-Roses", "Y", "Le Bourg"}),
    persons=frozenset({"Untel Machin"}),
)


def masked(text: str) -> str:
    found = mask([text], "fr", KNOWN).texts[0]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("écrire à jean.dupont@mairie-x.fr, merci", "écrire à [courriel], merci"),
        ("contact (at) ville.fr", "[courriel]"),
        ("tel 06 12 34 56 78 ou 0612345678 ou 01.23.45.67.89", "tel [téléphone] ou [téléphone] ou [téléphone]"),
        ("+33 (0)1 23 45 67 89", "[téléphone]"),
        ("https://a.b/c?d=1, www.truc.fr et exemple.com", "[lien], [lien] et [lien]"),
        ("suivez @compte", "suivez [lien]"),
        ("Mme Martin et M. de La Tour", "Mme [personne] et M. [personne]"),
        ("Jean Dupont, MARIE DURAND, Marie-Claude Le Goff", "[personne], [personne], [personne]"),
        ("untel machin a signé", "[personne] a signé"),
        ("à Lyon, lyon, LYON", "à [commune], [commune], [commune]"),
        ("saint remy sur creuse et St-Rémy-sur-Creuse", "[commune] et [commune]"),
        ("à l’Haÿ les Roses", "à [commune]"),
        ("maire de Plougastel-Daoulas", "maire de [commune]"),
        ("commune de La Roche sur Yon aussi", "commune de La [commune] aussi"),
        ("je suis président du syndicat des eaux", "je suis [fonction]"),
        # What stays.
        ("Monsieur le maire", "Monsieur le maire"),
        ("un train lent, il va à Lent", "un train lent, il va à [commune]"),
        ("Lent est le progrès", "Lent est le progrès"),
        ("le père de famille, la pierre et le bois", "le père de famille, la pierre et le bois"),
        ("un budget de 120 000 000 euros le 01/01/2015", "un budget de 120 000 000 euros le 01/01/2015"),
        ("le maire doit agir", "le maire doit agir"),
        ("rénover le bourg. Le bourg est vide", "rénover le bourg. Le bourg est vide"),
        ("j'habite Le Bourg", "j'habite [commune]"),
    ],
)  # fmt: skip
def test_masks(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_functions_that_many_texts_have_stay() -> None:
    texts = ["écrire au président de la République"] * 10 + ["et au directeur de l'école"]
    found = mask(texts, "fr", least_titles=10)
    assert found.texts[0] == texts[0]
    assert found.texts[10] == "et au [fonction]"
    assert found.masks == (*[0] * 10, 1)


def test_masks_are_counted_and_no_answer_stays_none() -> None:
    found = mask([None, "", "Jean Dupont à Lyon", "déjà [personne]"], "fr", KNOWN)
    assert found.masks == (0, 0, 2, 0)
    assert found.texts[:2] == (None, "")


def test_masking_twice_changes_nothing() -> None:
    text = "M. Martin, maire de Bourg-en-Bresse, 06 12 34 56 78, a@b.fr, préfet du Rhône"
    assert masked(masked(text)) == masked(text)


def test_masks_are_no_terms() -> None:
    asked = Preparation()
    assert terms_of(masked("Jean Dupont veut un budget à Lyon"), lexicon(asked), asked) == [
        "budget"
    ]


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a-", "Aa ", "06 ", "d'", "maire de Aa sur ", "Jean ", "@"]
)
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    start = time.process_time()
    mask([piece * (100_000 // len(piece))], "fr", KNOWN)
    assert time.process_time() - start < 5
