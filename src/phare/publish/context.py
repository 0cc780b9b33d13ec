"""What one item is made of, and where its files go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import pandas as pd

from phare.config.publishing import PublishSlice
from phare.contracts import Contract
from phare.contracts.typology import PUBLISHABLE


@dataclass(frozen=True)
class SpreadTables:
    """How weights are spread: WEIGHT_DISTRIBUTION, and WEIGHT_SUMMARY of every step."""

    bins: pd.DataFrame
    summary: pd.DataFrame


@dataclass(frozen=True)
class ProfileTables:
    """What is told of profiles: PROFILE_SHARES, _WORDS, _STABILITY, _SPLITS and _NAMES."""

    shares: pd.DataFrame
    words: pd.DataFrame
    stability: pd.DataFrame
    splits: pd.DataFrame
    names: pd.DataFrame

    @classmethod
    def of(cls, read: Callable[[str, Contract], pd.DataFrame]) -> ProfileTables:
        """Return the tables that `read` gives for `profile_<table>` and its contract."""
        tables = {
            one.name: read(f"profile_{one.name}", PUBLISHABLE[one.name]) for one in fields(cls)
        }
        return cls(**tables)


@dataclass(frozen=True)
class PublishContext:
    """Everything one item is made of.

    Parameters
    ----------
    about : its slice of the configuration
    estimates : ESTIMATES of its waves and schemes, or of more
    comparisons : COMPARISONS, of which gaps to the total are shown
    spread : of the weights of its waves and schemes, for figures
    profiles : of its typology, where it has one
    """

    about: PublishSlice
    estimates: pd.DataFrame
    comparisons: pd.DataFrame
    spread: SpreadTables | None = None
    profiles: ProfileTables | None = None
