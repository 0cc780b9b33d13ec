"""What persons decided before: wordings that count as one question, pairs refused for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from phare.adopt.asked import Asked
from phare.adopt.wording import normal
from phare.config.base import code_text
from phare.config.card import Card
from phare.contracts import ANY, CROSSWALK_MEMORY

FILE = "config/crosswalk-memory.csv"


def wordings_of(memory: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return study variable -> the questions that persons accepted for it."""
    accepted = memory[(memory["decision"] == "accepted") & (memory["code"] == ANY)]
    labels = accepted.dropna(subset="source_label")
    return {
        str(name): tuple(dict.fromkeys(rows["source_label"]))
        for name, rows in labels.groupby("variable", sort=False)
    }


def rejected_by(memory: pd.DataFrame, card: Card) -> Callable[[Asked, Asked], bool]:
    """Return whether a person refused an old column of `card` and a new one.

    A refusal holds as long as the question of the new column is worded as it was refused.
    """
    refused = memory[memory["decision"] == "rejected"]
    pairs = {
        (source, normal(str(row.source_label)))
        for row in refused.itertuples()
        if row.variable in card.crosswalk
        for source in card.crosswalk[row.variable].sources
    }
    return lambda old, new: (old.name, normal(new.shown)) in pairs


def decided(
    memory: pd.DataFrame, wave: str, variable: str, line: dict[str, Any], by: str, on: str,
    decision: str = "accepted", reason: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the memory with what a person decided of one line of a card.

    line : the entry of the card's crosswalk, as YAML holds it
    """
    shared = {
        "variable": variable, "wave": wave, "source_label": line.get("label"),
        "relation": line.get("relation") or "same", "decision": decision, "by": by, "on": on,
        "reason": reason,
    }  # fmt: skip
    rows = []
    for source in _sources(line):
        rows.append({**shared, "source": source, "category": ANY, "code": ANY, "code_label": None})
        for category, code, label in _codes(line):
            rows.append(
                {
                    **shared,
                    "source": source,
                    "category": category,
                    "code": code,
                    "code_label": label,
                }
            )
    kept = memory[~((memory["variable"] == variable) & (memory["wave"] == wave)
                    & (memory["decision"] == decision))]  # fmt: skip
    added = pd.DataFrame(rows, columns=CROSSWALK_MEMORY.names, dtype="object")
    joined = added if kept.empty else pd.concat([kept, added], ignore_index=True)
    return CROSSWALK_MEMORY.check(joined, FILE)


def _sources(line: dict[str, Any]) -> list[str]:
    found = [*line.get("items", {}).values(), *line.get("ratio", [])]
    return list(dict.fromkeys([line["source"], *found] if "source" in line else found))


def _codes(line: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    found: dict[tuple[str, str], str | None] = {}
    for category, entry in (line.get("categories") or {}).items():
        about = entry if isinstance(entry, dict) else {"code": entry}
        codes, labels = (_listed(about.get(key)) for key in ("code", "label"))
        if len(labels) != len(codes):
            labels = [None] * len(codes) if codes else labels
        for at, code in enumerate(codes or labels):
            found[str(category), code_text(code)] = labels[at] if codes else code_text(code)
    for kind, codes in (line.get("missing") or {}).items():
        found |= {(str(kind), code_text(code)): None for code in _listed(codes)}
    return [(category, code, label) for (category, code), label in found.items()]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def question_history(memory: pd.DataFrame) -> str:
    """Return the wordings of each study variable by wave, as Markdown."""
    accepted = memory[(memory["decision"] == "accepted") & (memory["code"] == ANY)]
    lines = ["# How each question was asked\n"]
    for variable, rows in accepted.groupby("variable", sort=False):
        lines += [
            f"## {variable}\n",
            "| wave | column | question | relation | confirmed |",
            "|---|---|---|---|---|",
        ]
        for row in rows.sort_values("wave").itertuples():
            asked = "" if pd.isna(row.source_label) else str(row.source_label).replace("|", "\\|")
            lines.append(
                f"| {row.wave} | {row.source} | {asked} | {row.relation} | {row.by}, {row.on} |"
            )
        lines.append("")
    return "\n".join(lines)
