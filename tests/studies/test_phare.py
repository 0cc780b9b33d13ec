"""The study itself, from its raw files through the workflow to a release.

Oracle: the published figures (config/published.csv) and the documented design of 2024.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pandas as pd
import pytest

from phare import storage
from phare.config import load_study
from phare.config.declared import DECLARED
from phare.config.slices import EstimateSlice
from phare.contracts import ESTIMATES, RESPONSES, TOTAL, WEIGHTS
from phare.estimate import estimate
from tests.studies.french import french_words, struck
from tests.studies.release_texts import plain, said

pytestmark = pytest.mark.workflow

WAVES = {"citizens-2015", "firms-2015", "associations-2015", "mayors-2016", "mayors-2024"}
NOTICE = ("données reconstituées, ne pas citer", "reconstructed data, do not cite")


@pytest.fixture(scope="module")
def release(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("phare")
    done = subprocess.run(
        [sys.executable, "-m", "phare", "run", "--study", str(root), "--directory", str(work)],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (folder,) = (work / "reports").iterdir()
    return folder


@pytest.fixture(scope="module")
def estimates(release: Path) -> pd.DataFrame:
    found = pd.read_csv(release / "restricted" / "estimates.csv")
    keys = ["wave", "scheme", "indicator", "category", "domain", "level"]
    return found.set_index(keys).sort_index()


def value(
    estimates: pd.DataFrame, wave: str, indicator: str, category: str = "all",
    domain: str = "all", level: str = "all", scheme: str = "reference",
) -> float:  # fmt: skip
    return float(estimates.loc[(wave, scheme, indicator, category, domain, level), "estimate"])


def test_every_verified_or_inferred_figure_of_the_five_waves_is_reproduced(release: Path) -> None:
    check = pd.read_csv(release / "published_check.csv")
    run = check[check["verdict"] != "not run"]
    assert set(run["wave"]) == WAVES
    certain = run[run["status"] != "contradictory"]
    assert len(certain) > 90
    other = certain[certain["verdict"] != "reproduced"]
    # The 3 % that 76 and 21 % leave were never printed; of 139 effective answers they are too
    # uncertain to be.
    assert other[["wave", "indicator", "category", "status", "verdict"]].to_numpy().tolist() == [
        ["mayors-2024", "function_profile", "other", "inferred", "suppressed"]
    ], other
    assert set(check["status"]) == {"verified", "inferred", "contradictory"}


def test_mayors_of_2024_are_302_worth_138(release: Path, estimates: pd.DataFrame) -> None:
    summary = pd.read_csv(release / "weight_summary.csv")
    wave = summary[(summary["wave"] == "mayors-2024") & (summary["scheme"] == "reference")]
    final = wave.iloc[-1]
    assert final["n"] == 302
    assert final["deff_kish"] == pytest.approx(2.2, abs=0.05)
    assert final["n_effective"] == pytest.approx(138, abs=1.5)
    assert round(196 * (0.25 / final["n_effective"]) ** 0.5, 1) == 8.3
    assert round(196 * (0.25 / 302) ** 0.5, 1) == 5.6
    profile = [value(estimates, "mayors-2024", "commune_size_profile", size)
               for size in ("under_2000", "from_2000", "from_20000")]  # fmt: skip
    assert [round(100 * share) for share in profile] == [84, 14, 2]


def test_the_note_of_2024_says_what_its_302_mayors_are_worth(release: Path) -> None:
    paper = docx.Document(str(release / "notes" / "note.mayors-2024.fr.docx"))
    lead = next(one.text for one in paper.paragraphs if one.text.startswith("302"))
    assert "l’équivalent de 139" in lead
    assert "±8,3 points" in lead
    assert "±5,6 points" in lead
    rows = {row.cells[0].text: [one.text for one in row.cells[1:]]
            for table in paper.tables for row in table.rows}  # fmt: skip
    assert rows["Ensemble"] == ["302", "139", "±8,3", "±5,6"]
    assert rows["Corse"] == ["s"] * 4  # two respondents
    told = "\n".join(one.text for one in paper.paragraphs)
    assert "Institut\tnon communiqué" in told
    assert "du 30 septembre au 28 octobre 2024" in told


def test_innovation_of_2024_rises_with_the_size_of_the_commune(estimates: pd.DataFrame) -> None:
    told = ["mayors-2024", "territory_innovation"]
    assert round(100 * value(estimates, *told, "strongly")) == 35
    assert round(100 * value(estimates, *told, "neither")) == 56
    by_size = [value(estimates, *told, "strongly", "commune_size", size)
               for size in ("under_2000", "from_2000", "from_20000")]  # fmt: skip
    assert [round(100 * share) for share in by_size][::2] == [32, 78]
    assert by_size == sorted(by_size)


def test_firms_and_associations_extrapolate_as_printed(estimates: pd.DataFrame) -> None:
    firms, associations = "firms-2015", "associations-2015"
    assert round(100 * value(estimates, firms, "partnership_rate")) == 37
    assert round(value(estimates, firms, "partners_extrapolated"), -3) == 89_000
    assert round(value(estimates, firms, "partnerships_total"), -3) == 674_000
    assert round(value(estimates, firms, "partnerships_per_partner"), 1) == 7.6
    rates = [value(estimates, associations, "partnership_rate", "all", "employer", level)
             for level in ("employer", "non_employer")]  # fmt: skip
    assert [round(100 * rate) for rate in rates] == [53, 35]
    assert round(100 * value(estimates, associations, "partnership_rate")) == 38
    assert round(value(estimates, associations, "partners_extrapolated"), -3) == 267_000


def test_the_gap_of_pays_de_la_loire_is_six_points(release: Path) -> None:
    gaps = pd.read_csv(release / "comparisons.csv")
    row = gaps[
        (gaps["kind"] == "gap") & (gaps["wave"] == "firms-2015") & (gaps["scheme"] == "reference")
        & (gaps["indicator"] == "partnership_rate") & (gaps["level"] == "pays_de_la_loire")
    ]  # fmt: skip
    assert round(100 * row["difference"].item()) == 6
    assert 0 < row["p_value"].item() < 1


def test_the_four_actors_are_compared_on_innovation(release: Path, estimates: pd.DataFrame) -> None:
    waves = {"citizens-2015": 69, "firms-2015": 81, "associations-2015": 86, "mayors-2016": 87}
    for wave, printed in waves.items():
        assert round(100 * value(estimates, wave, "innovation_source")) == printed
    found = pd.read_csv(release / "comparisons.csv")
    pairs = found[
        (found["kind"] == "actors") & (found["indicator"] == "innovation_source")
        & (found["domain"] == "all")
    ]  # fmt: skip
    assert len(pairs) == 6
    citizens = pairs[(pairs["wave"] == "mayors-2016") & (pairs["against_wave"] == "citizens-2015")]
    assert round(100 * citizens["difference"].item()) == 18


def test_every_wave_has_reference_unweighted_untrimmed_and_another(estimates: pd.DataFrame) -> None:
    schemes = estimates.reset_index().groupby("wave")["scheme"].agg(set)
    assert len(schemes) == 5
    assert all({"reference", "unweighted", "untrimmed"} < found for found in schemes)


def test_everything_says_that_the_waves_are_reconstructed(release: Path) -> None:
    for page in release.glob("tables/*.html"):
        text = page.read_text("utf-8").lower()
        assert any(notice in text for notice in NOTICE), page.name
    for figure in release.glob("figures/*.svg"):
        text = figure.read_text("utf-8").lower()
        assert any(notice in text for notice in NOTICE), figure.name
    for table in release.glob("*.csv"):
        rows = pd.read_csv(table)
        if "notice" in rows and len(rows):
            mine = rows[rows["wave"].isin(WAVES)]
            assert mine["notice"].str.contains("do not cite").all(), table.name
    index = (release / "index.html").read_text("utf-8")
    assert all(notice in index.lower() for notice in NOTICE)


def test_a_wave_that_asked_others_too_says_so_in_its_base(release: Path) -> None:
    tables = release / "tables"
    page = (tables / "territory_innovation_by_size.fr.html").read_text("utf-8")
    assert "Ensemble des maires et élus interrogés" in page
    page = (tables / "schemes.mayors-2016.fr.html").read_text("utf-8")
    assert re.search(r"Ensemble des maires\b(?! et élus)", page)


def test_what_an_item_shows_depends_on_nothing_else(root: Path, release: Path) -> None:
    """The lineage of an item is that of a slice with its indicators and domains alone."""
    study, work = load_study(root), release.parent.parent / "processed"
    scheme = study.settings.reference_scheme
    parts = 0
    for declared in (DECLARED["table"], DECLARED["figure"]):
        for name in declared.names(study):
            shown = declared.shown(study, name)
            pair = next(one for one in reversed(shown) if one.endswith(f"/{scheme}"))
            wave, card = pair.partition("/")[0], shown[pair]
            assert isinstance(card, EstimateSlice)
            read = storage.read_table
            responses = read(work / "clean" / wave / "responses.parquet", RESPONSES)
            weights = read(work / "weight" / wave / scheme / "weights.parquet", WEIGHTS)
            whole = read(work / "estimate" / wave / scheme / "estimates.csv", ESTIMATES)
            rows = whole[
                whole["indicator"].isin(list(card.indicators))
                & whole["domain"].isin([TOTAL, *card.domains])
            ]
            alone = estimate(responses, weights, card).estimates
            pd.testing.assert_frame_equal(
                alone.set_index(list(ESTIMATES.key)).sort_index(),
                rows.set_index(list(ESTIMATES.key)).sort_index(),
                check_dtype=False,
                rtol=1e-14,
            )
            parts += len(rows) < len(whole)
    assert parts > 5


def test_no_suppressed_estimate_leaves_the_restricted_part(release: Path) -> None:
    public = pd.read_csv(release / "estimates.csv")
    suppressed = public[public["quality"] == "suppressed"]
    assert len(suppressed) > 100
    withheld = ["estimate", "std_error", "conf_low", "conf_high", "n", "n_weighted"]
    assert suppressed[withheld].isna().all(axis=None)


def test_french_files_are_set_as_french(release: Path) -> None:
    read, wrong = set(), []
    for name, text in french_words(release):
        read.add(Path(name).suffix)
        wrong += [(name, one) for one in struck(text)]
    assert read == {".html", ".xlsx", ".docx", ".pptx", ".svg", ".csv"}
    assert not wrong, wrong[:20]


@pytest.mark.parametrize(
    "text",
    [
        "37 %",
        "37\u00a0%",
        "Base : tous",
        "Base: tous",
        "oui ; non",
        "Vraiment?",
        "« oui »",
        "1.5",
        "1,500",
    ],
)
def test_what_is_not_french_is_struck(text: str) -> None:
    assert struck(text)
    assert not struck("Base\u202f: «\u202ftous\u202f», 37,5\u202f%\u202f; 1\u202f500\u202f?")


def test_five_profiles_of_mayors_are_released_with_what_is_not_known(release: Path) -> None:
    for folder in ("figures", "tables"):
        rows = pd.read_csv(release / folder / "mayor_profiles.csv")
        profiles = rows[rows["profile"] != "none"]
        assert profiles["profile"].tolist() == ["1", "2", "3", "4", "5"]
        assert rows["share"].sum() == pytest.approx(1, abs=0.005)
        assert (rows["reconstructed"] == "yes").all()
        assert (profiles["stability"] > 0.8).all()
        # Five fields of words that were printed, each in a class of its own.
        fields = ("budget", "projets", "échanges", "gouvernance ouverte", "terrains à bâtir")
        for word in fields:
            assert profiles["words"].str.contains(word).sum() == 1, word
        assert profiles["words"].str.contains("|".join(fields)).all()
    stability = pd.read_csv(release / "profiles" / "stability.csv")
    assert (stability["notice"] == " / ".join(NOTICE)).all()
    note = said(next((release / "notes").glob("*mayors-2016.fr.html")))
    assert "la méthode et les parts des cinq profils publiés ne sont pas connues" in note
    assert "la question ouverte n'est pas connue" in note


def test_no_answer_to_the_open_question_is_in_any_file_of_the_release(release: Path) -> None:
    responses = storage.read_table(
        release.parent.parent / "processed/clean/mayors-2016/responses.parquet", RESPONSES
    )
    answers = [plain(one).rstrip(".") for one in responses["verbatim"].dropna()]
    # What five respondents wrote is vocabulary: an expression, which words.csv shows.
    long = {
        one
        for one in set(answers)
        if one.count(" ") >= 3 and sum(one in other for other in answers) < 5
    }
    assert len(long) > 120
    files = [path for path in release.rglob("*") if path.is_file()]
    texts = {path: said(path) for path in files}
    # Words of the answers are there, so whole answers would be found.
    assert sum("gouvernance ouverte" in text for text in texts.values()) >= 10
    found = [(path.name, one) for path, text in texts.items() for one in long if one in text]
    assert not found, found[:5]
    for path in (release / "profiles").iterdir():
        columns = set(pd.read_csv(path).columns)
        assert not columns & {"respondent_id", "posterior", "score"}, path.name
        assert "text" not in columns or path.name == "verbatims.csv"
