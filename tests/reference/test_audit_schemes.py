"""hdv2003: weights, balance and design effects of two schemes equal R's, to 1e-9."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from audited_adults import Audited, read_adults

from phare.audit.atoms import Atoms
from phare.audit.balance import balance
from phare.audit.described import describe
from phare.audit.linear import linearised
from phare.audit.regression import regress
from phare.audit.solving import Posed
from phare.audit.staircase import Steps, steps

SCHEMES = ("unit", "poids")
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def adults(reference: Path) -> Audited:
    return read_adults(reference)


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def raked(adults: Audited, scheme: str) -> tuple[Atoms, np.ndarray]:
    margins = tuple(adults.expected[scheme]["margins"])
    atoms = adults.atoms(scheme, list(margins))
    return atoms, Posed.of(atoms, margins, atoms.bases["base"]).free.weights


def close(value: float, expected: float) -> bool:
    return value == pytest.approx(expected, rel=TOLERANCE, abs=1e-12)


def test_raked_weights(adults: Audited, scheme: str, reference: Path) -> None:
    atoms, weights = raked(adults, scheme)
    expected = pd.read_csv(reference / "audit" / "weights.csv")[scheme].to_numpy()
    np.testing.assert_allclose(atoms.spread(weights), expected, rtol=TOLERANCE)


def test_weights_described(adults: Audited, scheme: str) -> None:
    atoms, weights = raked(adults, scheme)
    before = atoms.spread(atoms.bases["base"])
    names = {
        "n": "n", "total": "sum", "smallest": "min", "largest": "max", "kish": "deff_kish",
        "max_over_median": "max_over_median", "n_effective": "n_effective", "g_min": "g_min",
        "g_max": "g_max", "share_top1": "share_top1pct", "share_top10": "share_top10pct",
    }  # fmt: skip
    for step, of_rows in (("base", before), ("raked", atoms.spread(weights))):
        expected = adults.expected[scheme]["weight_summary"][step]
        found = asdict(describe(of_rows, before))
        wrong = [ours for ours, r in names.items() if not close(found[ours], expected[r])]
        assert not wrong
        # R's cv of equal weights is the root of a rounding, 1.5e-8.
        assert found["cv"] == pytest.approx(expected["cv"], rel=TOLERANCE, abs=3e-8)


def test_balance_with_held_out_benchmarks(adults: Audited, scheme: str) -> None:
    atoms, weights = raked(adults, scheme)
    before, after = atoms.spread(atoms.bases["base"]), atoms.spread(weights)
    margins = adults.margins(scheme)
    for name, expected in adults.expected[scheme]["balance"].items():
        found = balance(margins[name], before, after)
        order = [found.categories.index(one) for one in expected["categories"]]
        for ours in ("target", "before", "after"):
            np.testing.assert_allclose(getattr(found, ours)[order], expected[ours], atol=1e-11)
        for r, ours in (("asmd", found.asmd), ("mean_abs_gap", found.points),
                        ("dissimilarity", found.dissimilarity)):  # fmt: skip
            np.testing.assert_allclose(
                ours, [expected[f"{r}_before"], expected[f"{r}_after"]], rtol=TOLERANCE, atol=1e-12
            )


def check_steps(found: Steps, column: int, expected: dict[str, Any]) -> list[str]:
    naive, kish, true = found.moe(1.96)
    pairs = {
        "estimate": found.estimate, "n_base": found.n, "se": found.std_error, "kish": found.kish,
        "se_from_residuals": found.std_error, "explained": found.explained, "deff": found.deff,
        "association": found.association, "moe_naive": naive, "moe_kish": kish, "moe_true": true,
    }  # fmt: skip
    if found.fixed[column]:  # R prints the rounding of an indicator that is a margin
        assert expected["se"] < 1e-12
        pairs.pop("association")
    else:
        assert close(float(found.strata[column]), expected["centring"])
    return [name for name, own in pairs.items() if not close(float(own[column]), expected[name])]


def test_staircase_of_every_indicator(adults: Audited, scheme: str) -> None:
    atoms, weights = raked(adults, scheme)
    margins = tuple(adults.expected[scheme]["margins"])
    regression = regress(atoms, margins, atoms.bases["base"])
    found = steps(atoms, atoms.collapse(adults.measures), weights[None], regression).row(0)
    wrong = {
        name: told
        for name, expected in adults.expected[scheme]["deff"].items()
        if (told := check_steps(found, adults.column(name), expected))
    }
    assert len(adults.names) == 25
    assert not wrong
    np.testing.assert_allclose(found.product, found.deff, rtol=1e-12)


def test_staircase_within_domains(adults: Audited, scheme: str) -> None:
    atoms, weights = raked(adults, scheme)
    margins = tuple(adults.expected[scheme]["margins"])
    regression = regress(atoms, margins, atoms.bases["base"])
    first = adults.measures.part([adults.column("cinema=Oui")])
    for variable, levels in adults.expected[scheme]["deff_by_domain"].items():
        for level, expected in levels.items():
            inside = first.within((adults.rows[variable] == level).to_numpy())
            found = steps(atoms, atoms.collapse(inside), weights[None], regression).row(0)
            assert not check_steps(found, 0, expected)


def test_ignoring_the_calibration(adults: Audited, scheme: str) -> None:
    atoms, weights = raked(adults, scheme)
    u = linearised(atoms, adults.measures, (), atoms.bases["base"], weights)
    n = atoms.n
    error = np.sqrt(n / (n - 1) * np.sum(u**2, axis=0))
    found = steps(atoms, atoms.collapse(adults.measures), weights[None]).row(0)
    for name, expected in adults.expected[scheme]["deff"].items():
        at = adults.column(name)
        assert close(error[at], expected["se_ignoring_calibration"])
        without = found.kish[at] * found.association[at]
        assert close(without, expected["deff_ignoring_calibration"])
