"""The six lines of the verdict: each ends in a number that a table holds, or says why not.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

import json

import numpy as np

from phare import numbers
from phare.audit.claim_words import claim_words
from phare.audit.lines import Both, Line, Where, cannot, line
from phare.audit.notes import notes
from phare.audit.said import Said, address, constant, estimate, figure, first_largest
from phare.audit.sentences import NOTHING_EQUAL, PLAYERS, SAMPLING
from phare.contracts import TOTAL


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


def _worth(said: Said) -> Line:
    found = figure(said)
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
        told["estimate"] = estimate(said, one, scheme)
        texts["estimate"] = speak.value(one, told["estimate"])
        where = Where("AUDIT_ESTIMATES", (scheme, *address(one)), "estimate")
        words = "worth_constant" if constant(said, one) else "worth_fixed"
        return line("worth", words, texts, told, where, "note")
    where = Where("AUDIT_DEFF", (scheme, *address(one)), "moe_true")
    level = "caution" if worth < 100 or float(variant["deff_kish"]) >= 2 else "ok"
    return line("worth", "worth", texts, told, where, level)


def _change(said: Said) -> Line:
    found = figure(said)
    if isinstance(found, str):
        return cannot("change", found)
    one, _ = found
    speak, scheme = said.speaker, said.worked.scheme.name
    parts = said.rows("AUDIT_SHIFT", indicator=one.indicator, category=one.category)
    parts = parts[(parts["method"] != "variance") & parts["value"].notna()]
    if one.domain != TOTAL:
        return cannot("change", "level")
    if parts.empty:
        return cannot("change", "no_figure")
    largest = first_largest(parts, parts["value"].abs())
    told = {
        "unweighted": estimate(said, one, said.worked.tried[said.worked.unweighted].variant.name),
        "estimate": estimate(said, one, scheme), "part": float(largest["value"]),
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
    found = figure(said)
    if isinstance(found, str):
        return cannot("another", found)
    one, _ = found
    voting = {said.worked.tried[at].variant.name for at in said.worked.voting()}
    rows = said.rows("AUDIT_ESTIMATES", **vars(one))
    own = rows[rows["variant"].isin(voting)]
    own = own.sort_values("variant")
    low, high = first_largest(own, -own["estimate"]), first_largest(own, own["estimate"])
    told = {
        "variants": float(len(own)), "low": float(low["estimate"]), "high": float(high["estimate"])
    }  # fmt: skip
    speak = said.speaker
    claims = [claim_words(said, one) for one in said.told]
    texts = {
        "claims": ("".join(fr for fr, _ in claims), "".join(en for _, en in claims)),
        "variants": speak.count(len(own)), "label": speak.label(one),
        "low": speak.value(one, told["low"]), "high": speak.value(one, told["high"]),
    }  # fmt: skip
    worst = {str(t.row["verdict"]) for t in said.told}
    level = "alarm" if "fails" in worst else "caution" if "depends" in worst else "ok"
    where = Where("AUDIT_ESTIMATES", (str(high["variant"]), *address(one)), "estimate")
    return line("another", "another", texts, told, where, level)


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
    row = first_largest(rows, rows["gap"].abs())
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
        why = "constant" if constant(said, judged[0].figure) else "fixed"
        return cannot("fragility", why, claim=label)
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
    found = figure(said)
    if isinstance(found, str):
        return cannot("limits", found)
    one, _ = found
    speak, scheme = said.speaker, said.worked.scheme.name
    told = {end: estimate(said, one, scheme, end) for end in ("conf_low", "conf_high")}
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
    where = Where("AUDIT_ESTIMATES", (scheme, *address(one)), "conf_high")
    return line("limits", "limits", texts, told, where)
