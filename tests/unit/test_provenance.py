"""Digests follow the source that a step imports, and nothing else."""

from pathlib import Path

import pytest

from phare.provenance import Sources, bytes_digest, file_digest, imports_of, json_text, moved


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package phare of a few modules, and a script that imports one of its rooms."""
    files = {
        "src/phare/__init__.py": "",
        "src/phare/errors.py": "",
        "src/phare/weight/__init__.py": "from phare.weight.solve import solve\n",
        "src/phare/weight/solve.py": "def solve():\n    from phare import errors\n    import numpy\n",
        "src/phare/weight/caps.json": "{}",
        "src/phare/clean/__init__.py": "",
        "script.py": "from phare.weight import solve\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def behind(house: Path) -> dict[str, str]:
    return Sources({}, house / "src" / "phare", house).behind(house / "script.py")


def test_what_is_imported_counts_even_inside_functions(house: Path) -> None:
    assert set(behind(house)) == {
        "script.py",
        "src/phare/__init__.py",
        "src/phare/errors.py",
        "src/phare/weight/__init__.py",
        "src/phare/weight/caps.json",
        "src/phare/weight/solve.py",
    }


@pytest.mark.parametrize("name", ["weight/solve.py", "weight/caps.json", "errors.py"])
def test_an_edit_of_what_is_imported_changes_the_digests(house: Path, name: str) -> None:
    before = behind(house)
    (house / "src" / "phare" / name).write_text("# edited")
    assert f"src/phare/{name}" in moved(before, behind(house))


def test_an_edit_of_another_room_changes_nothing(house: Path) -> None:
    before = behind(house)
    (house / "src" / "phare" / "clean" / "__init__.py").write_text("# edited")
    assert behind(house) == before


def test_imports_met_before_are_not_parsed_again(house: Path) -> None:
    known = {bytes_digest((house / "script.py").read_bytes()): []}
    assert list(Sources(known, house / "src" / "phare", house).behind(house / "script.py")) == [
        "script.py"
    ]


def test_only_imports_of_phare_are_told() -> None:
    source = b"import os, phare.lock\nfrom pandas import x\nfrom phare import storage as s\n"
    assert imports_of(source) == ["phare", "phare.lock", "phare.storage"]


def test_a_file_is_digested_in_pieces(tmp_path: Path) -> None:
    content = bytes(3_000_001)
    (tmp_path / "file").write_bytes(content)
    assert file_digest(tmp_path / "file") == bytes_digest(content)


def test_the_order_of_keys_is_part_of_the_text() -> None:
    assert json_text({"b": 1, "a": "é"}) == '{"b":1,"a":"é"}'
