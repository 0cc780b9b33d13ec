"""The page docs/methods/parity.md: what equals R, how nearly, and what does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .parity import Parity

HEAD = """# Parity with R survey

Written by `python -m tests.reference.adapter`; tested by `tests/reference/test_parity.py`.

Every call of R `survey` 4.1 that stands in the reference results is read as R text, evaluated
with `phare.stats` and compared with what R answered. *Equal* means within 1e-9 relative (1e-7
for models; quantiles but for the last digit; numbers printed by other software or a textbook
to the digits printed). Wider than that: p values by saddlepoint 1e-6, as R's root search stops
there; logit intervals of `svyciprop` 1e-7, as R fits a model for them; small p values of models
1e-7 times the size of their logarithm. *Worst* is the largest relative difference among those that are equal.

Another folder of the same form: `pytest tests/reference --reference FOLDER --derive FILE`.

"""

CONVENTIONS = """
## R's conventions that the comparison takes into account

- `svychisq` scales Pearson's statistic to all rows, those with a missing answer included; the
  statistic that it prints is compared on that scale. p values do not depend on it.
- `lincom` was computed without its package for the exact law: R's answer is the saddlepoint's.
  R repeats the term of the denominator the whole part of its degrees of freedom times, and with
  replicates leaves the denominator out. Ours keeps the fraction and the denominator.
- `svytable` under replicates adds up to all weights, missing answers or not.
- `svyglm` stops when the deviance moves by less than 1e-8 and takes its variance at the weights
  of the last step; the comparison asks phare for the same stop. Left alone, phare goes on to
  1e-12, where both agree.
- `svyranktest` under replicates varies the linearised total, ranks not redone.
- A standard error that is 0 but for rounding in R is compared as 0.
"""


@dataclass(frozen=True)
class Row:
    """One folder and kind: entries that equal R, all entries, the worst difference."""

    folder: str
    kind: str
    equal: int
    total: int
    worst: float


def rows_of(parity: Parity) -> list[Row]:
    """Count the outcomes of a folder by kind."""
    rows = []
    for kind in parity.kinds:
        of_kind = [one for one in parity.outcomes if one.kind == kind]
        equal = [one.worst for one in of_kind if not one.differs]
        rows.append(Row(parity.folder, kind, len(equal), len(of_kind), max(equal, default=np.nan)))
    return rows


def page(parities: Sequence[Parity]) -> str:
    """Return the page."""
    rows = [row for parity in parities for row in rows_of(parity)]
    lines = ["| folder | kind | equal | of | worst |", "|---|---|---|---|---|"]
    lines += [f"| {r.folder} | {r.kind} | {r.equal} | {r.total} | {r.worst:.1e} |" for r in rows]
    kinds = list(dict.fromkeys(row.kind for row in rows))
    for kind in kinds:
        of_kind = [row for row in rows if row.kind == kind]
        equal, total = sum(r.equal for r in of_kind), sum(r.total for r in of_kind)
        lines.append(f"| *all* | {kind} | {equal} | {total} | |")
    equal, total = sum(r.equal for r in rows), sum(r.total for r in rows)
    lines.append(f"| *all* | *all* | {equal} | {total} | |")
    return HEAD + "\n".join(lines) + "\n" + _differences(parities) + CONVENTIONS


def _differences(parities: Sequence[Parity]) -> str:
    lines = ["", "## What differs, and why", "", "| reason | entries | differ by at most |"]
    lines.append("|---|---|---|")
    found: dict[str, list[tuple[str, float]]] = {}
    for parity in parities:
        for one in parity.outcomes:
            if one.differs:
                known = parity.reason(one)
                reason = known.reason if known else "**unexplained**"
                found.setdefault(reason, []).append((f"{parity.folder}/{one.id}", one.farthest))
    for reason, entries in found.items():
        farthest = max(size for _, size in entries)
        named = f"{len(entries)}: {', '.join(f'`{name}`' for name, _ in entries)}"
        size = f"{farthest:.0e}" if np.isfinite(farthest) else "R has no number"
        lines.append(f"| {reason} | {named} | {size} |")
    return "\n".join(lines) + "\n"


def table(text: str) -> list[tuple[str, str, int, int]]:
    """Read folder, kind, equal and total back from the page."""
    rows = re.findall(r"^\| ([\w*]+) \| ([\w*]+) \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    return [(folder, kind, int(equal), int(total)) for folder, kind, equal, total in rows]
