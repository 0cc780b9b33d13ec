"""Verbatims leave through a review, and only as proposed or as the reviewer wrote them."""

import pandas as pd
import pytest
from made_up_answers import typology, wave

from phare.errors import PhareError
from phare.typology.learn import learn
from phare.typology.masking import Known
from phare.typology.review import verbatims


@pytest.fixture(scope="module")
def proposed() -> pd.DataFrame:
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    named = answers["text"].where(
        answers["text"].isna(), answers["text"] + " dit Jean Dupont de Nogent"
    )
    found = learn(
        answers.assign(text=named), respondents, "wishes", typology(), 7, Known(frozenset({"Nogent"}))
    )  # fmt: skip
    return found.review


def accepted(proposed: pd.DataFrame, **changes: object) -> pd.DataFrame:
    reviewed = proposed.copy()
    reviewed.loc[reviewed["rank"] == 1, ["decision", "reviewer"]] = ["accept", "A. B."]
    reviewed.loc[reviewed["rank"] == 2, ["decision", "reviewer"]] = ["reject", "A. B."]
    for column, value in changes.items():
        reviewed.loc[reviewed.index[reviewed["rank"] == 1][0], column] = value
    return reviewed


def test_texts_are_masked_before_anybody_reads_them(proposed: pd.DataFrame) -> None:
    assert proposed["text"].str.endswith(" dit [personne] de [commune]").all()
    assert (proposed["masks"] == 2).all()
    assert proposed["decision"].isna().all()
    # Five by the sum, five by the mean, those of both once.
    assert proposed.groupby("profile").size().between(5, 10).all()


def test_no_other_table_holds_a_text() -> None:
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    found = learn(answers, respondents, "wishes", typology(), 7)
    said = set(answers["text"].dropna())
    shown = [found.codebook.text()]
    for name in (
        "splits",
        "words",
        "stability",
        "shares",
        "modalities",
        "plane",
        "ties",
        "profiles",
    ):
        shown.append(getattr(found, name).to_csv(index=False))
    for text in said:
        assert not any(text in one for one in shown)
    # The longest run of words that is shown is a pair of terms with what stands between.
    assert found.words["shown"].str.split().str.len().max() <= 8


def test_only_what_was_accepted_leaves_without_its_respondent(proposed: pd.DataFrame) -> None:
    found = verbatims(accepted(proposed), proposed, "fr")
    assert found["profile"].tolist() == ["1", "2", "3", "4"]
    assert found["number"].tolist() == [1, 1, 1, 1]
    assert "respondent_id" not in found.columns
    assert len(verbatims(proposed, proposed, "fr")) == 0


def test_a_level_stands_beside_a_text_where_enough_share_it(proposed: pd.DataFrame) -> None:
    assert (proposed["variable"] == "age").all()
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    asked = typology(privacy={"shown_with": "age", "least_cell": 10_000})
    hidden = learn(answers, respondents, "wishes", asked, 7).review
    assert hidden[["variable", "level"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "autre chose"}, "another text than proposed"),
        ({"level": "aged 93"}, "another level than proposed"),
        ({"reviewer": None}, "got no reviewer"),
        ({"respondent_id": "s9999"}, "an answer that was not proposed"),
        ({"edited": "demandez à Jean Dupont"}, "an edited text that names somebody"),
    ],
)
def test_a_review_that_was_tampered_with_is_refused(
    proposed: pd.DataFrame, changes: dict, said: str
) -> None:
    with pytest.raises(PhareError, match=said):
        verbatims(accepted(proposed, **changes), proposed, "fr")


def test_an_edited_text_leaves_instead(proposed: pd.DataFrame) -> None:
    found = verbatims(accepted(proposed, edited="un texte revu"), proposed, "fr")
    assert found["text"].tolist().count("un texte revu") == 1
