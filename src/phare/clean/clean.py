"""From a delivered file to responses: crosswalk, edits, derived variables, disposition."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from phare.clean.crosswalk import Crosswalk
from phare.clean.edits import apply_edits, holds
from phare.clean.missing import PREFIX
from phare.clean.replicate_weights import delivered_replicates
from phare.clean.several import with_answers
from phare.config.base import code_text
from phare.config.slices import CleanSlice
from phare.contracts import DISPOSITIONS, EDITS, RESPONSES
from phare.errors import Problems, nearest

NOT_RESPONDENTS = ("empty_row", "total_row", "repeated_header")
"""Findings of ingest about lines that are not respondents."""

_DESIGN = ("stratum", "psu", "design_weight", "stratum_population")


@dataclass(frozen=True)
class Cleaned:
    """Responses, what was changed on the way, and where every line went.

    responses : RESPONSES; a column per study variable or item (categorical, float64,
        boolean or text), and `missing.<column>` with the kind of each missing answer
    edits : EDITS
    dispositions : DISPOSITIONS; delivered = kept + excluded by reason
    """

    responses: pd.DataFrame
    edits: pd.DataFrame
    dispositions: pd.DataFrame


def clean(
    records: pd.DataFrame,
    codebook: pd.DataFrame,
    tagged: pd.DataFrame,
    findings: pd.DataFrame,
    card: CleanSlice,
) -> Cleaned:
    """Return the responses of a wave.

    Parameters
    ----------
    records, codebook, tagged, findings : what ingest handed over
    card : the part of the wave's card that says how

    Raises
    ------
    PhareError
        With every column that is not there, every code without a category, every declared
        missing code without a kind, every value out of range; or repeated identifiers.
    """
    where = f"config/waves/{card.wave}.yaml"
    problems = Problems()
    if card.several:
        records = with_answers(records, card.several, card.crosswalk, where, problems)
    _check_columns(records, card, where, problems)
    problems.raise_if_any()
    crosswalk = Crosswalk(records, codebook, tagged, card, where, problems)
    delivered = crosswalk.delivered_variables()
    replicates = card.design.replicate_weights
    if replicates is not None:
        handed = (records, codebook, tagged)
        delivered.append(delivered_replicates(*handed, replicates, where, problems))
    problems.raise_if_any()
    identifiers = [code_text(value) for value in records[card.respondent_id]]
    lines = pd.DataFrame({"wave": card.wave, "respondent_id": identifiers}).astype("str")
    lines["line"] = records["row"].to_numpy()
    raw = pd.concat([lines, *delivered], axis="columns")
    edited, written, excluded = apply_edits(raw, card.edits, card.variables, where)
    asked = _asked(edited, card)
    derived = crosswalk.derived_variables(edited)
    _check_ranges(edited[excluded.isna().to_numpy()], card, where, problems)
    problems.raise_if_any()
    responses = pd.concat([edited, *derived], axis="columns")
    responses = _design(responses, card)[excluded.isna().to_numpy()].reset_index(drop=True)
    return Cleaned(
        responses=RESPONSES.check(responses, card.wave),
        edits=EDITS.check(_edits(written, asked, excluded, edited), card.wave),
        dispositions=_dispositions(card.wave, len(records), excluded, findings),
    )


def _check_columns(records: pd.DataFrame, card: CleanSlice, where: str, problems: Problems) -> None:
    columns = [name for name in records.columns if name not in ("wave", "row")]
    wanted = [("respondent_id", card.respondent_id)]
    for variable, mapping in card.crosswalk.items():
        wanted += [(f"crosswalk.{variable}", source) for source in mapping.sources]
    for key, name in wanted:
        if name not in columns:
            problems.add(
                f"{where}: {key}", f"no column '{name}' in the delivered file", "one of its",
                nearest(name, columns) + " or ask for the file again",
            )  # fmt: skip


def _asked(edited: pd.DataFrame, card: CleanSlice) -> pd.DataFrame:
    """Mark in `edited` what was not asked; return EDITS rows of answers given all the same."""
    rows = []
    for variable, mapping in card.crosswalk.items():
        if mapping.asked_if is None:
            continue
        skipped = ~holds(edited, mapping.asked_if)
        for column in card.variables.columns(variable):
            if column not in edited:
                continue
            given = skipped & edited[column].notna().to_numpy()
            # A multiple response delivered as zeros was not answered, it was not asked.
            stray = given & ~edited[column].isin([False]).to_numpy()
            rows.append(
                pd.DataFrame(
                    {
                        "wave": card.wave,
                        "respondent_id": edited.loc[stray, "respondent_id"],
                        "variable": column,
                        "rule": "asked_if",
                        "old": edited.loc[stray, column].astype("str"),
                        "new": None,
                        "reason": "answered a question that was not asked of them",
                    }
                )
            )
            edited[column] = edited[column].mask(skipped)
            missing = PREFIX + column
            edited[missing] = edited[missing].mask(skipped, "not_applicable")
    return pd.concat(rows, ignore_index=True) if rows else EDITS.empty()


def _check_ranges(kept: pd.DataFrame, card: CleanSlice, where: str, problems: Problems) -> None:
    for variable in card.crosswalk:
        about = card.variables.variables[variable]
        if about.range is None:
            continue
        low, high = about.range
        for column in card.variables.columns(variable):
            if column not in kept:
                continue
            values = kept[column]
            outside = values.notna() & ~values.between(low, high)
            if outside.any():
                problems.add(
                    f"{where}: crosswalk.{variable}",
                    f"{values[outside].iloc[0]:g} in {column}, {int(outside.sum())} rows",
                    f"{low:g} to {high:g} (config/variables.yaml)",
                    "declare an edit of kind range, or a missing code",
                )


def _design(responses: pd.DataFrame, card: CleanSlice) -> pd.DataFrame:
    design, counts = card.design, card.design.stratum_population
    columns: dict[str, object] = dict.fromkeys(_DESIGN)
    if design.strata is not None:
        columns["stratum"] = responses[design.strata].astype("str")
    if design.psu is not None:
        columns["psu"] = responses[design.psu].map(_identifier)
    if design.weight is not None:
        columns["design_weight"] = responses[design.weight]
    if counts is not None and counts.variable is not None:
        columns["stratum_population"] = responses[counts.variable]
    elif counts is not None and counts.margin is not None:
        by_stratum = responses[counts.margin].astype("object").map(card.stratum_counts)
        columns["stratum_population"] = by_stratum
    for column, variable in design.columns.items():
        count = column.startswith("stratum_population")
        columns[column] = responses[variable] if count else responses[variable].map(_identifier)
    made = pd.DataFrame(columns, index=responses.index)
    return pd.concat([made, responses.drop(columns="line")], axis="columns")


def _identifier(value: object) -> str | None:
    return None if pd.isna(value) else code_text(value)


def _edits(
    written: pd.DataFrame, asked: pd.DataFrame, excluded: pd.Series, edited: pd.DataFrame
) -> pd.DataFrame:
    """Return all rows of EDITS; what was changed for those excluded later stays told."""
    gone = set(edited.loc[excluded.notna().to_numpy(), "respondent_id"])
    asked = asked[~asked["respondent_id"].isin(gone)]
    parts = [part for part in (written, asked) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else EDITS.empty()


def _dispositions(
    wave: str, lines: int, excluded: pd.Series, findings: pd.DataFrame
) -> pd.DataFrame:
    dropped = findings["finding"].value_counts()
    counts = {f"not a respondent: {name}": int(dropped.get(name, 0)) for name in NOT_RESPONDENTS}
    by_rule = excluded.value_counts(sort=False)
    counts |= {f"excluded: {rule}": int(n) for rule, n in by_rule.items()}
    kept = lines - int(excluded.notna().sum())
    delivered = lines + sum(n for name, n in counts.items() if name.startswith("not a"))
    rows = {"delivered": delivered} | {k: n for k, n in counts.items() if n} | {"kept": kept}
    return DISPOSITIONS.check(
        pd.DataFrame({"wave": wave, "disposition": list(rows), "n": list(rows.values())}), wave
    )
