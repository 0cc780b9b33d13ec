"""What stands in a table, whatever writes it."""

import pytest

from phare.errors import PhareError
from phare.publish.build import build_table
from phare.publish.estimates import select
from phare.publish.tables import publish_table

N = "\u202f"


@pytest.fixture
def table(context):
    def built(name: str, language: str = "fr"):
        made = context("table", name)
        found = select(made.about, made.estimates, made.comparisons)
        return build_table(made.about, language, found)

    return built


def test_captions_name_question_base_source(table):
    words = table("by_size").captions
    assert words.title == f"37{N}% des commerces{N}: ouverts tard{N}?"
    assert words.questions == (f"Q1. «{N}Ouvrez-vous après 20 h{N}?{N}»",)
    assert words.base == f"Base{N}: Ensemble des commerces (n\u00a0=\u00a0304)"
    assert "du 30 septembre au 28 octobre 2024" in words.sources[0]
    assert "Redressement de référence" in words.sources[0]


def test_a_row_has_value_gap_interval_and_n(table):
    rows = {row.label: [cell.shown for cell in row.cells] for row in table("by_size").rows}
    assert rows["Ensemble"] == [f"37{N}%", "", f"34{N}–{N}41{N}%", "304"]
    small = rows[f"Petit{N}: moins de 1{N}000 m²"]
    assert small == [f"46{N}%", f"+9{N}points ▲", f"41{N}–{N}51{N}%", "200"]
    assert rows["Grand"][0] == f"34{N}%*"
    assert rows["Géant"] == ["s", "", "", ""]


def test_marks_are_explained(table):
    notes = table("by_size").captions.notes
    assert f"s{N}: résultat non publié (moins de 5 répondants)." in notes
    assert any(note.startswith(f"*{N}: à lire avec précaution") for note in notes)


def test_rows_stand_under_their_indicator(table):
    rows = table("answers", "en").rows
    assert [(row.headings, row.label) for row in rows[:2]] == [
        (("Mood",), "Good"),
        (("Mood",), "Fair"),
    ]
    assert rows[-1].headings == ()
    assert rows[-1].label == "Number open late"
    assert rows[-1].cells[0].number == 89_000


def test_an_unknown_item_is_named_and_not_shown(table):
    answers = table("answers", "en")
    assert "Not shown: Unknown service." in answers.captions.notes
    assert "Unknown service" not in [row.label for row in answers.rows]


def test_waves_of_one_population_carry_their_year(table):
    assert [row.label for row in table("waves").rows] == [
        "Commerces 2020", "Commerces 2024", "Banques",
    ]  # fmt: skip


def test_each_wave_has_its_table_of_schemes(table):
    shops = table("schemes.shops-2024", "en")
    assert [column.path for column in shops.columns] == [("Reference weighting",), ("Unweighted",)]
    assert shops.captions.title.endswith("– Shops 2024")
    assert len(table("schemes.banks-2024").columns) == 1


def test_a_table_without_estimate_is_refused(context, tmp_path):
    made = context("table", "waves")
    nothing = type(made)(made.about, made.estimates.iloc[:0], made.comparisons)
    with pytest.raises(PhareError, match="no estimate"):
        publish_table(nothing, tmp_path)
    assert list(tmp_path.iterdir()) == []
