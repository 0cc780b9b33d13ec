"""Replicates of the base weights, drawn as the respondents were."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd

from phare.config.schemes import Replication
from phare.config.slices import WeightSlice
from phare.sampling.design import build_design
from phare.stats.design import Design
from phare.stats.replicates import Replicates
from phare.stats.replication import bootstrap, half_samples, jackknife

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
        half-samples, a single PSU that nothing is declared for.
    """
    if card.replication is None:
        return None
    design = build_design(responses, base, card.design, card.lonely, where)
    return _drawn(design, card.replication, _generator(card))


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
