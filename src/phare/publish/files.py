"""The files of one item, each whole under its name or not there at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from phare import storage
from phare.config.publishing import PublishSlice
from phare.kinds import LANGUAGES
from phare.publish.context import PublishContext
from phare.publish.csv_tidy import tidy_text
from phare.publish.estimates import Estimate, Key, select


class Built(Protocol):
    """An item in one language, before it is written."""

    @property
    def language(self) -> str: ...

    @property
    def estimates(self) -> Iterable[Estimate]: ...


One = TypeVar("One", bound=Built)


def publish(
    context: PublishContext,
    folder: Path,
    build: Callable[[PublishSlice, str, Mapping[Key, Estimate]], One],
    written: Callable[[One], Mapping[str, str | bytes]],
) -> list[Path]:
    """Write an item as tidy CSV and, in each language, as what `written` gives by ending.

    Returns the paths, named as `phare.kinds.ItemKind.files` says. Each file appears whole or
    not at all, and the same estimates give the same bytes on every machine.

    Raises
    ------
    PhareError
        When `build` refuses, or a file cannot be written.
    """
    about = context.about
    found = select(about, context.estimates, context.comparisons)
    items = [build(about, language, found) for language in LANGUAGES]
    contents: dict[str, str | bytes] = {"csv": tidy_text(about, dict.fromkeys(items[0].estimates))}
    for item in items:
        contents |= {f"{item.language}.{end}": content for end, content in written(item).items()}
    return write_all(contents, Path(folder), about.name)


def write_all(contents: Mapping[str, str | bytes], folder: Path, name: str) -> list[Path]:
    """Write ending -> content as `<name>.<ending>` and return the paths."""
    paths = []
    for end, content in contents.items():
        paths.append(folder / f"{name}.{end}")
        if isinstance(content, str):
            storage.write_text(content, paths[-1])
        else:
            storage.write_bytes(content, paths[-1])
    return paths
