"""Counts of communes: another copy of INSEE's file gives nearly the same, and they add up."""

import pytest

from reconstruct.margins import COMMUNE_SIZES, COMMUNES, REGIONS
from territories.communes import Vintage, counted, margins_text
from territories.packages import DIVISIONS

COMMUNE = {"type": "commune-actuelle", "region": "53"}
NAMES = [{"code": "53", "nom": "Bretagne"}, {"code": "04", "nom": "La Réunion"}]


@pytest.mark.parametrize("year", [2019, 2024])
def test_the_cells_add_up_to_each_margin(study, year):
    rows = study.margins[f"communes-{year}"].set_index(["margin", "category"])["total"]
    cells = rows["region*commune_size"]
    for place, margin in enumerate(("region", "commune_size")):
        parts = cells.groupby(cells.index.str.split("*").str[place], sort=False).sum()
        assert parts.to_dict() == rows[margin].to_dict()
    assert len(cells) == 39


def test_the_file_of_2024_agrees_with_another_copy_of_the_same_census(study):
    """RP2021 as it stands in another public copy, from which the study's margins were made."""
    rows = study.margins["communes-2024"]
    cells = rows[rows["margin"] == "region*commune_size"].set_index("category")["total"]
    gaps = [
        count - cells[f"{region}*{size}"]
        for region, row in zip(REGIONS, COMMUNES, strict=True)
        for size, count in zip(COMMUNE_SIZES, row, strict=True)
    ]
    # Between the two some communes were merged or parted, and three have no population here.
    assert max(map(abs, gaps)) <= 3
    assert abs(sum(gaps)) <= 13


def test_a_commune_is_counted_once_in_its_class():
    communes = [
        {**COMMUNE, "population": 1_999}, {**COMMUNE, "population": 2_000},
        {**COMMUNE, "population": 20_000}, {**COMMUNE},
        {**COMMUNE, "population": 9, "type": "commune-deleguee"},
        {"type": "commune-actuelle", "region": "04", "population": 9},
        {"type": "commune-actuelle", "population": 9},
    ]  # fmt: skip
    found, without = counted(communes, NAMES)
    assert dict(found) == {("bretagne", size): 1 for size in COMMUNE_SIZES}
    assert without == 1
    text = margins_text(communes, NAMES, Vintage(2024, "RP2021", DIVISIONS))
    assert "without population, left out: 1" in text
