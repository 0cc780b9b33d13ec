"""The command line: check, run, status, verify, and the commands of cli_adopt."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from phare.cli_adopt import commands
from phare.cli_work import HERE, DirectoryOption, StudyOption, at_work, tell

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

To add a wave: put the file in `raw/<wave>/`, let **phare adopt** propose its card in
`config/waves/` beside an earlier wave (or write it), read the review, **phare confirm**, and run.

Exit status: 0 done; 2 something to mend in the study, told in one sentence each; 1 a
defect of phare.""",
)


@app.command()
def check(study: StudyOption = HERE) -> None:
    """Say every problem of the configuration and of the raw files, at once.

    Nothing is written: files are read, cleaned and weighted only to see whether they can be.
    """
    from phare.workflow.check import check_study

    problems, waves = check_study(study.resolve())
    tell(problems)
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
    with at_work(study, directory) as root:
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

    with at_work(study, directory) as root:
        plan = read_plan(root)
        typer.echo(staleness(len(plan.planned), ledger.stale(plan)))


@app.command()
def verify(study: StudyOption = HERE, directory: DirectoryOption = None) -> None:
    """Compare releases with their manifests, and stages with what their steps wrote."""
    from phare.workflow.verify import verify_releases, verify_stages

    with at_work(study, directory):
        problems = [*verify_releases(Path("reports")), *verify_stages()]
        tell(problems)
        if problems:
            raise typer.Exit(2)
        typer.echo("Releases and stages are as they were made.")


app.add_typer(commands)


def main() -> None:
    """Enter the command line."""
    app()
