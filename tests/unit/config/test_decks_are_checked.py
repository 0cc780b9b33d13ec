"""What a deck names must be declared, and every mistake is told with its slide."""

import shutil
from pathlib import Path

import pytest

from phare.config import load_study
from phare.config.deck_slices import DeckSlice, deck_shown, deck_slice
from phare.config.declared import DECLARED
from phare.errors import PhareError

SHOPS = Path(__file__).parent.parent / "publish" / "shops"
DECK = "decks:\n  talk:\n    title: {fr: Un, en: One}\n    slides:\n      - "


def said(tmp_path: Path, slide: str) -> str:
    folder = tmp_path / "study"
    shutil.copytree(SHOPS, folder)
    (folder / "config" / "decks.yaml").write_text(DECK + slide, encoding="utf-8")
    with pytest.raises(PhareError) as error:
        load_study(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("slide", "words"),
    [
        ("{kind: figure, figure: by_sise}", ("slide 1.figure", "'by_sise'", "by_size")),
        ("{kind: figure, figure: by_size, title: {fr: '{mod}', en: x}}", ("slide 1", "'mod'")),
        ("{kind: numbers, title: {fr: a, en: b}, numbers: [{indicator: open_rat, wave: shops-2024}]}",
         ("slide 1.indicators", "'open_rat'", "open_rate")),
        ("{kind: numbers, title: {fr: a, en: b}, numbers: [{indicator: mood, wave: shops-2024, category: god}]}",
         ("slide 1", "'god'", "good")),
        ("{kind: numbers, title: {fr: a, en: b}, numbers: [{indicator: mood, wave: shops-2024}]}",
         ("slide 1.numbers", "mood", "category")),
        ("{kind: numbers, title: {fr: a, en: b}, numbers: [{indicator: open_rate, wave: shops-2024}], figure: x}",
         ("slide 1.figure", "'x'")),
        ("{kind: columns, title: {fr: a, en: b}, columns: [{title: {fr: a, en: b}, variable: mod}]}",
         ("slide 1.columns", "'mod'", "mood")),
        ("{kind: columns, title: {fr: a, en: b}, columns: [{title: {fr: a, en: b}, domain: sise}]}",
         ("slide 1.columns", "'sise'", "size")),
        ("{kind: columns, title: {fr: a, en: b}, columns: [{title: {fr: a, en: b}}]}",
         ("text, variable, domain or waves",)),
        ("{kind: columns, title: {fr: a, en: b},"
         " columns: [{title: {fr: a, en: b}, domain: size, variable: mood}]}",
         ("one of variable, domain and waves",)),
        ("{kind: method, title: {fr: a, en: b}, waves: shops-2023}", ("slide 1.waves", "shops-2023")),
        ("{kind: figur, figure: by_size}", ("'figur'", "figure")),
        ("{kind: figure, figure: by_size, colour: red}", ("unknown key 'colour'",)),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_slide(tmp_path, slide, words):
    told = said(tmp_path, slide)
    assert "config/decks.yaml" in told
    for word in words:
        assert word in told


def test_a_slide_of_weights_is_refused(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(SHOPS, folder)
    figures = folder / "config" / "figures.yaml"
    added = "  spread: {kind: weight_distribution, title: {fr: P, en: W}}\n"
    figures.write_text(figures.read_text("utf-8") + added, encoding="utf-8")
    decks = folder / "config" / "decks.yaml"
    decks.write_text(
        decks.read_text("utf-8").rstrip() + "\n      - {kind: figure, figure: spread}\n", "utf-8"
    )
    with pytest.raises(PhareError, match=r"'spread'; expected a figure .* that shows estimates"):
        load_study(folder)


def test_nothing_is_said_of_a_deck_whose_figures_cannot_be_read(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(SHOPS, folder)
    (folder / "config" / "figures.yaml").write_text("figures: [", encoding="utf-8")
    with pytest.raises(PhareError) as error:
        load_study(folder)
    assert "decks.yaml" not in str(error.value)


def test_a_slice_survives_json():
    study = load_study(SHOPS)
    about = deck_slice(study, "talk")
    assert DeckSlice.model_validate_json(about.model_dump_json()) == about
    assert DeckSlice.model_validate_json(about.model_dump_json(exclude_unset=True)) == about


def test_what_made_a_deck_is_what_made_the_estimates_of_all_its_slides():
    study = load_study(SHOPS)
    made = deck_shown(study, "talk")
    assert list(made) == ["shops-2020/reference", "shops-2024/reference", "banks-2024/reference"]
    assert {"open_rate", "open_count", "mood", "services", "services_liked"} <= set(
        made["shops-2024/reference"].indicators
    )
    assert set(made["shops-2024/reference"].domains) == {"size"}
    assert DECLARED["deck"].names(study) == ["talk"]
    assert DECLARED["deck"].title(study, "talk").en == "Shops: a talk"
    assert DECLARED["deck"].compared(study, "talk") == {}
