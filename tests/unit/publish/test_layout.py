"""Tables fit their page: upright or on its side, smaller, or in blocks of columns."""

import pytest

from phare.publish.captions import Captions
from phare.publish.layout import Page, blocks, page
from phare.publish.table import Cell, Column, Row, Table

REGIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse",
    "Grand Est", "Guadeloupe", "Guyane", "Hauts-de-France", "Île-de-France", "La Réunion",
    "Martinique", "Mayotte", "Normandie", "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire",
    "Provence-Alpes-Côte d’Azur",
)  # fmt: skip
LABEL = "Emploi, chômage, insertion professionnelle et développement économique du territoire"


def table(heads, measures=("value",), label=LABEL, shown="37\u202f–\u202f43\u202f%"):
    words = Captions("Titre", (), "Base", (), (), "")
    single = len(measures) == 1
    columns = tuple(
        Column((head,) if single else (head, measure), measure)
        for head in heads
        for measure in measures
    )
    cells = tuple(Cell(shown if c.measure == "interval" else "37\u202f%") for c in columns)
    rows = tuple(Row((), f"{label} {i}", cells) for i in range(16))
    return Table("t", "fr", words, "Réponse", columns, rows)


def check(shown: Table, on: Page) -> None:
    made = blocks(shown, on)
    assert [c for block in made for c in block.table.columns] == list(shown.columns)
    for block in made:
        assert block.stub + sum(block.columns) <= on.room + 0.01
        for i, (column, wide) in enumerate(zip(block.table.columns, block.columns, strict=True)):
            assert on.word(column.path[-1]) <= wide
            assert all(on.width(row.cells[i].shown) <= wide for row in block.table.rows)


@pytest.mark.parametrize("stretch", [1.0, 1.12])
@pytest.mark.parametrize("measures", [("value",), ("value", "interval"), ("value", "gap", "n")])
@pytest.mark.parametrize("count", [1, 2, 5, 13, 18])
def test_columns_hold_their_words_and_the_page_holds_the_columns(count, measures, stretch):
    shown = table(REGIONS[:count], measures)
    check(shown, page([shown], stretch))


def test_few_columns_stand_upright_in_large_letters():
    assert page([table(REGIONS[:2])]) == Page(False, 9.0)


def test_more_columns_turn_the_page():
    assert page([table(REGIONS[:9])]).landscape


def test_columns_beyond_the_page_come_in_blocks_of_whole_spanners():
    shown = table(REGIONS, ("value", "interval"))
    made = blocks(shown, page([shown]))
    assert len(made) > 1
    for block in made:
        assert [c.measure for c in block.table.columns[:2]] == ["value", "interval"]
        assert len(block.table.columns) % 2 == 0
        assert [row.label for row in block.table.rows] == [row.label for row in shown.rows]


def test_one_table_decides_for_the_whole_document():
    small, large = table(REGIONS[:1]), table(REGIONS[:9])
    assert page([small, large]) == page([large])


def test_a_word_wider_than_the_page_does_not_widen_it():
    shown = table(REGIONS[:3], label="x" * 400)
    on = page([shown])
    for block in blocks(shown, on):
        assert block.stub + sum(block.columns) <= on.room + 0.01
