"""What must not move an estimate or its standard error, whatever the survey and its weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey, margin

from phare.stats.auxiliaries import Margin
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design
from phare.stats.estimators import Base, estimate_means, estimate_totals
from phare.stats.quantiles import estimate_quantiles
from phare.stats.replicates import Replicates
from phare.stats.replication import half_samples, jackknife, supplied

LEVELS = 3
seeds = st.integers(0, 2**32 - 1)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A survey of four strata, in PSUs or not, calibrated or not, and answers in levels."""

    base: np.ndarray
    margins: tuple[Margin, ...]
    method: CalibrationSettings | None
    strata: np.ndarray
    psu: np.ndarray | None
    population: np.ndarray | None
    y: np.ndarray
    codes: np.ndarray

    @property
    def design(self) -> Design:
        found = None
        if self.method is not None:
            found = calibrate(self.base, self.margins, self.method)
        return Design(
            self.base if found is None else found.weights,
            self.strata,
            self.psu,
            self.population,
            None if found is None else found.basis,
        )

    def at(self, rows: np.ndarray) -> Drawn:
        """The same survey with its rows in another order."""
        return Drawn(
            self.base[rows],
            tuple(margin(m.name, m.codes[rows], m.totals) for m in self.margins),
            self.method,
            self.strata[rows],
            None if self.psu is None else self.psu[rows],
            None if self.population is None else self.population[rows],
            self.y[rows],
            self.codes[rows],
        )


METHODS = [
    None,
    CalibrationSettings("linear"),
    CalibrationSettings("raking"),
    CalibrationSettings("logit", (0.2, 4.0)),
    CalibrationSettings("truncated", (0.2, 4.0)),
    CalibrationSettings("sinh"),
]


def draw(seed: int, method: CalibrationSettings | None, clustered: bool, finite: bool) -> Drawn:
    rng = np.random.default_rng(seed)
    survey = draw_survey(seed, 96, (3, 2))
    n = survey.n
    return Drawn(
        survey.base,
        survey.margins,
        method,
        np.arange(n) // 24,
        np.arange(n) // 4 if clustered else None,
        np.full(n, 60.0) if finite else None,
        rng.normal(10.0, 3.0, n),
        rng.integers(-1, LEVELS, n),
    )


drawn = st.builds(draw, seeds, st.sampled_from(METHODS), st.booleans(), st.booleans())
uncalibrated = st.builds(draw, seeds, st.none(), st.booleans(), st.booleans())


def estimates(design: Design, y: np.ndarray, codes: np.ndarray) -> dict[str, np.ndarray]:
    """Everything that is estimated of a variable in levels."""
    base = Base(codes, LEVELS)
    means = estimate_means(design, y[:, None], base=base)
    totals = estimate_totals(design, y[:, None], base=base)
    return {
        "mean": means.estimates.estimate,
        "its error": means.estimates.std_error,
        "its effect": means.estimates.deff,
        "its df": means.estimates.df,
        "from the rest": means.against_rest.std_error,
        "from the whole": means.against_all.std_error,
        "total": totals.estimate,
        "the error of a total": totals.std_error,
    }


def assert_same(
    found: dict[str, np.ndarray], wanted: dict[str, np.ndarray], **scale: float
) -> None:
    for name, values in wanted.items():
        times = scale.get(name.replace(" ", "_"), 1.0)
        np.testing.assert_allclose(found[name], values * times, rtol=1e-6, atol=1e-9, err_msg=name)


@given(drawn)
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_does_not_matter(survey: Drawn) -> None:
    order = np.random.default_rng(1).permutation(len(survey.y))
    turned = survey.at(order)
    assert_same(
        estimates(turned.design, turned.y, turned.codes),
        estimates(survey.design, survey.y, survey.codes),
    )
    shares = np.array([0.25, 0.5])
    plain = estimate_quantiles(survey.design, survey.y, shares)
    moved = estimate_quantiles(turned.design, turned.y, shares)
    np.testing.assert_allclose(moved.estimate, plain.estimate)
    np.testing.assert_allclose(moved.low, plain.low)


@given(drawn)
@settings(deadline=None, max_examples=30)
def test_the_names_of_strata_and_psus_do_not_matter(survey: Drawn) -> None:
    named = Design(
        survey.design.weights,
        np.array([f"stratum {9 - h}" for h in survey.strata], dtype=object),
        None if survey.psu is None else (survey.psu * 7919 + 2**40) % 10**15,
        survey.population,
        survey.design.calibration,
    )
    assert_same(
        estimates(named, survey.y, survey.codes),
        estimates(survey.design, survey.y, survey.codes),
    )


@given(drawn, st.floats(1e-3, 1e6))
@settings(deadline=None, max_examples=40)
def test_the_unit_of_weights_scales_totals_and_nothing_else(survey: Drawn, scale: float) -> None:
    larger = Drawn(
        survey.base * scale,
        tuple(margin(m.name, m.codes, m.totals * scale) for m in survey.margins),
        *(
            getattr(survey, name)
            for name in ("method", "strata", "psu", "population", "y", "codes")
        ),
    )
    assert_same(
        estimates(larger.design, survey.y, survey.codes),
        estimates(survey.design, survey.y, survey.codes),
        total=scale,
        the_error_of_a_total=scale,
    )


@given(drawn, st.floats(0.01, 100.0), st.floats(-50.0, 50.0))
@settings(deadline=None, max_examples=30)
def test_the_unit_of_a_variable_scales_its_errors(
    survey: Drawn, scale: float, shift: float
) -> None:
    plain = estimates(survey.design, survey.y, survey.codes)
    moved = estimates(survey.design, survey.y * scale + shift, survey.codes)
    np.testing.assert_allclose(moved["mean"], plain["mean"] * scale + shift, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(moved["its error"], plain["its error"] * scale, rtol=1e-6)
    np.testing.assert_allclose(moved["from the rest"], plain["from the rest"] * scale, rtol=1e-6)


@given(drawn)
@settings(deadline=None, max_examples=40)
def test_a_domain_is_its_rows_with_the_design_kept(survey: Drawn) -> None:
    design = survey.design
    totals = estimate_totals(design, survey.y[:, None], base=Base(survey.codes, LEVELS))
    for level in range(LEVELS):
        inside = survey.codes == level
        weights, y = design.weights[inside], survey.y[inside]
        np.testing.assert_allclose(totals.estimate[level, 0], weights @ y, rtol=1e-10)
        np.testing.assert_allclose(totals.n_weighted[level, 0], weights.sum(), rtol=1e-10)
        assert totals.n[level, 0] == inside.sum()
        # The rows outside stay drawn: the variance is that of the variable made 0 there.
        variance = design.variance(design.weights * survey.y * inside)
        np.testing.assert_allclose(totals.std_error[level, 0] ** 2, variance[0], rtol=1e-8)


@given(uncalibrated)
@settings(deadline=None, max_examples=30)
def test_a_domain_of_whole_strata_is_the_survey_of_its_rows(survey: Drawn) -> None:
    inside = survey.strata >= 2
    base = Base(np.where(inside, 0, -1), 1)
    rows = survey.at(np.flatnonzero(inside))
    for kept, filtered in (
        (
            estimate_totals(survey.design, survey.y[:, None], base=base),
            estimate_totals(rows.design, rows.y[:, None]),
        ),
        (
            estimate_means(survey.design, survey.y[:, None], base=base).estimates,
            estimate_means(rows.design, rows.y[:, None]).estimates,
        ),
    ):
        for name in ("estimate", "std_error", "df", "deff", "n", "n_weighted", "n_effective"):
            np.testing.assert_allclose(getattr(kept, name), getattr(filtered, name), rtol=1e-9)


def assert_averages(found: Replicates, shares: np.ndarray) -> None:
    """The full weights are the average of the replicates, counted by `shares`."""
    weights = found.replicate_weights()
    np.testing.assert_allclose(weights @ shares / shares.sum(), found.weights, rtol=1e-10)


@given(seeds, st.integers(2, 40))
@settings(deadline=None, max_examples=20)
def test_a_jackknife_without_strata_averages_to_the_full_weights(seed: int, psus: int) -> None:
    rng = np.random.default_rng(seed)
    psu = np.concatenate([np.arange(psus), rng.integers(0, psus, 60)])
    design = Design(rng.gamma(4.0, 1.0, len(psu)), psu=psu)
    found = jackknife(design, "JK1")
    assert_averages(found, np.ones(found.size))
    taken = supplied(design.weights, found.replicate_weights(), "JK1")
    assert_averages(taken, np.ones(found.size))


@given(seeds, st.integers(1, 6))
@settings(deadline=None, max_examples=20)
def test_a_jackknife_averages_to_the_full_weights_stratum_by_stratum(seed: int, h: int) -> None:
    rng = np.random.default_rng(seed)
    psu = np.arange(12 * h) // 2
    strata = psu // 6  # six PSUs each
    found = jackknife(Design(rng.gamma(4.0, 1.0, len(psu)), strata, psu), "JKn")
    # A stratum moves in its own replicates and stands still in the others.
    for stratum in range(h):
        rows = strata == stratum
        own = np.flatnonzero(np.unique(psu) // 6 == stratum)
        weights = found.replicate_weights()[rows]
        np.testing.assert_allclose(weights[:, own].mean(axis=1), found.weights[rows])
        others = np.setdiff1d(np.arange(found.size), own)
        still = np.repeat(found.weights[rows][:, None], len(others), axis=1)
        np.testing.assert_allclose(weights[:, others], still)


@given(seeds, st.integers(1, 15), st.sampled_from([0.0, 0.3, 0.8]))
@settings(deadline=None, max_examples=20)
def test_balanced_half_samples_average_to_the_full_weights(
    seed: int, strata: int, rho: float
) -> None:
    rng = np.random.default_rng(seed)
    psu = np.arange(4 * strata) // 2
    design = Design(rng.gamma(4.0, 1.0, len(psu)), psu // 2, psu)
    found = half_samples(design, rho)
    assert_averages(found, np.ones(found.size))
    y = rng.normal(size=(design.n, 1))
    repeated = found.sums(np.zeros(design.n, dtype=int), y[:, 0], 1)[0]
    np.testing.assert_allclose(repeated.mean(), design.weights @ y[:, 0], atol=1e-9)
