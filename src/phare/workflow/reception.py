"""Whether a delivered file is the one its card declares."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from phare.config.card import Card
from phare.config.slices import IngestSlice
from phare.contracts import refuse
from phare.errors import Problem
from phare.provenance import file_digest


def check_content(path: Path, card: IngestSlice) -> None:
    """Refuse a file whose content is not what the card declares, whatever its date.

    Raises
    ------
    PhareError
        When its sha256 is another. An absent file is left to `ingest` to tell.
    """
    if not path.is_file():
        return
    found = file_digest(path)
    if found != card.sha256.lower():
        raise refuse(
            f"{path} (wave {card.wave})",
            f"content with sha256 {found}",
            f"{card.sha256}, the one of config/waves/{card.wave}.yaml",
            "put the delivered file back or, if this is a new delivery, "
            "check it and write its sha256 and rows in the card",
        )


def check_rows(path: Path, rows: int, card: IngestSlice) -> None:
    """Refuse a file that has another number of respondents than the card declares."""
    if rows != card.rows:
        raise refuse(
            f"{path} (wave {card.wave})",
            f"{rows} respondents",
            f"{card.rows}, the rows of config/waves/{card.wave}.yaml",
            "ask for the whole file or, if this is it, correct the card",
        )


def unnamed(card: Card, records: pd.DataFrame) -> list[Problem]:
    """Return the columns of a delivered file that an adopted card passes over in silence."""
    if card.adopted is None or card.design.replicate_weights is not None:
        return []
    named = {card.respondent_id, *card.not_used}
    named |= {source for mapping in card.crosswalk.values() for source in mapping.sources}
    named |= {column for one in card.several.values() for column in one.columns}
    named |= {one.source for one in card.dropped.values() if one.source is not None}
    passed = [str(name) for name in records.columns if name not in named | {"wave", "row"}]
    if not passed:
        return []
    return [
        Problem(
            f"config/waves/{card.wave}.yaml: not_used",
            f"nothing about {', '.join(passed[:10])}{', ...' if len(passed) > 10 else ''}",
            "every column of the file, read or with a reason not to be",
            "add them with the reason, or adopt the file again",
        )
    ]
