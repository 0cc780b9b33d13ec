"""The crosswalk of territories: every level is made of departments, each of them once."""

import shutil
from itertools import chain

import pandas as pd
import pytest
import yaml

from phare.config import load_study
from phare.config.publishing import publish_slice
from phare.config.territories import departments
from phare.errors import PhareError
from phare.publish import geography

SIZES = {"region": 13, "region12": 12, "large_region": 5, "region18": 18, "region22": 22,
         "region27": 27}  # fmt: skip
OVERSEAS = {"971", "972", "973", "974", "976"}


@pytest.fixture(scope="module")
def territories(root) -> pd.DataFrame:
    return load_study(root).territories


@pytest.mark.parametrize("level", SIZES)
def test_each_department_is_in_one_place_of_a_level(territories, level):
    made = departments(territories, level)
    codes = list(chain.from_iterable(made.values()))
    known = set(geography.country().departments)
    beyond = OVERSEAS if level in ("region18", "region27") else set()
    assert len(made) == SIZES[level]
    assert len(codes) == len(set(codes))
    assert set(codes) == known | beyond


def test_what_is_shipped_is_what_the_crosswalk_knows(territories):
    codes = set(departments(territories, "department"))
    assert codes == {*geography.country().departments, *geography.country().overseas}
    assert len(codes) == 96 + 5


def test_levels_of_the_study_are_the_levels_of_its_variables(root):
    study = load_study(root)
    for level in ("region", "region12", "large_region"):
        assert set(departments(study.territories, level)) == set(study.variables.categories(level))


def test_regions_before_2016_lie_whole_in_those_of_today(territories):
    today, before = (departments(territories, level) for level in ("region18", "region27"))
    for name, codes in before.items():
        assert len([one for one in today.values() if set(codes) <= set(one)]) == 1, name


def test_corse_stands_with_its_neighbour_where_it_was_merged(territories):
    merged, apart = (departments(territories, level) for level in ("region12", "region"))
    assert set(merged["paca_corse"]) == {*apart["corse"], *apart["provence_alpes_cote_d_azur"]}


def test_codes_keep_their_first_nought(territories):
    assert "01" in departments(territories, "region")["auvergne_rhone_alpes"]


def test_a_level_that_nothing_leads_to_has_no_departments(territories):
    assert departments(territories, "commune_size") == {}


@pytest.fixture
def with_map(root, tmp_path):
    """The study with one more figure: `with_map(domain="sector")`."""

    def loaded(**keys: object):
        shutil.copytree(root / "config", tmp_path / "config")
        path = tmp_path / "config" / "figures.yaml"
        figures = yaml.safe_load(path.read_text("utf-8"))
        figures["figures"]["another_map"] = {
            "kind": "map", "indicator": "partnership_rate", "waves": "firms-2015", **keys,
        }  # fmt: skip
        path.write_text(yaml.safe_dump(figures, allow_unicode=True), "utf-8")
        return load_study(tmp_path)

    return loaded


def test_a_map_is_five_keys(with_map):
    about = publish_slice(with_map(domain="region"), "figure", "another_map")
    assert about.territories["corse"] == ("2A", "2B")


def test_a_map_of_what_is_no_territory_is_refused(with_map):
    with pytest.raises(PhareError) as refused:
        with_map(domain="sector")
    said = str(refused.value)
    assert "another_map.domain" in said
    assert "no departments for industry" in said
    assert "name a territorial domain" in said


def test_other_figures_carry_no_territories(root):
    about = publish_slice(load_study(root), "figure", "firms_by_region")
    assert about.territories == {}
