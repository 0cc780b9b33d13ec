"""A wave without the variables that could not be made, so that the others can be tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from phare.config.card import Mapping
from phare.config.schemes import CalibrateStep, Step
from phare.config.slices import CleanSlice, WeightSlice
from phare.config.survey_design import SurveyDesign
from phare.errors import Problem

_VARIABLE = re.compile(r": crosswalk\.([a-z][a-z0-9_]*)")


def named(problems: Iterable[Problem]) -> set[str]:
    """Return the study variables whose crosswalk these problems are about."""
    found = (_VARIABLE.search(problem.where) for problem in problems)
    return {match.group(1) for match in found if match}


def without(card: CleanSlice, lost: set[str]) -> tuple[CleanSlice, set[str]]:
    """Return the slice less `lost` and all that leans on them, and everything that is lost."""
    gone = set(lost)
    while more := {
        name
        for name, mapping in card.crosswalk.items()
        if name not in gone and _leans(mapping) & gone
    }:
        gone |= more
    counts = card.design.stratum_population
    design = {
        "strata": card.design.strata,
        "psu": card.design.psu,
        "weight": card.design.weight,
        "stratum_population": counts and (counts.variable or counts.margin),
    }
    kept: dict[str, Any] = {
        name: getattr(card.design, name)
        for name, variable in design.items()
        if variable is not None and variable not in gone
    }
    if {"psu", "stratum_population"} <= set(kept) and not gone & set(card.design.columns.values()):
        kept["stages"] = card.design.stages
    if "weight" in kept and card.design.replicate_weights is not None:
        kept["replicate_weights"] = card.design.replicate_weights
    edits = tuple(one for one in card.edits if not gone.intersection(_words(one.model_dump())))
    crosswalk = {name: one for name, one in card.crosswalk.items() if name not in gone}
    return card.model_copy(
        update={"crosswalk": crosswalk, "edits": edits, "design": SurveyDesign(**kept)}
    ), gone


def without_margins(card: WeightSlice, lost: set[str]) -> WeightSlice | None:
    """Return the slice less the margins on `lost`; None where nothing is left to try."""
    if not lost:
        return card
    steps: list[Step] = []
    for step in card.steps:
        settings = step.settings
        if isinstance(settings, CalibrateStep):
            margins = tuple(one for one in settings.margins if not lost & set(one.split("*")))
            if not margins:
                return None
            kept = {
                "margins": margins,
                "costs": {name: cost for name, cost in settings.costs.items() if name in margins},
                "q": None if settings.q in lost else settings.q,
            }
            steps.append(Step(calibrate=settings.model_copy(update=kept)))
        elif lost.intersection(_words(settings.model_dump())) or step.trim is not None:
            return None
        else:
            steps.append(step)
    return card.model_copy(update={"steps": tuple(steps)})


def _leans(mapping: Mapping) -> set[str]:
    parents = {mapping.parent} if mapping.parent else set()
    return parents | set(mapping.asked_if or {})


def _words(content: object) -> set[str]:
    """Return every string of a nested value, keys included; `a.b` and `a*b` as their parts too."""
    if isinstance(content, dict):
        return {word for pair in content.items() for part in pair for word in _words(part)}
    if isinstance(content, list | tuple):
        return {word for part in content for word in _words(part)}
    if isinstance(content, str):
        return {content, *re.split(r"[.*]", content)}
    return set()
