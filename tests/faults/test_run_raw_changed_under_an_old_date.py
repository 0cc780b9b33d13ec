"""A raw file changed under an old date: refused with what to do, and nothing else moves."""

import os
from pathlib import Path

import pytest
from tests.tiny_study import WAVES, bytes_of, phare

pytestmark = pytest.mark.workflow


def test_it_is_refused(study: Path) -> None:
    released = bytes_of(study / "reports")
    raw = study / "raw" / WAVES[0] / "shops.csv"
    dates = raw.stat()
    raw.write_text(raw.read_text().replace("\n1,", "\n61,"))
    os.utime(raw, ns=(dates.st_atime_ns, dates.st_mtime_ns))

    run = phare(study, "run")

    said = [line for line in run.stdout.splitlines() if "sha256" in line]
    assert run.returncode == 2
    assert len(said) == 1
    assert f"config/waves/{WAVES[0]}.yaml" in said[0]
    assert "write its sha256" in said[0]
    assert "Traceback" not in run.stdout
    assert bytes_of(study / "reports") == released
