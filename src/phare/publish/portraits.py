"""What is shown of each profile of a typology: name, share, stability, words, its branch."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

from phare.config.publishing import PublishSlice
from phare.contracts import refuse
from phare.contracts.typology import NO_PROFILE, TOTAL
from phare.kinds import LANGUAGES
from phare.publish.context import ProfileTables
from phare.publish.escaping import sheet_text
from phare.publish.wording import word

HEAD = ("typology", "wave", "profile", "n", "share", "conf_low", "conf_high", "stability",
        "words", "name_fr", "name_en", "reconstructed", "notice")  # fmt: skip


@dataclass(frozen=True)
class Portrait:
    """One profile; numbers are None where they are hidden, or where there are none.

    node : of the classification; None for answers without a profile
    """

    typology: str
    wave: str
    profile: str
    names: tuple[str, str]
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    stability: float | None
    words: tuple[str, ...]
    node: int | None

    def name(self, language: str) -> str:
        return self.names[LANGUAGES.index(language)]


@dataclass(frozen=True)
class Branch:
    """One split of a classification: the node that was split, the two it became."""

    node: int
    first: int
    second: int
    height: float


def portraits(about: PublishSlice, tables: ProfileTables | None, words: int) -> list[Portrait]:
    """Return the profiles of an item's typology, by number, then the answers without one.

    Shares are of all who answered.

    Raises
    ------
    PhareError : no profiles to show
    """
    shares = None if tables is None else tables.shares
    if tables is None or shares is None or shares.empty:
        raise refuse(
            f"publication: {about.name}", "no profiles", "those of one wave", "name a typology"
        )
    shown = shares[(shares["route"] == "learnt") & (shares["base"] == "answers")]
    k = int((shown["profile"] != NO_PROFILE).sum())
    return [_portrait(row, tables, k, words) for row in shown.to_dict("records")]


def _portrait(row: dict[str, object], tables: ProfileTables, k: int, words: int) -> Portrait:
    profile = str(row["profile"])
    own = tables.words
    own = own[(own["k"] == k) & (own["profile"] == profile) & (own["kind"] == "term")]
    own = own[own["chi2"] > 0].sort_values(["chi2", "word"], ascending=[False, True])
    stable = tables.stability
    stable = stable[(stable["k"] == k) & (stable["profile"] == profile) & (profile != TOTAL)]
    node = None if stable.empty else _number(stable["node"].iloc[0])
    n = _number(row["n"])
    return Portrait(
        typology=str(row["typology"]), wave=str(row["wave"]), profile=profile,
        names=_names(profile, tables.names),
        n=None if n is None else int(n), share=_number(row["share"]),
        low=_number(row["conf_low"]), high=_number(row["conf_high"]),
        stability=None if stable.empty else _number(stable["jaccard_mean"].iloc[0]),
        words=tuple(own["shown"].head(words)), node=None if node is None else int(node),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]


def _names(profile: str, names: pd.DataFrame) -> tuple[str, str]:
    if profile == NO_PROFILE:
        return word("no_profile", "fr"), word("no_profile", "en")
    row = names[names["profile"] == profile].iloc[0]
    if not pd.isna(row["label_fr"]):
        return str(row["label_fr"]), str(row["label_en"])
    key = "class_of" if row["nameable"] else "class_small"
    return word(key, "fr", number=profile), word(key, "en", number=profile)


def branches(tables: ProfileTables, k: int) -> list[Branch]:
    """Return the splits that made k classes, the first first."""
    rows = tables.splits.sort_values("split").head(k - 1)
    return [
        Branch(int(row.node), int(row.first), int(row.second), float(row.height))
        for row in rows.itertuples()
    ]


def portraits_text(about: PublishSlice, shown: list[Portrait]) -> str:
    """Return the tidy file of an item on profiles: a row per profile."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    notice = sheet_text(" / ".join(about.notice[each] for each in LANGUAGES))
    for one in shown:
        made_up = about.waves[one.wave].reconstructed
        numbers = [one.share, one.low, one.high, one.stability]
        writer.writerow([
            one.typology, one.wave, one.profile, "" if one.n is None else one.n,
            *("" if number is None else round(number, 3) for number in numbers),
            sheet_text(", ".join(one.words)), *map(sheet_text, one.names),
            "yes" if made_up else "no", notice if made_up else "",
        ])  # fmt: skip
    return out.getvalue()
