"""Releases are numbered within their year, and a folder without a manifest is none."""

from pathlib import Path

from phare.release.numbering import next_number, releases


def released(reports: Path, *names: str) -> Path:
    for name in names:
        (reports / name).mkdir(parents=True)
        (reports / name / "manifest.json").write_text("{}")
    return reports


def test_they_are_in_order_of_number_and_not_of_letters(tmp_path: Path) -> None:
    reports = released(tmp_path, "2024.10", "2024.9", "2023.12", "notes", ".2024.11.part")
    assert [path.name for path in releases(reports)] == ["2023.12", "2024.9", "2024.10"]
    assert next_number(reports, 2024) == "2024.11"
    assert next_number(reports, 2025) == "2025.1"


def test_a_number_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    (tmp_path / "2024.1").mkdir()
    assert releases(tmp_path) == []
    assert next_number(tmp_path, 2024) == "2024.2"


def test_there_may_be_none(tmp_path: Path) -> None:
    assert releases(tmp_path / "absent") == []
    assert next_number(tmp_path / "absent", 2024) == "2024.1"
