"""The steps of a weighting and the edits of a wave, in words."""

from __future__ import annotations

from phare import numbers
from phare.config.notes import NoteSlice
from phare.config.schemes import (
    BaseStep,
    CalibrateStep,
    NonresponseStep,
    NormaliseStep,
    PropensityStep,
    StepSettings,
    TrimStep,
)
from phare.publish.note_wording import known, said

_CAPS = ("cap", "times_median", "times_iqr", "to_deff")


def steps_told(about: NoteSlice, language: str) -> tuple[str, ...]:
    """Return a sentence or two for each step."""
    return tuple(_step(step.settings, about, language) for step in about.steps)


def errors_told(about: NoteSlice, language: str) -> str:
    """Return where standard errors come from."""
    if about.variance is None:
        return said("errors_linear", language)
    kind = about.variance.replicates
    return said(
        f"errors_{kind}" if kind == "supplied" else "errors_replicates", language, kind=kind
    )


def disposition_told(disposition: str, about: NoteSlice, language: str) -> str:
    """Return what became of lines of a file, as DISPOSITIONS has it, in words."""
    what, _, why = disposition.partition(": ")
    if what == "excluded":
        return said("excluded", language, why=_edit(why, about, language))
    if what == "not a respondent":
        told = said(why, language) if known(why) else why
        return said("no_respondent", language, why=told)
    return said(disposition, language) if known(disposition) else disposition


def margin_told(margin: str, about: NoteSlice, language: str) -> str:
    """Return what a margin is called."""
    return about.margins[margin].label[language] if margin in about.margins else margin


def _step(step: StepSettings, about: NoteSlice, language: str) -> str:
    match step:
        case BaseStep():
            margin = margin_told(step.margin or "", about, language)
            return said(f"base_{step.origin}", language, margin=margin)
        case NonresponseStep():
            return said("nonresponse", language, classes=_variable(step.classes, about, language))
        case PropensityStep():
            on = ", ".join(_variable(one, about, language) for one in step.on)
            return said("propensity", language, on=on)
        case CalibrateStep():
            return _calibration(step, about, language)
        case TrimStep():
            return _trimming(step, language)
        case NormaliseStep():
            return said(f"normalise_{step.to}", language)


def _calibration(step: CalibrateStep, about: NoteSlice, language: str) -> str:
    margins = ", ".join(margin_told(one, about, language) for one in step.margins)
    told = [
        said("calibrate", language, method=said(step.method, language), margins=margins)
    ]  # fmt: skip
    if step.bounds is not None:
        low, high = (_number(one, language) for one in step.bounds)
        told.append(said("bounded", language, low=low, high=high))
    if step.costs:
        told.append(said("softly", language))
    return " ".join(told)


def _trimming(step: TrimStep, language: str) -> str:
    kind, value = next(
        (kind, value) for kind in _CAPS if (value := getattr(step, kind)) is not None
    )
    cap = said(f"trim_{kind}", language, value=_number(value, language))
    again = said("trim_again", language) if step.recalibrate else ""
    return said("trim", language, cap=cap, again=again)


def _edit(rule: str, about: NoteSlice, language: str) -> str:
    """Return why a rule excludes; the rule itself where the wave no longer has it."""
    edit = about.edits.get(rule)
    if edit is None:
        return rule
    share = getattr(edit, "fraction_of_median", 0.0)
    return said(
        edit.kind,
        language,
        share=numbers.percent(share, 0, language),
        variable=_variable(getattr(edit, "variable", ""), about, language),
    )


def _variable(name: str, about: NoteSlice, language: str) -> str:
    return about.variables[name][language] if name in about.variables else name


def _number(value: float, language: str) -> str:
    """Return a setting with the decimals it was written with."""
    digits = len(f"{value:.10g}".partition(".")[2])
    return numbers.decimal(value, digits, language)
