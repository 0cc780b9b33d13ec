"""Dates of fieldwork in words."""

import pytest

from phare.publish.fieldwork import period


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ("2024-09-30", "2024-10-28", "du 30 septembre au 28 octobre 2024",
         "30 September to 28 October 2024"),
        ("2024-10-01", "2024-10-28", "du 1er au 28 octobre 2024", "1 to 28 October 2024"),
        ("2023-12-01", "2024-01-02", "du 1er décembre 2023 au 2 janvier 2024",
         "1 December 2023 to 2 January 2024"),
        ("2024-09", "2024-10", "septembre à octobre 2024", "September to October 2024"),
        ("2024-09", "2024-09", "septembre 2024", "September 2024"),
        ("2015", "2015", "2015", "2015"),
        ("unknown", "unknown", "dates de terrain inconnues", "fieldwork dates unknown"),
    ],
)  # fmt: skip
def test_a_period(start, end, french, english):
    assert period(start, end, "fr") == french
    assert period(start, end, "en") == english
