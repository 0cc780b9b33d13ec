"""Replicate weights as the institute delivered them."""

from __future__ import annotations

import pandas as pd

from phare.clean.coded import numbers_of, source_column
from phare.config.card import Mapping
from phare.config.survey_design import ReplicateWeights
from phare.contracts import REPLICATE_WEIGHT
from phare.errors import Problems, nearest


def delivered_replicates(
    records: pd.DataFrame,
    codebook: pd.DataFrame,
    tagged: pd.DataFrame,
    about: ReplicateWeights,
    where: str,
    problems: Problems,
) -> pd.DataFrame:
    """Return the replicate weights as numbers, a column each; nothing where they are not found.

    Adds to `problems` a column that is not there, an order that leaves nothing, and what is
    no number; a missing weight stays missing, for the weight stage to refuse.
    """
    columns = [str(name) for name in records.columns if name not in ("wave", "row")]
    place = f"{where}: design.replicate_weights"
    for key, name in (("first", about.first), ("last", about.last)):
        if name not in columns:
            problems.add(
                f"{place}.{key}", f"no column '{name}' in the delivered file", "one of its",
                nearest(name, columns) + " or ask for the file again",
            )  # fmt: skip
            return pd.DataFrame(index=records.index)
    first, last = columns.index(about.first), columns.index(about.last)
    if first >= last:
        problems.add(
            place, f"'{about.last}' where the file has it, not after '{about.first}'",
            "the first and the last of several columns", "exchange or correct them",
        )  # fmt: skip
    found = {}
    for number, name in enumerate(columns[first : last + 1], start=1):
        column = source_column(records, codebook, tagged, name)
        answers = numbers_of(column, Mapping(source=name), f"{place}, {name}", problems)
        found[f"{REPLICATE_WEIGHT}{number}"] = answers.values.to_numpy(float)
    return pd.DataFrame(found, index=records.index)
