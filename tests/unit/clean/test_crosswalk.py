"""Codes become categories; what is missing keeps its kind; what is unknown is refused."""

from collections.abc import Callable

import pytest

from phare.clean import Cleaned
from phare.errors import PhareError

Clean = Callable[..., Cleaned]


def test_codes_become_categories(cleaned: Clean) -> None:
    responses = cleaned().responses
    assert responses["partners"].tolist()[:2] == ["yes", "no"]
    assert responses["partners"].cat.categories.tolist() == ["yes", "no"]


def test_each_missing_answer_keeps_its_kind(cleaned: Clean) -> None:
    responses = cleaned().responses
    assert responses["missing.partners"].tolist()[2] == "dont_know"
    assert responses["missing.notes.jobs"].tolist()[2] == "dont_know"
    assert responses["missing.notes.health"].tolist()[3] == "no_answer"
    assert responses["missing.partners"].isna().tolist() == [True, True, False, True, True]


def test_a_question_not_asked_is_not_applicable(cleaned: Clean) -> None:
    result = cleaned()
    assert result.responses["missing.kinds.gift"].tolist()[1] == "not_applicable"
    assert result.responses["kinds.gift"].isna().tolist() == [False, True, True, False, True]


def test_an_answer_to_a_question_not_asked_is_set_aside_and_recorded(cleaned: Clean) -> None:
    edits = cleaned().edits
    assert edits[["respondent_id", "variable", "rule", "old"]].to_numpy().tolist() == [
        ["5", "kinds.gift", "asked_if", "True"]
    ]


def test_a_file_with_labels_instead_of_codes_gives_the_same(cleaned: Clean) -> None:
    with_labels = cleaned(records={"Q1": ["Oui", "Non", "9", "Oui", "Non"]})
    assert with_labels.responses["partners"].tolist() == cleaned().responses["partners"].tolist()


def test_a_blank_may_mean_not_cited(cleaned: Clean) -> None:
    blanks = {"Q2_1": [1, None, None, None, None], "Q2_2": [None, None, None, 1, None]}
    crosswalk = {"items": {"gift": "Q2_1", "skill": "Q2_2"}, "not_cited": [""]}
    responses = cleaned(records=blanks, crosswalk={"kinds": crosswalk}).responses
    assert responses["kinds.gift"].tolist() == [True, False, False, False, False]


def test_numbers_fall_into_classes_closed_on_the_left(cleaned: Clean) -> None:
    assert cleaned().responses["age_class"].tolist() == ["young", "young", "old", "old", "old"]


def test_a_territory_is_brought_to_a_coarser_level(cleaned: Clean) -> None:
    responses = cleaned(
        crosswalk={
            "region": {"source": "Q1", "categories": {"north": [1, 9], "south": 2}},
            "zone": {"territory": "region"},
        },
        territories=(
            ("region", "north", "zone", "whole"),
            ("region", "south", "zone", "whole"),
        ),
    ).responses
    assert set(responses["zone"]) == {"whole"}


def test_a_ratio_of_two_columns(cleaned: Clean) -> None:
    responses = cleaned(crosswalk={"minutes": {"ratio": ["AGE", "MIN"]}}).responses
    assert responses["minutes"].tolist()[0] == pytest.approx(1.8)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"records": {"Q1": [1, 2, 9, 1, 7]}}, ["'7' in Q1, 1 rows", "1 (yes)", "missing"]),
        ({"crosswalk": {"age": {"source": "AEG"}}}, ["no column 'AEG'", "write 'AGE'"]),
        (
            {"labels": {("Q1", "1"): ("Non", None)}},
            ["code 1 of Q1 labelled 'Non'", "'Oui' for yes", "recoded"],
        ),
        (
            {"labels": {("AGE", "70"): ("Refus", "declared")}},
            ["code 70 ('Refus') declared missing", "refused: [70]"],
        ),
        ({"records": {"N1": [5, 6, 99, 7, 12]}}, ["12 in notes.jobs, 1 rows", "0 to 10"]),
        ({"records": {"AGE": [18, 39, 40, 70, 130]}}, ["130, 1 rows", "18 to 120"]),
        ({"records": {"AGE": ["18", "39", "40", "?", "55"]}}, ["'?' in AGE", "a number"]),
    ],
)
def test_what_the_card_does_not_foresee_is_refused(
    cleaned: Clean, change: dict, words: list[str]
) -> None:
    with pytest.raises(PhareError) as caught:
        cleaned(**change)
    for word in words:
        assert word in str(caught.value)


def test_all_problems_are_told_at_once(cleaned: Clean) -> None:
    with pytest.raises(PhareError) as caught:
        cleaned(records={"Q1": [1, 2, 9, 1, 7], "N1": [5, "x", 99, 7, 8]})
    assert len(caught.value.problems) == 2
