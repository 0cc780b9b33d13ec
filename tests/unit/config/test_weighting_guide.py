"""What the guide writes in YAML is configuration that phare takes."""

import re
from pathlib import Path

import pytest

from phare.config.base import Model, read_yaml
from phare.config.indicators import Indicators
from phare.config.schemes import Schemes
from phare.config.study import Estimation
from phare.config.survey_design import SurveyDesign

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "weighting.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
WHOLE: dict[str, type[Model]] = {"schemes": Schemes, "indicators": Indicators}
PARTS: dict[str, type[Model]] = {"design": SurveyDesign, "estimation": Estimation}


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_each_block_is_read(block: str, tmp_path: Path) -> None:
    (tmp_path / "block.yaml").write_text(block, encoding="utf-8")
    content = read_yaml(tmp_path / "block.yaml", "block.yaml")
    (key,) = content
    read = WHOLE[key].model_validate(content) if key in WHOLE else None
    read = read or PARTS[key].model_validate(content[key])
    assert read.model_fields_set


def test_every_kind_of_block_is_there() -> None:
    assert {block.partition(":")[0] for block in BLOCKS} == {*WHOLE, *PARTS}
