"""Drive Snakemake: one run at a time, whatever the last one left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phare.errors import PhareError, Problem, nearest
from phare.provenance import HOME
from phare.workflow import failures, ledger, lock
from phare.workflow.plan import Plan
from phare.workflow.planning import read_plan
from phare.workflow.verify import verify_latest
from phare.workflow.warm import die_with_parent

INTERRUPTED = 130


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    Parameters
    ----------
    status : 0; 2 when the input is at fault; 1 when phare or Snakemake is; 130 interrupted
    said : sentences, one per problem
    receipt : of the release, where the run was asked for one
    """

    status: int
    said: list[str]
    receipt: dict[str, Any] | None = None


def run(study: Path, waves: Sequence[str], cores: int) -> Outcome:
    """Bring the study up to date in the working directory, or only these waves' estimates.

    Raises
    ------
    PhareError
        Before anything runs: problems of the configuration, an unknown wave, or another
        run at work here.
    """
    plan = read_plan(study)
    targets = _targets(plan, waves)
    plan.check_deliveries(waves or plan.waves)
    file = lock.take(Path())
    try:
        with failures.listening() as (pipe, told):
            status = _snakemake(study, targets, cores, (file, pipe))
    finally:
        lock.free(file)
    if told.said and status != INTERRUPTED:
        status = 1 if told.defects else 2
    if status or waves:
        return Outcome(status, told.said)
    if problems := verify_latest(Path("reports")):
        return Outcome(2, [str(problem) for problem in problems])
    return Outcome(0, told.said, json.loads(ledger.receipt().read_text(encoding="utf-8")))


def _targets(plan: Plan, waves: Sequence[str]) -> list[str]:
    """Return the files to ask for: the estimates of these waves, or everything."""
    unknown = [wave for wave in waves if wave not in plan.raw]
    if unknown:
        raise PhareError(
            *(
                Problem("phare run", f"the wave '{wave}'", "a wave with a card in config/waves",
                        nearest(wave, plan.waves))
                for wave in unknown
            )
        )  # fmt: skip
    return [
        f"processed/estimate/{job}/estimates.csv"
        for job in plan.schemes
        if job.split("/")[0] in waves
    ]


def _snakemake(study: Path, targets: list[str], cores: int, files: tuple[int, ...]) -> int:
    options = ["--snakefile", str(HOME / "Snakefile"), "--directory", str(Path.cwd()),
               *_profile(HOME / "profiles" / "default" / "config.yaml"),
               "--config", f"study={study.resolve()}", "--cores", str(cores)]  # fmt: skip
    # This run holds the only lock that counts: what Snakemake left is of a run that is gone.
    if any(Path(".snakemake/locks").glob("*")):
        _call([*options, "--unlock"], files, quiet=True)
    # Targets come first: an option that takes a list would swallow them.
    return _call([*targets, *options, "--keep-going", "--logger", "phare"], files)


def _profile(path: Path) -> list[str]:
    """Return a profile as options: given by its name, Snakemake would print that it reads it."""
    import yaml

    options = ["--workflow-profile", "none"]
    for name, value in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        values = value if isinstance(value, list) else [value]
        options += [f"--{name}", *(str(one) for one in values if one is not True)]
    return options


def _call(arguments: list[str], files: tuple[int, ...], quiet: bool = False) -> int:
    posix = os.name == "posix"
    process = subprocess.Popen(
        [sys.executable, "-m", "snakemake", *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        pass_fds=files if posix else (),
        preexec_fn=die_with_parent if posix else None,
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return INTERRUPTED
