"""A wrong name in tables.yaml, figures.yaml or documents.yaml is told with what to write instead."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from phare.config import load_study
from phare.config.figure_kinds import FigureSpec
from phare.config.items import TableSpec
from phare.config.outputs import Documents, Figures, Tables
from phare.errors import Problems

TITLE = {"fr": "Titre", "en": "Title"}


@pytest.fixture(scope="module")
def shops():
    return load_study(Path(__file__).parents[1] / "publish" / "shops")


def told(study, **wanted) -> str:
    problems = Problems()
    if wanted.get("kind") == "toplines":
        Documents.model_validate({"documents": {"one": wanted}}).crosscheck(study, problems)
    elif "kind" in wanted:
        Figures.model_validate({"figures": {"one": wanted}}).crosscheck(study, problems)
    else:
        Tables.model_validate({"tables": {"one": wanted}}).crosscheck(study, problems)
    return "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"indicators": "open_rates"}, "write 'open_rate'"),
        ({"indicators": "open_rate", "waves": "shops-2042"}, "write 'shops-2024'"),
        ({"indicators": "open_rate", "domains": "sise", "rows": "level"}, "write 'size'"),
        ({"indicators": "open_rate", "schemes": "unweigted"}, "write 'unweighted'"),
        ({"indicators": "services", "categories": "advise"}, "write 'advice'"),
        ({"indicators": "mood", "waves": "banks-2024"}, "none of its indicators"),
        ({"indicators": "open_rate", "waves": "banks-2024", "domains": "size", "rows": "level"},
         "none of its waves has"),
        ({"indicators": ["open_rate", "mood"], "rows": ["indicator", "category"]}, "add it"),
        ({"indicators": ["open_rate", "mood"], "title": TITLE}, "several values of indicator"),
        ({"indicators": "open_rate", "title": {"fr": "{opn_rate}", "en": "x"}}, "open_rate"),
        ({"indicators": "open_rate", "waves": "shops-2024",
          "title": {"fr": "{open_rate@shops-2020}", "en": "x"}}, "write 'shops-2024'"),
        ({"kind": "toplines", "title": TITLE, "indicators": "moood"}, "write 'mood'"),
        ({"kind": "toplines"}, "add it"),
        ({"indicators": "open_rate", "each": "population", "rows": "indicator", "columns": []},
         "several values of wave"),
        ({"kind": "trend", "indicator": "open_rat"}, "write 'open_rate'"),
        ({"kind": "levels", "indicator": "mood", "category": "goood", "domain": "size"},
         "write 'good'"),
        ({"kind": "ranked_bars", "panels": [{"indicator": "services", "wave": "banks-2024"}]},
         "which has no services"),
        ({"kind": "heat_map", "title": TITLE, "columns": [{"indicator": "services"}, {"indicator": "grade"}]},
         "indicators of one unit"),
        ({"kind": "dumbbell", "title": TITLE, "sides": [{"indicator": "mod"}, {"indicator": "mood"}]},
         "write 'mood'"),
        ({"kind": "small_multiples", "indicator": "mood", "domain": "sise"}, "write 'size'"),
        ({"kind": "scheme_comparison", "panels": [{"indicator": "mood", "category": "goood"}]},
         "write 'good'"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_with_its_remedy(shops, wanted, words):
    assert words in told(shops, **wanted)


def test_a_right_one_says_nothing(shops):
    assert told(shops, indicators="open_rate", waves="shops-2024") == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicators": "a", "rows": "level"},
        {"indicators": "a", "rows": "wave", "columns": "wave"},
        {"indicators": "a", "domains": "size"},
        {"indicators": []},
        {"indicators": "a", "color": "red"},
    ],
)
def test_a_table_that_cannot_be_laid_out_is_refused(wrong):
    with pytest.raises(ValidationError):
        TableSpec.model_validate(wrong)


def test_an_unknown_kind_of_figure_is_refused():
    with pytest.raises(ValidationError, match="ranked_bars"):
        TypeAdapter(FigureSpec).validate_python({"kind": "pie", "indicator": "a"})
