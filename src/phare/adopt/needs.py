"""What of the study needs a variable."""

from __future__ import annotations

from phare.config.study import Study


def needs_of(study: Study, wave: str, variable: str) -> tuple[str, ...]:
    """Return what of the study needs a variable of a wave: indicators, domains, margins, design."""
    card = study.cards[wave]
    found = [
        f"indicator {name}" for name, one in study.indicators_of(wave).items()
        if variable in (one.variable, one.denominator)
        or variable in (study.indicators.bases[one.base].filter if one.base in study.indicators.bases else {})
    ]  # fmt: skip
    found += [
        f"domain {n}" for n, one in study.domains_of(wave).items() if one.variable == variable
    ]
    for scheme, steps in study.schemes_of(wave).items():
        if any(variable in step.variables for step in steps):
            found.append(f"scheme {scheme}")
    design = card.design
    counts = design.stratum_population
    if variable in {design.strata, design.psu, design.weight, counts.variable if counts else None}:
        found.append("design")
    children = [name for name, one in card.crosswalk.items() if one.parent == variable]
    found += [
        need for child in children for need in needs_of(study, wave, child) if need not in found
    ]
    return tuple(dict.fromkeys(found))
