"""Profiles of respondents and their shares, as tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.typologies import Typology
from phare.contracts.typology import NO_PROFILE, PROFILE_SHARES
from phare.typology.codebook import Codebook
from phare.typology.describe import Row, profile, table
from phare.typology.fit import projected_classes
from phare.typology.incidence import IntArray
from phare.typology.preparation import Corpus
from phare.typology.projection import Projection
from phare.typology.respondents import Respondents
from phare.typology.shares import profile_shares, shift_of_shares
from phare.typology.tree import UNCLASSIFIED


def learnt_rows(
    corpus: Corpus, classes: IntArray, projection: Projection, threshold: float
) -> list[Row]:
    """Return PROFILES of each respondent: its class; where it has none, its projection.

    `projection` is held out for the answers that have a class.
    """
    projected = projected_classes(corpus, projection, threshold)
    rows = []
    for i, reason in enumerate(corpus.set_aside):
        learnt = classes[i] >= 0
        number = int(classes[i]) if learnt else int(projected[i])
        rows.append({
            **assigned(number, float(projection.certainty[i]), projection.forms[i], reason),
            "route": "learnt" if learnt else "projected",
            "held_out": _name(int(projected[i])) if learnt else None,
        })  # fmt: skip
    return rows


def assigned(number: int, posterior: float, forms: float, reason: str) -> Row:
    """Return profile, posterior and reason of an answer, as PROFILES has them."""
    if number != UNCLASSIFIED:
        why = None
    elif reason in ("empty", "other_language", "no_word"):
        why = reason
    else:
        why = "uncertain" if forms > 0 else "no_term"
    return {
        "profile": _name(number), "posterior": posterior if forms > 0 else None, "reason": why,
    }  # fmt: skip


def _name(number: int) -> str:
    return NO_PROFILE if number == UNCLASSIFIED else profile(number)


def numbers_of(profiles: pd.Series) -> IntArray:
    """Return profiles as classes from 0, UNCLASSIFIED for none."""
    numbers = pd.to_numeric(profiles.where(profiles != NO_PROFILE), errors="coerce") - 1
    return np.asarray(numbers.fillna(UNCLASSIFIED).to_numpy(), dtype=np.int64)


def held_out_of(profiles: pd.DataFrame) -> IntArray:
    """Return what projection alone would say: held out for answers learnt from."""
    return numbers_of(profiles["held_out"].where(profiles["held_out"].notna(), profiles["profile"]))


def share_rows(
    respondents: Respondents, classes: IntArray, corpus: Corpus, settings: Typology,
    codebook: Codebook, route: str,
) -> pd.DataFrame:  # fmt: skip
    """Return PROFILE_SHARES of a wave, on who answered and on who has a profile."""
    answered = np.array([reason != "empty" for reason in corpus.set_aside])
    k = codebook.k
    found = profile_shares(respondents.design, classes, answered, k, level=settings.confidence)
    shift = shift_of_shares(np.array(codebook.held_out, dtype=np.float64))
    rows: list[Row] = []
    for base, shares in (("answers", found.of_answers), ("classified", found.of_classified)):
        for number, share in enumerate(shares):
            own = codebook.profiles[number] if number < k and route != "learnt" else None
            rows.append({
                "base": base, "profile": profile(number) if number < k else NO_PROFILE,
                "n": int(found.n[number]), "share": share.estimate, "std_error": share.std_error,
                "conf_low": share.low, "conf_high": share.high, "df": share.df,
                "sensitivity": own.sensitivity if own else None,
                "precision": own.precision if own else None,
                "shift": float(shift[number]) if own and base == "classified" else None,
            })  # fmt: skip
    return table(
        rows, PROFILE_SHARES, typology=codebook.typology, wave=respondents.wave, route=route
    )
