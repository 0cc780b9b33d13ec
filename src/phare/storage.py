"""The only module that reads and writes contract tables.

Small tables are CSV (UTF-8, comma, dot, LF, floats with the shortest digits that give the
same double back); tables with a row per respondent are Parquet. A file appears whole under
its name or not at all: it is written under a temporary name in the same folder, flushed
and renamed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pandas as pd

from phare.contracts.contract import Contract, refuse


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; on success it becomes `path`, else it is removed.

    Raises
    ------
    PhareError
        When the disk is full or the folder cannot be written; `path` is then untouched.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise refuse(
                str(path), "no space left to write it", "room on the disk",
                "free some and run again; what was there before is untouched",
            ) from error  # fmt: skip
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise refuse(
                str(path), "no right to write it", "a folder that can be written",
                "change its rights and run again",
            ) from error  # fmt: skip
        raise
    finally:
        temporary.unlink(missing_ok=True)


def write_text(text: str, path: Path) -> None:
    """Write `text` as UTF-8 with LF ends, whole or not at all."""
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_bytes(content: bytes, path: Path) -> None:
    """Write `content`, whole or not at all."""
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def write_table(frame: pd.DataFrame, contract: Contract, path: Path) -> None:
    """Check `frame` against `contract` and write it to `path` (.csv or .parquet)."""
    table = contract.check(frame, str(path))
    with whole_file(path) as temporary:
        if Path(path).suffix == ".parquet":
            table.to_parquet(temporary, index=False, compression="zstd")
        else:
            table.to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8")


def read_table(path: Path, contract: Contract, columns: list[str] | None = None) -> pd.DataFrame:
    """Read a table that follows `contract`.

    Parameters
    ----------
    columns : for Parquet, the only columns to read (the contract is then not checked)

    Raises
    ------
    PhareError
        When the file is absent, is not such a table, or breaks the contract.
    """
    path = Path(path)
    if not path.exists():
        raise refuse(
            str(path), "no such file", f"a table {contract.name}", "make it or correct the path"
        )
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path, columns=columns)
        return frame if columns else contract.check(frame, str(path))
    return read_csv(path, contract)


def read_csv(path: Path, contract: Contract, shown: str = "") -> pd.DataFrame:
    """Read a CSV that a person may have edited: UTF-8 with or without a mark, ',' or ';'.

    `shown` is the file's name in messages.
    """
    shown = shown or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(
            shown, f"a byte that is not UTF-8 at position {error.start}", "UTF-8",
            "save it again as CSV UTF-8",
        ) from error  # fmt: skip
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        frame = pd.read_csv(
            StringIO(text), sep=separator, dtype="str", keep_default_na=False, na_values=[""]
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise refuse(
            shown, f"text that is not a table ({error})", ", ".join(contract.names),
            "correct the file",
        ) from error  # fmt: skip
    return contract.check(frame, shown)
