"""What adoption says of each kind of change, and what it refuses to guess."""

import numpy as np
import pytest
from tests.unit.adopt.asked_files import side

from phare.adopt.codes import cited_of, reads_numbers
from phare.adopt.links import links_of
from phare.adopt.match import Side, match
from phare.adopt.parts import refinement
from phare.adopt.verdicts import Line
from phare.config.adoption import read_adoption
from phare.config.card import Mapping

SETTINGS = read_adoption()
RNG = np.random.default_rng(3)
AGES = RNG.integers(18, 90, 900).astype(float)
SCALE = {"1": "Tout à fait", "2": "Plutôt", "3": "Plutôt pas", "4": "Pas du tout"}
SKEWED = RNG.choice([1.0, 2, 3, 4], 900, p=[0.55, 0.3, 0.1, 0.05])


def only(old: Side, new: Side) -> Line:
    (line,) = match(old, new, SETTINGS).lines
    return line


def kinds(line: Line) -> set[str]:
    return {note.kind for note in line.notes}


def test_a_year_of_birth_is_an_age_once_subtracted() -> None:
    line = only(side(("a", "Âge", {}, AGES)), side(("b", "Année de naissance", {}, 2020 - AGES)))
    assert line.relation == "derived"
    assert line.verdict != "sure"


def test_a_number_that_became_classes_gives_their_bounds() -> None:
    classes = {"1": "Moins de 30 ans", "2": "30-59 ans", "3": "60 ans et plus"}
    held = np.searchsorted([30, 60], AGES, "right") + 1.0
    line = only(side(("a", "Âge", {}, AGES)), side(("b", "Âge", classes, held)))
    assert line.relation == "classed"
    (told,) = [note.said("en") for note in line.notes if note.kind == "classed"]
    assert "1 = [-inf, 30[, 2 = [30, 60[, 3 = [60, inf[" in told


def test_a_question_with_another_number_or_a_denial_is_not_the_same() -> None:
    old = side(("a", "A pratiqué la pêche au cours des 12 derniers mois", SCALE, SKEWED))
    for label in (
        "A pratiqué la pêche au cours des 24 derniers mois",
        "N'a pas pratiqué la pêche au cours des 12 derniers mois",
    ):
        assert only(old, side(("a", label, SCALE, SKEWED))).verdict == "look"


def test_a_no_answer_beside_the_scale_is_told_with_its_code() -> None:
    offered = np.where(RNG.random(900) < 0.1, 5.0, SKEWED)
    line = only(
        side(("a", "Confiance", SCALE, SKEWED)),
        side(("a", "Confiance", SCALE | {"5": "Ne se prononce pas"}, offered)),
    )
    (told,) = [note.said("en") for note in line.notes if note.kind == "no_answer_in_scale"]
    assert told == "Code 5 (“Ne se prononce pas”) would be counted as a degree."
    assert line.verdict == "look"


@pytest.mark.parametrize("code", [9.0, 99.0, -1.0])
def test_an_unlabelled_code_beyond_a_gap_is_told(code: float) -> None:
    stray = np.where(RNG.random(900) < 0.1, code, SKEWED)
    line = only(side(("a", "Note", {}, SKEWED)), side(("a", "Note", {}, stray)))
    assert "beyond_gap" in kinds(line)
    assert line.verdict == "look"


def test_codes_without_labels_are_linked_by_nothing() -> None:
    line = only(side(("a", "Confiance", SCALE, SKEWED)), side(("a", "Confiance", {}, SKEWED)))
    assert "no_labels" in kinds(line)
    assert not line.links.links


def test_codes_without_labels_are_linked_by_rows_that_agree() -> None:
    keys = ("k", "Identifiant", {}, np.arange(900.0) + 1)
    swapped = ("a", "Confiance", {}, np.array([f"c{5 - int(v)}" for v in SKEWED]))
    old, new = side(keys, ("a", "Confiance", SCALE, SKEWED)), side(keys, swapped)
    found = match(old, new, SETTINGS, key=("k", "k"))
    assert found.linked_rows == 900
    line = next(line for line in found.lines if line.new.name == "a")
    assert {(link.old, link.new) for link in line.links.links} == {
        ("4", "c1"), ("3", "c2"), ("2", "c3"), ("1", "c4"),
    }  # fmt: skip
    assert line.verdict == "look"


def test_a_bare_scale_shows_its_direction_by_its_shares_or_not_at_all() -> None:
    bare = side(("a", "Note", {}, SKEWED))
    assert only(bare, bare).verdict == "sure"
    assert "looks_reversed" in kinds(only(bare, side(("a", "Note", {}, 5 - SKEWED))))
    flat = side(("a", "Note", {}, np.tile([1.0, 2, 3, 4], 225)))
    assert "no_direction" in kinds(only(flat, flat))


def test_a_split_is_recoded_and_the_refinement_said() -> None:
    old = side(("a", "Emploi", {"1": "Cadre", "2": "Ouvrier", "3": "Employé"}, [1.0, 2, 3] * 50))
    new = side(("a", "Emploi", {"1": "Cadre du public", "2": "Ouvrier", "3": "Employé", "4": "Cadre du privé"},
                [1.0, 2, 3, 4, 2, 3] * 25))  # fmt: skip
    line = only(old, new)
    assert line.relation == "split"
    assert refinement(line.links.links) == [
        (("1",), ("1", "4")),
        (("2",), ("2",)),
        (("3",), ("3",)),
    ]


def test_one_label_for_two_codes_links_neither() -> None:
    old = match(
        side(("a", "Avis", {"1": "Bon", "2": "Mauvais"}, [1.0, 2] * 50)),
        side(("a", "Avis", {"1": "Bon", "2": "Bon", "3": "Mauvais"}, [1.0, 2, 3] * 40)),
        SETTINGS,
    )
    (line,) = old.lines
    assert {(link.old, link.new) for link in links_of(line.old, line.new, SETTINGS).links} == {
        ("2", "3")
    }
    assert "repeated_label" in kinds(line)


def test_an_opposite_answer_is_not_near() -> None:
    old = side(
        ("a", "Avis", {"1": "Satisfait", "2": "Pas satisfait", "3": "Neutre"}, [1.0, 2, 3] * 40)
    )
    new = side(("a", "Avis", {"1": "Pas du tout satisfait", "2": "Tout à fait satisfait", "3": "Neutre"},
                [1.0, 2, 3] * 40))  # fmt: skip
    wrong = {("1", "1")}
    assert not wrong & {(link.old, link.new) for link in only(old, new).links.links}


def test_a_no_answer_is_no_degree_of_a_scale() -> None:
    old = side(("a", "Avis", {"1": "Bon", "2": "Moyen", "3": "Mauvais", "9": "Ne se prononce pas"},
                [1.0, 2, 3, 9] * 40), missing={"a": {}})  # fmt: skip
    new = side(("a", "Avis", {"1": "Bon marché", "2": "Moyen", "3": "Mauvais", "4": "Bon sans plus"},
                [1.0, 2, 3, 4] * 40))  # fmt: skip
    assert ("9", "4") not in {(link.old, link.new) for link in only(old, new).links.links}


def test_numbers_are_not_read_from_codes_that_changed() -> None:
    answers = [0.0, 1.0] * 60
    old = side(("a", "Engagée", {"0": "Non", "1": "Oui"}, answers))
    assert reads_numbers(only(old, old))
    swapped = side(("a", "Engagée", {"1": "Non", "0": "Oui"}, answers))
    assert not reads_numbers(only(old, swapped))
    bare = side(("a", "Engagée", {}, answers))
    assert not reads_numbers(only(old, bare))
    words = side(("a", "Engagée", {}, ["Non", "Oui"] * 60))
    assert not reads_numbers(only(old, words))


def test_cited_or_not_is_typed_where_the_codes_do_not_tell() -> None:
    answers = [0.0, 1.0, 1.0] * 40
    mapping = Mapping(items={"press": "a"})
    old = side(("a", "Lit la presse", {"0": "Non", "1": "Oui"}, answers))
    assert cited_of(mapping, [only(old, old)]) == {}
    swapped = side(("a", "Lit la presse", {"2": "Non", "1": "Oui"}, [2 - one for one in answers]))
    assert cited_of(mapping, [only(old, swapped)]) == {"not_cited": ["2"]}
    bare = side(("a", "Lit la presse", {}, answers))
    assert cited_of(mapping, [only(old, bare)]) == {"cited": "???", "not_cited": "???"}


def test_missing_codes_that_lost_their_label_are_read_as_before_and_told() -> None:
    notes = np.where(RNG.random(900) < 0.1, 98.0, RNG.integers(0, 11, 900) * 1.0)
    known = {"a": {"98": "refused"}}
    old = side(("a", "Note", {"98": "Refus"}, notes), missing=known)
    line = only(old, side(("a", "Note", {}, notes)))
    assert line.verdict == "look"
    assert "lost_labels" in kinds(line)
    assert [(one.code, one.missing) for one in line.new.answers] == [("98", "refused")]
