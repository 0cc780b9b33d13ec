"""Notes beside the six lines: numbers that crossed a threshold. They ask for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from phare.audit.claim_rows import Told
from phare.audit.columns import audited
from phare.audit.described import Thresholds, describe, remarks
from phare.audit.lines import Both, Line, Where
from phare.audit.multiverse import share_at_bound
from phare.audit.sentences import NOTES
from phare.audit.speaking import Speaker
from phare.audit.worked import Worked
from phare.contracts import TOTAL

_ROBUST, _FRAGILE = 0.10, 0.01
_R_INDICATOR, _CV = 0.9, 0.25


def notes(
    worked: Worked, tables: Mapping[str, pd.DataFrame], told: Sequence[Told], speak: Speaker
) -> list[Line]:
    """Return a note for each number that crossed its threshold."""
    limits = Thresholds()
    found = [
        *_weights(worked, limits, speak),
        *_held_out(worked, tables["AUDIT_BALANCE"], limits, speak),
        *_claims(told, speak),
        *_frame(tables["AUDIT_FRAME"], speak),
    ]
    left = sum(not audited(one) for one in worked.card.indicators.values())
    if left:
        found.append(
            _note("not_audited", "note", {"count": float(left)}, {"count": speak.count(left)})
        )
    return found


def _note(
    name: str,
    level: str,
    numbers: dict[str, float],
    texts: dict[str, Both],
    where: Where | None = None,
    of: str = "",
) -> Line:
    fr, en = (
        NOTES[name][at].format(**{key: both[at] for key, both in texts.items()}) for at in (0, 1)
    )
    return Line(f"note {name}" + (f" {of}" if of else ""), level, fr, en, numbers, where)


def _weights(worked: Worked, limits: Thresholds, speak: Speaker) -> Iterator[Line]:
    tried = worked.reference
    base = worked.atoms.spread(tried.base)
    about = describe(worked.weights, base, share_at_bound(worked.atoms, tried))
    for one in remarks(about, limits):
        texts = {
            key: speak.share(value) if key.startswith("share") else
            speak.count(value) if key.startswith("n") else speak.number(value)
            for key, value in one.numbers.items()
        }  # fmt: skip
        column = list(one.numbers)[-1]
        where = Where("AUDIT_VARIANTS", (tried.variant.name,), column)
        yield _note(one.name, one.level, one.numbers, texts, where)


def _held_out(
    worked: Worked, balance: pd.DataFrame, limits: Thresholds, speak: Speaker
) -> Iterator[Line]:
    reference = worked.reference.variant.name
    if balance.empty:
        return
    own = balance[(balance["variant"] == reference) & (balance["role"] == "benchmark")]
    for variable, rows in own.groupby("variable", sort=True):
        asmd = float(rows["asmd_after"].iloc[0])
        if asmd > limits.held_out_asmd:
            texts = {"variable": speak.margin(str(variable)), "asmd_after": speak.number(asmd)}
            first = str(rows["category"].iloc[0])
            where = Where("AUDIT_BALANCE", (reference, str(variable), first), "asmd_after")
            yield _note(
                "held_out_far", "caution", {"asmd_after": asmd}, texts, where, str(variable)
            )


def _claims(told: Sequence[Told], speak: Speaker) -> Iterator[Line]:
    for one in told:
        label, name = speak.claim(one.claim), one.claim.id

        def number(key: str, row: dict[str, object] = one.row) -> float:
            value = row.get(key)
            return float("nan") if value is None else float(str(value))

        robust, mrcs, share = number("robustness_value"), number("mrcs"), number("flip_share")
        if robust < _ROBUST:
            texts = {"claim": label, "robustness_value": speak.number(robust, 3)}
            where = Where("AUDIT_CLAIMS", (name,), "robustness_value")
            yield _note("robustness", "caution", {"robustness_value": robust}, texts, where, name)
        if mrcs < 1:
            margin = speak.margin(str(one.row["weakest_margin"]))
            texts = {"claim": label, "margin": margin, "mrcs": speak.number(mrcs)}
            where = Where("AUDIT_CLAIMS", (name,), "mrcs")
            yield _note("like_a_margin", "caution", {"mrcs": mrcs}, texts, where, name)
        if share < _FRAGILE:
            texts = {"claim": label, "flip_share": speak.number(share, 4)}
            where = Where("AUDIT_CLAIMS", (name,), "flip_share")
            yield _note("fragile", "caution", {"flip_share": share}, texts, where, name)


def _frame(frame: pd.DataFrame, speak: Speaker) -> Iterator[Line]:
    whole = frame[frame["category"] == TOTAL] if len(frame) else frame
    for row in whole.itertuples():
        r, cv = float(row.r_indicator), float(row.cv)
        if np.isnan(r) or str(row.model).startswith("margin "):
            continue
        if r < _R_INDICATOR or cv > _CV:
            model = (str(row.model), str(row.model))
            where = Where("AUDIT_FRAME", (str(row.model), str(row.variable), TOTAL), "r_indicator")
            numbers = {"cv": cv, "r_indicator": r}
            texts = {"model": model, "r_indicator": speak.number(r, 3)}
            yield _note("uneven", "caution", numbers, texts, where, f"{row.model} {row.variable}")
