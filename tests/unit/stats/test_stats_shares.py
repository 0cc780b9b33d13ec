"""Intervals of one share, equal trimming, answers as a base, population variances."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from phare.errors import PhareError
from phare.stats.design import Design
from phare.stats.dispersion import population_covariances
from phare.stats.intervals import proportion_interval
from phare.stats.replication import jackknife
from phare.stats.responses import estimate_answer_shares
from phare.stats.shares import estimate_share
from phare.stats.trimming import trim_evenly


def limits(method: str, p: float, se: float, df: float = 40.0) -> tuple[float, float]:
    found = proportion_interval(
        method, np.array(p), np.array(se), np.array(df), np.array(200.0), np.array(150.0)
    )
    return float(found.low), float(found.high)


@pytest.mark.parametrize("p", [0.02, 0.3, 0.5, 0.97])
def test_likelihood_limits_solve_their_equation(p: float) -> None:
    se, t = 0.6 * np.sqrt(p * (1 - p) / 50), 2.0210753903062737
    effective = p * (1 - p) / se**2
    for limit in limits("likelihood", p, se):
        divergence = special.rel_entr(p, limit) + special.rel_entr(1 - p, 1 - limit)
        assert 2 * effective * divergence == pytest.approx(t**2, rel=1e-9)
    low, high = limits("likelihood", p, se)
    assert low < p < high


def test_likelihood_at_the_edge_is_the_exact_bound() -> None:
    low, high = limits("likelihood", 0.0, 0.0)
    assert low == 0
    assert high == pytest.approx(1 - np.exp(-(2.0210753903062737**2) / 300))
    assert limits("likelihood", 1.0, 0.0)[1] == 1


def test_asin_is_symmetric_on_its_own_scale() -> None:
    low, high = limits("asin", 0.3, 0.04)
    ends = np.arcsin(np.sqrt([low, 0.3, high]))
    assert ends[2] - ends[1] == pytest.approx(ends[1] - ends[0])
    assert ends[2] - ends[1] == pytest.approx(2.0210753903062737 * 0.04 / (2 * np.sqrt(0.21)))


def test_xlogit_is_logit() -> None:
    assert limits("xlogit", 0.2, 0.03) == limits("logit", 0.2, 0.03)


def test_methods_agree_where_the_sample_is_large() -> None:
    wide = [
        limits(m, 0.4, 0.002) for m in ("mean", "logit", "likelihood", "asin", "beta", "wilson")
    ]
    assert np.ptp([low for low, _ in wide]) < 5e-5
    assert np.ptp([high for _, high in wide]) < 5e-5


def test_a_share_with_its_interval() -> None:
    rng = np.random.default_rng(1)
    y, w = (rng.random(300) < 0.3).astype(float), rng.gamma(3.0, 1.0, 300)
    ours = estimate_share(Design(w), y)
    assert ours.estimate == pytest.approx(w @ y / w.sum())
    assert ours.low < ours.estimate < ours.high
    repeated = estimate_share(Design.of_replicates(jackknife(Design(w), "JK1")), y)
    assert repeated.low == pytest.approx(ours.low, rel=0.01)
    assert repeated.df == 299


def test_equal_trimming_keeps_the_sum_and_strictly_the_limits() -> None:
    w = np.array([1.0, 2.0, 3.0, 4.0, 30.0])
    once, strict = trim_evenly(w, 1.5, 10.0), trim_evenly(w, 1.5, 10.0, strict=True)
    assert once.sum() == strict.sum() == 40.0
    assert once.tolist() == [1.5, 2 + 19.5 / 3, 3 + 19.5 / 3, 4 + 19.5 / 3, 10.0]
    assert strict.max() <= 10.0
    assert trim_evenly(w, 0.0, 50.0).tolist() == w.tolist()
    with pytest.raises(PhareError, match="widen the limits"):
        trim_evenly(np.array([1.0, 30.0]), 5.0, 6.0)


def test_answers_as_a_base_sum_to_one() -> None:
    rng = np.random.default_rng(2)
    cases = (rng.random((100, 4)) < 0.4).astype(float)
    w, known = rng.gamma(3.0, 1.0, 100), rng.random(100) < 0.9
    ours = estimate_answer_shares(
        Design(w), np.where(known[:, None], cases, np.nan), observed=known
    )
    told = (w * known) @ cases / ((w * known) @ cases.sum(axis=1))
    np.testing.assert_allclose(ours.estimates.estimate[0], told)
    assert ours.estimates.estimate.sum() == pytest.approx(1.0)


def test_variances_of_a_simple_sample_are_the_usual_ones() -> None:
    y = np.random.default_rng(3).normal(size=(80, 3))
    ours = population_covariances(Design(np.full(80, 7.0)), y)
    np.testing.assert_allclose(ours.estimate.reshape(3, 3), np.cov(y.T))
    square = (y[:, 0] - y[:, 0].mean()) ** 2 * 80 / 79
    assert ours.std_error[0] == pytest.approx(square.std(ddof=1) / np.sqrt(80))
