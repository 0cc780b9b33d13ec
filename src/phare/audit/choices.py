"""From declared choices to variants: every combination once, with what it asks for.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from phare.audit.solving import How
from phare.audit.unsolved import Unsolved
from phare.config.audits import Audit, Cap, Condition, Demand
from phare.contracts import refuse

AXES = ("base", "margins", "crossing", "classes", "distance", "trim", "missing")
"""The choices, in the order of their columns; classes of several variables are one column."""

# Combinations beyond which they are not even numbered.
_MOST = 200_000


@dataclass(frozen=True)
class Variant:
    """One way of weighting.

    Parameters
    ----------
    name : the same for the same weighting, in whatever order choices were declared
    choices : axis -> value, for the columns of AUDIT_VARIANTS
    base : ``scheme`` or ``unit``
    margins : calibrated to, in alphabetical order
    refused : why it is not tried, where a condition forbids it
    """

    name: str
    kind: str
    base: str
    margins: tuple[str, ...]
    how: How
    cap: Cap
    missing: str
    defensible: bool
    choices: Mapping[str, str] = field(default_factory=dict)
    refused: Unsolved | None = None


def variant_name(base: str, margins: tuple[str, ...], how: How, cap: Cap, missing: str) -> str:
    """Return the name that says all of a variant, and nothing of how it was declared."""
    bounds = "" if how.bounds is None else f"[{how.bounds[0]:g},{how.bounds[1]:g}]"
    parts = ["+".join(margins) or "none", f"{how.method}{bounds}"]
    if cap.times_median is not None:
        parts.append(f"cap {cap.times_median:g}" + (" in turn" if cap.held == "in_turn" else ""))
    if missing == "own_category":
        parts.append("own category")
    if base == "unit":
        parts.append("unit")
    return "/".join(parts)


def enumerate_variants(audit: Audit, where: str) -> list[Variant]:
    """Return every combination once, in the order of their names.

    A weighting that several combinations ask for is defensible if one of them is, and allowed
    if one of them is.

    Raises
    ------
    PhareError
        For more variants than the limit.
    """
    best: dict[str, Variant] = {}
    for number, variant in enumerate(_combinations(audit)):
        if number >= _MOST:
            raise _too_many(f"more than {_MOST}", audit, where)
        known = best.get(variant.name)
        if known is None or _rank(variant) < _rank(known):
            best[variant.name] = variant
    if len(best) > audit.limits.variants:
        raise _too_many(str(len(best)), audit, where)
    return [best[name] for name in sorted(best)]


def _too_many(number: str, audit: Audit, where: str) -> Exception:
    return refuse(
        f"{where}: choices",
        f"{number} variants",
        f"at most {audit.limits.variants}",
        "take values out of a choice, forbid combinations by a condition, or raise limits.variants",
    )


def _rank(variant: Variant) -> tuple[bool, bool, tuple[str, ...]]:
    return (
        variant.refused is not None,
        not variant.defensible,
        tuple(variant.choices[axis] for axis in AXES),
    )


def _combinations(audit: Audit) -> Iterator[Variant]:
    choices = audit.choices
    slots = sorted(choices.classes)
    for base, subset, crossing, distance, trim, missing in itertools.product(
        choices.base, _subsets(audit), choices.crossing, choices.distance, choices.trim,
        choices.missing,
    ):  # fmt: skip
        crossed = choices.crossing[crossing]
        members = [name for name in subset if name not in crossed.instead_of]
        used = [name for name in slots if name in members]
        for levels in itertools.product(*(choices.classes[name] for name in used)):
            known = dict(zip(used, levels, strict=True))
            margins = {known.get(name, name) for name in members}
            if crossed.margin is not None:
                margins.add(crossed.margin)
            ordered = tuple(sorted(margins))
            about, cap = choices.distance[distance], choices.trim[trim]
            how = How(about.method or "raking", about.bounds)
            if not ordered:  # nothing to calibrate to: there is one way of doing nothing
                how, cap = How(), Cap()
            tags = [
                choices.base[base].tag, crossed.tag, about.tag, cap.tag,
                choices.missing[missing].tag,
                *(choices.classes[name][level].tag for name, level in known.items()),
            ]  # fmt: skip
            told = {
                "base": base, "margins": "+".join(sorted(members)) or "none",
                "crossing": crossing, "distance": distance, "trim": trim, "missing": missing,
                "classes": ", ".join(f"{name}: {level}" for name, level in known.items())
                or "none",
            }  # fmt: skip
            yield Variant(
                name=variant_name(base, ordered, how, cap, missing),
                kind="multiverse",
                base=base,
                margins=ordered,
                how=how,
                cap=cap,
                missing=missing,
                defensible="stress" not in tags,
                choices=told,
                refused=_forbidden(audit.conditions, told, set(subset), known),
            )


def _subsets(audit: Audit) -> Iterator[tuple[str, ...]]:
    margins = audit.choices.margins
    for size in range(margins.at_least, len(margins.any_of) + 1):
        for some in itertools.combinations(margins.any_of, size):
            yield (*margins.always, *some)


def _forbidden(
    conditions: tuple[Condition, ...],
    told: Mapping[str, str],
    members: set[str],
    classes: Mapping[str, str],
) -> Unsolved | None:
    for condition in conditions:
        given = _holds(condition.given, told, members, classes, unknown=False)
        if given and not _holds(condition.then, told, members, classes, unknown=True):
            said = ", ".join(f"{axis} {'/'.join(v)}" for axis, v in condition.given.items())
            then = ", ".join(f"{axis} {'/'.join(v)}" for axis, v in condition.then.items())
            return Unsolved("pruned", f"condition: {said} asks for {then}")
    return None


def _holds(
    demand: Demand,
    told: Mapping[str, str],
    members: set[str],
    classes: Mapping[str, str],
    *,
    unknown: bool,
) -> bool:
    """Tell whether a variant has these values; `unknown` for classes of what it leaves out."""
    for axis, values in demand.items():
        if axis == "margins.with":
            met = members.issuperset(values)
        elif axis == "margins.without":
            met = members.isdisjoint(values)
        elif axis.startswith("classes."):
            known = classes.get(axis.removeprefix("classes."))
            met = unknown if known is None else known in values
        else:
            met = told[axis] in values
        if not met:
            return False
    return True
