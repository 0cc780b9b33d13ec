"""What one item is made of, and where its files go."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from phare.config.publishing import PublishSlice


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
