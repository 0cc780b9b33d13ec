"""The stage: learnt, followed, named, reviewed; numbers of a few respondents hidden."""

import pandas as pd
import pytest
from made_up_answers import typology, wave

from phare.config.profile_slices import ProfileSlice
from phare.config.slices import EstimateSlice
from phare.config.study import Estimation
from phare.config.survey_design import SurveyDesign
from phare.config.typologies import ProfileNames
from phare.config.variables import Variables
from phare.contracts.typology import PUBLISHABLE, RESTRICTED
from phare.errors import PhareError
from phare.typology.publishable import publishable
from phare.typology.stage import Profiled, profile

FIRST, LATER = "swimmers-2020", "swimmers-2025"


def told(name: str, **more: object) -> ProfileSlice:
    weighted = EstimateSlice(
        wave=name, scheme="reference", design=SurveyDesign(), steps=(), indicators={}, bases={},
        domains={}, variables=Variables(variables={}), estimation=Estimation(),
    )  # fmt: skip
    return ProfileSlice(
        typology="pool", wave=name, settings=typology(), seed=3, weighted=weighted,
        disclosure_n=5, **more,
    )  # fmt: skip


def made(name: str, first: Profiled | None = None, **more: object) -> Profiled:
    answers, respondents, _ = wave(name, 400, 1 if first is None else 2)
    responses = pd.DataFrame({
        "respondent_id": respondents.ids, "wishes": answers["text"],
        "age": respondents.variables["age"],
    })  # fmt: skip
    codebook = None if first is None else first.codebook
    return profile(responses, respondents.design, told(name, **more), codebook)


@pytest.fixture(scope="module")
def learnt() -> Profiled:
    return made(FIRST)


def test_every_table_is_there_and_of_its_contract(learnt: Profiled) -> None:
    for one in (learnt, made(LATER, learnt)):
        for name, contract in (PUBLISHABLE | RESTRICTED).items():
            contract.check(one.tables[name], name)
    followed = made(LATER, learnt)
    assert len(followed.tables["shares"])
    assert len(followed.tables["drift"])
    assert followed.tables["words"].empty
    assert learnt.tables["verbatims"].empty
    assert learnt.tables["names"]["label_fr"].isna().all()


def names(codebook: str) -> ProfileNames:
    one = {"label": {"fr": "A", "en": "B"}, "definition": {"fr": "C", "en": "D"}}
    entries = dict.fromkeys(range(1, 5), one)
    return ProfileNames.model_validate({"codebook": codebook, "reviewer": "Ada", "names": entries})


def test_names_are_those_of_these_classes(learnt: Profiled) -> None:
    named = made(FIRST, names=names(learnt.codebook.digest))
    assert named.tables["names"]["label_en"].tolist() == ["B"] * 4
    with pytest.raises(PhareError, match="those that were named are others"):
        made(FIRST, names=names("0" * 64))


def test_only_what_a_reviewer_accepts_becomes_a_verbatim(learnt: Profiled) -> None:
    rows = learnt.tables["review"].astype("object")
    rows = rows.where(rows.notna(), None)
    rows.loc[:1, "decision"], rows.loc[:1, "reviewer"] = "accept", "Ada"
    rows.loc[2:, "decision"] = "reject"
    reviewed = made(FIRST, reviewed=tuple(rows.to_dict("records"))).tables["verbatims"]
    assert reviewed["text"].tolist() == rows["text"].head(2).tolist()
    assert "respondent_id" not in reviewed
    rows.loc[0, "text"] = "Something else."
    with pytest.raises(PhareError, match="another text than proposed"):
        made(FIRST, reviewed=tuple(rows.to_dict("records")))


def test_small_numbers_are_hidden_with_those_that_give_them_away(learnt: Profiled) -> None:
    whole = learnt.tables
    few = publishable(whole, int(whole["shares"]["n"].min()) + 1)
    for _, block in few["shares"].groupby(["route", "base"]):
        assert block["n"].isna().sum() >= 2 or not block["n"].isna().any()
        assert (block["share"].isna() == block["n"].isna()).all()
    assert few["shares"]["n"].isna().any()
    smallest = int(whole["modalities"].loc[whole["modalities"]["level"] != "all", "n"].min())
    cells = publishable(whole, smallest + 1)["modalities"]
    shown = cells[cells["level"] != "all"].pivot_table(
        index="level", columns="profile", values="n", dropna=False
    )  # fmt: skip
    assert (shown.isna().sum(axis=0) != 1).all()
    assert (shown.isna().sum(axis=1) != 1).all()
    assert shown.isna().to_numpy().sum() >= 4
    for name in ("words", "ties", "plane"):
        assert not publishable(whole, 9)[name]["n"].between(1, 8).any()
