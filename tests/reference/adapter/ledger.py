"""What is known to differ from R, and why. Each folder lists its entries under a reason.

An entry of the ledger must differ: in these fields, and by no more than was found when the
reason was established. One that starts to agree, or to differ elsewhere, fails the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Known:
    """Entries that differ for one reason.

    Parameters
    ----------
    entries : ids, or shell patterns of ids
    fields : fields that may differ
    within : largest relative difference; infinite where R gives no number
    """

    reason: str
    entries: Sequence[str]
    fields: Sequence[str]
    within: float

    def names(self, entry: str) -> bool:
        """Whether the entry is one of these."""
        return any(entry == one or fnmatchcase(entry, one) for one in self.entries)

    def explains(self, fields: Sequence[str], farthest: float) -> bool:
        """Whether a difference is of the kind described here."""
        return bool(fields) and set(fields) <= set(self.fields) and farthest <= self.within


RAKE = (
    "R's rake regresses without the base weights: its standard errors are not those of the "
    "raked estimator where base weights differ (variance.md). Ours follow R's calibrate."
)
RAKE_ROUNDING = (
    "R's rake projects residuals on one margin after the other a limited number of times, and a "
    "remainder of 1e-6 is left; ours are projected on all margins at once."
)
LIKELIHOOD = (
    "R counts (n - 1) / n of the effective n, and interpolates the profile of the likelihood "
    "between a few points; ours is the exact root. With that factor they agree to 1e-4 "
    "(tests/reference/test_likelihood.py)."
)
LIKELIHOOD_REPLICATES = "R finds no likelihood interval under replicates and answers NaN."
MISSING_DIVISOR = (
    "svyvar divides by n - 1 with an n that counts rows whose answer is missing; ours counts "
    "those observed."
)
TIE = (
    "p of the weight is met exactly by an observed value, which is the quantile by the rule "
    "itself; R's comparison of two rounded numbers misses it."
)
SEPARATED = (
    "A category in which every answer is the same: its coefficient has no finite value, and "
    "where the iterations of each replicate stop decides R's standard error."
)
