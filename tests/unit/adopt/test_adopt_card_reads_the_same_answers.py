"""Rewritten waves through the proposed card: each respondent gives the answers given before.

A rewritten wave holds respondents of the real survey. What the proposed card makes of its rows is
compared with what the real card makes of the same persons.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.rewritten_waves import rewrite, surveys

from phare.adopt.known import side_of
from phare.adopt.match import Side, match
from phare.adopt.proposal import proposed
from phare.clean import clean
from phare.config import Study, read_study
from phare.config.adopted import to_write
from phare.config.adoption import read_adoption
from phare.config.card import Mapping
from phare.config.slices import CleanSlice, clean_slice
from phare.config.survey_design import SurveyDesign
from phare.contracts import FINDINGS, TAGGED

STUDY = Path(__file__).resolve().parent.parent.parent / "studies" / "hdv2003"
SEEDS = range(500, 515)
# What only a person can undo: two answers in one, a number in classes.
LOSSY = {"merged", "classed", "rescaled"}


@pytest.fixture(scope="module")
def life(reference: Path) -> tuple[Study, pd.DataFrame, pd.DataFrame]:
    study, _ = read_study(STUDY)
    assert study is not None
    return (study, *surveys(reference)[0])


def responses(card: CleanSlice, records: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    return clean(records, codebook, TAGGED.empty(), FINDINGS.empty(), card).responses


def usable(lines: dict[str, Any]) -> dict[str, Mapping]:
    """Return the lines in which nothing is left to type."""
    closed = {name: entry for name, entry in lines.items() if not any(to_write(entry))}
    return {name: Mapping.model_validate(entry) for name, entry in closed.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_those_given_before(
    life: tuple[Study, pd.DataFrame, pd.DataFrame], seed: int
) -> None:
    study, records, codebook = life
    like, settings = study.cards["adults-2003"], read_adoption()
    wave = rewrite(records, codebook, seed)
    old = side_of(like, study.variables, records, codebook)
    found = match(old, Side(wave.records, wave.codebook), settings)
    proposal = proposed("adults-2008", like, study, found, settings)
    truth = {one.name: one for one in wave.columns}
    lines = {
        name: entry for name, entry in proposal.crosswalk.items()
        if "source" in entry and entry["score"]["verdict"] != "choose"
        and truth[entry["source"]].origin == like.crosswalk[name].source
        and not LOSSY & set(truth[entry["source"]].changes)
    }  # fmt: skip
    kept = usable(lines)
    assert kept
    before = responses(clean_slice(study, "adults-2003"), records, codebook)
    before = before.iloc[list(wave.rows)].reset_index(drop=True)
    records_now = wave.records.assign(number=range(len(wave.records)))
    card = CleanSlice(
        wave="adults-2008", respondent_id="number", crosswalk=kept, edits=(),
        design=SurveyDesign(), variables=study.variables,
    )  # fmt: skip
    after = responses(card, records_now, wave.codebook)
    for name in kept:
        was, now = before[name].astype("object"), after[name].astype("object")
        answered = now.notna()
        assert (was[answered] == now[answered]).all(), (name, truth[lines[name]["source"]].changes)
