"""The text of a proposed card: one line per decision, in a stable order, for git to show."""

from __future__ import annotations

import re
from typing import Any

import yaml

from phare.adopt.blocks import section_blocks
from phare.adopt.proposal import Entry, Proposal
from phare.config.adopted import UNWRITTEN
from phare.config.base import parse_yaml
from phare.config.card import Card

_WIDTH = 10_000


def card_text(
    proposal: Proposal, like: Card, file: str, sha256: str, rows: int, earlier: str | None = None,
    stale: frozenset[str] = frozenset(),
) -> str:  # fmt: skip
    """Return the card, to be written as config/waves/<wave>.yaml.

    Parameters
    ----------
    like : the card of the earlier wave
    file, sha256, rows : the delivered file, from the raw folder on
    earlier : the text of this wave's card, of which confirmed lines are kept letter by letter
    stale : columns that are gone or have other codes: lines that read them are proposed anew
    """
    kept = confirmed_blocks(earlier, stale) if earlier is not None else {}
    parts = [
        "# yaml-language-server: $schema=../../docs/schemas/card.schema.json\n"
        "# Proposed by phare adopt; each line waits for a name, each ??? for an answer.\n",
        _head(proposal, like, file, sha256, rows, earlier),
    ]
    sections: dict[str, dict[str, Entry]] = {
        "several": proposal.several, "crosswalk": proposal.crosswalk, "dropped": proposal.dropped,
    }  # fmt: skip
    held = {name for blocks in kept.values() for name in blocks}
    for section, entries in sections.items():
        blocks = {
            name: entry_block(name, entry)
            for name, entry in entries.items()
            if name not in held or name in kept.get(section, {})
        }
        blocks |= kept.get(section, {})
        if blocks:
            parts.append(f"{section}:\n{''.join(blocks.values())}")
    if proposal.not_used:
        parts.append(_dump({"not_used": proposal.not_used}))
    edits = [edit.model_dump(mode="json", exclude_none=True) for edit in like.edits
             if _variables(edit) <= set(proposal.crosswalk)]  # fmt: skip
    if edits:
        parts.append(_dump({"edits": edits}))
    return "\n".join(parts)


def confirmed_blocks(text: str, stale: frozenset[str]) -> dict[str, dict[str, str]]:
    """Return section -> line -> its text, of the lines that carry a name and a date."""
    content = parse_yaml(text, "the card")
    found = {}
    for section in ("several", "crosswalk", "dropped"):
        blocks = section_blocks(text, section)
        found[section] = {
            name: blocks[name]
            for name, line in (content.get(section) or {}).items()
            if isinstance(line.get("confirmed"), dict) and not stale & set(columns_read(line))
        }
    return found


def columns_read(line: Entry) -> list[str]:
    """Return the columns that a line reads; of one answer of several, the column it is in."""
    named = [line.get("source"), *line.get("items", {}).values(), *line.get("ratio", ())]
    return [str(one).partition("=")[0] for one in [*named, *line.get("columns", ())] if one]


def _head(
    proposal: Proposal, like: Card, file: str, sha256: str, rows: int, earlier: str | None
) -> str:
    typed = parse_yaml(earlier, "the card") if earlier is not None else {}
    year = proposal.wave.partition("-")[2][:4]
    title = {
        language: re.sub(r"\b(?:19|20)\d\d\b", year, like.title[language])
        for language in ("fr", "en")
    }
    head: dict[str, Any] = {
        "wave": proposal.wave,
        "status": "proposed",
        "adopted": {"sha256": sha256, "like": proposal.like},
        "population": like.population,
        "title": typed.get("title", title),
        "file": file,
        "sha256": sha256,
        "rows": rows,
        "reconstructed": typed.get("reconstructed", False),
        "universe": typed.get("universe", {"fr": UNWRITTEN, "en": UNWRITTEN}),
        "fieldwork": typed.get(
            "fieldwork", dict.fromkeys(("institute", "mode", "start", "end"), UNWRITTEN)
        ),
        "respondent_id": proposal.respondent_id,
    }
    for key in ("reader", "base", "assumptions"):
        if key in typed:
            head[key] = typed[key]
    design = {
        key: value for key, value in like.design.model_dump(mode="json", exclude_defaults=True).items()
        if not isinstance(value, str) or value in proposal.crosswalk or key == "lonely_psu"
    }  # fmt: skip
    if typed.get("design", design):
        head["design"] = typed.get("design", design)
    if margins := typed.get("margins", proposal.margins):
        head["margins"] = margins
    return _dump(head)


def _variables(edit: Any) -> set[str]:
    named = {
        getattr(edit, "variable", None),
        *getattr(edit, "when", {}),
        *getattr(edit, "then", {}),
    }
    return {name for name in named if name is not None}


def entry_block(name: str, entry: Entry) -> str:
    """Return the text of one entry of a section."""
    lines = _dump({name: _as_written(entry)}).splitlines()
    return "".join(f"  {line}\n" for line in lines)


def _as_written(value: Any) -> Any:
    """Return codes that are whole numbers as numbers, as people write them."""
    if isinstance(value, dict):
        return {
            key: _codes(one) if key in ("code", "cited", "not_cited", *_KINDS) else _as_written(one)
            for key, one in value.items()
        }
    return value


_KINDS = ("refused", "dont_know", "not_asked", "not_applicable", "no_answer")


def _codes(value: Any) -> Any:
    if isinstance(value, list):
        return [_codes(one) for one in value]
    return (
        int(value) if isinstance(value, str) and re.fullmatch(r"-?(?:0|[1-9]\d*)", value) else value
    )


def _dump(content: Any) -> str:
    text = yaml.safe_dump(
        content, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    return text.replace("confirmed: 'no'", "confirmed: no")
