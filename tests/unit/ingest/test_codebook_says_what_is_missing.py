"""Declared missing codes, ranges and tags reach CODEBOOK; the values stay in RECORDS."""

import numpy as np
import pandas as pd
import pyreadstat

from phare.config.reader import Reader
from phare.contracts import ANY
from phare.ingest import ingest


def test_user_missing_values_stay_and_are_declared(tmp_path):
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0, 8.0, 9.0, 99.0, -5.0], "t": ["a", "Z", "b", "a", ""]}),
        path,
        column_labels=["Question", None],
        variable_value_labels={"q": {1: "oui", 9: "refus"}, "t": {"Z": "sans"}},
        missing_ranges={"q": [{"lo": 8, "hi": 9}, 99], "t": ["Z"]},
    )
    delivery = ingest(path, "firms-2015", Reader())
    assert list(delivery.records["q"]) == [1, 8, 9, 99, -5]
    rows = delivery.codebook.query("variable == 'q'").set_index("code")
    assert list(rows.index) == [ANY, "1", "9", "8 thru 9", "99"]
    assert rows.loc[ANY, "variable_label"] == "Question"
    assert rows.loc[["9", "8 thru 9", "99"], "missing_kind"].eq("declared").all()
    assert pd.isna(rows.loc["1", "missing_kind"])
    text = delivery.codebook.query("variable == 't'").set_index("code")
    assert text.loc["Z", "missing_kind"] == "declared"


def test_an_open_range_is_written_with_inf(tmp_path):
    path = tmp_path / "w.sav"
    ranges = {"q": [{"lo": -np.inf, "hi": -1}]}
    pyreadstat.write_sav(pd.DataFrame({"q": [1.0, -9.0]}), path, missing_ranges=ranges)
    assert "-inf thru -1" in set(ingest(path, "firms-2015", Reader()).codebook["code"])


def test_tags_are_kept_apart_from_values(tmp_path):
    path = tmp_path / "w.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"q": [1, "a", 2, "b"]}, dtype=object),
        path,
        missing_user_values={"q": ["a", "b"]},
        variable_value_labels={"q": {1: "oui", "a": "refus"}},
    )
    delivery = ingest(path, "firms-2015", Reader())
    np.testing.assert_array_equal(delivery.records["q"], [1, np.nan, 2, np.nan])
    assert list(delivery.tagged[["row", "tag"]].itertuples(index=False, name=None)) == [
        (2, ".a"), (4, ".b"),
    ]  # fmt: skip
    rows = delivery.codebook.set_index("code")
    assert rows.loc[[".a", ".b"], "missing_kind"].eq("tagged").all()
    assert rows.loc[".a", "code_label"] == "refus"


def test_multiple_response_sets_are_named(reference):
    name = "pyreadstat__multiple_response__simple_alltypes.sav"
    delivery = ingest(reference / "formats" / name, "firms-2015", Reader())
    sets = delivery.codebook.query("code == '*'").set_index("variable")["set"].dropna()
    assert sets.to_dict() == {
        "bool1": "mymrset", "bool2": "mymrset", "bool3": "mymrset",
        "ca_subvar_1": "categorical_array", "ca_subvar_2": "categorical_array",
        "ca_subvar_3": "categorical_array",
    }  # fmt: skip
    said = delivery.findings.query("finding == 'multiple_response_set'").set_index("place")
    assert said.loc["mymrset", "value"] == "cited is 1: My multiple response set"
