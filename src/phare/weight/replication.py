"""Replicates of the base weights, drawn as the respondents were."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from phare.config.schemes import Replication
from phare.config.slices import WeightSlice
from phare.contracts import REPLICATE_WEIGHT, refuse
from phare.sampling.design import build_design
from phare.stats.design import Design
from phare.stats.replicates import Replicates
from phare.stats.replication import bootstrap, half_samples, jackknife
from phare.stats.supplied_replicates import supplied

SIZE = 500
"""Replicates of a bootstrap whose scheme does not say."""
RHO = 0.5
"""Fay's rho where the scheme does not say."""


def draw_replicates(
    responses: pd.DataFrame, base: np.ndarray, card: WeightSlice, where: str
) -> Replicates | None:
    """Return the replicates that the scheme declares, None where it declares none.

    Raises
    ------
    PhareError
        When the design does not lend itself to them: strata without two PSUs for
        half-samples, a single PSU that nothing is declared for; or delivered replicate
        weights are missing or do not fit their kind.
    """
    if card.replication is None:
        return None
    if card.replication.replicates == "supplied":
        return _supplied(responses, base, card, f"{where}, replicate weights")
    design = build_design(responses, base, card.design, card.lonely, where)
    return _drawn(design, card.replication, _generator(card))


def check_failures(replicates: Replicates, card: WeightSlice, where: str) -> None:
    """Refuse replicates of which more failed than the scheme allows: the rest is no fair draw.

    Raises
    ------
    PhareError
        With how many there are, the commonest reason and what to do.
    """
    assert card.replication is not None
    failed, most = replicates.failed, card.replication.may_fail
    if len(failed) > most * replicates.size:
        ((reason, times),) = Counter(one.reason for one in failed).most_common(1)
        raise refuse(
            f"{where}, replicates",
            f"{len(failed)} of {replicates.size} in which a step cannot be redone, {times} of "
            f"them for this reason: {reason}",
            f"at most {100 * most:g} %",
            "widen bounds or cap, collapse small categories, or raise may_fail of the variance",
        )


def _supplied(
    responses: pd.DataFrame, base: np.ndarray, card: WeightSlice, where: str
) -> Replicates:
    """Return the replicates that came with the responses, whose full weights are `base`."""
    about, how = card.design.replicate_weights, card.replication
    assert about is not None and how is not None
    columns = [name for name in responses if str(name).startswith(REPLICATE_WEIGHT)]
    return supplied(
        base,
        responses[columns].to_numpy(float),
        about.kind,
        combined=not about.multiples,
        scale=about.scale,
        rscales=np.array(about.rscales) if about.rscales else None,
        rho=about.rho or 0.0,
        centre=how.centre or "mean",
        where=where,
    )


def _drawn(design: Design, how: Replication, rng: np.random.Generator) -> Replicates:
    centre: dict[str, Any] = {} if how.centre is None else {"centre": how.centre}
    if how.replicates == "bootstrap":
        return bootstrap(design, how.size or SIZE, rng, **centre)
    if how.replicates == "JK1" or how.replicates == "JKn":
        return jackknife(design, how.replicates, **centre)
    return half_samples(design, 0.0 if how.replicates == "BRR" else how.rho or RHO, **centre)


def _generator(card: WeightSlice) -> np.random.Generator:
    """Return what draws for this wave and scheme: the same at every run of the study."""
    name = hashlib.sha256(f"{card.wave}/{card.scheme}".encode()).digest()
    return np.random.default_rng([card.seed or 0, int.from_bytes(name[:8], "big")])
