"""The builders in tools/ are a package beside the study, not part of phare."""

import sys
from pathlib import Path

import pytest

from phare.config import Study, load_study

TOOLS = Path(__file__).resolve().parents[3] / "tools"
sys.path.insert(0, str(TOOLS))


@pytest.fixture(scope="session")
def study(root: Path) -> Study:
    """The study of this repository."""
    return load_study(root)
