"""From responses and weights to the design an estimator takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.schemes import CalibrateStep
from phare.config.slices import EstimateSlice
from phare.contracts import TOTAL, refuse
from phare.sampling.design import build_design
from phare.sampling.replicates import ReplicateTables, replicates_of
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.basis import CalibrationBasis
from phare.stats.design import Design

_MISSING = "missing"


def weighted_design(
    responses: pd.DataFrame,
    weights: pd.DataFrame,
    card: EstimateSlice,
    fit: pd.DataFrame | None = None,
    replicates: ReplicateTables | None = None,
) -> Design:
    """Return the design of a wave under a scheme.

    Parameters
    ----------
    responses : RESPONSES
    weights : WEIGHTS of the scheme, every step; respondents in the order of `responses`
    fit : MARGIN_FIT of the scheme, which margins with a cost need
    replicates : of the scheme, where it declares them; variances then come from them
    """
    where = f"{card.wave}, scheme {card.scheme}"
    steps = list(dict.fromkeys(weights["step"]))
    by_step = {
        str(name): block["weight"].to_numpy(float)
        for name, block in weights.groupby("step", sort=False, observed=True)
    }
    ends = weights.loc[weights["step"] == steps[-1], "respondent_id"].to_numpy()
    if len(ends) != len(responses) or (ends != responses["respondent_id"].to_numpy()).any():
        raise refuse(
            where, f"weights of {len(ends)} respondents", f"those of the {len(responses)} responses",
            "weight again after cleaning",
        )  # fmt: skip
    now = by_step[steps[-1]]
    if replicates is not None:
        drawn = replicates_of(replicates, now, responses["respondent_id"], where)
        return Design.of_replicates(drawn, where)
    basis = _basis(responses, by_step, steps, card, fit)
    how = card.estimation.residuals
    return build_design(responses, now, card.design, card.lonely, where, basis, how)


def _basis(
    responses: pd.DataFrame,
    by_step: dict[str, np.ndarray],
    steps: list[str],
    card: EstimateSlice,
    fit: pd.DataFrame | None,
) -> CalibrationBasis | None:
    """Return what the last calibration was made from, final weights included.

    Steps after it (a cap held together with the margins, a normalisation) change g, not
    the margins.
    """
    at = [n for n, step in enumerate(card.steps) if isinstance(step.settings, CalibrateStep)]
    if not at:
        return None
    last = card.steps[at[-1]].settings
    assert isinstance(last, CalibrateStep)
    before = by_step[steps[at[-1] - 1]]
    now = by_step[steps[-1]]
    columns = _Columns(responses, card)
    for margin in last.margins:
        columns.add(margin)
    g = np.divide(now, before, out=np.zeros_like(now), where=before != 0)
    q = None if last.q is None else responses[last.q].to_numpy(float)
    relax = None
    if last.costs:
        assert fit is not None
        own = fit[fit["step"] == steps[at[-1]]]
        relax = columns.allowances(last, own, float(before.sum()))
    return CalibrationBasis(before, g, columns.auxiliaries, q, relax)


class _Columns:
    """The columns of a calibration, and what each stands for."""

    def __init__(self, responses: pd.DataFrame, card: EstimateSlice) -> None:
        self.responses, self.variables = responses, card.variables
        self.codes: list[np.ndarray] = []
        self.values: list[np.ndarray] = []
        self.of_codes: list[tuple[str, list[str]]] = []
        self.of_values: list[str] = []

    def add(self, margin: str) -> None:
        about = self.variables.variables.get(margin)
        if about is not None and about.type == "number":
            self.values.append(self.responses[margin].to_numpy(float))
            self.of_values.append(margin)
            return
        codes, categories = _margin_codes(self.responses, margin)
        self.codes.append(codes)
        self.of_codes.append((margin, categories))

    @property
    def auxiliaries(self) -> Auxiliaries:
        sizes = tuple(len(categories) for _, categories in self.of_codes)
        return Auxiliaries(tuple(self.codes), sizes, tuple(self.values))

    def allowances(self, step: CalibrateStep, fit: pd.DataFrame, population: float) -> np.ndarray:
        """Return what the costs let each column miss (p,), as the calibration had it.

        docs/methods/calibration.md, soft calibration: |T| / cost; a number by its own size.
        """
        target = {
            (str(row.margin), str(row.category)): abs(float(row.target)) for row in fit.itertuples()
        }
        found = [
            target.get((margin, category), 0.0) / step.costs.get(margin, np.inf)
            for margin, categories in self.of_codes
            for category in categories
        ]
        found += [
            target[(name, TOTAL)] ** 2 / population / step.costs.get(name, np.inf)
            for name in self.of_values
        ]
        return np.array(found)


def _margin_codes(responses: pd.DataFrame, margin: str) -> tuple[np.ndarray, list[str]]:
    """Return (n,) codes of a margin, `a*b` for two variables, and the category of each code.

    Missing is a category.
    """
    joined = np.zeros(len(responses), dtype=np.int64)
    missing = np.zeros(len(responses), dtype=bool)
    words: list[list[str]] = []
    for name in margin.split("*"):
        answers = responses[name]
        words.append([str(category) for category in answers.cat.categories])
        missing |= answers.isna().to_numpy()
        joined = joined * len(words[-1]) + answers.cat.codes.to_numpy()
    distinct, codes = np.unique(np.where(missing, -1, joined), return_inverse=True)
    categories = [_MISSING] if missing.any() else []
    places = np.unravel_index(distinct[distinct >= 0], [len(one) for one in words])
    parts = [[own[at] for at in place] for own, place in zip(words, places, strict=True)]
    categories += ["*".join(part) for part in zip(*parts, strict=True)]
    return codes.astype(np.int64), categories
