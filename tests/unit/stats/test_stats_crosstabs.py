"""Tests of independence of two categorical variables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from phare.errors import PhareError
from phare.stats.crosstabs import Crosstab, independence_test, pearson
from phare.stats.design import Design
from phare.stats.replication import jackknife

STATISTICS = ("F", "Chisq", "lincom", "saddlepoint", "Wald", "adjWald")


def draw(seed: int, n: int, linked: float = 0.0) -> Crosstab:
    rng = np.random.default_rng(seed)
    row = rng.integers(0, 3, n)
    column = np.where(rng.random(n) < linked, row % 2, rng.integers(0, 2, n))
    return Crosstab(row, column, 3, 2)


def test_under_simple_random_sampling_it_is_pearsons_test() -> None:
    table = draw(1, 4000)
    told = stats.chi2_contingency(table.weighted(np.ones(4000)), correction=False)
    found = pearson(Design(np.ones(4000)), table)
    assert found.statistic == pytest.approx(told.statistic, rel=1e-12)
    np.testing.assert_allclose(found.effects, 1.0, atol=0.05)
    test = independence_test(Design(np.ones(4000)), table, "Chisq")
    assert test.p_value == pytest.approx(told.pvalue, abs=0.01)


def test_rows_copied_ten_times_are_not_ten_times_the_evidence() -> None:
    once, table = draw(2, 300, linked=0.1), draw(2, 300, linked=0.1)
    copied = Crosstab(np.repeat(table.row, 10), np.repeat(table.column, 10), 3, 2)
    clusters = Design(np.ones(3000), psu=np.repeat(np.arange(300), 10))
    for statistic in STATISTICS:
        alone = independence_test(Design(np.ones(300)), once, statistic)
        assert independence_test(clusters, copied, statistic).p_value == pytest.approx(
            alone.p_value, rel=1e-9
        )


@pytest.mark.parametrize("statistic", STATISTICS)
def test_the_unit_of_weights_does_not_matter(statistic: str) -> None:
    rng = np.random.default_rng(3)
    w, table = rng.gamma(2.0, 1.0, 500), draw(3, 500, linked=0.2)
    tests = [independence_test(Design(scale * w), table, statistic) for scale in (1.0, 250.0)]
    assert tests[0].p_value == pytest.approx(tests[1].p_value, rel=1e-6)
    assert tests[0].statistic == pytest.approx(tests[1].statistic, rel=1e-9)


def test_under_independence_a_test_rejects_as_often_as_it_says() -> None:
    rejected = dict.fromkeys(STATISTICS, 0)
    runs = 300
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        place = np.repeat(np.arange(40), 10)
        lean = rng.normal(0, 0.8, 40)[place]  # clusters lean one way: an effect of the design
        row = (rng.normal(size=400) + lean > 0).astype(np.int64)
        column = rng.integers(0, 3, 400)
        table = Crosstab(row, column, 2, 3)
        design = Design(np.ones(400), psu=place)
        for statistic in STATISTICS:
            rejected[statistic] += independence_test(design, table, statistic).p_value < 0.05
    for statistic, count in rejected.items():
        assert 0.02 < count / runs < 0.09, (statistic, count / runs)


def test_replicates_come_near_linearisation() -> None:
    table = draw(5, 400, linked=0.15)
    design = Design(np.ones(400), psu=np.repeat(np.arange(80), 5))
    repeated = Design.of_replicates(jackknife(design, "JK1"))
    for statistic in ("F", "Wald"):
        ours = independence_test(repeated, table, statistic).statistic
        assert ours == pytest.approx(independence_test(design, table, statistic).statistic, rel=0.1)


def test_rows_of_unknown_category_take_no_part() -> None:
    table = draw(6, 200)
    blank = Crosstab(np.where(np.arange(200) < 20, -1, table.row), table.column, 3, 2)
    kept = Crosstab(table.row[20:], table.column[20:], 3, 2)
    ours = pearson(Design(np.ones(200)), blank)
    assert ours.statistic == pytest.approx(pearson(Design(np.ones(180)), kept).statistic)


def test_an_empty_category_and_an_unknown_statistic_are_refused() -> None:
    table = Crosstab(np.zeros(10, dtype=np.int64), np.arange(10) % 2, 2, 2)
    with pytest.raises(PhareError, match="leave out the empty categories"):
        independence_test(Design(np.ones(10)), table)
    with pytest.raises(PhareError, match="'Chisqq'"):
        independence_test(Design(np.ones(200)), draw(1, 200), "Chisqq")
