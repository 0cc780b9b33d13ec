"""A tiny study that has run once, and a copy of it for each test to break."""

from pathlib import Path

import pytest
from tests.tiny_study import copied, phare, write_study


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study after its first run; not to be touched."""
    folder = write_study(tmp_path_factory.mktemp("settled") / "study")
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return folder


@pytest.fixture
def study(settled: Path, tmp_path: Path) -> Path:
    """A copy of the study after its first run."""
    return copied(settled, tmp_path / "study")
