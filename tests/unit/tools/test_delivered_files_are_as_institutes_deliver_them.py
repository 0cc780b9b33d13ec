"""What each format is there for: the pipeline must meet it in the study itself."""

import pytest

from phare.ingest.deliver import deliver


@pytest.fixture
def delivered(study):
    def read(wave):
        card = study.cards[wave]
        return deliver(study.raw_file(wave), wave, card.reader, card.respondent_id)

    return read


def test_citizens_are_windows_1252_with_semicolons_decimal_commas_and_french_headings(study):
    octets = study.raw_file("citizens-2015").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        octets.decode("utf-8")
    text = octets.decode("windows-1252")
    assert text.startswith("Identifiant;Sexe;Âge;Région;")
    assert "Provence-Alpes-Côte d’Azur" in text, "an apostrophe that latin-1 has not"
    assert ";1,0" in text


def test_firms_have_value_labels_missing_codes_and_multiple_response_sets(delivered):
    codebook = delivered("firms-2015").codebook
    members = codebook[codebook["set"] == "types"]["variable"].unique()
    assert list(members) == ["Q3_1", "Q3_2", "Q3_3", "Q3_4"]
    refused = codebook[(codebook["variable"] == "Q5_1") & (codebook["code"] == "98")].iloc[0]
    assert (refused["code_label"], refused["missing_kind"]) == ("Refus", "declared")
    size = codebook[(codebook["variable"] == "TAILLE") & (codebook["code"] == "1")].iloc[0]
    assert size["code_label"] == "10 à 19 salariés"


def test_associations_have_codes_and_codebook_on_two_sheets_and_an_empty_line(delivered):
    delivery = delivered("associations-2015")
    assert "empty_row" in set(delivery.findings["finding"])
    of_employer = delivery.codebook[delivery.codebook["variable"] == "EMPLOI"]
    assert list(of_employer["code_label"].dropna()) == ["Employeuse", "Non employeuse"]


@pytest.mark.parametrize("wave", ["mayors-2016", "mayors-2024"])
def test_mayors_are_spss_files_without_a_moving_date(study, wave):
    octets = study.raw_file(wave).read_bytes()
    assert octets[:4] == b"$FL2"
    assert octets[92:109] == b"04 Jan 1609:00:00"


def test_open_answers_are_short_french_texts(delivered):
    answers = delivered("mayors-2016").records["QOUV"].dropna()
    answers = answers[answers != ""]
    assert answers.str.contains("subventions").any()
    assert answers.str.split().str.len().median() < 15
