"""Questions with several answers: a column for each answer, which the file has not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.adopted import SeveralAnswers
from phare.config.base import code_text
from phare.config.card import Mapping
from phare.errors import Problems, nearest


def with_answers(
    records: pd.DataFrame, several: dict[str, SeveralAnswers], crosswalk: dict[str, Mapping],
    where: str, problems: Problems,
) -> pd.DataFrame:  # fmt: skip
    """Return RECORDS with a column `<name>=<code>` for each code that the crosswalk reads.

    1 where the code was given, 0 where not; a line without any code is 0, or missing where the
    card says so. A code that the crosswalk does not read is a problem: it would be lost.
    """
    read = {source for mapping in crosswalk.values() for source in mapping.sources}
    made: dict[str, pd.Series] = {}
    for name, one in several.items():
        columns = [column for column in one.columns if column in records]
        for column in set(one.columns) - set(columns):
            problems.add(
                f"{where}: several.{name}", f"no column '{column}' in the delivered file", "one of its",
                nearest(column, map(str, records.columns)),
            )  # fmt: skip
        given = _given(records, columns, one.separator)
        codes = [
            source.partition("=")[2] for source in sorted(read) if source.startswith(f"{name}=")
        ]
        unread = sorted(set().union(*given) - set(codes) - set(one.not_used)) if given else []
        if unread:
            problems.add(
                f"{where}: several.{name}", f"answers that nothing reads: {', '.join(unread[:10])}",
                "a source of the crosswalk for each, or the code under not_used",
                f"write {name}={unread[0]} as the source of a variable",
            )  # fmt: skip
        blank = np.array([not answers for answers in given]) & (one.empty == "missing")
        for code in codes:
            cited = np.array([code in answers for answers in given], dtype=float)
            made[f"{name}={code}"] = pd.Series(np.where(blank, np.nan, cited), index=records.index)
    return pd.concat([records, pd.DataFrame(made, index=records.index)], axis="columns")


def _given(records: pd.DataFrame, columns: list[str], separator: str | None) -> list[set[str]]:
    """Return the codes that each line gives."""
    given: list[set[str]] = [set() for _ in range(len(records))]
    for column in columns:
        texts = records[column].map(code_text, na_action="ignore")
        for line, text in zip(given, texts, strict=True):
            if isinstance(text, str):
                parts = text.split(separator) if separator is not None else [text]
                line.update(part.strip() for part in parts if part.strip())
    return given
