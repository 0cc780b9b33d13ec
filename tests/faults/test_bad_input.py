"""Bad input: one sentence, exit status 2, and the last release stays as it was.

Each case is tried as a user would: a study that has a release, one mistake, `phare run`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import export_anes

CARD = "config/waves/voters-1996.yaml"
RAW = "raw/voters-1996/anes96.csv"
MARGINS = "config/margins/voters-1996.csv"
TOTALS = (
    "population,margin,category,total,source,reference_date\n"
    "voters,education,school,300,made up,1996\n"
    "voters,education,college,450,made up,1996\n"
    "voters,education,graduate,194,made up,1996\n"
    "voters,age_class,under_40,400,made up,1996\n"
    "voters,age_class,from_40,544,made up,1996\n"
)
RAKING = "[{base: {from: one}}, {calibrate: {margins: [education, age_class]}}]"

Change = Callable[[Path], None]


def redeliver(study: Path, text: bytes) -> None:
    """Put another file in place of the delivered one, and its digest in the card."""
    (study / RAW).write_bytes(text)
    card = study / CARD
    digest = hashlib.sha256(text).hexdigest()
    card.write_text(re.sub(r"sha256: \w+", f"sha256: {digest}", card.read_text("utf-8")), "utf-8")


def in_raw(old: bytes, new: bytes, count: int = 1) -> Change:
    def change(study: Path) -> None:
        text = (study / RAW).read_bytes()
        assert old in text
        redeliver(study, text.replace(old, new, count))

    return change


def in_file(name: str, old: str, new: str) -> Change:
    def change(study: Path) -> None:
        text = (study / name).read_text("utf-8")
        assert old in text
        (study / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def in_margins(old: str, new: str) -> Change:
    def change(study: Path) -> None:
        (study / "config/margins").mkdir(exist_ok=True)
        assert old in TOTALS
        (study / MARGINS).write_text(TOTALS.replace(old, new), "utf-8")
        in_file("config/schemes.yaml", "[{base: {from: one}}]", RAKING)(study)

    return change


def appended_line(study: Path) -> None:
    text = (study / RAW).read_bytes()
    redeliver(study, text + text.splitlines(keepends=True)[1])
    in_file(CARD, "rows: 944", "rows: 945")(study)


CASES: dict[str, tuple[Change, list[str]]] = {
    "empty_file": (lambda study: redeliver(study, b""), ["anes96.csv", "empty"]),
    "wrong_encoding": (
        lambda study: (
            in_raw(b"TVnews", "T\xe9l\xe9".encode("latin-1"))(study),
            in_file(CARD, "respondent_id: id", "respondent_id: id\nreader: {encoding: utf-8}")(study),
        )[0],
        ["anes96.csv", "utf-8", "byte"],
    ),
    "two_columns_of_one_name": (in_raw(b"selfLR", b"PID"), ["anes96.csv", "'PID'"]),
    "unknown_code": (
        in_raw(b"\n1,0,7,7,1,6,6,36,3,1,1\n", b"\n1,0,7,7,1,6,6,36,3,1,5\n"),
        ["crosswalk.vote", "'5' in vote, 1 rows", "0 (clinton)"],
    ),
    "renamed_column": (
        in_raw(b"TVnews", b"TVnewz"),
        ["crosswalk.tv_news", "no column 'TVnews'", "write 'TVnewz'"],
    ),
    "category_without_margin": (
        in_margins("voters,education,graduate,194,made up,1996\n", ""),
        ["margin 'education', category 'graduate'", "no target"],
    ),
    "margin_without_respondent": (
        lambda study: (
            in_margins("voters,age_class,from_40,544", "voters,age_class,from_40,544")(study),
            in_raw(b"\n", b"\n")(study),
            in_file(CARD, "breaks: [-.inf, 40, .inf]", "breaks: [-.inf, 300, .inf]")(study),
        )[0],
        ["margin 'age_class', category 'from_40'", "no respondent", "collapse"],
    ),
    "margins_that_disagree": (
        in_margins("under_40,400", "under_40,500"),
        ["'education' and 'age_class'", "944", "1044"],
    ),
    "missing_value_in_a_margin": (
        lambda study: (
            in_margins("under_40,400", "under_40,400")(study),
            in_raw(b"\n1,0,7,7,1,6,6,36,3,1,1\n", b"\n1,0,7,7,1,6,6,,3,1,1\n")(study),
        )[0],
        ["margin 'age_class'", "a missing value in 1 of 944 rows"],
    ),
    "duplicate_ids": (appended_line, ["respondent_id", "1 repeated, the first '1'"]),
    "indicator_naming_an_unknown_variable": (
        in_file("config/indicators.yaml", "variable: tv_news", "variable: tv_newz"),
        ["config/indicators.yaml: tv_news.variable", "write 'tv_news'"],
    ),
    "yaml_typo": (
        in_file("config/indicators.yaml", "statistic: mean, variable: age", "statistik: mean, variable: age"),
        ["statistik", "write 'statistic'"],
    ),
    "wave_id_that_leaves_the_folder": (
        in_file(CARD, "wave: voters-1996", "wave: ../voters-1996"),
        ["'../voters-1996'", "population, hyphen, year"],
    ),
    "fewer_rows_than_expected": (
        in_file(CARD, "rows: 944", "rows: 950"), ["944", "950", "rows"],
    ),
    "raw_file_absent": (lambda study: (study / RAW).unlink(), ["anes96.csv", "no such file"]),
}  # fmt: skip


def phare(study: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "phare", *words, "--study", str(study)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small real study with a first release."""
    folder = export_anes(tmp_path_factory.mktemp("released"))
    done = phare(folder, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(folder / "reports")
    return folder


@pytest.mark.workflow
@pytest.mark.parametrize("case", CASES)
def test_bad_input(case: str, released: Path, tmp_path: Path) -> None:
    study = tmp_path / "anes1996"
    shutil.copytree(released, study, symlinks=True)
    before = contents(study / "reports")
    change, words = CASES[case]
    change(study)
    raw = contents(study / "raw")
    done = phare(study, "run")
    said = re.sub(r"\s+", " ", done.stdout + done.stderr)
    assert done.returncode == 2, said
    for word in words:
        assert word in said, said
    assert "Traceback" not in said
    assert contents(study / "reports") == before
    assert contents(study / "raw") == raw
