"""Real surveys rewritten by seeds; `python tools/adoption.py` does two hundred of them."""

from pathlib import Path

import pandas as pd
import pytest
from tests.rewritten_counts import adopted


@pytest.fixture(scope="module")
def counted(reference: Path) -> pd.DataFrame:
    return adopted(reference, range(1000, 1030))


def test_none_is_wrong_among_those_called_sure(counted: pd.DataFrame) -> None:
    assert (counted["verdict"] == "sure").sum() > 50
    assert counted.loc[counted["sure_wrong"], ["seed", "variable", "given"]].empty


def test_no_category_is_wrong_and_silent(counted: pd.DataFrame) -> None:
    assert counted["links"].sum() > 500
    assert counted.loc[counted["silent"] > 0, ["seed", "variable", "changes"]].empty


def test_every_reversal_of_a_scale_with_labels_is_told(counted: pd.DataFrame) -> None:
    only = counted["changes"].map(lambda done: set(done) in ({"reversed"}, {"reversed", "renamed"}))
    labelled = only & (counted["format"] == "statistical") & counted["right"]
    assert labelled.sum() > 0
    assert set(counted.loc[labelled, "relation"]) == {"reversed"}
