"""What every test may ask for."""

import os
from pathlib import Path

import pytest

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
