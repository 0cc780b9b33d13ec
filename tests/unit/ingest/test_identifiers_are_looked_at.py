"""Repeated and missing identifiers are findings; an unknown column is refused."""

import pytest

from phare.config.reader import Reader
from phare.errors import PhareError
from phare.ingest import ingest


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "wave.csv"
    path.write_text("ident;note\n11;1\n12;2\n11;3\n11;4\n;5\n")
    return path


def test_a_repeated_identifier_is_counted_and_the_first_named(path):
    findings = ingest(path, "citizens-2015", Reader(), "ident").findings.set_index("finding")
    assert findings.loc["duplicate_identifier", "place"] == "ident"
    assert findings.loc["duplicate_identifier", "value"] == "2, the first '11' in rows 1 and 3"


def test_a_missing_identifier_is_counted(path):
    findings = ingest(path, "citizens-2015", Reader(), "ident").findings.set_index("finding")
    assert findings.loc["missing_identifier", "value"] == "1, the first in row 5"


def test_no_line_is_lost_for_a_repeated_identifier(path):
    assert len(ingest(path, "citizens-2015", Reader(), "ident").records) == 5


def test_an_unknown_identifier_is_refused_with_the_nearest_name(path):
    with pytest.raises(PhareError, match=r"no column 'idnt'.*write 'ident'"):
        ingest(path, "citizens-2015", Reader(), "idnt")
