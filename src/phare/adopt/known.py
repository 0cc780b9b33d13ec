"""What the card of an earlier wave tells of its file: missing codes, order, several answers."""

from __future__ import annotations

import pandas as pd

from phare.adopt.match import Side
from phare.adopt.several import Several
from phare.config.card import Card, Mapping
from phare.config.variables import Variables


def side_of(
    card: Card, variables: Variables, records: pd.DataFrame, codebook: pd.DataFrame,
    wordings: dict[str, tuple[str, ...]] | None = None,
) -> Side:  # fmt: skip
    """Return the earlier file with what its card says of each column.

    wordings : study variable -> the labels under which other waves asked it
    """
    missing: dict[str, dict[str, str]] = {}
    ordered: dict[str, bool] = {}
    worded: dict[str, tuple[str, ...]] = {}
    for variable, mapping in card.crosswalk.items():
        about = variables.variables.get(variable)
        for source in mapping.sources:
            missing[source] = {
                code: kind for kind, codes in mapping.missing.items() for code in codes
            }
            ordered[source] = about is not None and about.ordered
            asked = mapping.question.fr if mapping.question and mapping.items is None else None
            texts = (*((asked,) if asked else ()), *(wordings or {}).get(variable, ()))
            if texts and mapping.items is None and mapping.ratio is None:
                worded[source] = texts
    several = tuple(
        Several(
            name, "cell" if one.separator else "mentions", one.columns, one.separator,
            _codes(name, card, codebook, one.columns[0]), _label(codebook, one.columns[0]), 0,
        )
        for name, one in card.several.items()
    )  # fmt: skip
    known = {name: codes for name, codes in missing.items() if name in records or "=" in name}
    return Side(records, codebook, known, worded, ordered, several or None)


def _codes(name: str, card: Card, codebook: pd.DataFrame, column: str) -> dict[str, str | None]:
    rows = codebook[(codebook["variable"] == column) & codebook["code_label"].notna()]
    labels = dict(zip(rows["code"], rows["code_label"], strict=True))
    read = {source for mapping in card.crosswalk.values() for source in mapping.sources}
    codes = [one.partition("=")[2] for one in sorted(read) if one.startswith(f"{name}=")]
    return {code: labels.get(code) for code in codes}


def _label(codebook: pd.DataFrame, column: str) -> str | None:
    rows = codebook.loc[codebook["variable"] == column, "variable_label"].dropna()
    return None if rows.empty else str(rows.iloc[0])


def readers(card: Card) -> dict[str, list[tuple[str, str | None, Mapping]]]:
    """Return column -> the study variables (and items) that read it."""
    found: dict[str, list[tuple[str, str | None, Mapping]]] = {}
    for variable, mapping in card.crosswalk.items():
        if mapping.items is not None:
            for item, source in mapping.items.items():
                found.setdefault(source, []).append((variable, item, mapping))
        else:
            for source in mapping.sources:
                found.setdefault(source, []).append((variable, None, mapping))
    return found
