"""The card's reader: what it accepts and what it refuses."""

import pytest
from pydantic import ValidationError

from phare.config.reader import Reader


def test_everything_may_be_left_out():
    assert Reader() == Reader.model_validate({})


@pytest.mark.parametrize(
    "settings",
    [
        {"encodings": "utf-8"},
        {"encoding": "utf-9"},
        {"separator": ";;"},
        {"decimal": ";"},
        {"separator": ",", "decimal": ","},
        {"catalogue": "../formats.sas7bcat"},
        {"codebook": {"labels": "x"}},
    ],
)
def test_what_cannot_be_meant_is_refused(settings):
    with pytest.raises(ValidationError):
        Reader.model_validate(settings)
