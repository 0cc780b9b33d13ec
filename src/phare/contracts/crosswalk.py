"""What persons decided about each wave: which column and code is which study variable."""

from __future__ import annotations

from phare.contracts.contract import Column, Contract

CROSSWALK_MEMORY = Contract(
    "CROSSWALK_MEMORY",
    "code of a column, by what a person decided of it",
    ("variable", "wave", "source", "category", "code"),
    (
        Column("variable"),
        Column("wave"),
        Column("source"),  # the column
        Column("source_label", nullable=True),  # its question
        Column("category"),  # or the kind of a missing answer; ANY for the column itself
        Column("code"),  # ANY for the column itself
        Column("code_label", nullable=True),
        Column("relation"),
        Column("decision", allowed=("accepted", "rejected")),
        Column("by"),
        Column("on"),
        Column("reason", nullable=True),
    ),
)
