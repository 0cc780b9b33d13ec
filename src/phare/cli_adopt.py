"""The command line of new waves: adopt, confirm, sheet."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from phare.cli_work import HERE, StudyOption, at_work

commands = typer.Typer()


@commands.command()
def adopt(
    raw: Annotated[Path, typer.Argument(help="The delivered file, in raw/WAVE/.")],
    like: Annotated[str, typer.Option(help="The wave it continues.")],
    name: Annotated[str | None, typer.Option(help="The new wave [default: the folder].")] = None,
    dictionary: Annotated[
        Path | None, typer.Option(help="Labels delivered apart (.xlsx, .csv).")
    ] = None,
    link: Annotated[
        str | None, typer.Option(help="Column that identifies the same units in both files.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of the review: fr or en.")] = "fr",
    study: StudyOption = HERE,
) -> None:
    """Propose the card of a new wave and its review. Nothing is used before it is confirmed.

    Adopting a wave again keeps the lines that were confirmed; another delivery of the same wave
    is compared with the first, respondent by respondent.
    """
    from phare.workflow.adopting import Delivered
    from phare.workflow.adopting import adopt as propose

    paths = [None if one is None else one.resolve() for one in (raw, dictionary)]
    with at_work(study, None) as root:
        paths = [one if one is None else _from(root, one) for one in paths]
        given = Delivered(paths[0] or raw, like, name, paths[1], link, language)
        typer.echo(propose(root, given).said, nl=False)


def _from(root: Path, path: Path) -> Path:
    """Return a path as people say it: from the study on."""
    return path.relative_to(root) if path.is_relative_to(root) else path


@commands.command()
def confirm(
    wave: Annotated[str, typer.Argument(help="The wave whose card was proposed.")],
    lines: Annotated[
        list[str] | None, typer.Argument(help="Lines of the card; Q11_* for several.")
    ] = None,
    by: Annotated[str, typer.Option(help="Initials of the person who decides.")] = "",
    sure: Annotated[bool, typer.Option("--sure", help="Every line that is called sure.")] = False,
    reject: Annotated[
        str | None, typer.Option(help="Refuse the column of these lines for good: the reason.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="A workbook of phare sheet, edited: its changes come first.")
    ] = None,
    study: StudyOption = HERE,
) -> None:
    """Confirm lines of a proposed card, with a name and today's date."""
    from phare.workflow.deciding import Decision
    from phare.workflow.deciding import confirm as decide

    today = datetime.date.today().isoformat()
    edited = None if sheet is None else sheet.resolve()
    with at_work(study, None) as root:
        decision = Decision(wave, tuple(lines or ()), by, today, sure, reject, edited)
        typer.echo(decide(root, decision).said)


@commands.command()
def sheet(
    population: Annotated[str, typer.Argument(help="The population whose waves are shown.")],
    file: Annotated[Path, typer.Argument(help="The workbook to write.")],
    study: StudyOption = HERE,
) -> None:
    """Write every wave of a population side by side: variables, categories and their codes."""
    from phare.workflow.sheets import write_sheet

    target = file.resolve()
    with at_work(study, None) as root:
        typer.echo(write_sheet(root, population, target))
