"""SIGKILL in the middle of a stage: the next run recovers by itself, to the same bytes."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.tiny_study import (
    WAVES,
    bytes_of,
    edit,
    jobs,
    phare,
    snakemake,
    start,
    write_study,
)

from phare.workflow import ledger
from phare.workflow.plan import STUDY
from phare.workflow.planning import read_plan

pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows"),
]


@pytest.mark.parametrize("stage", ["ingest", "weight"])
def test_the_next_run_recovers(stage: str, settled: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    run = start(folder, "run")
    end = time.monotonic() + 60
    while not any((folder / "logs" / stage).rglob("*.log")) and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert not (folder / "reports").exists()

    again = phare(folder, "run")

    assert again.returncode == 0, again.stdout
    assert bytes_of(folder / "reports") == bytes_of(settled / "reports")


def test_a_release_that_was_being_written_leaves_nothing(study: Path) -> None:
    before = bytes_of(study / "reports")
    left = study / "reports" / ".2024.2.part"
    left.mkdir()
    (left / "estimates.csv").write_text("half of it")
    (study / "processed" / "release" / "receipt.json").unlink()

    run = phare(study, "run")

    assert run.returncode == 0, run.stdout
    assert bytes_of(study / "reports") == before


def test_status_after_it_tells_what_runs(study: Path) -> None:
    margins = study / "config" / "margins" / "shops.csv"
    edit(margins, "small,700", "small,750")
    edit(margins, "large,300", "large,250")
    shutil.rmtree(study / "logs")
    run = start(study, "run", "--cores", "1")
    end = time.monotonic() + 60
    while not (study / "logs" / "compare.log").exists() and time.monotonic() < end:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.communicate()

    told = stale_now(study)
    again = phare(study, "run")

    assert again.returncode == 0, again.stdout
    assert jobs(again) == told


@pytest.mark.parametrize("wave", WAVES)
def test_status_after_a_stage_alone_tells_what_runs(wave: str, study: Path) -> None:
    margins = study / "config" / "margins" / "shops.csv"
    edit(margins, "small,700", "small,750")
    edit(margins, "large,300", "large,250")
    remade = snakemake(study, f"processed/weight/{wave}/reference/weights.parquet")
    assert remade.returncode == 0, remade.stdout

    told = stale_now(study)
    again = phare(study, "run")

    assert again.returncode == 0, again.stdout
    assert f"estimate {wave} reference" in told
    assert f"weight {wave} reference" not in told
    assert jobs(again) == told


def stale_now(folder: Path) -> list[str]:
    """Return what `phare status` finds stale, worded as the progress of a run."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        found = ledger.stale(read_plan(folder))
    finally:
        os.chdir(here)
    return sorted(worded(job) for job in found)


def worded(job: str) -> str:
    rule, _, names = job.partition("/")
    stage, _, kind = rule.partition("_")
    words = [stage, *([kind] if stage == "publish" else []), *names.split("/")]
    return " ".join(word for word in words if word != STUDY)
