"""Geometry, crosswalk and communes are what the tool makes of its packages, and nothing else."""

import os
import subprocess
import sys

import pytest

from territories.arcs import Arcs, delta_coded
from territories.packages import CACHE, DIVISIONS, DIVISIONS_2019, SHAPES, Package

MADE = (
    "src/phare/publish/maps/france.topo.json", "config/territories.csv",
    "config/margins/communes-2019.csv", "config/margins/communes-2024.csv",
)  # fmt: skip


def missing(reason: str) -> None:
    """Skip on a machine without what the tool needs; continuous integration has it all."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def test_the_tool_writes_what_is_shipped(root, tmp_path):
    try:
        import shapely  # noqa: F401
    except ImportError:
        missing("shapely is not installed; python tools/set_up.py --dev")
    try:
        for package in (SHAPES, DIVISIONS, DIVISIONS_2019):
            package.read("package.json")
    except OSError as error:
        missing(f"no npm, or no registry: {error}")
    script = [sys.executable, str(root / "tools/territories.py"), "--cache", str(CACHE)]
    subprocess.run(
        [*script, "--out", str(tmp_path)], check=True, env=os.environ | {"PYTHONHASHSEED": "7"}
    )
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (root / name).read_bytes(), name


def test_a_package_of_other_bytes_is_refused(tmp_path):
    package = Package("made-up", "1.0.0", "0" * 64)
    (tmp_path / package.archive).write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"made-up-1\.0\.0\.tgz: got SHA-256"):
        package.read("package.json", tmp_path)
    assert not (tmp_path / package.archive).exists()


def test_a_shared_border_is_one_arc_in_two_directions():
    left = ((0, 0), (1, 0), (1, 1), (1, 2), (0, 2))
    right = ((1, 0), (2, 0), (2, 2), (1, 2), (1, 1))
    arcs = Arcs([left, right])
    one, other = arcs.of(left), arcs.of(right)
    shared = {number for number in one if ~number in other}
    assert len(shared) == 1
    assert arcs.all[shared.pop()] == ((1, 0), (1, 1), (1, 2))
    assert len(arcs.all) == 3


def test_an_island_is_one_closed_arc():
    island = ((5, 5), (6, 5), (6, 6))
    arcs = Arcs([island])
    assert arcs.of(island) == [0]
    assert arcs.all == [((5, 5), (6, 5), (6, 6), (5, 5))]
    assert delta_coded(arcs.all[0]) == [[5, 5], [1, 0], [0, 1], [-1, -1]]


def test_an_enclave_is_the_same_arc_for_what_is_around_it():
    outer = ((0, 0), (9, 0), (9, 9), (0, 9))
    enclave = ((3, 3), (4, 3), (4, 4))
    arcs = Arcs([outer, enclave, enclave[::-1]])
    assert arcs.of(enclave) == [~number for number in arcs.of(enclave[::-1])]
