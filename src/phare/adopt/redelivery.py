"""What changed between two deliveries of one wave, respondent by respondent."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from phare.config.base import code_text
from phare.contracts import ANY, refuse

_SHOWN = 8


@dataclass(frozen=True)
class Difference:
    """The difference of two deliveries.

    rows_added, rows_removed : identifiers
    cells : a row per changed answer: respondent, variable, old, new
    weights : a row per changed weight, with the same columns
    columns_added, columns_removed, columns_moved : names
    columns_renamed : (old, new) whose values are those of the same respondents
    labels : variable, code, old, new label, the values being what they were
    codes : variable -> old code -> new code, where codes changed one to one and nothing else
    """

    rows_added: tuple[str, ...]
    rows_removed: tuple[str, ...]
    cells: pd.DataFrame
    weights: pd.DataFrame
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    columns_moved: tuple[str, ...]
    columns_renamed: tuple[tuple[str, str], ...]
    labels: pd.DataFrame
    codes: dict[str, dict[str, str]]

    @property
    def reweighted_only(self) -> bool:
        """Whether weights changed and no answer did."""
        return bool(len(self.weights)) and not len(self.cells) and not self.codes

    @property
    def nothing(self) -> bool:
        """Whether both deliveries say the same."""
        changed = (self.rows_added, self.rows_removed, self.columns_added, self.columns_removed,
                   self.columns_moved, self.columns_renamed, self.codes)  # fmt: skip
        return not any(changed) and not len(self.cells) + len(self.weights) + len(self.labels)


def difference(
    old: tuple[pd.DataFrame, pd.DataFrame], new: tuple[pd.DataFrame, pd.DataFrame],
    key: str, weights: tuple[str, ...], where: str,
) -> Difference:  # fmt: skip
    """Return what changed from one delivery, (RECORDS, CODEBOOK), to the next.

    Raises
    ------
    PhareError
        When the key is not in both, or repeats in one of them.
    """
    sides = [_keyed(records, key, where) for records, _ in (old, new)]
    before, after = sides
    both = before.index.intersection(after.index)
    a, b = before.loc[both], after.loc[both]
    kept = [name for name in before.columns if name in after.columns]
    gone = [name for name in before.columns if name not in after.columns]
    come = [name for name in after.columns if name not in before.columns]
    renamed = _renamed(a, b, gone, come)
    changed, codes = [], {}
    for name in kept:
        rows = _changed(a[name], b[name], name)
        if len(rows) and name not in weights and (recoded := _recoded(a[name], b[name])):
            codes[name] = recoded
        else:
            changed.append(rows)
    cells = (
        pd.concat(changed, ignore_index=True)
        if changed
        else _changed(a.iloc[:, 0], a.iloc[:, 0], "")
    )
    of_weights = cells["variable"].isin(weights)
    return Difference(
        tuple(after.index.difference(before.index)), tuple(before.index.difference(after.index)),
        cells[~of_weights].reset_index(drop=True), cells[of_weights].reset_index(drop=True),
        tuple(name for name in come if name not in {n for _, n in renamed}),
        tuple(name for name in gone if name not in {o for o, _ in renamed}),
        _moved(kept, before, after), tuple(renamed), _labels(old[1], new[1], codes), codes,
    )  # fmt: skip


def _keyed(records: pd.DataFrame, key: str, where: str) -> pd.DataFrame:
    if key not in records:
        raise refuse(where, f"no column '{key}'", "the identifier of the earlier delivery",
                     "ask for it: deliveries are compared respondent by respondent")  # fmt: skip
    keys = records[key].map(code_text)
    if keys.duplicated().any():
        again = keys[keys.duplicated()].iloc[0]
        raise refuse(f"{where}: {key}", f"'{again}' repeated", "each respondent once",
                     "ask which line is right: deliveries are compared respondent by respondent")  # fmt: skip
    texts = records.drop(columns=["wave", "row", key])
    texts = pd.DataFrame(
        {name: texts[name].map(code_text, na_action="ignore").astype("object") for name in texts},
    )
    return texts.set_axis(keys.to_numpy(), axis="index")


def _changed(a: pd.Series, b: pd.Series, name: str) -> pd.DataFrame:
    differ = ~((a == b) | (a.isna() & b.isna()))
    return pd.DataFrame(
        {"respondent": a.index[differ], "variable": name, "old": a[differ].to_numpy(),
         "new": b[differ].to_numpy()},
        dtype="object",
    )  # fmt: skip


def _recoded(a: pd.Series, b: pd.Series) -> dict[str, str]:
    """Return old code -> new code where one follows from the other, both ways; else nothing."""
    pairs = pd.DataFrame({"old": a, "new": b}).drop_duplicates()
    if pairs["old"].isna().any() != pairs["new"].isna().any():
        return {}
    pairs = pairs.dropna()
    few = 2 <= len(pairs) <= max(2, len(a) // 5)
    if not few or pairs["old"].duplicated().any() or pairs["new"].duplicated().any():
        return {}
    return {old: new for old, new in pairs.itertuples(index=False) if old != new}


def _renamed(
    a: pd.DataFrame, b: pd.DataFrame, gone: list[str], come: list[str]
) -> list[tuple[str, str]]:
    """Return columns whose values are those of a column of another name, where only one is."""
    found = []
    for old in gone:
        same = [
            new
            for new in come
            if not len(_changed(a[old], b[new], old)) and len(a[old].unique()) > 1
        ]
        if len(same) == 1:
            found.append((old, same[0]))
    return found


def _moved(kept: list[str], before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    order = [name for name in after.columns if name in kept]
    if order == [name for name in before.columns if name in kept]:
        return ()
    return tuple(one for at, one in enumerate(order) if kept[at] != one)


def _labels(old: pd.DataFrame, new: pd.DataFrame, codes: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the labels that changed; of a recoded variable, those that did not follow their code."""
    rows = []
    before, after = _told(old), _told(new)
    for (variable, code), label in before.items():
        now = codes.get(variable, {}).get(code, code)
        found = after.get((variable, now))
        if found is not None and found != label:
            rows.append((variable, code if code != ANY else "", label, found))
    return pd.DataFrame(rows, columns=["variable", "code", "old", "new"], dtype="object")


def _told(codebook: pd.DataFrame) -> dict[tuple[str, str], str]:
    found = {}
    for row in codebook.itertuples():
        label = row.variable_label if row.code == ANY else row.code_label
        found[row.variable, row.code] = "" if pd.isna(label) else str(label)
    return found


def difference_text(found: Difference) -> str:
    """Return the difference for a terminal."""
    if found.nothing:
        return "The two deliveries say the same.\n"
    lines = []
    for what, names in (
        ("rows added", found.rows_added), ("rows removed", found.rows_removed),
        ("columns added", found.columns_added), ("columns removed", found.columns_removed),
        ("columns moved", found.columns_moved),
        ("columns renamed", tuple(f"{a} -> {b}" for a, b in found.columns_renamed)),
    ):  # fmt: skip
        if names:
            lines.append(f"{len(names)} {what}: {_some(names)}")
    for variable, codes in found.codes.items():
        lines.append(
            f"codes of {variable} changed: " + ", ".join(f"{a} -> {b}" for a, b in codes.items())
        )
    for row in found.labels.itertuples():
        place = f"{row.variable} {row.code}".strip()
        lines.append(f"label of {place} changed: '{row.old}' -> '{row.new}'")
    for what, cells in (("answers", found.cells), ("weights", found.weights)):
        if len(cells):
            by = cells["variable"].value_counts()
            lines.append(
                f"{len(cells)} {what} changed: {_some(tuple(f'{n} ({c})' for n, c in by.items()))}"
            )
    if found.reweighted_only:
        lines.append("Weights changed and no answer did: the file was weighted again.")
    return "\n".join(lines) + "\n"


def _some(names: tuple[str, ...]) -> str:
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
