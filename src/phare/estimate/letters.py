"""The levels of a domain against each other, as printed tables have it: letters."""

from __future__ import annotations

import numpy as np

from phare.answers.quantities import Quantity
from phare.config.slices import EstimateSlice
from phare.contracts import ESTIMATES
from phare.estimate.blocks import Block, Levels
from phare.stats.contrasts import columns_above
from phare.stats.design import Design
from phare.stats.estimators import ratio_covariances
from phare.stats.inference import Estimated
from phare.stats.quality import SUPPRESSED
from phare.stats.records import Base


def wants_letters(card: EstimateSlice, level: Levels) -> bool:
    """Return whether a book asks for the letters of a domain."""
    return card.letters is not None and level.domain in card.letters.domains


def letters_of(
    design: Design,
    columns: Quantity,
    mask: np.ndarray | None,
    level: Levels,
    rows: Block,
    card: EstimateSlice,
) -> Block:
    """Return the rows of LETTERS of one indicator in one domain.

    Parameters
    ----------
    rows : of ESTIMATES, of the same indicator and domain. What is suppressed is not tested:
        a letter would tell something of it.

    The pairs of levels of one category are one family of tests.
    """
    assert card.letters is not None
    rules = card.letters.rules
    hidden = (rows["quality"] == SUPPRESSED).reshape(len(level.names), -1)
    errors = rows["std_error"].reshape(hidden.shape)
    above = np.full((2, *hidden.shape), None, dtype=object)
    found = ratio_covariances(
        design, columns.numerators, columns.denominators, observed=columns.observed,
        base=Base(level.codes, len(level.names), mask),
    )  # fmt: skip
    for category, (ratios, freedom) in enumerate(found):
        shown = _shown(ratios, hidden[:, category], errors[:, category])
        tested = columns_above(shown, freedom, rules.adjustment, rules.levels)
        for strictness, columns_below in enumerate(tested):
            for one, below in enumerate(columns_below):
                names = " ".join(level.names[lower] for lower in below)
                above[strictness, one, category] = names or None
    return {name: rows[name] for name in ESTIMATES.key} | {
        "above": above[0].ravel(),
        "well_above": above[1].ravel(),
    }


def _shown(ratios: Estimated, hidden: np.ndarray, errors: np.ndarray) -> Estimated:
    """Return the ratios of one category without those hidden; of what is fixed, no error.

    Between two levels that the weighting fixes there is nothing to test.
    """
    fixed = errors == 0
    covariance = np.where(fixed[:, None] | fixed, 0.0, ratios.covariance)
    return Estimated(np.where(hidden, np.nan, ratios.estimate), covariance)
