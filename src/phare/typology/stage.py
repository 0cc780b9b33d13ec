"""The profiles of one wave, as the workflow wants them: learnt or followed, then reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from phare.config.profile_slices import ProfileSlice
from phare.contracts import refuse
from phare.contracts import typology as contracts
from phare.contracts.typology import PUBLISHABLE, RESTRICTED
from phare.stats.design import Design
from phare.typology.codebook import Codebook
from phare.typology.describe import Row, table
from phare.typology.follow import follow
from phare.typology.learn import learn
from phare.typology.publishable import publishable
from phare.typology.respondents import Respondents
from phare.typology.review import verbatims


@dataclass(frozen=True, eq=False)
class Profiled:
    """The codebook, with its names, and a table for each of PUBLISHABLE and RESTRICTED."""

    codebook: Codebook
    tables: dict[str, pd.DataFrame]


def profile(
    responses: pd.DataFrame, design: Design, told: ProfileSlice, codebook: Codebook | None
) -> Profiled:
    """Return the profiles of a wave; small numbers are hidden in what may leave.

    Parameters
    ----------
    responses : RESPONSES; design : in the same rows
    codebook : of the wave learnt from, where this is a later one

    Raises
    ------
    PhareError : answers that cannot be classified; names or reviewed verbatims of other classes
    """
    respondents = Respondents(
        told.wave, tuple(responses["respondent_id"]), design, _variables(responses, told)
    )
    answers = answers_of(responses, told.wave, told.settings.questions)
    if told.learnt:
        learnt = learn(answers, respondents, told.typology, told.settings, told.seed)
        codebook = learnt.codebook.named(told.names) if told.names else learnt.codebook
        found = {
            name: getattr(learnt, name)
            for name in (*PUBLISHABLE, *RESTRICTED)
            if hasattr(learnt, name)
        }
        found["names"] = name_rows(codebook)
        found["verbatims"] = _verbatims(told, learnt.review)
    else:
        assert codebook is not None
        followed = follow(answers, respondents, codebook, told.settings)
        found = {
            name: getattr(followed, name) for name in ("profiles", "shares", "modalities", "drift")
        }
    every = PUBLISHABLE | RESTRICTED
    whole = {name: found.get(name, contract.empty()) for name, contract in every.items()}
    return Profiled(codebook, whole | publishable(whole, told.disclosure_n))


def answers_of(responses: pd.DataFrame, wave: str, questions: tuple[str, ...]) -> pd.DataFrame:
    """Return ANSWERS: each answer to these questions in RESPONSES."""
    parts = [
        pd.DataFrame({
            "wave": wave, "respondent_id": responses["respondent_id"], "question": question,
            "text": responses[question],
        })
        for question in questions
    ]  # fmt: skip
    return contracts.ANSWERS.check(pd.concat(parts, ignore_index=True), f"{wave}: open answers")


def _variables(responses: pd.DataFrame, told: ProfileSlice) -> pd.DataFrame:
    """Return the supplementary variables of the typology that the wave has."""
    wanted = dict.fromkeys(told.settings.description.by)
    if told.settings.privacy.shown_with:
        wanted[told.settings.privacy.shown_with] = None
    missing = [name for name in wanted if name not in responses]
    if missing:
        raise refuse(
            f"typology {told.typology}: {told.wave}", f"no variable '{missing[0]}'",
            "every supplementary variable in each wave",
            "add it to the card of the wave or leave it out",
        )  # fmt: skip
    return responses[list(wanted)]


def _verbatims(told: ProfileSlice, proposed: pd.DataFrame) -> pd.DataFrame:
    if not told.reviewed:
        return contracts.VERBATIMS.empty()
    reviewed = pd.DataFrame(list(told.reviewed), columns=contracts.VERBATIM_REVIEW.names)
    checked = contracts.VERBATIM_REVIEW.check(reviewed, f"config/typologies/{told.typology}")
    return verbatims(checked, proposed, told.settings.preparation.language)


def name_rows(codebook: Codebook) -> pd.DataFrame:
    """Return PROFILE_NAMES of a codebook."""
    rows: list[Row] = []
    for one in codebook.profiles:
        label, definition = (one.name.label, one.name.definition) if one.name else (None, None)
        rows.append({
            "profile": str(one.number), "nameable": one.nameable,
            "label_fr": label.fr if label else None, "label_en": label.en if label else None,
            "definition_fr": definition.fr if definition else None,
            "definition_en": definition.en if definition else None,
        })  # fmt: skip
    return table(rows, contracts.PROFILE_NAMES, typology=codebook.typology)
