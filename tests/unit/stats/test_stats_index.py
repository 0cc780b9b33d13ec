"""The first page of the room lists what is there, and all that others use of it."""

import re
from pathlib import Path

import phare.stats

ROOM = Path(phare.stats.__file__).parent
MODULES = {path.stem for path in ROOM.glob("*.py")} - {"__init__"}


def test_every_module_named_is_there() -> None:
    listed = re.findall(r"^    ([a-z_]+(?:, [a-z_]+)*)(?:  |$)", phare.stats.__doc__ or "", re.M)
    named = {name for line in listed for name in line.split(", ")}
    assert len(named) > 20
    assert named <= MODULES


def test_what_other_rooms_use_is_named() -> None:
    used = set()
    for path in ROOM.parent.rglob("*.py"):
        if path.parent != ROOM:
            used |= set(re.findall(r"from phare\.stats\.(\w+) import", path.read_text("utf-8")))
    words = set(re.findall(r"[a-z_]+", phare.stats.__doc__ or ""))
    # Records and types that the methods take and give are not methods.
    records = {"arrays", "auxiliaries", "basis", "calibrated", "records", "settings"}
    assert used - words <= records | {"replicates", "supplied_replicates"}
