"""What a typology names exists, is of the right type, and is in the wave it is learnt from."""

from pathlib import Path

import pytest
from tests.tiny_study import edit, put, write_study

from phare.config import load_study
from phare.errors import PhareError

FILE = "config/typologies.yaml"
GOOD = """typologies:
  wishes:
    label: {fr: Souhaits, en: Wishes}
    questions: [wish]
    learn_from: shops-2020
    profiles: 3
    description: {by: [size]}
"""
REVIEW = (
    "typology,wave,profile,respondent_id,rank,score,mean_score,masks,text,variable,level,"
    "decision,edited,reviewer\n"
)
ROW = "wishes,shops-2020,1,7,1,2.5,0.5,0,a text,,,accept,,Ada\n"

MISTAKES = {
    "an unknown wave": ("shops-2020", "shops-2021", ["learn_from", "'shops-2021'", "write 'shops-"]),
    "no text": ("[wish]", "[opens]", ["questions", "'opens', of type category", "wish"]),
    "an unknown question": ("[wish]", "[wishes]", ["questions", "'wishes'", "write 'wish'"]),
    "an unknown variable": ("[size]", "[sise]", ["description.by", "'sise'", "write 'size'"]),
    "a number": ("[size]", "[staff]", ["description.by", "'staff', of type number"]),
    "a variable beside verbatims": (
        "[size]}", "[size]}\n    privacy: {shown_with: sise}", ["privacy.shown_with", "'sise'"],
    ),
}  # fmt: skip


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    study = write_study(tmp_path)
    edit(
        study / "config/variables.yaml", "variables:\n",
        "variables:\n  wish: {type: text, label: {fr: Souhait, en: Wish}}\n",
    )  # fmt: skip
    card = study / "config/waves/shops-2020.yaml"
    edit(card, "crosswalk:\n", "crosswalk:\n  wish: {source: q4}\n")
    put(study / FILE, GOOD)
    return study


def said(study: Path) -> str:
    with pytest.raises(PhareError) as caught:
        load_study(study)
    return str(caught.value)


def test_a_typology_is_followed_where_its_question_was_asked_again(wishes: Path) -> None:
    assert load_study(wishes).profiled_waves("wishes") == ["shops-2020"]
    card = wishes / "config/waves/shops-2024.yaml"
    edit(card, "crosswalk:\n", "crosswalk:\n  wish: {source: q4}\n")
    assert load_study(wishes).profiled_waves("wishes") == ["shops-2020", "shops-2024"]


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_wrong_is_told_in_a_sentence(wishes: Path, name: str) -> None:
    before, after, words = MISTAKES[name]
    edit(wishes / FILE, before, after)
    told = said(wishes)
    assert told.count(FILE) == 1
    for word in words:
        assert word in told


def test_a_variable_of_other_waves_is_none_of_this_one(wishes: Path) -> None:
    edit(wishes / FILE, "shops-2020", "shops-2024")
    assert "'wish'; expected a variable of config/waves/shops-2024.yaml" in said(wishes)


def test_a_reviewed_file_is_of_a_typology_and_its_wave(wishes: Path) -> None:
    folder = wishes / "config" / "typologies"
    put(folder / "wishes.review.csv", REVIEW + ROW)
    assert len(load_study(wishes).reviews["wishes"]) == 1
    put(folder / "wishes.review.csv", REVIEW + ROW.replace("2020", "2024"))
    assert "'shops-2024'; expected the wave learnt from" in said(wishes)
    (folder / "wishes.review.csv").rename(folder / "wish.review.csv")
    assert "wish.review.csv: got 'wish'" in said(wishes)
    (folder / "wish.review.csv").unlink()
    names = "{codebook: '%s', reviewer: Ada, names: {}}\n"
    put(folder / "other.names.yaml", names % ("0" * 64))
    assert "other.names.yaml: got 'other'" in said(wishes)
    put(folder / "other.names.yaml", names % "0a")
    assert "typologies/other.names.yaml: codebook" in said(wishes)
