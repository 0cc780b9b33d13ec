"""What responses are brought to, their weights, and the replicates of these."""

from __future__ import annotations

from phare.contracts.contract import Column
from phare.contracts.words import keyed

MARGINS = keyed(
    "MARGINS",
    "category of a margin",
    ("population", "margin", "category"),
    (
        Column("margin"),  # a study variable, or two joined by '*'
        Column("total", "number", low=0.0, unit="units of the population"),
        Column("source"),  # `en français | in English`, or one text for both
        Column("reference_date"),
    ),
)

WEIGHTS = keyed(
    "WEIGHTS",
    "respondent, scheme and step",
    ("wave", "scheme", "respondent_id", "step"),
    (
        Column("weight", "number"),
        Column("factor", "number"),
    ),
)

WEIGHT_SUMMARY = keyed(
    "WEIGHT_SUMMARY",
    "step of a scheme",
    ("wave", "scheme", "step"),
    (
        Column("n", "integer", low=0),
        Column("sum", "number"),
        Column("min", "number"),
        Column("max", "number"),
        Column("cv", "number"),
        Column("deff_kish", "number"),
        Column("n_effective", "number"),
        Column("share_capped", "number", low=0.0, high=1.0),
        Column("iterations", "integer", nullable=True),
        Column("converged", "flag", nullable=True),
        Column("max_gap", "number", nullable=True),
    ),
)

WEIGHT_DISTRIBUTION = keyed(
    "WEIGHT_DISTRIBUTION",
    "bin of the weights of a scheme, after its last step",
    ("wave", "scheme", "bin"),
    (
        Column("bin", "integer", low=0),  # from the smallest weights
        Column("step"),  # the last one
        Column("low", "number", low=0.0, unit="times the mean weight"),
        Column("high", "number", low=0.0, unit="times the mean weight"),
        Column("n", "integer", low=0),
    ),
)

MARGIN_FIT = keyed(
    "MARGIN_FIT",
    "category of a margin after a step",
    ("wave", "scheme", "margin", "category", "step"),
    (
        Column("target", "number"),
        Column("achieved", "number"),
        Column("gap", "number"),
    ),
)

REPLICATES = keyed(
    "REPLICATES",
    "replicate of a scheme",
    ("wave", "scheme", "replicate"),
    (
        Column("replicate", "integer", low=1),
        Column("scale", "number"),  # V = scale x sum of rscale (estimate - centre)^2
        Column("rscale", "number", low=0.0),
        Column("centre", allowed=("estimate", "mean")),
        Column("failed", nullable=True),  # why a step could not be redone in it
    ),
)

REPLICATED = keyed(
    "REPLICATED",
    "respondent, as the replicates see them",
    ("wave", "scheme", "respondent_id"),
    (
        Column("base", "number"),
        Column("stratum", "integer", nullable=True),  # of a jackknife, which follows from it
        Column("unit", "integer", low=0),  # what is drawn
        Column("cell", "integer", low=0),  # what is weighted alike
    ),
)

FACTORS = keyed(
    "FACTORS",
    "unit or cell, by what each replicate multiplies it",
    ("wave", "scheme", "factor", "number"),
    (
        Column("factor", allowed=("drawn", "weighted")),
        Column("number", "integer", low=0),
    ),
    open=True,  # then a column per replicate: 1, 2 ...
)
