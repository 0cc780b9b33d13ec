"""What stands beside the multiverse: the schemes as they are, and variants around the reference.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import replace

from phare.audit.atoms import Atoms
from phare.audit.choices import Variant
from phare.audit.multiverse import Tried, keys_of, try_variants
from phare.audit.paths import bounds_path
from phare.audit.schemes import Scheme
from phare.audit.solving import How, Posed
from phare.audit.trimming import MULTIPLES
from phare.audit.unsolved import NoSolutionError, Unsolved
from phare.config.audit_slice import AuditSlice
from phare.config.audits import Cap
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Margin

SCHEME, UNIT = "scheme", "unit"
"""The two bases that a variant may calibrate."""


def schemes_tried(atoms: Atoms, schemes: tuple[Scheme, ...], card: AuditSlice) -> list[Tried]:
    """Return the reference, the imported schemes, no weighting, and the reference by step."""
    found = []
    for at, scheme in enumerate(schemes):
        base = f"before {scheme.name}"
        variant = Variant(
            scheme.name, "imported" if at else "reference", base, scheme.margins, scheme.how,
            scheme.cap, scheme.missing,
            defensible=not at or card.audit.imported[scheme.name].tag == "defensible",
        )  # fmt: skip
        weights = atoms.bases[f"{scheme.name}/{next(reversed(scheme.steps))}"]
        found.append(_given(atoms, variant, weights))
    # A scheme may bear the name, and be weighted after all.
    name = "unweighted" if "unweighted" not in {one.name for one in schemes} else "not weighted"
    nothing = Variant(name, "unweighted", UNIT, (), How(), Cap(), "refuse", False)
    found.append(_given(atoms, nothing, atoms.bases[UNIT]))
    reference = schemes[0]
    for at, step in enumerate(reference.steps):
        own = atoms.bases[f"{reference.name}/{step}"]
        margins = reference.margins if at >= reference.calibrated_from else ()
        variant = Variant(
            f"{reference.name}: {step}", "step", f"before {reference.name}", margins,
            reference.how, Cap(), reference.missing, defensible=False,
        )  # fmt: skip
        found.append(_given(atoms, variant, own))
    return found


def _given(atoms: Atoms, variant: Variant, weights: FloatArray) -> Tried:
    return Tried(
        variant,
        keys_of(atoms, variant),
        atoms.bases[variant.base] if variant.margins else weights,
        weights,
    )


def variants_around(
    atoms: Atoms, scheme: Scheme, card: AuditSlice, margins: dict[str, Margin]
) -> list[Tried]:
    """Return the reference without each margin, with each other one, under bounds and caps."""
    if not scheme.margins:
        return []
    least = card.audit.limits.min_n_category
    others = [name for name in margins if name in atoms.margins and name not in scheme.margins]
    kept = [tuple(m for m in scheme.margins if m != name) for name in scheme.margins]
    beside = [
        _beside(scheme, f"without {name}", "leave_one_out", rest, scheme.cap)
        for name, rest in zip(scheme.margins, kept, strict=True)
    ]
    beside += [
        _beside(
            scheme, f"with {name}", "add_one", tuple(sorted((*scheme.margins, name))), scheme.cap
        )
        for name in others
    ]
    beside += [
        _beside(scheme, f"cap {times:g} medians", "trim", scheme.margins, Cap(times_median=times))
        for times in MULTIPLES
    ]
    return [*try_variants(atoms, beside, least), *_bounded(atoms, scheme)]


def _beside(scheme: Scheme, name: str, kind: str, margins: tuple[str, ...], cap: Cap) -> Variant:
    return Variant(name, kind, SCHEME, margins, scheme.how, cap, scheme.missing, False)


def _bounded(atoms: Atoms, scheme: Scheme) -> list[Tried]:
    base = atoms.bases[SCHEME]
    variant = _beside(scheme, "bounds", "bounds", scheme.margins, Cap())
    keys = keys_of(atoms, variant)
    try:
        path = bounds_path(Posed.of(atoms, keys, base))
    except NoSolutionError as error:
        return [Tried(variant, keys, base, failed=error.why)]
    found = []
    for point in path:
        name = "bounds none" if point.bounds is None else f"bounds {point.c:.4g}"
        about = replace(variant, name=name, how=How(bounds=point.bounds))
        tried = Tried(about, keys, base)
        if point.solved is None:
            found.append(replace(tried, failed=Unsolved("not_converged", point.reason)))
        else:
            found.append(replace(tried, weights=point.solved.weights, max_gap=point.solved.max_gap))
    return found
