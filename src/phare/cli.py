"""The command line: check, run, status, verify."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from phare.errors import PhareError, Problem

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="""Re-run a whole survey programme from its raw files to a numbered release.

A study is a folder: what it says is in `config/`, what institutes delivered in `raw/`.
`phare run` makes what is missing or stale in `processed/` and, when anything a reader
receives is another, a release in `reports/`.

Start with **phare check**, then **phare run**; **phare status** says what would run and
why, **phare verify** whether anything was touched since.

To add a wave: put the file in `raw/<wave>/`, write `config/waves/<wave>.yaml`, and run.

Exit status: 0 done; 2 something to mend in the study, told in one sentence each; 1 a
defect of phare.""",
)

StudyOption = Annotated[
    Path, typer.Option("--study", help="Folder of the study: the one with config/.")
]
DirectoryOption = Annotated[
    Path | None,
    typer.Option("--directory", help="Folder for processed/ and reports/ [default: the study]."),
]
HERE = Path()


@contextlib.contextmanager
def _at_work(study: Path, directory: Path | None) -> Iterator[Path]:
    """Work in `directory`; say what is wrong in sentences and end with status 2."""
    root = study.resolve()
    folder = (directory or study).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        yield root
    except PhareError as error:
        _tell(error.problems)
        raise typer.Exit(2) from None


def _tell(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


@app.command()
def check(study: StudyOption = HERE) -> None:
    """Say every problem of the configuration and of the raw files, at once.

    Nothing is written: files are read, cleaned and weighted only to see whether they can be.
    """
    from phare.workflow.check import check_study

    problems, waves = check_study(study.resolve())
    _tell(problems)
    if problems:
        typer.echo(f"{len(problems)} to mend.", err=True)
        raise typer.Exit(2)
    typer.echo(f"Nothing to mend: {len(waves)} waves ({', '.join(waves)}).")


@app.command()
def run(
    waves: Annotated[
        list[str] | None,
        typer.Argument(help="Only the estimates of these waves, and no release."),
    ] = None,
    cores: Annotated[int, typer.Option(min=1, help="Steps at the same time.")] = os.cpu_count()
    or 1,
    study: StudyOption = HERE,
    directory: DirectoryOption = None,
) -> None:
    """Make what is missing or stale, up to the release; end with its headline figures."""
    from phare.workflow import run as driver
    from phare.workflow.tell import headlines_of_waves, released, told

    began = time.monotonic()
    with _at_work(study, directory) as root:
        outcome = driver.run(root, waves or (), cores)
        for sentence in outcome.said:
            typer.echo(sentence, err=True)
        if outcome.status == driver.INTERRUPTED:
            typer.echo("Interrupted; phare run goes on from here.", err=True)
        if outcome.status:
            raise typer.Exit(outcome.status)
        if outcome.receipt is not None:
            typer.echo(released(outcome.receipt))
        else:
            typer.echo(told(headlines_of_waves(root, waves or [])))
    typer.echo(f"{time.monotonic() - began:.1f} s")


@app.command()
def status(study: StudyOption = HERE, directory: DirectoryOption = None) -> None:
    """Say what is up to date, what is stale and why. Nothing is run."""
    from phare.workflow import ledger
    from phare.workflow.planning import read_plan
    from phare.workflow.tell import staleness

    with _at_work(study, directory) as root:
        plan = read_plan(root)
        typer.echo(staleness(len(plan.planned), ledger.stale(plan)))


@app.command()
def verify(study: StudyOption = HERE, directory: DirectoryOption = None) -> None:
    """Compare releases with their manifests, and stages with what their steps wrote."""
    from phare.workflow.verify import verify_releases, verify_stages

    with _at_work(study, directory):
        problems = [*verify_releases(Path("reports")), *verify_stages()]
        _tell(problems)
        if problems:
            raise typer.Exit(2)
        typer.echo("Releases and stages are as they were made.")


def main() -> None:
    """Enter the command line."""
    app()
