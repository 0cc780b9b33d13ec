"""A survey whose weights come in steps, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import pandas as pd

from phare.errors import PhareError, Problem
from phare.stats.weighting import Step, Weighting
from phare.stats.weights import summarise
from phare.survey.replicated import Replicated


class Stepped(Replicated):
    """The steps of a weighting."""

    @property
    def steps(self) -> pd.DataFrame:
        """A row per step: n, sum, min, max, cv, deff_kish, n_effective, share_capped,
        iterations, converged and max_gap."""
        return pd.DataFrame([_summary(one) for one in self.weighting.history()])

    @property
    def margins(self) -> pd.DataFrame:
        """A row per total of the last calibration: part, margin, category, target, before,
        achieved and gap."""
        calibrated = [one for one in self.weighting.history() if one.made.fits]
        fits = (calibrated[-1].made.fits or {}) if calibrated else {}
        parts = [
            pd.DataFrame({
                "part": part, "margin": made.fit.margin, "category": made.fit.category,
                "target": made.fit.target, "before": made.fit.before,
                "achieved": made.fit.after, "gap": made.fit.after - made.fit.target,
            })
            for part, made in fits.items()
        ]  # fmt: skip
        if not parts:
            remedy = "calibrate, rake or post-stratify first"
            raise PhareError(Problem("margins", "no calibration", "one", remedy))
        return pd.concat(parts, ignore_index=True)

    def _step(self, step: Step, start: Weighting | None = None) -> Self:
        if self.inside is not None:
            raise PhareError(
                Problem(step.name, "a domain", "the whole survey", "weight first, then take where")
            )
        return replace(self, weighting=self.weighting.then(step, start))


def _summary(state: Weighting) -> dict[str, object]:
    about = summarise(state.made.weights)
    fits = list((state.made.fits or {}).values())
    return {
        "step": "base" if state.step is None else state.step.name,
        "n": about.n, "sum": about.total, "min": about.smallest, "max": about.largest,
        "cv": about.cv, "deff_kish": about.deff_kish, "n_effective": about.n_effective,
        "share_capped": state.made.capped,
        "iterations": max((one.iterations for one in fits), default=None),
        "converged": all(one.converged for one in fits) if fits else None,
        "max_gap": max((one.max_gap for one in fits), default=None),
    }  # fmt: skip
