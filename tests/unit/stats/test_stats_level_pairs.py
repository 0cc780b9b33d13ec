"""`ratio_covariances`: its variances are those of the estimates, under any design."""

import numpy as np
import pytest

from phare.stats.contrasts import columns_above
from phare.stats.design import Design
from phare.stats.estimators import Base, estimate_ratios, ratio_covariances
from phare.stats.inference import Estimated
from phare.stats.replication import jackknife


def linear() -> Design:
    rng = np.random.default_rng(5)
    psu = np.repeat(np.arange(24), 10)
    return Design(rng.gamma(4.0, 1.0, 240), strata=psu // 8, psu=psu)


def replicated() -> Design:
    return Design.of_replicates(jackknife(linear(), "JKn", "estimate"))


@pytest.mark.parametrize("make", [linear, replicated])
def test_the_diagonal_is_the_variance_of_each_level(make) -> None:
    design: Design = make()
    rng = np.random.default_rng(3)
    values = rng.gamma(2.0, 3.0, (design.n, 2))
    observed = rng.random(design.n) < 0.9
    base = Base(rng.integers(-1, 3, design.n), 4, rng.random(design.n) < 0.8)
    whole = estimate_ratios(design, values, observed=observed, base=base).estimates
    found = list(ratio_covariances(design, values, observed=observed, base=base))
    assert len(found) == 2
    for column, (one, df) in enumerate(found):
        np.testing.assert_allclose(one.estimate, whole.estimate[:, column], rtol=1e-10)
        np.testing.assert_allclose(one.std_error[:3], whole.std_error[:3, column], rtol=1e-9)
        assert np.isnan(one.estimate[3])
        assert np.isnan(one.covariance[3]).all()
        assert df > 0


def test_each_level_of_the_tests_has_its_columns() -> None:
    found = Estimated(np.array([0.0, 3.0, 9.0]), np.eye(3))
    loose, strict = columns_above(found, 500, "none", (0.05, 0.0001))
    assert loose == [[], [0], [0, 1]]
    assert strict == [[], [], [0, 1]]
