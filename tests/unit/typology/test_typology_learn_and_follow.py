"""A typology from the answers of one wave, and a later wave in its classes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_up_answers import THEMES, typology, wave

from phare import storage
from phare.config.base import read_model
from phare.config.typologies import ProfileNames, Typologies, Typology
from phare.contracts import typology as contracts
from phare.errors import PhareError
from phare.typology.codebook import read_codebook
from phare.typology.follow import Followed, bridge_rows, follow
from phare.typology.learn import Learnt, learn

SETTINGS = typology()
TABLES = {
    "profiles": contracts.PROFILES, "splits": contracts.PROFILE_SPLITS,
    "words": contracts.PROFILE_WORDS, "stability": contracts.PROFILE_STABILITY,
    "shares": contracts.PROFILE_SHARES, "modalities": contracts.PROFILE_MODALITIES,
    "plane": contracts.PROFILE_PLANE, "ties": contracts.PROFILE_TIES,
    "review": contracts.VERBATIM_REVIEW,
}  # fmt: skip


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    return learn(answers, respondents, "wishes", SETTINGS, 7)


@pytest.fixture(scope="module")
def followed(learnt: Learnt) -> Followed:
    answers, respondents, _ = wave("swimmers-2025", 400, 2, (0.2, 0.3, 0.3, 0.2))
    return follow(answers, respondents, learnt.codebook, SETTINGS)


def test_every_table_is_of_its_contract(learnt: Learnt, followed: Followed) -> None:
    for name, contract in TABLES.items():
        frame = getattr(learnt, name)
        assert len(frame), name
        pd.testing.assert_frame_equal(contract.check(frame, name), frame)
    for name in ("profiles", "shares", "modalities"):
        TABLES[name].check(getattr(followed, name), name)
    contracts.PROFILE_DRIFT.check(followed.drift, "drift")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_every_table_reads_back_as_it_was_written(
    learnt: Learnt, tmp_path: Path, ending: str
) -> None:
    for name, contract in TABLES.items():
        path = tmp_path / f"{name}.{ending}"
        storage.write_table(getattr(learnt, name), contract, path)
        pd.testing.assert_frame_equal(storage.read_table(path, contract), getattr(learnt, name))


def test_settings_are_read_from_a_file_and_mistakes_told(tmp_path: Path) -> None:
    path = tmp_path / "typologies.yaml"
    text = """
    typologies:
      wishes:
        label: {fr: Attentes, en: Wishes}
        questions: [wishes]
        learn_from: swimmers-2020
        profiles: 4
        classification: {k: 5, guard: off}
    """
    path.write_text(text, encoding="utf-8")
    read = read_model(Typologies, path, "typologies.yaml").typologies["wishes"]
    assert read.classification.guard == "off"
    path.write_text(text.replace("profiles: 4", "profile: 4"), encoding="utf-8")
    with pytest.raises(
        PhareError, match="unknown key 'profile'; expected a known key; write 'profiles'"
    ):
        read_model(Typologies, path, "typologies.yaml")


def test_each_sort_of_answer_is_a_profile_and_vague_ones_are_none(learnt: Learnt) -> None:
    _, _, sort = wave("swimmers-2020", 600, 1)
    table = pd.crosstab(sort, learnt.profiles["profile"])
    assert set(table.columns) == {"1", "2", "3", "4", "none"}
    for theme in THEMES:
        assert table.loc[theme].max() / table.loc[theme].sum() > 0.9
    assert table.loc["vague", "none"] / table.loc["vague"].sum() > 0.9
    reasons = learnt.profiles.set_index("profile")["reason"]
    assert reasons[reasons.index != "none"].isna().all()
    assert set(reasons["none"]) <= set(contracts.REASONS)


def test_profiles_are_numbered_by_size(learnt: Learnt) -> None:
    sizes = [profile.answers for profile in learnt.codebook.profiles]
    assert sizes == sorted(sizes, reverse=True)


def test_shares_are_weighted_and_add_up(learnt: Learnt) -> None:
    _, respondents, _ = wave("swimmers-2020", 600, 1)
    shares = learnt.shares.groupby(["route", "base"])["share"].sum()
    assert shares.tolist() == pytest.approx([1, 1, 1, 1])
    weights = respondents.design.weights
    profile = learnt.profiles["profile"].to_numpy()
    said = (learnt.profiles["reason"] != "empty").to_numpy()
    own = learnt.shares.set_index(["route", "base", "profile"])["share"]
    for number in ("1", "4", "none"):
        expected = weights[said & (profile == number)].sum() / weights[said].sum()
        assert own[("learnt", "answers", number)] == pytest.approx(expected)
    rows = learnt.shares
    assert ((rows["conf_low"] < rows["share"]) & (rows["share"] < rows["conf_high"])).all()
    held_out = rows[(rows["route"] == "held_out") & (rows["profile"] != "none")]
    assert held_out["sensitivity"].between(0.8, 1).all()
    assert held_out["precision"].between(0.8, 1).all()


def test_the_profile_of_the_young_is_found_under_the_design(learnt: Learnt) -> None:
    _, _, sort = wave("swimmers-2020", 600, 1)
    lessons = learnt.profiles.loc[sort == "lessons", "profile"].mode()[0]
    rows = learnt.modalities.set_index(["level", "profile"])
    assert rows.loc[("young", lessons), "statistic"] > 0
    assert rows.loc[("young", lessons), "p_adjusted"] < 0.01
    assert rows.loc[("all", "all"), "p_value"] < 0.01


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_answers(learnt: Learnt) -> None:
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    again = learn(answers.sample(frac=1, random_state=3), respondents, "wishes", SETTINGS, 7)
    assert again.codebook.text() == learnt.codebook.text()
    assert again.codebook.digest == learnt.codebook.digest
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(learnt, name))


CHILD = """
import sys; sys.path.insert(0, sys.argv[1])
import hashlib
from made_up_answers import typology, wave
from phare.typology.learn import learn
answers, respondents, _ = wave("swimmers-2020", 600, 1)
found = learn(answers, respondents, "wishes", typology(), 7)
said = [found.codebook.text(), *(getattr(found, one).to_csv() for one in sys.argv[2:])]
print(hashlib.sha256("".join(said).encode()).hexdigest())
"""


def test_another_process_makes_the_same_bytes(learnt: Learnt) -> None:
    said = [learnt.codebook.text(), *(getattr(learnt, one).to_csv() for one in TABLES)]
    expected = hashlib.sha256("".join(said).encode()).hexdigest()
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(Path(__file__).parent), *TABLES],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "2"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.strip() == expected


def test_the_codebook_reads_back_and_projects_the_same(learnt: Learnt, followed: Followed) -> None:
    book = read_codebook(learnt.codebook.text(), "codebook.json")
    assert book == learnt.codebook
    answers, respondents, _ = wave("swimmers-2025", 400, 2, (0.2, 0.3, 0.3, 0.2))
    again = follow(answers, respondents, book, SETTINGS)
    pd.testing.assert_frame_equal(again.profiles, followed.profiles)


def test_a_damaged_codebook_is_told(learnt: Learnt) -> None:
    with pytest.raises(PhareError, match=r"codebook\.json: threshold"):
        read_codebook(learnt.codebook.text().replace('"threshold"', '"treshold"'), "codebook.json")
    with pytest.raises(PhareError, match="a count per profile"):
        read_codebook(learnt.codebook.text().replace('"counts": [', '"counts": [[1],', 1), "x")


def test_the_new_wave_is_close_to_what_was_planted(followed: Followed) -> None:
    _, _, sort = wave("swimmers-2025", 400, 2, (0.2, 0.3, 0.3, 0.2))
    table = pd.crosstab(sort, followed.profiles["profile"])
    right = sum(table.loc[theme].drop("none").max() for theme in THEMES)
    assert right / table.loc[list(THEMES)].to_numpy().sum() > 0.9
    assert table.loc["vague", "none"] / table.loc["vague"].sum() > 0.9
    assert not followed.alarm
    assert (followed.drift.set_index("measure").loc["cosine", "value"] > 0.9).all()


def test_a_wave_about_something_else_raises_the_alarm(learnt: Learnt) -> None:
    answers, respondents, _ = wave("swimmers-2025", 300, 3)
    rng = np.random.default_rng(4)
    other = ["planter des arbres", "un potager partagé", "moins de voitures", "une piste cyclable",
             "ramasser les déchets", "un banc public", "éclairer la rue", "un marché bio"]  # fmt: skip
    texts = [", ".join(rng.choice(other, 3, replace=False)) for _ in range(300)]
    found = follow(answers.assign(text=texts), respondents, learnt.codebook, SETTINGS)
    assert found.alarm
    drift = found.drift.set_index(["measure", "profile"])
    assert drift.loc[("unclassified", "all"), "alarm"]
    assert drift.loc[("unknown_words", "all"), "value"] > 0.8
    assert drift.loc["cosine"]["alarm"].all()


def test_a_wave_of_vague_answers_has_no_profile_and_raises_the_alarm(learnt: Learnt) -> None:
    answers, respondents, _ = wave("swimmers-2025", 60, 3)
    found = follow(
        answers.assign(text="cet été dans notre quartier"), respondents, learnt.codebook, SETTINGS
    )
    assert (found.profiles["profile"] == "none").all()
    assert set(found.profiles["reason"]) == {"uncertain"}
    assert found.alarm
    assert found.drift.set_index("measure").loc["cosine", "value"].isna().all()
    assert found.shares["base"].unique().tolist() == ["answers"]
    assert found.modalities["p_value"].isna().all()


def test_settings_changed_since_change_no_projection(learnt: Learnt, followed: Followed) -> None:
    answers, respondents, _ = wave("swimmers-2025", 400, 2, (0.2, 0.3, 0.3, 0.2))
    later = typology(preparation={"least_letters": 9, "leave_out": ["tarif", "eau"]})
    again = follow(answers, respondents, learnt.codebook, later)
    pd.testing.assert_frame_equal(again.profiles, followed.profiles)


def test_other_word_lists_than_the_codebook_s_are_refused(learnt: Learnt) -> None:
    answers, respondents, _ = wave("swimmers-2025", 400, 2)
    other = learnt.codebook.model_copy(update={"word_lists_sha256": "0" * 64})
    with pytest.raises(PhareError, match="lists that change take a new version"):
        follow(answers, respondents, other, SETTINGS)


def test_a_bridge_between_two_versions(followed: Followed) -> None:
    answers, respondents, _ = wave("swimmers-2025", 400, 2, (0.2, 0.3, 0.3, 0.2))
    revised = learn(answers, respondents, "wishes_2", typology(learn_from="swimmers-2025"), 8)
    found = bridge_rows(followed.profiles, revised.profiles)
    assert found["n"].sum() == 400
    assert found.groupby("old")["share_of_old"].sum().tolist() == pytest.approx([1] * 5)
    table = found.pivot_table(index="old", columns="new", values="share_of_old")
    assert (table.drop("none").drop(columns="none").max(axis=1) > 0.9).all()
    with pytest.raises(PhareError, match="under one typology only"):
        bridge_rows(followed.profiles.iloc[1:], revised.profiles)


def names_of(digest: str, *numbers: int) -> ProfileNames:
    def text(word: str) -> dict[str, str]:
        return {"fr": word, "en": word}

    names = {one: {"label": text(f"n{one}"), "definition": text("those who")} for one in numbers}
    return ProfileNames.model_validate({"codebook": digest, "reviewer": "A. B.", "names": names})


def test_names_are_given_by_a_reviewer(learnt: Learnt) -> None:
    book = learnt.codebook
    named = book.named(names_of(book.digest, 1, 2, 3, 4))
    assert [named.label(i, "fr") for i in range(1, 5)] == ["n1", "n2", "n3", "n4"]
    assert book.label(1, "fr") == "1"
    assert named.digest == book.digest
    with pytest.raises(PhareError) as refused:
        book.named(names_of(book.digest, 1, 2, 3, 9))
    assert "class 4: got no name" in str(refused.value)
    assert "class 9: got a name; expected classes 1 to 4" in str(refused.value)


def test_names_of_another_codebook_or_of_a_small_class_are_refused(learnt: Learnt) -> None:
    book = learnt.codebook
    with pytest.raises(PhareError, match="those that were named are others"):
        book.named(names_of("0" * 64, 1, 2, 3, 4))
    small = book.profiles[3].model_copy(update={"nameable": False})
    other = book.model_copy(update={"profiles": (*book.profiles[:3], small)})
    with pytest.raises(
        PhareError, match="class 4: got a name; expected none: the class is too small"
    ):
        other.named(names_of(other.digest, 1, 2, 3, 4))
    assert other.named(names_of(other.digest, 1, 2, 3)).label(4, "en") == "4"


def test_several_answers_are_one_text_in_the_order_of_the_questions(learnt: Learnt) -> None:
    answers, respondents, _ = wave("swimmers-2020", 600, 1)
    halves = answers["text"].str.split(", ", n=1)
    two = pd.concat([
        answers.assign(question="second", text=halves.str[1]),
        answers.assign(question="wishes", text=halves.str[0]),
    ])  # fmt: skip
    both = learn(two, respondents, "wishes", typology(questions=("wishes", "second")), 7)
    assert both.codebook.counts == learnt.codebook.counts
    assert both.profiles.equals(learnt.profiles)


def test_long_answers_are_cut_and_joined_again() -> None:
    answers, respondents, sort = wave("swimmers-2020", 600, 1)
    text = answers["text"]
    long = text.where(text.isna(), (text.fillna("") + ". ") * 8)
    asked = typology(
        preparation={"words_of_segment": 30, "least_forms": 2}, unit_forms=8, profiles=3,
        classification={"k": 4},
    )  # fmt: skip
    found = learn(answers.assign(text=long), respondents, "wishes", asked, 7)
    units = found.splits["units"].iloc[0]
    assert units > 700
    assert len(found.profiles) == 600
    table = pd.crosstab(sort, found.profiles["profile"])
    assert table.loc["price"].max() / table.loc["price"].sum() > 0.9


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([None] * 60, "60 answers, all empty"),
        (["piscine"] * 60, "without any word but tool words"),  # the only word is the question's
        (["douche"] * 60, "0 answers with enough terms to classify; expected many more than 4"),
        (["une douche chaude et un bassin"] * 60, r"no split \(no class is left that can be split\)"),
        (["👍"] * 60, "without any word"),
        (["Мы хотим плавать вечером в тёплой воде"] * 60, "60 of 60 answers not in 'fr'"),
        (["un tarif réduit et une eau chaude"] * 3 + [None] * 57, "no term in 4 answers"),
        (["une eau chaude et propre"] * 5 + [None] * 55, "5 answers with enough terms to classify"),
    ],
)  # fmt: skip
def test_what_cannot_be_classified_is_refused_in_one_sentence(texts: list, said: str) -> None:
    answers, respondents, _ = wave("swimmers-2020", 60, 1)
    with pytest.raises(PhareError, match=said) as refused:
        learn(answers.assign(text=texts), respondents, "wishes", SETTINGS, 1)
    assert len(refused.value.problems) == 1


def test_answers_of_strangers_and_unknown_variables_are_refused() -> None:
    answers, respondents, _ = wave("swimmers-2020", 60, 1)
    with pytest.raises(PhareError, match="answers of 'nobody'"):
        learn(answers.replace("s0001", "nobody"), respondents, "wishes", SETTINGS, 1)
    with pytest.raises(PhareError, match="answers of 'swimmers-1999'"):
        learn(answers.assign(wave="swimmers-1999"), respondents, "wishes", SETTINGS, 1)
    many, all_of_them, _ = wave("swimmers-2020", 600, 1)
    with pytest.raises(PhareError, match="variable 'region'; expected age"):
        learn(many, all_of_them, "wishes", typology(description={"by": ("region",)}), 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"profiles": 9}, {"unit_forms": 5}, {"questions": ()}, {"profiles": 1},
        {"classification": {"guard": "on"}}, {"projection": {"folds": 1}}, {"colour": "blue"},
    ],
)  # fmt: skip
def test_settings_that_contradict_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Typology.model_validate({**SETTINGS.model_dump(), **wrong})
