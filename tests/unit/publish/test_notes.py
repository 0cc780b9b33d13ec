"""Methodological notes: every number is one of the tables they are made from."""

import csv
import io
import re
from dataclasses import replace

import docx
import pandas as pd
import pytest
from tests.unit.publish.conftest import SECRET

from phare.config.notes import note_names, note_slice
from phare.config.schemes import Replication, Step
from phare.publish.docx import docx_of
from phare.publish.html import html_text
from phare.publish.note import build_note
from phare.publish.note_steps import errors_told, steps_told
from phare.publish.note_tables import NoteTables
from phare.publish.notes import publish_note

N = "\u202f"
TABLES = ("respondents", "margins", "weights", "precision", "checked")


@pytest.fixture
def slice_of(shops):
    return lambda wave="shops-2024": note_slice(shops, f"note.{wave}")


@pytest.fixture
def note(slice_of, note_tables):
    def built(wave: str = "shops-2024", language: str = "fr", tables: NoteTables | None = None):
        return build_note(slice_of(wave), language, tables or note_tables)

    return built


@pytest.fixture
def word(note):
    """Return what python-docx reads of each table: row label -> texts of its cells."""

    def read(wave: str = "shops-2024", language: str = "fr"):
        document = note(wave, language)
        paper = docx.Document(io.BytesIO(docx_of(document)))
        return {
            table.name: [[cell.text for cell in row.cells] for row in found.rows]
            for table, found in zip(document.tables, paper.tables, strict=True)
        }

    return read


def number(text: str) -> float:
    """Return a number as displayed in French, without its unit and mark."""
    plain = re.sub(r"[^0-9,\u2212+]", "", text).replace(",", ".").replace("\u2212", "-")
    return float(plain)


def rows(frame: pd.DataFrame, wave: str = "shops-2024", scheme: str | None = None) -> list[dict]:
    own = frame[frame["wave"] == wave]
    own = own if scheme is None else own[own["scheme"] == scheme]
    return own.to_dict("records")


def test_each_wave_has_its_note(shops):
    assert note_names(shops) == ["note.shops-2020", "note.shops-2024", "note.banks-2024"]


def test_a_note_names_its_wave_and_its_sections(note):
    document = note()
    assert document.title == f"Méthode{N}: la note – Commerces 2024"
    assert [table.name for table in document.tables] == list(TABLES)
    paper = docx.Document(io.BytesIO(docx_of(document)))
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 2"]
    assert headings[0] == "Fiche technique"
    assert len(headings) == len(document.parts) == 11


def test_the_lead_says_what_the_respondents_are_worth(note):
    assert f"302 répondants, dont les poids inégaux font l’équivalent de 139{N}:" in note().lead[0]
    assert f"±8,3 points pour un résultat de 50{N}%" in note().lead[0]
    assert "±5,6 points" in note().lead[0]
    assert "±8.3 points for a result of 50%" in note(language="en").lead[0]


def test_dispositions_are_those_of_the_table(word, note_tables):
    (_, *told) = word()["respondents"]
    wanted = rows(note_tables.dispositions)
    assert [number(cells[1]) for cells in told] == [one["n"] for one in wanted]
    assert [cells[0] for cells in told] == [
        "Lignes livrées", f"Sans répondant{N}: ligne vide",
        f"Exclus{N}: identifiant livré deux fois", f"Exclus{N}: unheard_of", "Répondants conservés",
    ]  # fmt: skip


def test_margins_before_and_after_are_those_of_the_table(word, note_tables):
    told = [cells for cells in word()["margins"][1:] if len(set(cells)) > 1]
    for cells, one in zip(told, rows(note_tables.margin_shares), strict=True):
        target, share, before, after, gap = cells[1:]
        assert number(target) == one["target"]
        assert number(share) == pytest.approx(100 * one["target_share"], abs=0.05)
        assert number(after) == pytest.approx(100 * one["weighted_share"], abs=0.05)
        assert number(gap) == pytest.approx(100 * one["gap"], abs=0.05)
        if one["quality"] == "ok":
            assert number(before) == pytest.approx(100 * one["unweighted_share"], abs=0.05)
        else:
            assert before == "s"


def test_weights_are_those_of_the_table_scheme_by_scheme(word, note_tables):
    told = [cells for cells in word()["weights"][1:] if len(set(cells)) > 1]
    steps = rows(note_tables.weight_summary, scheme="reference")
    steps += rows(note_tables.weight_summary, scheme="unweighted")[-1:]
    assert [cells[0] for cells in told] == [
        "Poids initiaux", "Après calage", "Après troncature", "Sans redressement",
    ]  # fmt: skip
    for cells, one in zip(told, steps, strict=True):
        names = ("n", "min", "max", "cv", "deff_kish", "n_effective")
        for text, name in zip(cells[1:7], names, strict=True):
            assert number(text) == pytest.approx(one[name], abs=0.5 if "n_" in name else 0.05)
    assert [cells[7] for cells in told] == ["", "", "±8,3", "±8,3"]


def test_margins_of_error_are_those_of_the_table(word, note_tables):
    told = [cells for cells in word()["precision"][1:] if len(set(cells)) > 1]
    wanted = rows(note_tables.precision, scheme="reference")
    assert told[-1] == ["Géant", "s", "s", "s", "s"]
    for cells, one in zip(told, wanted, strict=True):
        if one["quality"] == "suppressed":
            assert cells[1:] == ["s"] * 4
            continue
        assert number(cells[1]) == one["n"]
        assert number(cells[2]) == pytest.approx(one["n_effective"], abs=0.5)
        assert number(cells[3]) == pytest.approx(100 * one["margin_of_error"], abs=0.05)
        assert number(cells[4]) == pytest.approx(100 * one["margin_if_unweighted"], abs=0.05)
        assert cells[3].endswith("*") == (one["quality"] == "caution")


def test_published_figures_are_those_of_the_check(word, note_tables):
    told = {cells[0]: cells[1:] for cells in word()["checked"][1:] if len(set(cells)) > 1}
    assert told["Ensemble [S2]"] == [
        f"29{N}%", f"37{N}%", f"33,7{N}–{N}41,2{N}%", "différent", "contredit",
    ]  # fmt: skip
    assert told["Ensemble [<i>S1</i>]"][:2] == [f"89{N}000"] * 2
    assert told["Géant [S1]"] == [f"41{N}%", "s", "", "non publié", "vérifié"]
    assert told["Ensemble [S3]"] == [f"12{N}%", "–", "", "non estimé", "vérifié"]
    small = next(cells for label, cells in told.items() if label.startswith(f"Petit{N}:"))
    assert small[0] == f"+8,5{N}points"
    printed = [number(cells[0]) for cells in told.values()]
    assert len(told) == 7  # the label of the total stands under several indicators
    assert set(printed) <= set(note_tables.published_check["value"])


def test_only_the_figures_of_the_wave_are_told(note):
    checked = note("shops-2020").tables[-1]
    assert [row.label for row in checked.rows] == ["Ensemble [S1]"]
    none = note("banks-2024")
    assert "checked" not in {table.name for table in none.tables}
    assert "Aucun chiffre publié n’est connu" in html_text(none)


def test_what_is_not_known_is_said_and_never_invented(note):
    facts = dict(note("shops-2020").parts[0].terms)
    assert facts["Mode de recueil"] == "non communiqué"
    assert facts["Dates de terrain"] == "non communiquées"
    assert facts["Institut"] == "Institut & <b>fils</b>"
    limits = " ".join(
        part.points[1] for part in note("shops-2020").parts if part_is(part, "Limites")
    )
    assert limits == f"Ce qui n’est pas connu{N}: le mode de recueil, les dates de terrain."
    assert dict(note().parts[0].terms)["Mode de recueil"] == "en ligne"


def part_is(part: object, heading: str) -> bool:
    return getattr(part, "heading", None) == heading


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notice_stands_on_reconstructed_waves_only(note, language):
    said, silent = (html_text(note(wave, language)) for wave in ("shops-2020", "shops-2024"))
    notice = {"fr": "Données inventées, ne pas citer", "en": "Invented data, do not cite"}[language]
    made_up = {"fr": "réponses inventées", "en": "invented answers"}[language]
    assert notice in said
    assert made_up in said
    assert notice not in silent
    assert made_up not in silent


def test_what_is_suppressed_is_in_no_file(slice_of, note_tables, tmp_path):
    found = (note_tables.precision["margin_of_error"] == SECRET).sum()
    assert found
    for path in publish_note(slice_of(), note_tables, tmp_path):
        if path.suffix in (".csv", ".html"):
            said = path.read_text(encoding="utf-8").partition("</style>")[2] or path.read_text(
                "utf-8"
            )
            assert not re.search(r"77[.,]7|0[.,]777|0[.,]78|±77", said), path.name


def test_the_tidy_file_holds_the_numbers_displayed(slice_of, note_tables, note, tmp_path):
    (path, *_) = publish_note(slice_of(), note_tables, tmp_path)
    with path.open(encoding="utf-8", newline="") as lines:
        told = list(csv.DictReader(lines))
    cells = [
        cell
        for table in note().tables
        for row in table.rows
        for cell in row.cells
        if cell.number is not None
    ]
    assert [float(row["value"]) for row in told] == [cell.number for cell in cells]
    for row, cell in zip(told, cells, strict=True):
        shown = number(cell.text) / (100 if "%" in cell.text and row["table"] != "checked" else 1)
        shown /= 100 if cell.text.startswith("±") or row["column"] == "Écart à la cible" else 1
        assert float(row["value"]) == pytest.approx(shown), row


def test_the_weighting_is_told_step_by_step(slice_of):
    assert steps_told(slice_of(), "fr") == (
        f"Poids initiaux par strate (Taille){N}: effectif de la strate dans la population divisé par "
        "son nombre de répondants.",
        f"Calage sur marges, méthode ratissage (raking ratio){N}: Taille.",
        "Troncature des poids à 2,5 fois leur médiane, puis nouveau calage, jusqu’à ce que le "
        "plafond et les marges soient respectés ensemble.",
    )


@pytest.mark.parametrize(
    "step",
    [
        {"base": {"from": "one"}}, {"base": {"from": "population"}}, {"base": {"from": "column"}},
        {"nonresponse": {"classes": "size", "responded": "open_late", "answer": "late"}},
        {"propensity": {"responded": "open_late", "answer": "late", "on": ["size"]}},
        {"calibrate": {"method": "logit", "margins": ["size"], "bounds": [0.5, 2]}},
        {"calibrate": {"method": "linear", "margins": ["size"], "costs": {"size": 10}}},
        {"calibrate": {"method": "truncated", "margins": ["size"], "bounds": [0.5, 2]}},
        {"calibrate": {"method": "sinh", "margins": ["size"]}},
        {"trim": {"cap": 4}}, {"trim": {"times_iqr": 4}}, {"trim": {"to_deff": 1.5}},
        {"normalise": {"to": "respondents"}}, {"normalise": {"to": "population"}},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_has_its_words(slice_of, step, language):
    about = slice_of().model_copy(update={"steps": (Step.model_validate(step),)})
    (told,) = steps_told(about, language)
    assert told.endswith(".")
    assert "{" not in told


@pytest.mark.parametrize(
    ("kind", "words"),
    [(None, "par linéarisation"), ("JKn", "(JKn)"), ("supplied", "livrés par l’institut")],
)
def test_where_errors_come_from_is_told(slice_of, kind, words):
    variance = Replication(replicates=kind) if kind else None
    assert words in errors_told(slice_of().model_copy(update={"variance": variance}), "fr")


def test_a_wave_without_margins_has_no_table_of_them(note, note_tables):
    assert [table.name for table in note("banks-2024").tables][:3] == [
        "respondents", "weights", "precision",
    ]  # fmt: skip
    other = replace(note_tables, margin_shares=note_tables.margin_shares.iloc[:0])
    assert "margins" not in {table.name for table in note(tables=other).tables}


def test_thresholds_are_those_of_the_study(slice_of, note_tables):
    about = slice_of()
    strict = about.quality.model_copy(update={"disclosure_n": 11, "proportion_wide": 0.2})
    document = build_note(about.model_copy(update={"quality": strict}), "en", note_tables)
    page = html_text(document)
    assert "fewer than 11 respondents, and what would" in page
    assert "interval of 20 points or more" in page


def test_a_source_is_told_in_the_language_of_the_note(note_tables, shops):
    rows = shops.margins["shops"].assign(source="registre | register")
    study = replace(shops, margins={"shops": rows})
    about = note_slice(study, "note.shops-2024")
    french, english = (
        build_note(about, language, note_tables).parts[-1].points for language in ("fr", "en")
    )
    assert french == (
        f"Marge «{N}Taille{N}»{N}: registre{N}; date de référence{N}: 1er janvier 2019.",
    )
    assert english == ("Margin ‘Size’: register; reference date: 1 January 2019.",)


def test_hostile_labels_are_only_text(note):
    page = html_text(note())
    assert "<script>" not in page
    assert "<i>S1" not in page
    assert "&lt;b&gt;register&lt;/b&gt;" in page
