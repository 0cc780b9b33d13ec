"""From answers to terms: the vocabulary, who is set aside and why, and what is refused."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phare.config.typologies import Classification, Preparation
from phare.errors import PhareError
from phare.typology.masking import mask
from phare.typology.preparation import prepare
from phare.typology.tree import reinert

ANSWERS = [
    "Le budget, les subventions et la dotation",
    "Budget, subvention, dotation : tout baisse",
    "La dotation, le budget, une subvention",
    "Le budget et encore le budget",
    None,
    "   ",
    "!!! 👍 12",
    "hippocampe",
    "des subventions, un budget, des dotations, un hippocampe",
    "The quick brown fox jumps over the lazy dog tonight",
]


def test_vocabulary_and_reasons() -> None:
    corpus = prepare(ANSWERS, Preparation())
    assert corpus.vocabulary == ("budget", "dotation", "subvention")
    assert corpus.set_aside == (
        "", "", "", "short", "empty", "empty", "no_word", "no_term", "", "other_language",
    )  # fmt: skip
    assert corpus.learning.tolist() == [0, 1, 2, 8]
    assert corpus.counts.toarray()[3].tolist() == [2, 0, 0]
    assert corpus.presence.toarray()[3].tolist() == [1, 0, 0]
    assert corpus.words[8] == ("subvention", "budget", "dotation", "hippocampe")


def test_a_term_stands_in_enough_answers_whatever_their_segments() -> None:
    long = " ".join(["terrain budget logement."] * 60)
    asked = Preparation(words_of_segment=40, least_answers=2)
    with pytest.raises(PhareError, match=r"no term in 2 answers .*'terrain', in 1"):
        prepare([long], asked)
    corpus = prepare([long, "un terrain, un budget"], asked)
    assert corpus.vocabulary == ("budget", "terrain")
    assert corpus.answers.tolist().count(0) > 2


def test_the_least_share_of_answers_counts() -> None:
    answers = ["budget logement terrain"] * 90 + ["école budget logement"] * 10
    assert "école" in prepare(answers, Preparation(least_share=0.1)).vocabulary
    assert "école" not in prepare(answers, Preparation(least_share=0.11)).vocabulary


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "0 answers, all empty"),
        ([None, "", "  "], "3 answers, all empty"),
        (["👍", "🎉🎉", "..."], "3 answers without any word but tool words, numbers and signs"),
        (["oui", "non", "peut-être"], "3 answers without any word"),
        (["Der schnelle braune Fuchs springt über den faulen Hund"] * 9, "9 of 9 answers not in 'fr'"),
        (["Быстрая лисица прыгает через ленивую собаку сегодня"] * 9, "9 of 9 answers not in 'fr'"),
        (["敏捷的 棕色 狐狸 跳过 懒 狗 了"] * 9, "9 of 9 answers not in 'fr'"),
        (["budget"], r"no term in 4 answers or more \(the most frequent, 'budget', in 1\)"),
    ],
)  # fmt: skip
def test_answers_without_terms_are_refused_in_one_sentence(answers: list, said: str) -> None:
    with pytest.raises(PhareError, match=said) as refused:
        prepare(answers, Preparation())
    assert len(refused.value.problems) == 1


def test_missing_values_of_any_kind_are_no_answer_and_numbers_are_refused() -> None:
    answers = ["le budget, les terrains, les logements"] * 4
    corpus = prepare([*answers, None, float("nan"), pd.NA], Preparation())
    assert corpus.set_aside[4:] == ("empty", "empty", "empty")
    assert mask([float("nan"), "Jean Dupont"], "fr").texts == (None, "[personne]")
    with pytest.raises(PhareError, match="number 5: got 12; expected a text"):
        prepare([*answers, 12], Preparation())


def test_identical_answers_make_terms_and_no_class() -> None:
    corpus = prepare(["le budget, les terrains, les logements"] * 40, Preparation())
    tree = reinert(corpus.presence[corpus.learning], Classification(k=5))
    assert tree.stopped == "no class is left that can be split"


def test_english_answers_are_classified() -> None:
    roads = "better roads, fewer potholes and safer crossings"
    schools = "smaller classes, more teachers and new schools"
    homes = "affordable housing, cheaper rents and fewer empty homes"
    texts = [f"{one}, please, number {i}" for i in range(20) for one in (roads, schools, homes)]
    corpus = prepare(texts, Preparation(language="en"))
    assert {"road", "pothole", "school", "teacher", "affordable housing"} <= set(corpus.vocabulary)
    assert not {"please", "fewer", "more", "and"} & set(corpus.vocabulary)
    classes = reinert(corpus.presence[corpus.learning], Classification(k=3)).classes(3)
    assert [set(classes[i::3]) for i in range(3)] == [{classes[0]}, {classes[1]}, {classes[2]}]
    assert len(set(classes)) == 3


@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), max_size=12), st.integers(5, 20))
@settings(max_examples=150, deadline=None)
def test_any_text_is_prepared_and_masked_or_refused_in_a_sentence(
    texts: list[str | None], size: int
) -> None:
    masked = mask(texts, "fr")
    assert len(masked.texts) == len(texts)
    try:
        corpus = prepare(masked.texts, Preparation(words_of_segment=size, least_answers=1))
    except PhareError as refused:
        assert len(refused.problems) == 1
        return
    assert len(corpus.set_aside) == len(texts)
    assert set(corpus.answers.tolist()) == set(range(len(texts)))
    assert corpus.counts.shape == (len(corpus.texts), len(corpus.vocabulary))


def test_an_answer_of_ten_megabytes() -> None:
    long = "le budget de la commune, des terrains à bâtir et des échanges. " * 160_000
    start = time.process_time()
    corpus = prepare([long, *["budget terrain échange commune"] * 5], Preparation())
    assert len(long.encode()) > 10_000_000
    assert len(corpus.words[0]) == 640_000
    assert time.process_time() - start < 60
