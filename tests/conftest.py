"""What every test may ask for."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tiny_study import copied, phare, write_study

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def reference() -> Path:
    """The real surveys and R's results, beside the repository."""
    folder = ROOT.parent / "shared" / "reference"
    if not folder.is_dir():
        reason = "the reference surveys are not beside the repository (../shared/reference)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, and {reason}")
        pytest.skip(reason)
    return folder


def export_anes(parent: Path) -> Path:
    """Write a complete small study of a real survey below `parent`.

    The American election study of 1996, as statsmodels carries it (public domain).
    """
    from statsmodels.datasets import anes96

    folder = parent / "anes1996"
    shutil.copytree(ROOT / "tests" / "studies" / "anes1996", folder)
    voters = anes96.load_pandas().data.drop(columns="logpopul").astype(int)
    voters.insert(0, "id", range(1, len(voters) + 1))
    raw = folder / "raw" / "voters-1996"
    raw.mkdir(parents=True)
    voters.to_csv(raw / "anes96.csv", index=False, lineterminator="\n")
    return folder


@pytest.fixture
def anes(tmp_path: Path) -> Path:
    """A complete small study of a real survey, in a folder of its own."""
    return export_anes(tmp_path)


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny study after its first run; not to be touched."""
    folder = write_study(tmp_path_factory.mktemp("settled") / "study")
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return folder


@pytest.fixture
def study(settled: Path, tmp_path: Path) -> Path:
    """A copy of the tiny study after its first run, dates included, for a test to break."""
    return copied(settled, tmp_path / "study")


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """Replace a text that stands once in a file."""

    def run(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {path.name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return run
