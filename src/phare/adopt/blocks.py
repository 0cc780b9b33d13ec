"""The text of a card, taken apart by its lines, so that a change touches only its own."""

from __future__ import annotations

import re


def section_blocks(text: str, section: str) -> dict[str, str]:
    """Return name -> text of each entry of a section of a YAML card, as it stands there."""
    start = re.search(rf"^{section}:[ \t]*\n", text, re.M)
    if start is None:
        return {}
    body = text[start.end() :]
    end = re.search(r"^\S", body, re.M)
    body = body[: end.start()] if end else body
    heads = list(re.finditer(r"^  (?! )[\"']?([^:\"'\n#]+)[\"']?:", body, re.M))
    ends = [one.start() for one in heads[1:]] + [len(body)]
    return {
        head.group(1): body[head.start() : stop].rstrip("\n") + "\n"
        for head, stop in zip(heads, ends, strict=True)
    }


def with_block(text: str, section: str, name: str, block: str) -> str:
    """Return the card with the text of one entry replaced; taken out where `block` is empty."""
    old = section_blocks(text, section)[name]
    start = re.search(rf"^{section}:[ \t]*\n", text, re.M)
    assert start is not None
    at = text.index(old, start.end())
    return text[:at] + block + text[at + len(old) :]
