"""Every entry of every expected.json, evaluated by phare, equals R or is in the ledger.

Oracle: R survey 4.1 (../shared/reference). Tolerance: 1e-9 relative; models 1e-7; quantiles to
the last digit but one; numbers printed elsewhere to the digits printed.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from adapter.parity import DERIVATIONS, FOLDERS, Parity, run_folder
from adapter.report import Row, rows_of, table

KINDS = [
    *("svystat", "svrepstat", "svyby", "svyratio", "svyquantile", "svyciprop", "svyvar"),
    *("svyglm", "regTermTest", "htest", "table", "vector", "list", "weights", "error", "printed"),
]
BESIDE = Path(__file__).resolve().parents[3] / "shared" / "reference"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "parity" not in metafunc.fixturenames:
        return
    folders = [(BESIDE / name, DERIVATIONS / f"{name}.py") for name in FOLDERS]
    try:
        more = metafunc.config.getoption("--reference")
        derive = metafunc.config.getoption("--derive")
    except ValueError:  # the option is only there when this folder is asked for
        more, derive = [], []
    for i, name in enumerate(more):
        folder = Path(name)
        folders.append((folder, Path(derive[i]) if i < len(derive) else derivation_of(folder)))
    metafunc.parametrize("parity", folders, ids=[f.name for f, _ in folders], indirect=True)


def derivation_of(folder: Path) -> Path:
    inside = folder / "derive.py"
    return inside if inside.exists() else DERIVATIONS / f"{folder.name}.py"


@functools.cache
def run(folder: Path, derivation: Path) -> Parity:
    return run_folder(folder, derivation)


@pytest.fixture
def parity(request: pytest.FixtureRequest) -> Parity:
    folder, derivation = request.param
    if not folder.is_dir():
        reason = f"{folder.name}: no reference results (../shared/reference)"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, and {reason}")
        pytest.skip(reason)
    return run(folder, derivation)


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_equals_r_or_is_in_the_ledger(parity: Parity, kind: str) -> None:
    found = parity.unexpected(kind)
    assert not found, f"{len(found)} entries of {parity.folder}:\n" + "\n".join(found)


def test_every_kind_is_run(parity: Parity) -> None:
    assert set(parity.kinds) <= set(KINDS)


def test_every_line_of_the_ledger_names_an_entry(parity: Parity) -> None:
    ids = [one.id for one in parity.outcomes]
    idle = [
        pattern
        for known in parity.ledger
        for pattern in known.entries
        if not any(type(known)("", [pattern], [], 0).names(one) for one in ids)
    ]
    assert not idle


def test_the_page_says_what_the_tests_find(parity: Parity, root: Path) -> None:
    page = (root / "docs" / "methods" / "parity.md").read_text(encoding="utf-8")
    if parity.folder in FOLDERS:
        counted = [(row.kind, row.equal, row.total) for row in rows_of(parity)]
        assert [row for row in table(page) if row[0] == parity.folder] == [
            (parity.folder, *one) for one in counted
        ], "run python -m tests.reference.adapter"


def test_a_difference_nobody_explained_fails(parity: Parity) -> None:
    assert isinstance(rows_of(parity)[0], Row)
    bare = Parity(parity.folder, parity.outcomes, ())
    explained = {one.id for one in parity.outcomes if one.differs}
    said = [line.split(" ")[0] for kind in bare.kinds for line in bare.unexpected(kind)]
    assert len(said) == len(explained)
