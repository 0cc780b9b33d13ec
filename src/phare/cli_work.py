"""What every command shares: where it works, and how it says what is wrong."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from phare.errors import PhareError, Problem

StudyOption = Annotated[
    Path, typer.Option("--study", help="Folder of the study: the one with config/.")
]
DirectoryOption = Annotated[
    Path | None,
    typer.Option("--directory", help="Folder for processed/ and reports/ [default: the study]."),
]
HERE = Path()


@contextlib.contextmanager
def at_work(study: Path, directory: Path | None) -> Iterator[Path]:
    """Work in `directory`; say what is wrong in sentences and end with status 2."""
    root = study.resolve()
    folder = (directory or study).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        yield root
    except PhareError as error:
        tell(error.problems)
        raise typer.Exit(2) from None


def tell(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)
