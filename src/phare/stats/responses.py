"""Questions with several answers, on the base of answers. Method: docs/methods/tests.md."""

from __future__ import annotations

from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, FloatArray
from phare.stats.design import Design
from phare.stats.estimators import Base, LevelEstimates, estimate_ratios


def estimate_answer_shares(
    design: Design,
    cases: FloatArray,
    *,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> LevelEstimates:
    """Estimate each answer's share of all answers given, by level; the shares sum to 1.

    Parameters
    ----------
    cases : 1 where the respondent gave the answer (n, k)
    observed : rows where the question was answered (n,); one that gave no answer adds none

    The share of *respondents* who gave an answer is ``estimate_means`` of the same columns.
    """
    arguments = Arguments(design.where, design.n)
    known = arguments.rows("observed", observed)
    answers = arguments.columns("cases", cases, known)
    arguments.check()
    return estimate_ratios(design, answers, answers.sum(axis=1)[:, None], observed=known, base=base)
