"""The adapter understands R calls: it runs a folder that nobody has seen before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from adapter.columns import Formula, factor, model_columns
from adapter.language import Call, Constant, Name, parse, text
from adapter.parity import run_folder
from adapter.session import Session, UnsupportedError

DERIVE = """
from adapter.columns import read_rows
from adapter.ledger import Known

CALLS = {"d": "svydesign(id = ~psu, strata = ~area, weights = ~w, nest = TRUE, data = rows)"}
LEDGER = [Known("a wrong answer on purpose", ["wrong"], ["estimate"], 0.1)]
PRINTED = {"mean of y": "coef(svymean(~y, d))"}


def derive(folder):
    return {"rows": read_rows(folder / "rows.csv")}
"""


@pytest.mark.parametrize(
    "source",
    [
        'svymean(~a + b, subset(d, !(x == 1 & y >= 2) | z %in% c("u", "v")), na.rm = TRUE)',
        "f(-x^2 + 3:5 - 1/4)",
        'y ~ I(a == "Oui") + log(b) * c',
        "b1[, -(1:2)]",
        "r$total[1, 1]",
    ],
)
def test_r_text_is_read_and_written_back(source: str) -> None:
    again = text(parse(source))
    assert text(parse(source.replace(" ", ""))) == again
    assert again == source


def test_operators_bind_as_in_r() -> None:
    assert parse("-2^2") == parse("-(2^2)") or text(parse("-2^2")) == "-2^2"
    assert parse("!a == b") == Call("!", ((None, parse("a == b")),))
    assert parse("a - b - c") == Call("-", ((None, parse("a - b")), (None, Name("c"))))
    assert parse("TRUE") == Constant(True)
    assert Session({}).run("-2^2 + 10/5/2") == -3.0
    assert Session({}).run("sum(c(1, 2, 3)[-1])") == 5.0


@pytest.mark.parametrize("source", ["f(", "a +", "f(a))", "§"])
def test_text_that_is_not_r_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"in|of"):
        parse(source)


def names(source: str) -> list[str]:
    rows = pd.DataFrame({"x": np.arange(6.0), "z": np.ones(6)})
    rows["f"] = factor(pd.Series(list("abcabc")))
    rows["g"] = factor(pd.Series(list("uvuvuv")))
    session = Session({})
    formula = session.run(source)
    assert isinstance(formula, Formula)
    return list(model_columns(formula, 6, lambda tree: session.column(tree, rows)).columns)


def test_model_columns_are_those_of_r() -> None:
    assert names("y ~ x + f") == ["(Intercept)", "x", "fb", "fc"]
    assert names("y ~ f - 1") == ["fa", "fb", "fc"]
    assert names("y ~ f * g") == ["(Intercept)", "fb", "fc", "gv", "fb:gv", "fc:gv"]
    assert names("y ~ x:f") == ["(Intercept)", "x:fa", "x:fb", "x:fc"]
    assert names("y ~ f + f:g") == ["(Intercept)", "fb", "fc", "fa:gv", "fb:gv", "fc:gv"]
    assert names("y ~ I(x > 2)") == ["(Intercept)", "I(x > 2)TRUE"]


def test_what_phare_cannot_answer_is_said() -> None:
    with pytest.raises(UnsupportedError, match=r"svykm"):
        Session({}).run("svykm(~a, d)")
    with pytest.raises(UnsupportedError, match="'d'"):
        Session({}).run("svymean(~a, d)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    rows = pd.DataFrame(
        {
            "area": np.repeat(["north", "south"], 30),
            "psu": np.tile(np.repeat(np.arange(6), 5), 2),
            "w": rng.gamma(3.0, 1.0, 60),
            "y": rng.normal(size=60),
            "sex": rng.choice(["F", "M"], 60),
        }
    )
    rows.to_csv(tmp_path / "rows.csv", index=False)
    (tmp_path / "derive.py").write_text(DERIVE, encoding="utf-8")
    written = pd.read_csv(tmp_path / "rows.csv")
    w, y = written.w.to_numpy(), written.y.to_numpy()
    z = w * (y - w @ y / w.sum()) / w.sum()
    totals = pd.Series(z).groupby([written.area, written.psu]).sum()
    by_area = totals.groupby(level=0)
    variance = float((by_area.var() * by_area.size()).sum())
    mean = float(w @ y / w.sum())
    entries = [
        entry(
            "right",
            "svymean(~y, d)",
            {"kind": "svystat", "names": ["y"], "estimate": [mean]} | {"se": [variance**0.5]},
        ),
        entry(
            "wrong",
            "svymean(~y, d)",
            {"kind": "svystat", "names": ["y"]}
            | {"estimate": [mean * 1.05], "se": [variance**0.5]},
        ),
        entry(
            "also wrong",
            "svymean(~y, d)",
            {"kind": "svystat", "names": ["y"]}
            | {"estimate": [mean * 1.05], "se": [variance**0.5]},
        ),
        entry("unknown", "svykm(~y, d)", {"kind": "vector", "values": [1]}),
        entry(
            "refused",
            "svymean(~y, svydesign(id = ~psu, weights = ~nobody, data = rows))",
            {"kind": "error", "message": "object 'nobody' not found"},
        ),
        entry("df", 'degf(subset(d, area == "north"))', {"kind": "vector", "values": [5]}),
    ]
    printed = [{"id": "mean of y", "printed": f"{mean:.3f}", "source": "here", "agrees": True}]
    told = {"designs": {}, "results": entries, "published": printed}
    (tmp_path / "expected.json").write_text(json.dumps(told), encoding="utf-8")
    return tmp_path


def entry(name: str, call: str, result: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "design": "d", "r_call": call, "result": result}


def test_another_folder_runs_with_a_small_file(folder: Path) -> None:
    parity = run_folder(folder, folder / "derive.py")
    differs = {one.id: one.differs for one in parity.outcomes}
    assert differs["right"] == differs["df"] == differs["mean of y"] == ""
    assert "svykm" in differs["unknown"]
    said = [line for kind in parity.kinds for line in parity.unexpected(kind)]
    assert [line.split(" [")[0] for line in said] == ["also wrong", "unknown", "refused"]


def test_an_entry_of_the_ledger_that_agrees_is_told(folder: Path) -> None:
    path = folder / "derive.py"
    path.write_text(path.read_text(encoding="utf-8").replace('["wrong"]', '["right"]'))
    found = run_folder(folder, path).unexpected("svystat")
    assert any("right agrees with R" in line for line in found)
