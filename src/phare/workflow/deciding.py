"""phare confirm: write what a person decides in a card, and remember it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from phare import storage
from phare.adopt.confirm import confirmed, lines_of, refused_line, sure_lines
from phare.adopt.memory import FILE, decided, question_history
from phare.adopt.sheet import with_sheet
from phare.config.base import read_yaml
from phare.contracts import CROSSWALK_MEMORY, refuse
from phare.errors import nearest
from phare.workflow.sheets import read_sheet, variables_of

HISTORY = "reports/adopt/questions.md"


@dataclass(frozen=True)
class Outcome:
    """What adoption did: what is said, and the files written."""

    said: str
    written: tuple[Path, ...] = ()


def read_memory(root: Path) -> pd.DataFrame:
    """Return what persons decided before; empty where nobody did."""
    path = root / FILE
    return (
        storage.read_csv(path, CROSSWALK_MEMORY, FILE)
        if path.exists()
        else CROSSWALK_MEMORY.empty()
    )


@dataclass(frozen=True)
class Decision:
    """What a person decides: which lines, who, when (2026-11-23)."""

    wave: str
    lines: tuple[str, ...]
    by: str
    on: str
    sure: bool = False
    reject: str | None = None
    sheet: Path | None = None


def confirm(root: Path, decision: Decision) -> Outcome:
    """Write a person's name and the date in lines of a card, and remember what was decided.

    Raises
    ------
    PhareError
        For lines that are not there, and for those where something is still to be typed.
    """
    shown = f"config/waves/{decision.wave}.yaml"
    path = root / shown
    if not path.exists():
        known = [one.stem for one in path.parent.glob("*.yaml")]
        raise refuse(shown, "no such card", "a proposed card", nearest(decision.wave, known))
    if not decision.by.strip():
        raise refuse(
            "--by", "nothing", "the initials of the person who decides", "add --by INITIALS"
        )
    read_yaml(path, shown)
    text = path.read_text(encoding="utf-8")
    memory = read_memory(root)
    changed = ""
    if decision.sheet is not None:
        rows = read_sheet(decision.sheet)
        text, names = with_sheet(text, decision.wave, rows, variables_of(root), str(decision.sheet))
        changed = (
            f"Taken from the sheet: {', '.join(names) or 'nothing, it says what the card says'}.\n"
        )
    if decision.reject is not None:
        names = list(decision.lines)
        for name in names:
            text, line = refused_line(text, name, shown)
            memory = decided(
                memory, decision.wave, name, line, decision.by, decision.on, "rejected",
                decision.reject,
            )  # fmt: skip
        said = f"Refused for good: {', '.join(names)}. phare adopt proposes what is next."
    else:
        lines = [*decision.lines, *(sure_lines(text) if decision.sure else ())]
        text, names = confirmed(text, lines, decision.by, decision.on, shown)
        entries = lines_of(text)
        for name in names:
            if name in entries:
                memory = decided(
                    memory, decision.wave, name, entries[name], decision.by, decision.on
                )
        said = f"Confirmed by {decision.by}: {', '.join(names) or 'nothing that was open'}."
    storage.write_text(text, path)
    storage.write_table(memory, CROSSWALK_MEMORY, root / FILE)
    storage.write_text(question_history(memory), root / HISTORY)
    return Outcome(changed + said, (path, root / FILE, root / HISTORY))
