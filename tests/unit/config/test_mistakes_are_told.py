"""Each mistake in config/ is told with its file, its key and what to write instead."""

from collections.abc import Callable
from pathlib import Path

import pytest

from phare.config import load_study
from phare.errors import PhareError

Edit = Callable[[Path, str, str], None]

MISTAKES = {
    "a key misspelt": (
        "indicators.yaml", "statistic: mean, variable: age", "statistik: mean, variable: age",
        ["config/indicators.yaml: indicators.age.statistik", "write 'statistic'"],
    ),
    "a key misspelt at the top": (
        "study.yaml", "seed: 1996", "sede: 1996", ["config/study.yaml: sede", "write 'seed'"],
    ),
    "a key misspelt in a card": (
        "waves/voters-1996.yaml", "respondent_id: id", "respondant_id: id",
        ["config/waves/voters-1996.yaml: respondant_id", "write 'respondent_id'"],
    ),
    "an indicator naming an unknown variable": (
        "indicators.yaml", "variable: tv_news", "variable: tv_new",
        ["config/indicators.yaml: tv_news.variable", "'tv_new'", "write 'tv_news'"],
    ),
    "an unknown category": (
        "indicators.yaml", "categories: dole", "categories: doll", ["'doll'", "write 'dole'"],
    ),
    "a statistic that does not fit": (
        "indicators.yaml", "statistic: mean, variable: age", "statistic: top_box, variable: age",
        ["top_box", "a statistic for age: mean, total, ratio"],
    ),
    "a wave id that leaves the folder": (
        "waves/voters-1996.yaml", "wave: voters-1996", "wave: ../voters-1996",
        ["config/waves/voters-1996.yaml: wave", "'../voters-1996'", "population, hyphen, year"],
    ),
    "a file outside the raw folder": (
        "waves/voters-1996.yaml", "file: voters-1996/anes96.csv", "file: ../anes96.csv",
        ["'../anes96.csv'", "inside the raw folder"],
    ),
    "a card under another name": (
        "waves/voters-1996.yaml", "wave: voters-1996", "wave: voters-2000",
        ["'voters-2000'", "the file's name, 'voters-1996'"],
    ),
    "a domain without categories": (
        "domains.yaml", "{variable: age_class,", "{variable: age,",
        ["config/domains.yaml: age_class.variable", "class it first"],
    ),
    "a scheme with an unknown margin": (
        "schemes.yaml", "[{base: {from: one}}]",
        "[{base: {from: one}}, {calibrate: {margins: [education]}}]",
        ["config/schemes.yaml: reference.calibrate for voters-1996", "config/margins"],
    ),
    "a step that is none": (
        "schemes.yaml", "{base: {from: one}}", "{bose: {from: one}}", ["bose", "write 'base'"],
    ),
    "a code in two categories": (
        "waves/voters-1996.yaml", "clinton: 0, dole: 1}}", "clinton: 0, dole: [0, 1]}}",
        ["code 0 for both clinton and dole"],
    ),
    "an item that the variable has not": (
        "waves/voters-1996.yaml", "items: {self: selfLR,", "items: {shelf: selfLR,",
        ["'shelf'", "write 'self'"],
    ),
    "a word where a number belongs": (
        "study.yaml", "seed: 1996", "seed: soon", ["study.yaml: seed", "'soon'", "a whole number"],
    ),
    "a kind of statistic misspelt": (
        "indicators.yaml", "statistic: mean, variable: age", "statistic: means, variable: age",
        ["'means'", "write 'mean'"],
    ),
    "a key twice": (
        "study.yaml", "seed: 1996", "seed: 1996\nseed: 1997", ["key 'seed' twice", "line 6"],
    ),
    "text that is not YAML": (
        "domains.yaml", "domains:", "domains: [", ["config/domains.yaml: line", "not YAML"],
    ),
    "a unit without a translation": (
        "study.yaml", "unit: {fr: électeurs, en: voters}", "unit: {fr: électeurs}",
        ["populations.voters.unit.en", "got nothing"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told(anes: Path, edit: Edit, mistake: str) -> None:
    file, old, new, words = MISTAKES[mistake]
    edit(anes / "config" / file, old, new)
    with pytest.raises(PhareError) as caught:
        load_study(anes)
    for word in words:
        assert word in str(caught.value)


def test_mistakes_in_several_files_are_told_at_once(anes: Path, edit: Edit) -> None:
    edit(anes / "config/study.yaml", "seed: 1996", "sede: 1996")
    edit(anes / "config/domains.yaml", "{variable: age_class,", "{variabel: age_class,")
    edit(anes / "config/indicators.yaml", "digits: 1}\n  age:", "digit: 1}\n  age:")
    with pytest.raises(PhareError) as caught:
        load_study(anes)
    told = str(caught.value)
    assert all(file in told for file in ("study.yaml", "domains.yaml", "indicators.yaml"))


def test_yes_and_no_are_words_and_repeated_dates_stay_text(anes: Path) -> None:
    study = load_study(anes)
    assert study.cards["voters-1996"].fieldwork.start == "1996"


def test_a_file_that_cannot_be_read_hides_no_other_problem(anes: Path, edit: Edit) -> None:
    edit(anes / "config/study.yaml", "headlines: [vote_dole, tv_news]", "headlines: []")
    edit(
        anes / "config/indicators.yaml",
        "statistic: mean, variable: age",
        "statistik: mean, variable: age",
    )
    edit(anes / "config/domains.yaml", "{variable: age_class,", "{variable: age_clas,")
    edit(anes / "config/waves/voters-1996.yaml", "self: selfLR", "shelf: selfLR")
    with pytest.raises(PhareError) as caught:
        load_study(anes)
    told = str(caught.value)
    assert all(word in told for word in ("statistik", "'age_clas'", "'shelf'"))


def test_check_reads_the_files_whatever_the_figures_say(anes: Path, edit: Edit) -> None:
    from phare.workflow.check import check_study

    edit(
        anes / "config/indicators.yaml",
        "statistic: mean, variable: age",
        "statistik: mean, variable: age",
    )
    edit(anes / "config/waves/voters-1996.yaml", "source: TVnews", "source: TVnewz")
    problems, _ = check_study(anes)
    told = " ".join(map(str, problems))
    assert "statistik" in told
    assert "no column 'TVnewz'" in told
