"""A wave id with ../ never becomes a path."""

from pathlib import Path

import pytest
from tests.tiny_study import WAVES, bytes_of, edit, phare

pytestmark = pytest.mark.workflow


def test_a_card_with_one_is_refused(study: Path) -> None:
    released = bytes_of(study / "reports")
    edit(
        study / "config" / "waves" / f"{WAVES[0]}.yaml", f"wave: {WAVES[0]}", "wave: ../shops-2020"
    )

    run = phare(study, "run")

    assert run.returncode == 2
    assert "'../shops-2020'" in run.stdout
    assert "Traceback" not in run.stdout
    assert bytes_of(study / "reports") == released


def test_asking_for_one_is_refused(study: Path) -> None:
    run = phare(study, "run", "../shops-2020")

    assert run.returncode == 2
    assert "'../shops-2020'" in run.stdout
    assert f"write '{WAVES[0]}'" in run.stdout
