"""Lines of a proposed card, signed or refused by a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

from phare.adopt.blocks import section_blocks, with_block
from phare.config.adopted import UNWRITTEN, to_write, unconfirmed
from phare.config.base import parse_yaml
from phare.errors import Problems, nearest

_SECTIONS = ("several", "crosswalk", "dropped")
_OPEN = re.compile(r"\bconfirmed:\s*['\"]?(?:no|false)\b['\"]?")


def confirmed(
    text: str, lines: Sequence[str], by: str, on: str, where: str
) -> tuple[str, list[str]]:
    """Return the card with `by` and `on` in the lines named, and their names.

    Parameters
    ----------
    lines : names of lines, `*` for any letters
    where : the card, for the messages

    Raises
    ------
    PhareError
        For each name that no line has, and each line where something is still to be typed.
    """
    blocks = {name: (section, block) for section in _SECTIONS
              for name, block in section_blocks(text, section).items()}  # fmt: skip
    problems, chosen = Problems(), dict[str, None]()
    for pattern in lines:
        found = [name for name in blocks if fnmatchcase(name, pattern)]
        if not found:
            problems.add(where, f"'{pattern}'", "a line of the card", nearest(pattern, blocks))
        chosen |= dict.fromkeys(name for name in found if _OPEN.search(blocks[name][1]))
    for name in chosen:
        section, block = blocks[name]
        for place in to_write(parse_yaml(block, where)):
            problems.add(
                f"{where}: {section}.{place}", f"'{UNWRITTEN}'", "what a person knows",
                "write it, then confirm the line",
            )  # fmt: skip
    problems.raise_if_any()
    for name in chosen:
        section, block = blocks[name]
        signed = _OPEN.sub(f"confirmed: {{by: {by}, on: '{on}'}}", block, count=1)
        text = with_block(text, section, name, signed)
    return _reviewed(text), list(chosen)


def sure_lines(text: str) -> list[str]:
    """Return the lines that are called sure, and those made from them alone."""
    crosswalk = _content(text).get("crosswalk") or {}
    sure = {name for name, line in crosswalk.items() if _verdict(line) == "sure"}
    made = [
        name for name, line in crosswalk.items()
        if (line.get("classes_of") or line.get("territory")) in sure
    ]  # fmt: skip
    return [name for name in crosswalk if name in sure or name in made]


def refused_line(text: str, name: str, where: str) -> tuple[str, dict[str, Any]]:
    """Return the card without the column that was proposed for a line, and the line as it was.

    Raises
    ------
    PhareError
        When there is no such line.
    """
    blocks = section_blocks(text, "crosswalk")
    if name not in blocks:
        problems = Problems()
        problems.add(where, f"'{name}'", "a line of the crosswalk", nearest(name, blocks))
        problems.raise_if_any()
    line: dict[str, Any] = parse_yaml(blocks[name], where)[name]
    emptied = re.sub(r"^(    source: ).*$", rf"\g<1>'{UNWRITTEN}'", blocks[name], flags=re.M)
    return with_block(text, "crosswalk", name, emptied), line


def _content(text: str) -> dict[str, Any]:
    content = parse_yaml(text, "the card")
    return content if isinstance(content, dict) else {}


def _verdict(line: Any) -> str | None:
    score = line.get("score") if isinstance(line, dict) else None
    return score.get("verdict") if isinstance(score, dict) else None


def _reviewed(text: str) -> str:
    content = _content(text)
    if unconfirmed(content) or any(to_write(content)):
        return text
    return re.sub(r"^status: proposed$", "status: reviewed", text, flags=re.M)


def lines_of(text: str) -> dict[str, dict[str, Any]]:
    """Return the entries of the crosswalk, as YAML holds them."""
    found: dict[str, dict[str, Any]] = _content(text).get("crosswalk") or {}
    return found
