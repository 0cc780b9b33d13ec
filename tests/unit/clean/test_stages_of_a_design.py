"""The columns of further stages stand beside those of the first in RESPONSES."""

from collections.abc import Callable

from phare.clean import Cleaned
from phare.config.survey_design import SurveyDesign

DESIGN = {
    "psu": "district", "stratum_population": {"variable": "districts"},
    "stages": [
        {"units": "school", "strata": "sector", "population": "schools"},
        {"population": "pupils"},
    ],
}  # fmt: skip


def test_each_stage_names_its_columns() -> None:
    design = SurveyDesign.model_validate(DESIGN)
    assert design.columns == {
        "psu_2": "school", "stratum_2": "sector", "stratum_population_2": "schools",
        "stratum_population_3": "pupils",
    }  # fmt: skip
    assert design.counts == ("schools", "pupils")


def test_what_only_variances_need_is_no_part_of_what_was_drawn() -> None:
    lonely = SurveyDesign.model_validate(DESIGN | {"lonely_psu": "adjust"})
    assert lonely.drawn == SurveyDesign.model_validate(DESIGN)
    assert lonely.drawn.model_fields_set == set(DESIGN)


def test_they_stand_in_the_responses(cleaned: Callable[..., Cleaned]) -> None:
    design = {
        "strata": "partners", "psu": "age", "stratum_population": {"variable": "minutes"},
        "stages": [{"units": "age_class", "population": "minutes"}],
    }  # fmt: skip
    found = cleaned(design=design, crosswalk={"notes": None, "kinds": None}).responses
    first = ["stratum", "psu", "design_weight", "stratum_population"]
    assert list(found.columns[2:8]) == [*first, "psu_2", "stratum_population_2"]
    assert found["psu_2"].tolist() == ["young", "young", "old", "old", "old"]
    assert found["stratum_population_2"].tolist() == [10.0, 12.0, 11.0, 9.0, 10.0]
