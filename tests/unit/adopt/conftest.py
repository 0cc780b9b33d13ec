from pathlib import Path

import pytest

from phare.adopt.match import Matching, Side, match
from phare.adopt.verdicts import Line
from phare.config.adoption import read_adoption
from phare.config.reader import Reader
from phare.ingest.deliver import deliver

MISSING = {
    "travail": {"9": "no_answer"},
    "test": {"9": "no_answer"},
    "nb_enf_ideal": {"96": "dont_know", "99": "no_answer"},
}


@pytest.fixture(scope="session")
def women(reference: Path) -> tuple[Side, Side]:
    """A wave and the one after it, as delivered, with what the first card says is missing."""
    files = [reference / "newwave" / name for name in ("femmes_2012.sav", "femmes_2017.xlsx")]
    old, new = (deliver(path, "women-2017", Reader(), None) for path in files)
    return Side(old.records, old.codebook, MISSING), Side(new.records, new.codebook)


@pytest.fixture(scope="session")
def women_matched(women: tuple[Side, Side]) -> Matching:
    return match(*women, read_adoption())


@pytest.fixture(scope="session")
def women_lines(women_matched: Matching) -> dict[str, Line]:
    return {line.new.name: line for line in women_matched.lines}
