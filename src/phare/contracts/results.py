"""What is estimated, compared, checked and changed."""

from __future__ import annotations

from dataclasses import replace

from phare.contracts.contract import Column, Contract
from phare.contracts.words import (
    COMPARISON_KINDS,
    ESTIMATE_KEY,
    QUALITIES,
    STATISTICS,
    STATUSES,
    VERDICTS,
    keyed,
)

ESTIMATES = keyed(
    "ESTIMATES",
    "indicator, category, domain and level of a wave under a scheme",
    ESTIMATE_KEY,
    (
        Column("statistic", allowed=STATISTICS),
        Column("estimate", "number", nullable=True),
        Column("std_error", "number", nullable=True),
        Column("conf_low", "number", nullable=True),
        Column("conf_high", "number", nullable=True),
        Column("df", "number", nullable=True),
        Column("deff", "number", nullable=True),
        Column("n", "integer", low=0),
        Column("n_weighted", "number"),
        Column("n_effective", "number"),
        Column("quality", allowed=QUALITIES),
        Column("reason", nullable=True),
    ),
)

PRECISION = keyed(
    "PRECISION",
    "level of a domain, by how precise a share of it is",
    ("wave", "scheme", "domain", "level"),
    (
        Column("n", "integer", low=0, unit="respondents"),
        Column("n_effective", "number", low=0.0),  # Kish
        Column("deff_kish", "number", nullable=True),
        # half the width of an interval around a share of 50 %, in 0..1; none where n is 0
        Column("margin_of_error", "number", nullable=True, low=0.0),
        Column("margin_if_unweighted", "number", nullable=True, low=0.0),  # that n would claim
        Column("quality", allowed=QUALITIES),
        Column("reason", nullable=True),
    ),
)

MARGIN_SHARES = keyed(
    "MARGIN_SHARES",
    "category of a margin, before and after the weighting",
    ("wave", "scheme", "margin", "category"),
    (
        Column("target", "number", nullable=True, unit="units of the population"),
        Column("target_share", "number", nullable=True),
        Column("n", "integer", low=0, unit="respondents"),
        Column("unweighted_share", "number", low=0.0, high=1.0),
        Column("weighted_share", "number", nullable=True),
        Column("gap", "number", nullable=True),  # weighted less target
        Column("quality", allowed=QUALITIES),  # of n and the unweighted share
        Column("reason", nullable=True),
    ),
)

_WITHHELD = ("n", "n_weighted", "n_effective")

PUBLIC_ESTIMATES = replace(
    ESTIMATES,
    name="PUBLIC_ESTIMATES",
    columns=tuple(
        replace(column, nullable=True) if column.name in _WITHHELD else column
        for column in ESTIMATES.columns
    ),
)
"""ESTIMATES as published: of one that is suppressed, the key and the reason only."""

COMPARISONS = keyed(
    "COMPARISONS",
    "pair of estimates",
    (
        "kind",
        "indicator",
        "category",
        "wave",
        "scheme",
        "domain",
        "level",
        "against_wave",
        "against_scheme",
        "against_level",
    ),
    (
        Column("kind", allowed=COMPARISON_KINDS),
        Column("difference", "number", nullable=True),
        Column("std_error", "number", nullable=True),
        Column("conf_low", "number", nullable=True),
        Column("conf_high", "number", nullable=True),
        Column("df", "number", nullable=True),
        Column("p_value", "number", nullable=True, low=0.0, high=1.0),
        Column("p_adjusted", "number", nullable=True, low=0.0, high=1.0),
        Column("test", nullable=True),
    ),
)

LETTERS = keyed(
    "LETTERS",
    "level of a domain, by the levels of that domain that it is significantly above",
    ESTIMATE_KEY,
    (
        # Levels separated by spaces; by the looser level of the tests, then by the stricter.
        Column("above", nullable=True),
        Column("well_above", nullable=True),
    ),
)

PUBLISHED = keyed(
    "PUBLISHED",
    "published figure",
    ("wave", "indicator", "category", "domain", "level", "value", "source"),
    (
        Column("value", "number", unit="as printed: 37 for 37 %"),
        Column("unit", allowed=("percent", "points", "count", "number", "note")),
        Column("rounded_to", "number", low=0.0, unit="1 where printed to the unit, 1000, 0.1"),
        Column("status", allowed=STATUSES),
        Column("remark", nullable=True),
    ),
)

PUBLISHED_CHECK = Contract(
    "PUBLISHED_CHECK",
    "published figure beside its reproduction",
    PUBLISHED.key,
    (
        *PUBLISHED.columns,
        Column("reproduced", "number", nullable=True, unit="as printed"),
        Column("conf_low", "number", nullable=True, unit="as printed"),
        Column("conf_high", "number", nullable=True, unit="as printed"),
        Column("gap", "number", nullable=True, unit="as printed, after rounding"),
        Column("covered", "flag", nullable=True),  # whether the interval holds the printed value
        Column("verdict", allowed=VERDICTS),
    ),
)

CHANGES = keyed(
    "CHANGES",
    "estimate that differs from the previous release",
    ESTIMATE_KEY,
    (
        Column("before", "number", nullable=True),
        Column("after", "number", nullable=True),
        Column("change", "number", nullable=True),
        Column("because"),  # which of data, cleaning, margins, scheme, definition, engine moved
    ),
)
