"""The same answers whatever a column is stored as: those of plain columns of numpy."""

import numpy as np
import pandas as pd
import pytest
from asks import ASKS
from made_up import people

import phare


def answers(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    asked = phare.Survey(frame, weights="weight", strata="region", psu="block")
    return {name: ask(asked) for name, ask in ASKS.items()}


def plain() -> pd.DataFrame:
    """`people` in columns of numpy: floats, whole numbers, true and false, text as objects."""
    frame = people().assign(income=lambda one: one["income"].round())
    text = dict.fromkeys(("region", "sex", "age", "opinion"), object)
    return frame.assign(opinion=frame["opinion"].cat.reorder_categories(["bad", "good"])).astype(
        text
    )


@pytest.fixture(scope="module")
def expected() -> dict[str, pd.DataFrame]:
    return answers(plain())


ODD = {
    "nullable": {
        "income": "Int64", "weight": "Float64", "block": "UInt8", "sex": "string[python]",
        "age": "string", "region": "string[pyarrow]", "answered": "boolean", "reads": "Int8",
        "swims": "boolean",
    },
    "arrow": {
        "income": "int64[pyarrow]", "weight": "double[pyarrow]", "block": "int16[pyarrow]",
        "sex": "large_string[pyarrow]", "opinion": "string[pyarrow]", "answered": "bool[pyarrow]",
        "reads": "bool[pyarrow]",
    },
    "objects": dict.fromkeys(people().columns, object),
    "small": {"income": "int16", "block": "int8", "reads": bool, "swims": "uint8"},
    "text": {"sex": "str", "region": "str", "age": "str", "answered": object},
    "categories": dict.fromkeys(["sex", "age", "region", "opinion", "answered"], "category"),
    "sparse": {"reads": pd.SparseDtype("int64", 0), "weight": pd.SparseDtype("float64", 0.0)},
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_answers_are_those_of_plain_columns(name: str, expected: dict[str, pd.DataFrame]) -> None:
    found = answers(plain().astype(ODD[name]))
    for ask, frame in expected.items():
        pd.testing.assert_frame_equal(
            found[ask], frame, check_dtype=False, check_index_type=False, check_column_type=False,
            rtol=1e-12, obj=ask,
        )  # fmt: skip


MISSING = ["mean", "share", "ratio", "total", "multiple", "quantile", "variance", "where", "glm"]


@pytest.mark.parametrize("name", ["nullable", "arrow", "objects", "text", "categories"])
def test_what_is_missing_is_missing_in_any_column(name: str) -> None:
    holes = plain().convert_dtypes().astype(object)
    for at, column in enumerate(["income", "sex", "age", "opinion", "reads"]):
        holes.loc[at::17, column] = None
    usual = holes.assign(
        income=holes["income"].astype(float), reads=holes["reads"].astype(float)
    )  # fmt: skip
    kept = {column: kind for column, kind in ODD[name].items() if column != "weight"}
    odd = holes.astype(kept).assign(weight=usual["weight"].astype(float))
    if name in ("text", "categories"):
        odd = odd.assign(income=usual["income"], reads=usual["reads"])
    asked, wanted = (
        phare.Survey(one, weights="weight", strata="region", psu="block") for one in (odd, usual)
    )
    for ask in MISSING:
        pd.testing.assert_frame_equal(
            ASKS[ask](asked), ASKS[ask](wanted), check_dtype=False, rtol=1e-12, obj=ask
        )


def test_categories_that_do_not_occur_have_a_share_of_0_and_no_other_part(
    expected: dict[str, pd.DataFrame],
) -> None:
    frame = plain()
    for column in ("sex", "age", "region"):
        known = sorted(frame[column].unique())
        frame[column] = pd.Categorical(frame[column], ["absent", *known, "never"])
    found = answers(frame)
    unused = found["share"]["category"].isin(["absent", "never"])
    assert unused.sum() == 6
    assert (found["share"].loc[unused, "estimate"] == 0).all()
    for ask, wanted in expected.items():
        told = found[ask]
        if "category" in told:
            told = told[~told["category"].isin(["absent", "never"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(
            told, wanted, check_dtype=False, check_index_type=False, check_column_type=False,
            rtol=1e-12, obj=ask,
        )  # fmt: skip


def test_levels_come_in_the_order_of_their_categories() -> None:
    frame = plain().assign(sex=pd.Categorical(plain()["sex"], ["M", "F"]))
    turned, usual = (
        phare.Survey(one, weights="weight").mean("income", by="sex") for one in (frame, plain())
    )
    assert turned["sex"].tolist() == ["M", "F"]
    pd.testing.assert_frame_equal(turned[::-1].reset_index(drop=True), usual, rtol=1e-12)


def test_the_index_of_a_frame_is_no_matter(expected: dict[str, pd.DataFrame]) -> None:
    for index in (np.arange(600) // 2, np.arange(600)[::-1], [None] * 600):
        found = answers(plain().set_axis(pd.Index(index)))
        for ask, frame in expected.items():
            pd.testing.assert_frame_equal(found[ask], frame, obj=ask)


def test_residuals_adjusted_for_leverage_are_those_of_the_design() -> None:
    usual = phare.Survey(plain(), weights="weight", strata="region", psu="block")
    small = phare.Survey(
        plain(), weights="weight", strata="region", psu="block", residuals="leverage"
    )
    assert small.design.residuals == "leverage"
    before, after = (ASKS["rake and mean"](one).iloc[0] for one in (usual, small))
    assert after["estimate"] == before["estimate"]
    assert 1.0 < after["std_error"] / before["std_error"] < 1.2
    pd.testing.assert_frame_equal(small.mean("income"), usual.mean("income"))


def test_each_interval_of_a_share_may_be_kott_liu() -> None:
    asked = phare.Survey(plain(), weights="weight", strata="region", psu="block")
    for found, other in (
        (asked.share("opinion", interval="kott-liu"), asked.share("opinion")),
        (asked.multiple(["reads"], interval="kott-liu"), asked.multiple(["reads"])),
        (asked.quantile("income", 0.1, interval="kott-liu"), asked.quantile("income", 0.1)),
    ):
        np.testing.assert_array_equal(found["estimate"], other["estimate"])
        assert (found["conf_low"] < found["estimate"]).all()
        assert (found["conf_low"] != other["conf_low"]).all()
