"""A wrong name in books.yaml is told with what to write instead; letters are asked where books are."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from phare.config import load_study
from phare.config.book_slices import book_compared, book_shown, book_slice, books, with_letters
from phare.config.books import Books
from phare.config.slices import estimate_slice
from phare.errors import Problems

TITLE = {"fr": "Titre", "en": "Title"}


@pytest.fixture(scope="module")
def shops():
    return load_study(Path(__file__).parents[1] / "publish" / "shops")


def told(study, **wanted) -> str:
    problems = Problems()
    Books.model_validate({"books": {"one": {"title": TITLE} | wanted}}).crosscheck(study, problems)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"banner": "sise"}, "write 'size'"),
        ({"waves": ["shops-2042"]}, "write 'shops-2024'"),
        ({"indicators": ["open_rates"]}, "write 'open_rate'"),
        ({"indicators": ["mood"], "waves": ["banks-2024"]}, "none of its waves has"),
        ({"indicators": "comparable"}, "none of its waves has"),
    ],
)
def test_a_wrong_name_is_told_with_its_remedy(shops, wanted, words):
    assert words in told(shops, **wanted)


def test_a_right_one_says_nothing(shops):
    assert told(shops, banner="size", each="wave") == ""


@pytest.mark.parametrize("levels", [[0.01, 0.05], [0.05, 0.05], [0.05], [0.7, 0.1]])
def test_two_levels_that_fall(levels):
    with pytest.raises(ValidationError):
        Books.model_validate({"letters": {"levels": levels}})


def test_letters_are_asked_of_the_reference_scheme_only(shops):
    slices = {
        scheme: with_letters(shops, estimate_slice(shops, "shops-2024", scheme))
        for scheme in ("reference", "unweighted")
    }
    assert slices["reference"].letters.domains == ("size",)
    assert slices["unweighted"].letters is None


def test_a_domain_that_a_wave_lacks_is_left_out_of_its_book(shops):
    assert book_slice(shops, "wave_book.banks-2024").banner == {"banks-2024": ()}
    assert book_slice(shops, "crossed").banner["shops-2020"] == ("size",)


def test_what_a_book_follows_from_has_its_letters(shops):
    assert books(shops) == [*(f"wave_book.{wave}" for wave in shops.waves), "crossed"]
    (shown,) = book_shown(shops, "wave_book.shops-2024").values()
    assert shown.letters.rules.adjustment == "holm"


def test_a_book_of_several_waves_follows_from_what_compares_them(shops):
    assert book_compared(shops, "wave_book.shops-2024") == {}
    assert "all" in book_compared(shops, "crossed")
