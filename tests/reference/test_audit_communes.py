"""communes2012: R-indicators of the frame, and the staircase of a stratified sample, as R's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from audited_communes import Communes, read_communes

from phare.audit.atoms import Atoms
from phare.audit.measures import Measures
from phare.audit.representativity import representativity
from phare.audit.staircase import steps
from phare.stats.design import Design


@pytest.fixture(scope="module")
def communes(reference: Path) -> Communes:
    return read_communes(reference)


@pytest.mark.parametrize("model", ["by_size", "by_size_zone", "by_zone"])
def test_representativity_on_the_frame(communes: Communes, model: str) -> None:
    expected = communes.expected["frame"][model]
    names = expected["variables"]
    found = representativity([communes.known(name) for name in names], communes.included)
    for ours, r in (
        (found.units, "units"), (found.rate, "rate"), (found.spread, "S"),
        (found.r_indicator, "R"), (found.cv, "cv"), (found.lowest, "p_min"),
        (found.highest, "p_max"),
    ):  # fmt: skip
        assert ours == pytest.approx(expected[r], rel=1e-9), r
    np.testing.assert_allclose(
        found.coefficients, list(expected["coefficients"].values()), rtol=1e-9
    )
    for name in names:
        told, one = expected["partial_unconditional"][name], found.partials[name]
        assert list(one.categories) == told["categories"]
        np.testing.assert_allclose(one.share, told["share"], rtol=1e-9)
        np.testing.assert_allclose(one.propensity, told["mean_propensity"], rtol=1e-9)
        np.testing.assert_allclose(one.by_category, told["category"], rtol=1e-9, atol=1e-12)
        assert one.unconditional == pytest.approx(told["variable"], rel=1e-9)
        if expected["partial_conditional"]:
            conditional = expected["partial_conditional"][name]
            assert one.conditional == pytest.approx(conditional, rel=1e-9)
        else:
            assert one.conditional is None


def test_staircase_of_a_stratified_sample_from_a_finite_population(communes: Communes) -> None:
    drawn = communes.drawn
    weights = drawn["poids"].to_numpy(float)
    design = Design(
        weights, drawn["taille"].to_numpy(), stratum_population=drawn["Nh"].to_numpy(float)
    )
    atoms = Atoms.of([], {"base": weights}, design)
    quantities = communes.quantities
    measures = Measures.of(np.column_stack(list(quantities.values())))
    found = steps(atoms, atoms.collapse(measures), atoms.bases["base"][None]).row(0)
    naive, kish, true = found.moe(1.96)
    # R's script counts n / (n - 1) among what strata do; here it is part of what n rows drawn
    # at random would give (decision 12).
    more = found.n_rows / (found.n_rows - 1)
    for at, name in enumerate(quantities):
        expected = communes.expected["stratified"]["indicators"][name]
        for ours, r in (
            (found.estimate, "estimate"), (found.n, "n"), (found.kish, "kish"),
            (found.association, "association"), (found.strata * more, "strata"),
            (found.deff * more, "deff"), (found.std_error, "se_strata_fpc"),
            (naive, "moe_naive"), (kish, "moe_kish"), (true, "moe_true"),
        ):  # fmt: skip
            assert ours[at] == pytest.approx(expected[r], rel=1e-9, abs=1e-12), (name, r)
        if expected["fpc"] is None:
            assert np.isnan(found.fpc[at])
        else:
            assert found.fpc[at] == pytest.approx(expected["fpc"], rel=1e-9)
        assert found.product[at] == pytest.approx(found.deff[at], rel=1e-12)


def test_errors_of_the_strata_without_finite_populations(communes: Communes) -> None:
    drawn = communes.drawn
    weights = drawn["poids"].to_numpy(float)
    measures = Measures.of(np.column_stack(list(communes.quantities.values())))
    for strata, key in ((drawn["taille"].to_numpy(), "se_strata"), (None, "se_unstratified")):
        atoms = Atoms.of([], {"base": weights}, Design(weights, strata))
        found = steps(atoms, atoms.collapse(measures), atoms.bases["base"][None]).row(0)
        for at, name in enumerate(communes.quantities):
            expected = communes.expected["stratified"]["indicators"][name][key]
            assert found.std_error[at] == pytest.approx(expected, rel=1e-9, abs=1e-12)
