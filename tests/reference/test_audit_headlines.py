"""hdv2003: influence, flips, tests, sensitivity, trimming and attribution equal R's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audited_adults import Audited, read_adults

from phare.audit.atoms import Atoms, Sums
from phare.audit.attribution import attribute
from phare.audit.capping import trim_in_turn
from phare.audit.influence import Removal, flip, most_influential
from phare.audit.informativeness import informativeness
from phare.audit.linear import linearised
from phare.audit.sensitivity import sensitivity
from phare.audit.solving import How, Posed
from phare.audit.trimming import Cap, trimming


@dataclass(frozen=True)
class Raked:
    """A scheme of the reference, raked."""

    adults: Audited
    expected: dict[str, Any]
    margins: tuple[str, ...]
    atoms: Atoms
    posed: Posed
    known: Sums
    scheme: str

    @property
    def base(self) -> np.ndarray:
        return self.atoms.bases["base"]

    @property
    def weights(self) -> np.ndarray:
        return self.posed.free.weights

    @property
    def removal(self) -> Removal:
        return Removal(self.atoms, self.margins, self.base, How(), self.weights)

    @property
    def headlines(self) -> list[str]:
        return list(self.expected["flip"])


@pytest.fixture(scope="module", params=["unit", "poids"])
def scheme(request: pytest.FixtureRequest, reference: Path) -> Raked:
    adults = read_adults(reference)
    expected = adults.expected[request.param]
    margins = tuple(expected["margins"])
    atoms = adults.atoms(request.param, list(margins))
    posed = Posed.of(atoms, margins, atoms.bases["base"])
    known = atoms.collapse(adults.measures)
    return Raked(adults, expected, margins, atoms, posed, known, request.param)


def test_rows_of_most_influence_and_what_removing_each_does(scheme: Raked) -> None:
    for name, expected in scheme.expected["influence"].items():
        column = scheme.adults.column(name)
        found = most_influential(scheme.removal, scheme.adults.measures, scheme.known, column)
        assert [int(row) + 1 for row in found.rows] == [one["row"] for one in expected]
        np.testing.assert_allclose(found.linear, [one["linear"] for one in expected], rtol=1e-9)
        np.testing.assert_allclose(found.exact, [one["exact"] for one in expected], rtol=1e-9)


def test_flip_counts_are_exact(scheme: Raked) -> None:
    for name, expected in scheme.expected["flip"].items():
        found = flip(
            scheme.removal, scheme.adults.measures, scheme.known,
            scheme.adults.column(name), expected["threshold"],
        )  # fmt: skip
        assert (found.linear, found.exact) == (expected["linear_count"], expected["exact_count"])
        assert found.share == pytest.approx(expected["exact_share"], rel=1e-12)
        assert found.after == pytest.approx(expected["estimate_after_exact_count"], rel=1e-9)
        assert found.one_fewer == pytest.approx(expected["estimate_one_fewer"], rel=1e-9)


def test_informativeness(scheme: Raked) -> None:
    margins = scheme.adults.margins(scheme.scheme)
    weights = scheme.atoms.spread(scheme.weights)
    for name, expected in scheme.expected["informativeness"].items():
        values = scheme.adults.values[:, scheme.adults.column(name)]
        found = informativeness(values, weights, [margins[one] for one in scheme.margins])
        for ours, r in (
            (found.n, "n"), (found.unweighted, "unweighted"), (found.weighted, "weighted"),
            (found.shift, "shift"), (found.shift_error, "shift_se"),
            (found.correlation, "cor_y_w"), (found.shift / found.shift_error, "shift_z"),
        ):  # fmt: skip
            assert ours == pytest.approx(expected[r], rel=1e-9), (name, r)
        for test, r in ((found.weight_only, "weight_only"), (found.given_margins, "given_margins")):
            assert test is not None
            assert (test.df1, test.df2) == (expected[r]["df1"], expected[r]["df2"])
            # F of the weight beside the margins it was made from divides two small remainders.
            assert test.statistic == pytest.approx(expected[r]["F"], rel=1e-9)
            assert test.p_value == pytest.approx(expected[r]["p"], rel=1e-9)


def test_what_would_have_to_be_true(scheme: Raked) -> None:
    def without(name: str) -> np.ndarray:
        rest = tuple(one for one in scheme.margins if one != name)
        return scheme.atoms.spread(Posed.of(scheme.atoms, rest, scheme.base).free.weights)

    others = {name: without(name) for name in scheme.margins}
    weights = scheme.atoms.spread(scheme.weights)
    for name, expected in scheme.expected["sensitivity"].items():
        values = scheme.adults.values[:, scheme.adults.column(name)]
        found = sensitivity(values, weights, others, expected["threshold"])
        assert found.estimate == pytest.approx(expected["estimate"], rel=1e-9)
        assert found.robustness == pytest.approx(expected["robustness_value"], rel=1e-9)
        for margin, told in expected["benchmarks"].items():
            one = found.left_out[margin]
            for ours, r in ((one.r2, "R2"), (one.rho, "rho"), (one.bias, "bias"),
                            (one.mrcs, "mrcs"), (one.shift, "shift_without")):  # fmt: skip
                assert ours == pytest.approx(told[r], rel=1e-9, abs=1e-12), (name, margin, r)


def test_trimming(scheme: Raked) -> None:
    """R's script does not centre u in the variance of a cap; the design does (decision 12)."""
    columns = [scheme.adults.column(name) for name in scheme.headlines]
    measures = scheme.adults.measures.part(columns)
    times = [one["times_median"] for one in scheme.expected["trimming"]]
    found = trimming(scheme.atoms, measures, scheme.margins, scheme.base, times, in_turn=True)
    n = scheme.atoms.n
    of_free = linearised(scheme.atoms, measures, scheme.margins, scheme.base, scheme.weights)
    for one, expected in zip(found, scheme.expected["trimming"], strict=True):
        assert isinstance(one, Cap)
        made = trim_in_turn(scheme.atoms, scheme.margins, scheme.posed, one.times)
        u = linearised(scheme.atoms, measures, scheme.margins, scheme.base, made.solved.weights)
        mean = n * n / (n - 1) * u.mean(axis=0) ** 2
        free_mean = n * n / (n - 1) * of_free.mean(axis=0) ** 2
        assert (one.passes, one.cap, one.kish, one.share_capped) == pytest.approx(
            [expected[r] for r in ("passes", "cap", "deff_kish", "share_capped")], rel=1e-9
        )
        for j, name in enumerate(scheme.headlines):
            told = expected["indicators"][name]
            ratio = (one.mse[j] + mean[j]) / (one.untrimmed[j] + free_mean[j])
            for ours, r, size in (
                (one.estimate[j], "estimate", 1.0),
                (one.difference[j], "difference", told["estimate"]),
                (one.variance[j] + mean[j], "variance", 0.0),
                (one.variance_of_difference[j], "variance_of_difference", told["variance"]),
                (one.bias2[j], "bias2", told["variance"]),
                (one.mse[j] + mean[j], "mse", 0.0),
                (ratio, "mse_ratio", 0.0),
            ):
                assert ours == pytest.approx(told[r], rel=1e-9, abs=1e-9 * size), (name, r)


def test_shapley_shares_of_shift_and_of_kish(reference: Path) -> None:
    adults = read_adults(reference)
    expected = adults.expected["attribution"]
    players = expected["players"]
    atoms = adults.atoms("unit", players)
    base = atoms.bases["base"]
    found = attribute(atoms, atoms.collapse(adults.measures), players, base)
    for at, player in enumerate(players):
        assert found.shares[at, -1] == pytest.approx(
            expected["log_deff_kish"][player], rel=1e-9, abs=1e-12
        )
        for name, told in expected["estimate"].items():
            ours = found.shares[at, adults.column(name)]
            assert ours == pytest.approx(told[player], rel=1e-9, abs=1e-12), (player, name)
    np.testing.assert_allclose(
        found.shares.sum(axis=0), found.whole - found.nothing, rtol=0, atol=1e-13
    )


def test_every_subset_of_margins(reference: Path) -> None:
    adults = read_adults(reference)
    values = adults.expected["attribution"]["value"]
    players = adults.expected["attribution"]["players"]
    atoms = adults.atoms("unit", players)
    known, base = atoms.collapse(adults.measures), atoms.bases["base"]
    assert len(values) == 32
    for key, expected in values.items():
        margins = () if key == "none" else tuple(key.split("+"))
        weights = Posed.of(atoms, margins, base).free.weights if margins else base
        kish = atoms.n * (atoms.rows @ weights**2) / (atoms.rows @ weights) ** 2
        assert kish == pytest.approx(expected["deff_kish"], rel=1e-9)
        estimates = known.centre + weights @ known.y / (weights @ known.x)
        np.testing.assert_allclose(
            estimates, [expected["estimate"][name] for name in adults.names], rtol=1e-9
        )
