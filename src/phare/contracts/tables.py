"""Every table that one stage hands to another."""

from __future__ import annotations

from dataclasses import replace

from phare.contracts.contract import Column, Contract

TOTAL = "all"
"""The level of the domain `all`, and the category of an indicator that has only one."""

ANY = "*"
"""The code of a CODEBOOK row that describes the variable itself."""

MISSING_KINDS = ("refused", "dont_know", "not_asked", "not_applicable", "not_in_wave", "no_answer")
QUALITIES = ("ok", "caution", "suppressed")
STATUSES = ("verified", "inferred", "contradictory")
VERDICTS = ("reproduced", "differs", "suppressed", "not run")
STATISTICS = (
    "share", "distribution", "mean", "top_box", "top_two", "total", "count", "ratio", "median",
    "quantile",
)  # fmt: skip
COMPARISON_KINDS = ("gap", "waves", "actors", "schemes")

ESTIMATE_KEY = ("wave", "scheme", "indicator", "category", "domain", "level")
"""The address of an estimate."""


def _keyed(
    name: str, row: str, key: tuple[str, ...], columns: tuple[Column, ...], *, open: bool = False
) -> Contract:
    """Return a contract: the columns of its key, text where `columns` does not say, then others."""
    declared = {column.name: column for column in columns}
    keys = tuple(declared.pop(one, Column(one)) for one in key)
    return Contract(name, row, key, (*keys, *declared.values()), open=open)


CODEBOOK = _keyed(
    "CODEBOOK",
    "variable and code of a delivered file",
    ("wave", "variable", "code"),
    (
        Column("code"),  # ANY on the row of the variable itself; "1 thru 5" for a range
        Column("variable_label", nullable=True),
        Column("code_label", nullable=True),
        Column("missing_kind", nullable=True, allowed=("declared", "tagged")),
        Column("type", allowed=("number", "text", "date", "datetime", "time", "flag")),
        Column("set", nullable=True),  # the multiple-response set the variable belongs to
    ),
)

RECORDS = _keyed(
    "RECORDS",
    "line of a delivered file",
    ("wave", "row"),
    (Column("row", "integer", low=1),),
    open=True,
)

TAGGED = _keyed(
    "TAGGED",
    "missing value that carries a tag (Stata and SAS: .a to .z, ._)",
    ("wave", "row", "variable"),
    (Column("row", "integer", low=1), Column("tag")),
)

FINDINGS = _keyed(
    "FINDINGS",
    "thing noticed while reading a file",
    ("wave", "finding", "place"),
    (
        Column("finding"),  # encoding, separator, decimal, empty_row, total_row, ...
        Column("place"),  # the file, a column or a row
        Column("value", nullable=True),
    ),
)

REPLICATE_WEIGHT = "replicate_weight."
"""What the columns of delivered replicate weights begin with; no study variable has a dot there."""

RESPONSES = _keyed(
    "RESPONSES",
    "respondent",
    ("wave", "respondent_id"),
    (
        Column("stratum", nullable=True),
        Column("psu", nullable=True),
        Column("design_weight", "number", nullable=True),
        Column("stratum_population", "number", nullable=True, unit="units of the population"),
    ),
    # then psu_2 and the like of further stages, delivered replicate weights, and a column per
    # study variable, or per item of it: variable, variable.item
    open=True,
)

EDITS = _keyed(
    "EDITS",
    "recorded change or exclusion",
    ("wave", "respondent_id", "variable", "rule"),
    (
        Column("variable"),  # TOTAL where the respondent is excluded
        Column("old", nullable=True),
        Column("new", nullable=True),
        Column("reason"),
    ),
)

DISPOSITIONS = _keyed(
    "DISPOSITIONS",
    "outcome of the lines of a file",
    ("wave", "disposition"),
    (
        Column("disposition"),  # delivered, excluded: <rule>, kept
        Column("n", "integer", low=0, unit="lines"),
    ),
)

MARGINS = _keyed(
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

WEIGHTS = _keyed(
    "WEIGHTS",
    "respondent, scheme and step",
    ("wave", "scheme", "respondent_id", "step"),
    (
        Column("weight", "number"),
        Column("factor", "number"),
    ),
)

WEIGHT_SUMMARY = _keyed(
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

WEIGHT_DISTRIBUTION = _keyed(
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

MARGIN_FIT = _keyed(
    "MARGIN_FIT",
    "category of a margin after a step",
    ("wave", "scheme", "margin", "category", "step"),
    (
        Column("target", "number"),
        Column("achieved", "number"),
        Column("gap", "number"),
    ),
)

REPLICATES = _keyed(
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

REPLICATED = _keyed(
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

FACTORS = _keyed(
    "FACTORS",
    "unit or cell, by what each replicate multiplies it",
    ("wave", "scheme", "factor", "number"),
    (
        Column("factor", allowed=("drawn", "weighted")),
        Column("number", "integer", low=0),
    ),
    open=True,  # then a column per replicate: 1, 2 ...
)

ESTIMATES = _keyed(
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

PRECISION = _keyed(
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

MARGIN_SHARES = _keyed(
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

COMPARISONS = _keyed(
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

LETTERS = _keyed(
    "LETTERS",
    "level of a domain, by the levels of that domain that it is significantly above",
    ESTIMATE_KEY,
    (
        # Levels separated by spaces; by the looser level of the tests, then by the stricter.
        Column("above", nullable=True),
        Column("well_above", nullable=True),
    ),
)

PUBLISHED = _keyed(
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

CHANGES = _keyed(
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
