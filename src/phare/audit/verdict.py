"""The six lines of the verdict: each ends in a number that a table holds, or says why not.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare import numbers
from phare.audit.claim_rows import Told
from phare.audit.columns import Address
from phare.audit.lines import Both, Line, Where, cannot, line
from phare.audit.notes import notes
from phare.audit.sentences import LINES as WORDS
from phare.audit.sentences import NOTHING_EQUAL, PLAYERS, SAMPLING, VERDICTS
from phare.audit.speaking import Speaker
from phare.audit.worked import Worked
from phare.contracts import TOTAL

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Said:
    """What the lines are drawn from: all tables but the verdict's own."""

    worked: Worked
    tables: Tables
    told: list[Told] = field(default_factory=list)

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.worked.card)

    @property
    def headline(self) -> Address | None:
        """The figure of the first claim, or the first headline."""
        for one in self.told:
            if self.worked.figures.column(one.figure) is not None:
                return one.figure
        columns = self.worked.headlines
        return self.worked.figures.addresses[columns[0]] if columns else None

    def rows(self, table: str, **keys: object) -> pd.DataFrame:
        found = self.tables[table]
        for name, value in keys.items():
            found = found[found[name] == value]
        return found


def verdict_rows(said: Said) -> list[dict[str, object]]:
    """Return the rows of AUDIT_VERDICT: six lines, then notes."""
    lines = [_worth, _change, _another, _held_out, _fragility, _limits]
    found = [one(said) for one in lines]
    every = [*found, *notes(said.worked, said.tables, said.told, said.speaker)]
    return [
        {
            "wave": said.worked.card.wave, "sentence": one.name, "level": one.level,
            "fr": numbers.typeset(one.fr, "fr"), "en": one.en,
            "numbers": json.dumps(one.numbers, ensure_ascii=False, sort_keys=True),
            "table": one.where.table if one.where else None,
            "row": " / ".join(one.where.row) if one.where else None,
            "column": one.where.column if one.where else None,
        }
        for one in every
    ]  # fmt: skip


def _figure(said: Said) -> tuple[Address, pd.Series] | str:
    """Return the headline with its row of AUDIT_DEFF, or why there is none."""
    if len(said.worked.responses) < 2:
        return "one"
    one = said.headline
    if one is None:
        return "no_headline"
    rows = said.rows("AUDIT_DEFF", scheme=said.worked.scheme.name, **vars(one))
    estimate = _estimate(said, one, said.worked.reference.variant.name)
    if rows.empty or np.isnan(estimate):
        return "no_figure"
    return one, rows.iloc[0]


def _estimate(said: Said, one: Address, variant: str, column: str = "estimate") -> float:
    rows = said.rows("AUDIT_ESTIMATES", variant=variant, **vars(one))
    return float(rows[column].iloc[0]) if len(rows) else float("nan")


def _address(one: Address) -> tuple[str, ...]:
    return (one.indicator, one.category, one.domain, one.level)


def _first_largest(rows: pd.DataFrame, sizes: pd.Series) -> pd.Series:
    """Return the first row of largest size: ties are not for rounding to break."""
    most = float(sizes.max())
    return rows[sizes >= most - 1e-9 * abs(most)].iloc[0]


def _constant(said: Said, one: Address) -> bool:
    at = said.worked.figures.column(one)
    return at is not None and bool(said.worked.found.s2[0, at] == 0)


def _worth(said: Said) -> Line:
    found = _figure(said)
    if isinstance(found, str):
        return cannot("worth", found)
    one, row = found
    scheme = said.worked.scheme.name
    variant = said.rows("AUDIT_VARIANTS", variant=scheme).iloc[0]
    n, worth = len(said.worked.responses), float(variant["n_effective"])
    told = {
        "n": float(n), "n_effective": worth, "moe_naive": float(row["moe_naive"]),
        "moe_true": float(row["moe_true"]),
    }  # fmt: skip
    speak = said.speaker
    texts = {
        "n": speak.count(n), "worth": speak.count(worth), "label": speak.label(one),
        "naive": speak.width(one, told["moe_naive"]), "true": speak.width(one, told["moe_true"]),
    }  # fmt: skip
    if bool(row["fixed"]):
        told["estimate"] = _estimate(said, one, scheme)
        texts["estimate"] = speak.value(one, told["estimate"])
        where = Where("AUDIT_ESTIMATES", (scheme, *_address(one)), "estimate")
        words = "worth_constant" if _constant(said, one) else "worth_fixed"
        return line("worth", words, texts, told, where, "note")
    where = Where("AUDIT_DEFF", (scheme, *_address(one)), "moe_true")
    level = "caution" if worth < 100 or float(variant["deff_kish"]) >= 2 else "ok"
    return line("worth", "worth", texts, told, where, level)


def _change(said: Said) -> Line:
    found = _figure(said)
    if isinstance(found, str):
        return cannot("change", found)
    one, _ = found
    speak, scheme = said.speaker, said.worked.scheme.name
    parts = said.rows("AUDIT_SHIFT", indicator=one.indicator, category=one.category)
    parts = parts[(parts["method"] != "variance") & parts["value"].notna()]
    if parts.empty or one.domain != TOTAL:
        # Levels are not attributed: the shift itself is the number.
        return cannot("change", "no_figure")
    largest = _first_largest(parts, parts["value"].abs())
    told = {
        "unweighted": _estimate(said, one, said.worked.tried[said.worked.unweighted].variant.name),
        "estimate": _estimate(said, one, scheme), "part": float(largest["value"]),
    }  # fmt: skip
    player = str(largest["player"])
    texts = {
        "label": speak.label(one), "unweighted": speak.value(one, told["unweighted"]),
        "estimate": speak.value(one, told["estimate"]),
        "player": _player(said, player),
        "part": speak.gap(one, told["part"]),
    }  # fmt: skip
    where = Where("AUDIT_SHIFT", (scheme, one.indicator, one.category, player), "value")
    return line("change", "change", texts, told, where)


def _player(said: Said, player: str) -> Both:
    if player not in PLAYERS:
        return said.speaker.margin(player)
    first = said.worked.card.schemes[said.worked.scheme.name][0].base
    if player == "base" and first is not None and first.margin is not None:
        margin = said.speaker.margin(first.margin)
        fr, en = (PLAYERS["strata"][at].format(margin=margin[at]) for at in (0, 1))
        return fr, en
    return PLAYERS[player]


def _another(said: Said) -> Line:
    found = _figure(said)
    if isinstance(found, str):
        return cannot("another", found)
    one, _ = found
    voting = {said.worked.tried[at].variant.name for at in said.worked.voting()}
    rows = said.rows("AUDIT_ESTIMATES", **vars(one))
    own = rows[rows["variant"].isin(voting)]
    own = own.sort_values("variant")
    low, high = _first_largest(own, -own["estimate"]), _first_largest(own, own["estimate"])
    told = {
        "variants": float(len(own)), "low": float(low["estimate"]), "high": float(high["estimate"])
    }  # fmt: skip
    speak = said.speaker
    claims = [_claim(said, one) for one in said.told]
    texts = {
        "claims": ("".join(fr for fr, _ in claims), "".join(en for _, en in claims)),
        "variants": speak.count(len(own)), "label": speak.label(one),
        "low": speak.value(one, told["low"]), "high": speak.value(one, told["high"]),
    }  # fmt: skip
    worst = {str(t.row["verdict"]) for t in said.told}
    level = "alarm" if "fails" in worst else "caution" if "depends" in worst else "ok"
    where = Where("AUDIT_ESTIMATES", (str(high["variant"]), *_address(one)), "estimate")
    return line("another", "another", texts, told, where, level)


def _claim(said: Said, told: Told) -> tuple[str, str]:
    """Return what is said of one claim."""
    speak, row = said.speaker, told.row
    label = speak.claim(told.claim)
    verdict = str(row["verdict"])
    found = []
    for at in (0, 1):
        if verdict == "unknown":
            words = WORDS["claim_unknown"][at]
            found.append(words.format(claim=label[at], reason=row.get("reason")))
            continue
        over = _over(said, told, at)
        words = WORDS["claim"][at]
        found.append(words.format(claim=label[at], verdict=VERDICTS[verdict][at], over=over))
    return found[0], found[1]


def _over(said: Said, told: Told, at: int) -> str:
    row, count = told.row, said.speaker.count
    variants, fails = (count(int(str(row[name])))[at] for name in ("variants", "fails"))
    failing = row.get("failing_choice")
    words = ""
    if row["verdict"] in ("depends", "fails"):
        words = (f" (échoue dans {fails} sur {variants}", f" (fails in {fails} of {variants}")[at]
        choice = f" : {failing}" if at == 0 else f": {failing}"
        words += (choice if failing else "") + ")"
    else:
        words = (f" dans les {variants}", f" in all {variants}")[at]
        if told.unweighted_holds is not None:
            also = (", même sans redressement", ", even unweighted")
            only = (", mais pas sans redressement", ", but not unweighted")
            words += (also if told.unweighted_holds else only)[at]
    return words


def _held_out(said: Said) -> Line:
    worked, speak = said.worked, said.speaker
    if len(worked.responses) < 2:
        return cannot("held_out", "one")
    reference = worked.reference.variant.name
    rows = said.rows("AUDIT_BALANCE", variant=reference, role="benchmark")
    rows = rows[rows["gap"].notna()]
    name, variant = "held_out", reference
    if rows.empty:
        if not worked.scheme.margins:
            return cannot("held_out", "no_margin")
        names = [f"without {margin}" for margin in worked.scheme.margins]
        rows = said.rows("AUDIT_BALANCE", role="left_out")
        rows = rows[rows["variant"].isin(names) & rows["gap"].notna()]
        # Of each variant the margin that it leaves out, and no other.
        rows = rows[rows["variant"] == "without " + rows["variable"]]
        name = "left_out"
        if rows.empty:
            return cannot("held_out", "not_solved")
    row = _first_largest(rows, rows["gap"].abs())
    variant = str(row["variant"])
    before, after = float(row["before"] - row["target"]), float(row["gap"])
    if name == "held_out" and row["asmd_after"] > row["asmd_before"] + 0.02:
        name = "farther"
    told = {"before": before, "after": after}
    texts = {
        "variable": speak.margin(str(row["variable"])),
        "category": speak.category(str(row["variable"]), str(row["category"])),
        "before": speak.points(before), "after": speak.points(after),
    }  # fmt: skip
    where = Where("AUDIT_BALANCE", (variant, str(row["variable"]), str(row["category"])), "gap")
    level = "caution" if name != "held_out" or float(row["asmd_after"]) > 0.10 else "ok"
    return line("held_out", name, texts, told, where, level)


def _fragility(said: Said) -> Line:
    if len(said.worked.responses) < 2:
        return cannot("fragility", "one")
    if not said.told:
        return cannot("fragility", "no_claim")
    speak = said.speaker
    judged = [t for t in said.told if t.row["verdict"] != "unknown"]
    label = speak.claim((judged or said.told)[0].claim)
    if not judged:
        return cannot("fragility", "not_judged", claim=label)
    known = [t for t in judged if t.row.get("gap_needed") is not None]
    if not known:
        at = said.worked.figures.column(judged[0].figure)
        if at is None or not said.worked.found.fixed[0, at]:
            return cannot("fragility", "no_gap", claim=label)
        constant = _constant(said, judged[0].figure)
        return cannot("fragility", "constant" if constant else "fixed", claim=label)
    # A conclusion that does not hold anyway has no fragility of its own.
    first = next((t for t in known if t.row["verdict"] != "fails"), known[0])
    count, gap = first.row.get("flip_count"), float(str(first.row["gap_needed"]))
    at = said.worked.figures.column(first.figure)
    n = 0 if at is None else int(said.worked.figures.measures.inside[:, at].sum())
    excess = said.worked.card.audit.excess
    told = {"n": float(n), "excess": excess, "gap_needed": gap}
    texts = {
        "claim": speak.claim(first.claim), "n": speak.count(n), "excess": speak.points(excess, 0),
        "gap": speak.width(first.figure, gap),
    }  # fmt: skip
    if count is not None:
        told["flip_count"] = float(str(count))
        texts["count"] = speak.count(int(str(count)))
    share = float(str(first.row.get("flip_share")))
    where = Where("AUDIT_CLAIMS", (first.claim.id,), "gap_needed")
    beyond = gap > 1 and speak.is_share(first.figure)
    words = "firm" if count is None else "beyond" if beyond else "fragility"
    return line("fragility", words, texts, told, where, "caution" if share < 0.01 else "ok")


def _limits(said: Said) -> Line:
    found = _figure(said)
    if isinstance(found, str):
        return cannot("limits", found)
    one, _ = found
    speak, scheme = said.speaker, said.worked.scheme.name
    told = {end: _estimate(said, one, scheme, end) for end in ("conf_low", "conf_high")}
    if np.isnan(told["conf_high"]):
        return cannot("limits", "no_figure")
    margins = [speak.margin(name) for name in said.worked.scheme.margins]
    held = [", ".join(words[at] for words in margins) or NOTHING_EQUAL[at] for at in (0, 1)]
    sampling = SAMPLING[said.worked.card.audit.sampling]
    texts = {
        "sampling": (sampling[0].format(margins=held[0]), sampling[1].format(margins=held[1])),
        "confidence": speak.share(said.worked.card.estimation.confidence),
        "label": speak.label(one), "low": speak.value(one, told["conf_low"]),
        "high": speak.value(one, told["conf_high"]),
    }  # fmt: skip
    where = Where("AUDIT_ESTIMATES", (scheme, *_address(one)), "conf_high")
    return line("limits", "limits", texts, told, where)
