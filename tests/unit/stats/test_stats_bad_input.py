"""Every public function of stats, every argument, every way of being wrong: refused by name.

A row of `CALLS` is a function with good arguments and the kind of each of them; a row of
`WRONG` is a way in which an argument of a kind can be wrong. All are crossed. A refusal is a
PhareError that names the argument, counts the rows and says what to do; never a wrong answer,
never an error of numpy, and (as pytest has it) never a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from phare.errors import PhareError
from phare.stats.areas import fay_herriot
from phare.stats.auxiliaries import Margin, Total
from phare.stats.calibration import calibrate, post_stratify
from phare.stats.clusters import within_clusters
from phare.stats.crosstabs import Crosstab, independence_test, pearson
from phare.stats.decomposition import Wave, decompose
from phare.stats.design import Design
from phare.stats.dispersion import population_covariances
from phare.stats.estimators import Base, estimate_means, estimate_ratios, estimate_totals
from phare.stats.models import fit_model
from phare.stats.partition import calibrate_parts
from phare.stats.quantiles import estimate_quantiles, weighted_quantiles
from phare.stats.ranks import mean_test, rank_test
from phare.stats.replicate_steps import recalibrate, redo_classes, redo_normalise
from phare.stats.replication import bootstrap, half_samples, jackknife, supplied
from phare.stats.responses import estimate_answer_shares
from phare.stats.shares import estimate_share
from phare.stats.suppression import complementary
from phare.stats.trimming import Trimming, trim, trim_and_recalibrate, trim_evenly
from phare.stats.weights import (
    class_factors,
    kish_design_effect,
    normalise,
    stratum_base_weights,
    summarise,
)

N = 12
RNG = np.random.default_rng(3)
WEIGHTS = RNG.uniform(1, 3, N)
Y = RNG.normal(size=N)
CODES = np.arange(N) % 2
PSU = np.arange(N) // 2
INSIDE = np.arange(N) > 1
COLUMNS = np.column_stack([np.ones(N), RNG.normal(size=N)])
DESIGN = Design(WEIGHTS, where="survey")
NAMES = ("a", "b")
TOTALS = np.array([12.0, 12.0])
REPLICATES = jackknife(DESIGN)
TRIMMING = Trimming(median_multiple=1.3)


def margin(codes: Any = CODES, totals: Any = TOTALS) -> Margin:
    return Margin("size", codes, NAMES, totals)


def parts(part: Any = CODES, base: Any = WEIGHTS, q: Any = None) -> Any:
    one = Margin("all", np.zeros(N, dtype=int), ("a",), np.array([10.0]))
    return calibrate_parts(base, part, {0: [one], 1: [one]}, q=q)  # type: ignore[dict-item]


# kind -> ways of being wrong: name -> (the wrong value, what the refusal says)
WEIGHT, NUMBER, CODE, MASK, COLUMN, LABEL, TOTAL = (
    "weights",
    "numbers",
    "codes",
    "mask",
    "columns",
    "labels",
    "totals",
)


def put(values: Any, at: int, value: object, kind: Any = None) -> np.ndarray:
    changed = np.array(values, dtype=kind or float)
    changed[at] = value
    return changed


LENGTH = r"shape \(11,|11 rows|array of shape|align"
COUNT = r"\b1\b"
WRONG: dict[str, dict[str, tuple[Callable[[Any], Any], str]]] = {
    NUMBER: {
        "nan": (lambda v: put(v, 3, np.nan), COUNT),
        "inf": (lambda v: put(v, 3, np.inf), COUNT),
        "both infinities": (lambda v: put(put(v, 3, np.inf), 4, -np.inf), r"\b[12]\b"),
        "text": (lambda v: put(v, 3, "much", object), "'much'"),
        "none": (lambda v: put(v, 3, None, object), COUNT),
        "too short": (lambda v: v[:-1], LENGTH),
        "a table": (lambda v: np.column_stack([v, v]), "shape"),
    },
    CODE: {
        "beyond": (lambda v: put(v, 3, 9, int), COUNT),
        "under -1": (lambda v: put(v, 3, -5, int), COUNT),
        "floats": (lambda v: v.astype(float), "float64"),
        "nan": (lambda v: put(v, 3, np.nan), "missing value in 1 of 12 rows"),
        "text": (lambda v: np.array(["x"] * len(v)), "'x' in 12 of 12 rows"),
        "objects": (lambda v: put(v, 3, None, object), "1 of 12 rows"),
        "too short": (lambda v: v[:-1], LENGTH),
    },
    MASK: {
        "text": (lambda v: np.where(v, "yes", "no"), "12 of 12 rows"),
        "nan": (lambda v: put(v, 3, np.nan), "1 of 12 rows"),
        "codes": (lambda v: put(v, 3, 2, int), "1 of 12 rows"),
        "too short": (lambda v: v[:-1], LENGTH),
    },
    LABEL: {
        "missing": (lambda v: put(v, 3, None, object), "1 missing"),
        "nan": (lambda v: put(v, 3, np.nan), "1 missing"),
        "two types": (lambda v: put(v, 3, "x", object), "12 labels of several types"),
        "too short": (lambda v: v[:-1], LENGTH),
    },
    TOTAL: {
        "nan": (lambda v: put(v, 1, np.nan), "6 respondents|0 and|nan|missing"),
        "inf": (lambda v: put(v, 1, np.inf), "inf"),
        "negative": (lambda v: put(v, 1, -3.0), "-3"),
        "text": (lambda v: put(v, 1, "many", object), "'many'"),
        "too short": (lambda v: v[:-1], "shape|1 of them"),
    },
}
WRONG[WEIGHT] = {**WRONG[NUMBER]}
SIGNED = {"negative": (lambda v: put(v, 3, -1.0), "negative|under 0|not above 0")}
WEIGHT_0 = "weights of 0 or more"
WRONG[WEIGHT_0] = {
    **WRONG[WEIGHT],
    **SIGNED,
    "all 0": (lambda v: np.zeros(len(v)), "0"),
}
WRONG[COLUMN] = {name: way for name, way in WRONG[NUMBER].items() if name != "a table"} | {
    "a vector": (lambda v: v[:, 0], "shape")
}
for table in (WRONG[COLUMN],):
    for way in ("nan", "inf", "text", "none"):
        value = {"nan": np.nan, "inf": np.inf, "text": "much", "none": None}[way]
        kind = object if way in ("text", "none") else float
        table[way] = (
            lambda v, value=value, kind=kind: put(v, (3, 0), value, kind),  # type: ignore[arg-type]
            table[way][1],
        )
    table["both infinities"] = (lambda v: put(put(v, (3, 0), np.inf), (4, 0), -np.inf), r"\b[12]\b")

POPULATION = "a count of the stratum in every row"
WRONG[POPULATION] = {
    name: (way, LENGTH if name in ("too short", "a table") else "in 12 rows")
    for name, (way, _) in WRONG[NUMBER].items()
}

# what is called -> {argument: (kind, good value, what the refusal calls it)}
Arguments = dict[str, tuple[str, Any, str]]
CALLS: dict[str, tuple[Callable[..., Any], Arguments]] = {
    "calibrate": (
        lambda base, codes, totals: calibrate(base, [margin(codes, totals)], where="w"),
        {
            "base": (WEIGHT_0, WEIGHTS, "base weights|margin"),
            "codes": (CODE, CODES, "margin 'size'"),
            "totals": (TOTAL, TOTALS, "margin 'size'"),
        },
    ),
    "calibrate to a number": (
        lambda values: calibrate(WEIGHTS, [margin(), Total("income", values, 30.0)]),
        {"values": (NUMBER, np.linspace(0.5, 2.0, N), "total 'income'")},
    ),
    "calibrate with q": (
        lambda q: calibrate(WEIGHTS, [margin()], q=q),
        {"q": (WEIGHT_0, np.ones(N), "q")},
    ),
    "post_stratify": (
        lambda base, codes: post_stratify(base, margin(codes)),
        {
            "base": (WEIGHT_0, WEIGHTS, "base weights|margin"),
            "codes": (CODE, CODES, "margin 'size'"),
        },
    ),
    "calibrate_parts": (
        parts,
        {"base": (WEIGHT_0, WEIGHTS, "weights|parts"), "q": (WEIGHT_0, np.ones(N), "q")},
    ),
    "within_clusters": (
        lambda base, clusters: within_clusters(base, [margin()], clusters),
        {
            "base": (WEIGHT_0, np.ones(N), "base weights|margin"),
            "clusters": (LABEL, PSU, "clusters"),
        },
    ),
    "trim": (
        lambda weights: trim(weights, TRIMMING),
        {"weights": (WEIGHT_0, WEIGHTS, "weights")},
    ),
    "trim_and_recalibrate": (
        lambda base, codes: trim_and_recalibrate(base, [margin(codes)], None, TRIMMING),
        {
            "base": (WEIGHT_0, WEIGHTS, "base weights|margin"),
            "codes": (CODE, CODES, "margin 'size'"),
        },
    ),
    "trim_evenly": (
        lambda weights: trim_evenly(weights, 1.1, 2.5),
        {"weights": (WEIGHT_0, WEIGHTS, "weights")},
    ),
    "summarise": (summarise, {"weights": (WEIGHT, WEIGHTS, "weights")}),
    "kish_design_effect": (kish_design_effect, {"weights": (WEIGHT, WEIGHTS, "weights")}),
    "normalise": (
        lambda weights: normalise(weights, 100.0),
        {"weights": (WEIGHT, WEIGHTS, "weights")},
    ),
    "stratum_base_weights": (
        lambda codes, populations: stratum_base_weights(codes, NAMES, populations),
        {
            "codes": (CODE, CODES, "stratum"),
            "populations": (TOTAL, np.array([60.0, 80.0]), "stratum 'b'|populations"),
        },
    ),
    "class_factors": (
        lambda base, codes, responded: class_factors(base, codes, NAMES, responded),
        {
            "base": (WEIGHT_0, WEIGHTS, "base weights|class"),
            "codes": (CODE, CODES, "class"),
            "responded": (MASK, INSIDE, "responded"),
        },
    ),
    "Design": (
        lambda weights, strata, psu: Design(weights, strata, psu).structure,
        {
            "weights": (WEIGHT, WEIGHTS, "weights|strata"),
            "strata": (LABEL, PSU % 2, "strata"),
            "psu": (LABEL, PSU, "PSUs"),
        },
    ),
    "Design of a finite population": (
        lambda population: Design(WEIGHTS, stratum_population=population).structure,
        {"population": (POPULATION, np.full(N, 100.0), "population|stratum 'all'")},
    ),
    "Design.covariance": (
        DESIGN.covariance,
        {"influence": (COLUMN, COLUMNS, "influence|numbers")},
    ),
    "jackknife": (
        lambda weights: jackknife(Design(weights)),
        {"weights": (WEIGHT, WEIGHTS, "weights")},
    ),
    "bootstrap": (
        lambda psu: bootstrap(Design(WEIGHTS, psu=psu), 3, np.random.default_rng(1)),
        {"psu": (LABEL, PSU, "PSUs")},
    ),
    "half_samples": (
        lambda strata: half_samples(Design(WEIGHTS, strata)),
        {"strata": (LABEL, PSU, "strata")},
    ),
    "supplied": (
        lambda weights, replicates: supplied(weights, replicates, "BRR"),
        {
            "weights": (WEIGHT, WEIGHTS, "weights"),
            "replicates": (COLUMN, REPLICATES.replicate_weights(), "replicate weights|numbers"),
        },
    ),
    "redo_classes": (
        lambda codes, responded: redo_classes(REPLICATES, codes, NAMES, responded),
        {"codes": (CODE, CODES, "class"), "responded": (MASK, INSIDE, "responded")},
    ),
    "recalibrate": (
        lambda codes, totals: recalibrate(REPLICATES, [margin(codes, totals)]),
        {"codes": (CODE, CODES, "margin 'size'"), "totals": (TOTAL, TOTALS, "margin 'size'")},
    ),
    "estimate_means": (
        lambda values, codes, mask: estimate_means(DESIGN, values, base=Base(codes, 2, mask)),
        {
            "values": (COLUMN, COLUMNS, "numerator 1|values"),
            "codes": (CODE, CODES, "levels"),
            "mask": (MASK, np.ones(N, dtype=bool), "base"),
        },
    ),
    "estimate_ratios": (
        lambda above, below, observed: estimate_ratios(DESIGN, above, below, observed=observed),
        {
            "above": (COLUMN, COLUMNS, "numerator 1|values"),
            "below": (COLUMN, COLUMNS + 3, "denominator"),
            "observed": (MASK, np.ones(N, dtype=bool), "observed"),
        },
    ),
    "estimate_totals": (
        lambda values: estimate_totals(DESIGN, values, population=1000.0),
        {"values": (COLUMN, COLUMNS, "numerator 1|values")},
    ),
    "estimate_answer_shares": (
        lambda cases, observed: estimate_answer_shares(DESIGN, cases, observed=observed),
        {
            "cases": (COLUMN, np.ones((N, 2)), "cases"),
            "observed": (MASK, np.ones(N, dtype=bool), "observed"),
        },
    ),
    "estimate_share": (
        lambda cases, rows: estimate_share(DESIGN, cases, rows=rows),
        {"cases": (NUMBER, CODES * 1.0, "cases"), "rows": (MASK, INSIDE | True, "rows")},
    ),
    "estimate_quantiles": (
        lambda values, rows: estimate_quantiles(DESIGN, values, np.array([0.5]), rows=rows),
        {"values": (NUMBER, Y, "values"), "rows": (MASK, INSIDE | True, "rows")},
    ),
    "weighted_quantiles": (
        lambda values, weights: weighted_quantiles(values, weights, np.array([0.5])),
        {"values": (NUMBER, Y, "values|weights"), "weights": (NUMBER, WEIGHTS, "weights|values")},
    ),
    "population_covariances": (
        lambda columns: population_covariances(DESIGN, columns),
        {"columns": (COLUMN, COLUMNS, "columns")},
    ),
    "independence_test": (
        lambda row, column, rows: independence_test(DESIGN, Crosstab(row, column, 2, 2), rows=rows),
        {
            "row": (CODE, CODES, "row"),
            "column": (CODE, PSU % 2, "column"),
            "rows": (MASK, INSIDE | True, "rows"),
        },
    ),
    "pearson": (
        lambda row: pearson(DESIGN, Crosstab(row, PSU % 2, 2, 2)),
        {"row": (CODE, CODES, "row")},
    ),
    "mean_test": (
        lambda values, second: mean_test(DESIGN, values, second),
        {"values": (NUMBER, Y, "values"), "second": (MASK, CODES == 1, "second domain")},
    ),
    "rank_test": (
        lambda values, second: rank_test(DESIGN, values, second),
        {"values": (NUMBER, Y, "values"), "second": (MASK, CODES == 1, "second domain")},
    ),
    "fit_model": (
        lambda answers, columns, rows: fit_model(DESIGN, answers, columns, rows=rows),
        {
            "answers": (NUMBER, Y, "answers"),
            "columns": (COLUMN, COLUMNS, "columns"),
            "rows": (MASK, INSIDE | True, "rows"),
        },
    ),
    "decompose": (
        lambda values, classes: decompose(
            Wave(DESIGN, values, classes), Wave(DESIGN, Y, CODES), NAMES
        ),
        {"values": (NUMBER, Y, "values"), "classes": (CODE, CODES, "classes")},
    ),
    "fay_herriot": (
        lambda variances, columns: fay_herriot(Y, variances, columns),
        {
            "variances": (WEIGHT_0, WEIGHTS, "variances"),
            "columns": (COLUMN, COLUMNS, "columns"),
        },
    ),
    "complementary": (
        lambda counts: complementary(np.eye(3, 4) > 0, counts),
        {"counts": (NUMBER, np.arange(12.0), "counts")},
    ),
}
# What is right after all: rows are as many as the only array has; a level without an estimate
# has no influence, and its variance is missing too.
RIGHT = {
    ("trim", "weights", "too short"),
    ("trim_evenly", "weights", "too short"),
    ("summarise", "weights", "too short"),
    ("kish_design_effect", "weights", "too short"),
    ("normalise", "weights", "too short"),
    ("jackknife", "weights", "too short"),
    ("stratum_base_weights", "codes", "too short"),
    ("Design.covariance", "influence", "nan"),
    ("Design.covariance", "influence", "none"),
}
MATRIX = [
    pytest.param(name, argument, way, id=f"{name}-{argument}-{way}".replace(" ", "_"))
    for name, (_, arguments) in CALLS.items()
    for argument, (kind, _, _) in arguments.items()
    for way in WRONG[kind]
    if (name, argument, way) not in RIGHT
]


@pytest.mark.parametrize("name", CALLS)
def test_the_good_arguments_are_good(name: str) -> None:
    function, arguments = CALLS[name]
    function(**{argument: good for argument, (_, good, _) in arguments.items()})


@pytest.mark.parametrize(("name", "argument", "way"), MATRIX)
def test_what_is_wrong_is_refused_by_name(name: str, argument: str, way: str) -> None:
    function, arguments = CALLS[name]
    kind, good, called = arguments[argument]
    wrong, words = WRONG[kind][way]
    given = {other: value for other, (_, value, _) in arguments.items()} | {argument: wrong(good)}
    with pytest.raises(PhareError) as caught:
        function(**given)
    told = str(caught.value)
    assert re.search(called, told), told
    assert re.search(words, told), told
    for problem in caught.value.problems:
        assert problem.got and problem.expected and problem.remedy, told
        assert not problem.remedy.endswith((".", ";")), told
        assert "nan" not in problem.remedy, told


WORDS: dict[str, tuple[Callable[[], Any], str]] = {
    "lonely": (lambda: Design(WEIGHTS, lonely="certain"), "write 'certainty'"),  # type: ignore[arg-type]
    "kind of jackknife": (lambda: jackknife(DESIGN, "JKN"), "write 'JKn'"),  # type: ignore[arg-type]
    "centre": (
        lambda: bootstrap(DESIGN, 5, np.random.default_rng(1), "means"),  # type: ignore[arg-type]
        "write 'mean'",
    ),
    "size": (lambda: bootstrap(DESIGN, 2.5, np.random.default_rng(1)), "2.5 replicates"),  # type: ignore[arg-type]
    "total": (lambda: normalise(WEIGHTS, np.nan), "a sum of nan"),
    "replicates' total": (lambda: redo_normalise(REPLICATES, -1.0), "a sum of -1"),
    "population": (
        lambda: estimate_totals(DESIGN, COLUMNS, population=np.nan),
        "population: got nan",
    ),
    "confidence level": (
        lambda: estimate_share(DESIGN, CODES * 1.0, level=95),
        "confidence level: got 95; expected a share between 0 and 1; write 0.95",
    ),
    "probabilities": (
        lambda: estimate_quantiles(DESIGN, Y, np.array([0.5, 25.0])),
        "probabilities: got 1 outside 0..1",
    ),
    "method of quantiles": (
        lambda: estimate_quantiles(DESIGN, Y, np.array([0.5]), method="scores"),  # type: ignore[arg-type]
        "write 'score'",
    ),
    "limits": (lambda: trim_evenly(WEIGHTS, 3.0, 1.0), "limits 3 to 1"),
    "hidden": (lambda: complementary(np.arange(4), np.ones(4)), r"shape \(4,\)"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WORDS)
def test_words_and_numbers_that_mean_nothing(name: str) -> None:
    call, words = WORDS[name]
    with pytest.raises(PhareError, match=words):
        call()
