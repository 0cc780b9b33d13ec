"""What holds of replicates, whatever the survey."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phare.errors import PhareError
from phare.stats.design import Design, Stage
from phare.stats.estimators import Base, estimate_means, estimate_ratios, estimate_totals
from phare.stats.replicates import Replicates
from phare.stats.replication import bootstrap, half_samples, jackknife, supplied


def draw(seed: int, strata: int, psus: int, population: bool = False) -> tuple[Design, np.ndarray]:
    """A clustered sample: `psus` PSUs in each stratum, one to four rows in each."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, strata * psus)
    psu = np.repeat(np.arange(strata * psus), sizes)
    design = Design(
        rng.gamma(4.0, 1.0, len(psu)) + 0.1,
        strata=psu // psus,
        psu=psu,
        stratum_population=np.full(len(psu), 3.0 * psus) if population else None,
    )
    return design, rng.normal(10.0, 2.0, len(psu))


seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 5), st.integers(2, 5), st.booleans())
@settings(deadline=None, max_examples=30)
def test_the_jackknife_of_a_total_is_its_linearised_variance(
    seed: int, strata: int, psus: int, population: bool
) -> None:
    design, y = draw(seed, strata, psus, population)
    kind = "JK1" if strata == 1 else "JKn"
    replicated = Design.of_replicates(jackknife(design, kind, "estimate"))
    np.testing.assert_allclose(
        estimate_totals(replicated, y[:, None]).std_error,
        estimate_totals(design, y[:, None]).std_error,
        rtol=1e-9,
    )
    assert replicated.degrees_of_freedom == design.degrees_of_freedom


@given(seeds, st.integers(1, 9), st.sampled_from([0.0, 0.3, 0.7]))
@settings(deadline=None, max_examples=30)
def test_balanced_half_samples_of_a_total_are_its_linearised_variance(
    seed: int, strata: int, rho: float
) -> None:
    design, y = draw(seed, strata, 2)
    replicated = Design.of_replicates(half_samples(design, rho))
    np.testing.assert_allclose(
        estimate_totals(replicated, y[:, None]).std_error,
        estimate_totals(design, y[:, None]).std_error,
        rtol=1e-9,
    )
    assert replicated.degrees_of_freedom == design.degrees_of_freedom


@given(seeds, st.integers(1, 4), st.integers(2, 5))
@settings(deadline=None, max_examples=30)
def test_a_jackknife_averages_to_the_full_weights_in_each_stratum(
    seed: int, strata: int, psus: int
) -> None:
    design, _ = draw(seed, strata, psus)
    found = jackknife(design)
    weights = found.replicate_weights()
    for h in range(strata):
        inside = np.arange(found.size) // psus == h
        np.testing.assert_allclose(weights[:, inside].mean(axis=1), design.weights)


@given(seeds, st.integers(1, 6), st.sampled_from([0.0, 0.5]))
@settings(deadline=None, max_examples=20)
def test_half_samples_average_to_the_full_weights(seed: int, strata: int, rho: float) -> None:
    design, _ = draw(seed, strata, 2)
    weights = half_samples(design, rho).replicate_weights()
    np.testing.assert_allclose(weights.mean(axis=1), design.weights)


@given(seeds, st.integers(1, 4), st.integers(2, 6), st.booleans())
@settings(deadline=None, max_examples=20)
def test_a_bootstrap_keeps_the_size_of_each_stratum(
    seed: int, strata: int, psus: int, population: bool
) -> None:
    design, _ = draw(seed, strata, psus, population)
    found = bootstrap(design, 20, np.random.default_rng(seed))
    block = found.multipliers.block(0, 20)
    by_stratum = block.reshape(strata, psus, 20).sum(axis=1)
    np.testing.assert_allclose(by_stratum, psus)
    assert block.min() >= 0


@pytest.mark.parametrize("population", [False, True])
def test_a_bootstrap_finds_the_linearised_variance(population: bool) -> None:
    design, y = draw(5, 4, 6, population)
    found = bootstrap(design, 20_000, np.random.default_rng(0))
    ours = estimate_totals(Design.of_replicates(found), y[:, None]).std_error.item()
    assert ours == pytest.approx(estimate_totals(design, y[:, None]).std_error.item(), rel=0.02)


def test_a_bootstrap_is_its_seed() -> None:
    design, _ = draw(6, 3, 4)
    first, again, other = (
        bootstrap(design, 8, np.random.default_rng(seed)).replicate_weights() for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


@given(seeds)
@settings(deadline=None, max_examples=20)
def test_rows_in_any_order_have_the_same_replicates(seed: int) -> None:
    design, y = draw(seed, 3, 3)
    order = np.random.default_rng(seed).permutation(design.n)
    turned = Design(design.weights[order], design.strata[order], design.psu[order])
    plain = estimate_means(Design.of_replicates(jackknife(design)), y[:, None]).estimates
    moved = estimate_means(Design.of_replicates(jackknife(turned)), y[order][:, None]).estimates
    np.testing.assert_allclose(moved.std_error, plain.std_error, rtol=1e-9)


REPLICATE: list[Callable[[Design], Replicates]] = [
    jackknife,
    half_samples,
    lambda design: bootstrap(design, 30, np.random.default_rng(1)),
]


@pytest.mark.parametrize("replicate", REPLICATE)
def test_estimates_are_those_of_the_weights_laid_out(
    replicate: Callable[[Design], Replicates],
) -> None:
    design, y = draw(8, 4, 2)
    rng = np.random.default_rng(2)
    x, codes = rng.uniform(1, 2, design.n), rng.integers(-1, 2, design.n)
    found = replicate(design)
    ours = estimate_ratios(Design.of_replicates(found), y[:, None], x[:, None], base=Base(codes, 2))
    weights = found.replicate_weights()
    for level in range(2):
        inside = codes == level

        def ratio(w: np.ndarray, inside: np.ndarray = inside) -> np.ndarray:
            rest = ~inside
            here = (w * inside) @ y / ((w * inside) @ x)
            there = (w * rest) @ y / ((w * rest) @ x)
            return np.array([here, here - w @ y / (w @ x), here - there])

        full = ratio(found.weights)
        repeated = np.array([ratio(column) for column in weights.T])
        with np.errstate(invalid="ignore"):
            wanted = np.sqrt(found.variance(full, repeated.T))
        np.testing.assert_allclose(found.redo(ratio), repeated)
        np.testing.assert_allclose(ours.estimates.std_error[level, 0], wanted[0])
        np.testing.assert_allclose(ours.against_all.std_error[level, 0], wanted[1])
        np.testing.assert_allclose(ours.against_rest.std_error[level, 0], wanted[2])


def test_supplied_weights_are_kept_once_per_pattern() -> None:
    design, _ = draw(9, 5, 2)
    weights = half_samples(design, 0.3).replicate_weights()
    found = supplied(design.weights, weights, "Fay", rho=0.3)
    assert found.multipliers.units == 10
    np.testing.assert_allclose(found.replicate_weights(), weights, rtol=1e-11)
    assert found.scale == pytest.approx(1 / (8 * 0.49))


def test_supplied_weights_without_a_pattern_are_kept_as_they_are() -> None:
    rng = np.random.default_rng(0)
    weights, matrix = rng.uniform(1, 2, 40), rng.uniform(0, 2, (40, 12))
    found = supplied(weights, matrix, "bootstrap")
    np.testing.assert_allclose(found.replicate_weights(), matrix)
    assert found.degrees_of_freedom == 11


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"kind": "BBR"}, "kind 'BBR'.*write 'BRR'"),
        ({"kind": "JKn"}, "JKn without rscales"),
        ({"kind": "other"}, "neither scale nor rscales"),
        ({"kind": "Fay"}, "Fay with rho 0"),
        ({"kind": "JKn", "rscales": np.ones(3)}, "got 3 rscales; expected 4"),
    ],
)
def test_what_is_missing_about_supplied_weights_is_named(
    how: dict[str, object], words: str
) -> None:
    with pytest.raises(PhareError, match=words):
        supplied(np.ones(6), np.ones((6, 4)), **how)  # type: ignore[arg-type]


def test_misaligned_or_missing_replicate_weights_are_refused() -> None:
    with pytest.raises(PhareError, match=r"shape \(5, 4\); expected 6 rows"):
        supplied(np.ones(6), np.ones((5, 4)), "BRR")
    holes = np.ones((6, 4))
    holes[2, 1] = np.nan
    with pytest.raises(PhareError, match="got 1 missing"):
        supplied(np.ones(6), holes, "BRR")


def test_designs_that_a_method_cannot_follow_are_refused() -> None:
    design, _ = draw(3, 2, 3)
    with pytest.raises(PhareError, match="JK1 of 2 strata"):
        jackknife(design, "JK1")
    with pytest.raises(PhareError, match="stratum 1: got 3 PSUs; expected two"):
        half_samples(design)
    with pytest.raises(PhareError, match="1 replicates"):
        bootstrap(design, 1, np.random.default_rng(0))
    lonely = Design(np.ones(4), np.array([0, 0, 0, 1]), lonely="adjust")
    with pytest.raises(PhareError, match="'adjust', which replicates cannot follow"):
        jackknife(lonely)
    staged = Design(
        design.weights,
        design.strata,
        design.psu,
        np.full(design.n, 9.0),
        stages=(Stage(population=np.full(design.n, 4.0)),),
        lonely="certainty",
    )
    with pytest.raises(PhareError, match="2 stages with finite populations"):
        jackknife(staged)
    with pytest.raises(PhareError, match="replicates of 4 rows"):
        Design(np.ones(3), replicates=jackknife(Design(np.ones(4))))


def test_replicates_without_an_estimate_are_left_out() -> None:
    found = jackknife(Design(np.ones(4)), "JK1")
    y = np.array([1.0, 2.0, 4.0, np.nan])
    kept = found.variance(np.array(2.0), y)
    assert kept == pytest.approx(0.75 * np.sum((y[:3] - y[:3].mean()) ** 2) * 4 / 3)
    with pytest.raises(PhareError, match="none with an estimate"):
        found.covariance(np.array([1.0]), np.full((4, 1), np.nan))


def test_a_linearised_estimate_moves_with_the_replicates() -> None:
    design, y = draw(4, 3, 2)
    replicated = Design.of_replicates(jackknife(design, "JKn", "estimate"))
    np.testing.assert_allclose(
        replicated.variance(design.weights * y), design.variance(design.weights * y)
    )
