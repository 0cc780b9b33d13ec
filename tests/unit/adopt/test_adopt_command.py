"""phare adopt, phare confirm and phare check on the reference wave, from delivery to a card in use."""

import re
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from tests.women_study import write_women

from phare.config import load_study, read_study
from phare.errors import PhareError
from phare.workflow.adopting import Delivered, adopt
from phare.workflow.check import check_study
from phare.workflow.deciding import Decision, confirm

TODAY = "2026-11-23"
CARD = Path("config/waves/women-2017.yaml")


@pytest.fixture
def women_study(reference: Path, tmp_path: Path) -> Path:
    return write_women(tmp_path / "women", reference)


def given(root: Path, **told: object) -> Delivered:
    raw = root / "raw" / "women-2017" / "femmes_2017.xlsx"
    return Delivered(**{"raw": raw, "like": "women-2012"} | told)  # type: ignore[arg-type]


def typed(root: Path) -> None:
    """Type what only a person knows, as the guide says."""
    path = root / CARD
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "universe: {fr: '???', en: '???'}", "universe: {fr: 18-49 ans, en: 18 to 49}"
    )
    text = re.sub(
        r"fieldwork: .*",
        "fieldwork: {institute: x, mode: face to face, start: 2017-01, end: 2017-03}",
        text,
    )
    text = text.replace("empty: ???", "empty: none")
    # Two regions became one: the person keeps the coarser category for both.
    text = text.replace("      ???:\n        code: [SO]\n", "      region_3: {code: SO}\n")
    text = text.replace("      ???:\n        code: [5]\n", "      matri_4: {code: 5}\n")
    path.write_text(text, encoding="utf-8")


def test_a_proposed_card_is_refused_until_typed_and_confirmed(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    _, problems = read_study(women_study)
    said = [str(one) for one in problems]
    assert any("universe.fr: got '???'" in one for one in said)
    assert any("lines that nobody confirmed (C2, age, milieu" in one for one in said)
    typed(women_study)
    problems, _ = check_study(women_study)
    assert [p.got.split(" (")[0] for p in problems] == ["14 lines that nobody confirmed"]
    decision = Decision("women-2017", ("*",), "ABC", TODAY)
    confirm(women_study, decision)
    assert check_study(women_study) == ([], ["women-2012", "women-2017"])
    text = (women_study / CARD).read_text(encoding="utf-8")
    assert "status: reviewed" in text
    assert "confirmed: {by: ABC, on: '2026-11-23'}" in text


def test_the_confirmed_card_reads_what_the_truth_says(women_study: Path) -> None:
    from phare.clean import clean
    from phare.config.slices import clean_slice
    from phare.ingest import ingest

    adopt(women_study, given(women_study))
    typed(women_study)
    confirm(women_study, Decision("women-2017", ("*",), "ABC", TODAY))
    study = load_study(women_study)
    card = study.cards["women-2017"]
    read = ingest(study.raw_file("women-2017"), "women-2017", card.reader, card.respondent_id)
    found = clean(
        read.records, read.codebook, read.tagged, read.findings, clean_slice(study, "women-2017")
    )
    responses = found.responses
    delivered = read.records
    assert (responses["educ"] == "educ_3").sum() == (delivered["B1"] == 1).sum()
    assert (responses["travail"] == "travail_0").sum() == (delivered["B4"] == 2).sum()
    pieces = delivered["C2"].fillna("").str.split(",")
    assert (responses["tv"] == "tv_1").sum() == pieces.map(lambda codes: "3" in codes).sum()
    assert responses["nb_enf_ideal"].max() < 96


def test_what_is_lost_is_told_first_with_what_needs_it(women_study: Path) -> None:
    said = adopt(women_study, given(women_study, language="en")).said
    lost = said.index("LOST")
    assert said[lost:].splitlines()[1].split() == ["test", "needed", "by:", "indicator", "tested"]
    assert lost < said.index("TO LOOK AT")


def test_the_review_is_a_page_without_script_or_request(women_study: Path) -> None:
    written = adopt(women_study, given(women_study)).written[1].read_text(encoding="utf-8")
    assert written.startswith('<!doctype html>\n<html lang="fr">')
    assert "<script" not in written
    assert "http" not in written.replace("http-equiv", "")
    assert "L’échelle est inversée" in written
    assert written.count("<h1>") == 1
    assert "<table aria-label=" in written


def test_the_same_file_again_is_nothing_to_do(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    before = (women_study / CARD).read_bytes()
    assert "nothing to do" in adopt(women_study, given(women_study)).said
    assert (women_study / CARD).read_bytes() == before


def test_a_line_with_something_to_type_is_not_confirmed(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    with pytest.raises(PhareError, match=r"crosswalk\.region\.categories: got '\?\?\?'"):
        confirm(women_study, Decision("women-2017", ("region",), "ABC", TODAY))


def test_an_unknown_line_is_told_with_the_nearest(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    with pytest.raises(PhareError, match="write 'religion'"):
        confirm(women_study, Decision("women-2017", ("religon",), "ABC", TODAY))


def test_nobody_confirms_without_a_name(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    with pytest.raises(PhareError, match="--by"):
        confirm(women_study, Decision("women-2017", ("age",), " ", TODAY))


def test_a_refused_pair_is_never_proposed_again(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    confirm(
        women_study, Decision("women-2017", ("milieu",), "ABC", TODAY, reject="not the same place")
    )
    (women_study / CARD).unlink()
    said = adopt(women_study, given(women_study, language="en")).said
    assert "milieu: milieu" not in said
    assert "milieu" in said[said.index("LOST") : said.index("THE FILE")]


def test_confirmed_wordings_are_remembered_and_printed(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    confirm(women_study, Decision("women-2017", ("age", "educ"), "ABC", TODAY))
    memory = (women_study / "config" / "crosswalk-memory.csv").read_text(encoding="utf-8")
    assert (
        "educ,women-2017,B1,Plus haut niveau scolaire atteint,educ_3,1,Supérieur,reversed" in memory
    )
    history = (women_study / "reports" / "adopt" / "questions.md").read_text(encoding="utf-8")
    assert "| women-2017 | A1 | Quel âge avez-vous ? | reworded | ABC, 2026-11-23 |" in history


def test_a_column_that_the_card_passes_over_is_told(women_study: Path) -> None:
    adopt(women_study, given(women_study))
    typed(women_study)
    confirm(women_study, Decision("women-2017", ("*",), "ABC", TODAY))
    path = women_study / CARD
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"not_used: .*", "", text), encoding="utf-8")
    (problem,) = check_study(women_study)[0]
    assert "nothing about C3" in str(problem)


def test_two_weights_are_left_to_a_person(women_study: Path) -> None:
    raw = women_study / "raw" / "women-2017" / "femmes_2017.xlsx"
    book = openpyxl.load_workbook(raw)
    page = book["donnees"]
    page.cell(1, page.max_column + 1).value = "PDS2"
    for row in range(2, page.max_row + 1):
        page.cell(row, page.max_column).value = 1.0 + row / 1000
    book.save(raw)
    said = adopt(women_study, given(women_study, language="en")).said
    assert "Several possible weights: PDS, PDS2." in said
    text = (women_study / CARD).read_text(encoding="utf-8")
    assert "  weight: {source: '???', relation: other, confirmed: no}\n" in text


def test_a_key_that_both_files_share_tells_the_overlap(women_study: Path) -> None:
    """The same women again, under other names and codes: rows tell what wordings do not."""
    old = pyreadstat.read_sav(women_study / "raw" / "women-2012" / "femmes_2012.sav")[0]
    names = {name: f"V{at}" for at, name in enumerate(old.columns) if name != "id_femme"}
    again = old[old.index % 2 == 0].rename(columns=names)
    again["V4"] = again["V4"].map({1.0: "a", 2.0: "b", 3.0: "c", 4.0: "d"})
    raw = women_study / "raw" / "women-2017" / "panel.csv"
    again.to_csv(raw, index=False)
    said = adopt(women_study, given(women_study, raw=raw, link="id_femme", language="en")).said
    assert "1000 respondents are in both files (100%)" in said
    text = (women_study / CARD).read_text(encoding="utf-8")
    region = text[text.index("  region:") : text.index("  educ:")]
    assert "source: V4" in region
    assert "region_1: {label: a}" in region
    assert "region_4: {label: d}" in region
