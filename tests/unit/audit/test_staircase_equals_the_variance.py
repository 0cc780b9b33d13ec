"""The product of the staircase is the linearised variance ratio, under any design."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phare.audit.atoms import Atoms
from phare.audit.measures import Measures
from phare.audit.regression import regress
from phare.audit.solving import Posed
from phare.audit.staircase import Steps, steps
from phare.stats.auxiliaries import Margin
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design, Stage
from phare.stats.estimators import Base, estimate_means, estimate_ratios
from phare.stats.replicate_steps import recalibrate
from phare.stats.replication import jackknife

DESIGNS = ("plain", "strata", "clusters", "leverage", "leverage in clusters", "stages", "adjust")


def survey(seed: int, n: int = 160) -> tuple[np.ndarray, list[Margin], np.ndarray]:
    """Return base weights, two margins, and answers of which some are missing (n, 3)."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 3, n), rng.integers(0, 2, n)
    base = rng.choice([1.0, 2.0, 5.0], n)
    margins = [
        Margin("a", a, ("x", "y", "z"), np.array([150.0, 200.0, 150.0])),
        Margin("b", b, ("u", "v"), np.array([300.0, 200.0])),
    ]
    y = np.column_stack([rng.random(n) < 0.3 + 0.2 * b, rng.normal(5, 2, n) + a, a == 1]).astype(
        float
    )
    y[rng.random(n) < 0.1, 1] = np.nan
    return base, margins, y


def design(kind: str, weights: np.ndarray, calibration: object = None) -> Design:
    n = len(weights)
    row = np.arange(n)
    stratum, cluster = row // (n // 4), row // 4
    count = np.full(n, 60.0)
    about = {
        "plain": {},
        "strata": {"strata": stratum, "stratum_population": count},
        "clusters": {"strata": stratum, "psu": cluster, "stratum_population": count},
        "leverage": {"strata": stratum, "residuals": "leverage"},
        "leverage in clusters": {"psu": cluster, "residuals": "leverage"},
        "stages": {
            "strata": stratum, "psu": cluster, "stratum_population": np.full(n, 20.0),
            "stages": (Stage(row, np.full(n, 9.0)),),
        },
        "adjust": {"strata": np.where(row == 0, 9, stratum), "lonely": "adjust"},
    }[kind]  # fmt: skip
    return Design(weights, calibration=calibration, **about)  # type: ignore[arg-type]


def audited(kind: str, seed: int) -> tuple[Steps, Design, np.ndarray]:
    base, margins, y = survey(seed)
    made = calibrate(base, margins, CalibrationSettings("raking"))
    atoms = Atoms.of(margins, {"base": base}, design(kind, base))
    names = tuple(m.name for m in margins)
    weights = Posed.of(atoms, names, atoms.bases["base"]).free.weights
    np.testing.assert_allclose(atoms.spread(weights), made.weights, rtol=1e-10)
    regression = regress(atoms, names, atoms.bases["base"])
    found = steps(atoms, atoms.collapse(Measures.of(y)), weights[None], regression).row(0)
    return found, design(kind, made.weights, made.basis), y


@pytest.mark.parametrize("kind", DESIGNS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_errors_are_those_of_the_engine(kind: str, seed: int) -> None:
    found, engine, y = audited(kind, seed)
    expected = estimate_means(engine, y, observed=~np.isnan(y)).estimates
    np.testing.assert_allclose(found.estimate, expected.estimate[0], rtol=1e-9)
    np.testing.assert_allclose(found.std_error[:2], expected.std_error[0, :2], rtol=1e-7)
    assert found.fixed[2]
    assert found.std_error[2] == 0


@pytest.mark.parametrize("kind", DESIGNS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_product_of_the_factors(kind: str, seed: int) -> None:
    found, _, _ = audited(kind, seed)
    spread = found.n_rows / (found.n_rows - 1) * found.s2 / found.n
    np.testing.assert_allclose(found.product[:2], found.variance[:2] / spread[:2], rtol=1e-9)
    assert found.product[2] == 0


@pytest.mark.parametrize("calibrated", [False, True])
def test_closed_forms_without_a_design(calibrated: bool) -> None:
    """n sum w2 e2 / (W sum w (y - mean)2), and its twin without calibration."""
    base, margins, y = survey(3)
    y = y[:, :1]
    names = ("a", "b") if calibrated else ()
    atoms = Atoms.of(margins, {"base": base})
    w_of = (
        Posed.of(atoms, names, atoms.bases["base"]).free.weights if names else atoms.bases["base"]
    )
    regression = regress(atoms, names, atoms.bases["base"])
    found = steps(atoms, atoms.collapse(Measures.of(y)), w_of[None], regression).row(0)
    w, n = atoms.spread(w_of), len(y)
    e = y[:, 0] - w @ y[:, 0] / w.sum()
    spread = w @ e**2
    if calibrated:
        x = np.hstack([np.eye(3)[margins[0].codes], np.eye(2)[margins[1].codes]])
        root = np.sqrt(base)[:, None]
        e = e - x @ np.linalg.lstsq(root * x, root[:, 0] * e, rcond=None)[0]
    closed = n * (w**2 @ e**2) / (w.sum() * spread)
    assert found.kish[0] * found.association[0] * found.explained[0] == pytest.approx(closed)


def test_a_variable_constant_within_strata_has_no_variance() -> None:
    _, margins, _ = survey(5)
    stratum = np.arange(160) // 40
    base = np.array([1.0, 2.0, 3.0, 7.0])[stratum]
    y = (stratum > 1).astype(float)[:, None]
    atoms = Atoms.of(margins, {"base": base}, design("strata", base))
    found = steps(atoms, atoms.collapse(Measures.of(y)), atoms.bases["base"][None]).row(0)
    assert found.strata[0] == 0
    assert found.variance[0] == 0
    assert found.product[0] == 0


def test_clusters_that_answer_alike_cost_their_size() -> None:
    base, margins, _ = survey(6)
    rng = np.random.default_rng(1)
    y = np.repeat(rng.random(40) < 0.5, 4).astype(float)[:, None]
    equal = np.ones(len(base))
    atoms = Atoms.of(margins, {"base": equal}, Design(equal, psu=np.arange(160) // 4))
    found = steps(atoms, atoms.collapse(Measures.of(y)), atoms.bases["base"][None]).row(0)
    # Four times the rows' variance, but for 40 / 39 against 160 / 159.
    assert found.clustering[0] == pytest.approx(4 * (40 / 39) / (160 / 159))


def test_ratios_and_domains() -> None:
    base, margins, y = survey(8)
    rng = np.random.default_rng(2)
    below = rng.integers(1, 5, len(base)).astype(float)[:, None]
    made = calibrate(base, margins, CalibrationSettings("raking"))
    levels = rng.integers(0, 2, len(base))
    measures = Measures.of(y[:, :1] * below, below)
    atoms = Atoms.of(margins, {"base": base}, design("clusters", base))
    regression = regress(atoms, ("a", "b"), atoms.bases["base"])
    weights = Posed.of(atoms, ("a", "b"), atoms.bases["base"]).free.weights
    engine = estimate_ratios(
        design("clusters", made.weights, made.basis), y[:, :1] * below, below, base=Base(levels, 2)
    ).estimates
    for level in (0, 1):
        known = atoms.collapse(measures.within(levels == level))
        found = steps(atoms, known, weights[None], regression).row(0)
        assert found.estimate[0] == pytest.approx(engine.estimate[level, 0], rel=1e-9)
        assert found.std_error[0] == pytest.approx(engine.std_error[level, 0], rel=1e-8)


def test_replicates_beside_agree() -> None:
    """A jackknife that calibrates again in every replicate, on the same clusters."""
    found, _, y = audited("clusters", 11)
    base, margins, _ = survey(11)
    drawn = jackknife(design("clusters", base), "JKn")
    replicates = recalibrate(drawn, margins, CalibrationSettings("raking"))
    errors = estimate_means(Design.of_replicates(replicates), y, observed=~np.isnan(y)).estimates
    ratio = found.std_error[:2] / errors.std_error[0, :2]
    assert np.all((ratio > 0.85) & (ratio < 1.05))


def test_what_all_of_a_domain_say_has_no_error() -> None:
    base, margins, y = survey(12)
    alike = (np.arange(len(base)) % 7) == 0
    y[:, 0] = np.where(alike, 1.0, y[:, 0])
    atoms = Atoms.of(margins, {"base": base})
    weights = Posed.of(atoms, ("a", "b"), atoms.bases["base"]).free.weights
    known = atoms.collapse(Measures.of(y[:, :1]).within(alike))
    regression = regress(atoms, ("a", "b"), atoms.bases["base"])
    found = steps(atoms, known, weights[None], regression).row(0)
    assert found.estimate[0] == pytest.approx(1.0, abs=1e-15)
    assert found.fixed[0]
    assert found.std_error[0] == 0
