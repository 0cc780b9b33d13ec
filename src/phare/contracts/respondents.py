"""What was delivered, and what was made of it: a file, its records, the responses."""

from __future__ import annotations

from phare.contracts.contract import Column
from phare.contracts.words import keyed

CODEBOOK = keyed(
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

RECORDS = keyed(
    "RECORDS",
    "line of a delivered file",
    ("wave", "row"),
    (Column("row", "integer", low=1),),
    open=True,
)

TAGGED = keyed(
    "TAGGED",
    "missing value that carries a tag (Stata and SAS: .a to .z, ._)",
    ("wave", "row", "variable"),
    (Column("row", "integer", low=1), Column("tag")),
)

FINDINGS = keyed(
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

RESPONSES = keyed(
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

EDITS = keyed(
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

DISPOSITIONS = keyed(
    "DISPOSITIONS",
    "outcome of the lines of a file",
    ("wave", "disposition"),
    (
        Column("disposition"),  # delivered, excluded: <rule>, kept
        Column("n", "integer", low=0, unit="lines"),
    ),
)
