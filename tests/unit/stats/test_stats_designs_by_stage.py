"""Several stages, and the rules for lonely PSUs, against formulae worked out by hand."""

import numpy as np
import pytest

from phare.errors import PhareError
from phare.stats.design import Design, Stage
from phare.stats.domain import Domain
from phare.stats.estimators import Base, estimate_means, estimate_totals

Y = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0, 3.0, 6.0])
PSU = np.array(["a", "a", "b", "b", "c", "c", "d", "d"])


def test_what_is_drawn_below_adds_its_share() -> None:
    design = Design(
        np.ones(8),
        psu=PSU,
        stratum_population=np.full(8, 16.0),
        stages=(Stage(population=np.full(8, 10.0)),),
    )
    totals = Y.reshape(4, 2).sum(axis=1)
    first = 0.75 * 4 * np.var(totals, ddof=1)
    second = 0.25 * 0.8 * 2 * np.var(Y.reshape(4, 2), axis=1, ddof=1).sum()
    assert design.variance(Y)[0] == pytest.approx(first + second)
    assert estimate_totals(design, Y[:, None]).std_error.item() ** 2 == pytest.approx(
        first + second
    )
    assert design.degrees_of_freedom == 3


def test_three_stages_multiply_their_fractions() -> None:
    middle = np.repeat(np.arange(4), 2)
    rng = np.random.default_rng(1)
    y = rng.normal(size=8)
    design = Design(
        np.ones(8),
        psu=np.repeat([0, 1], 4),
        stratum_population=np.full(8, 4.0),
        stages=(Stage(middle, np.full(8, 10.0)), Stage(population=np.full(8, 8.0))),
    )
    psus, units = y.reshape(2, 4).sum(axis=1), y.reshape(2, 2, 2).sum(axis=2)
    wanted = 0.5 * 2 * np.var(psus, ddof=1)
    wanted += 0.5 * 0.8 * 2 * np.var(units, axis=1, ddof=1).sum()
    wanted += 0.5 * 0.2 * 0.75 * 2 * np.var(y.reshape(4, 2), axis=1, ddof=1).sum()
    assert design.variance(y)[0] == pytest.approx(wanted)


def test_with_replacement_the_first_stage_carries_all() -> None:
    plain = Design(np.ones(8), psu=PSU)
    staged = Design(np.ones(8), psu=PSU, stages=(Stage(population=np.full(8, 10.0)),))
    assert staged.variance(Y) == pytest.approx(plain.variance(Y))


def test_a_single_unit_below_is_refused_with_its_psu() -> None:
    psu = np.array(["a", "a", "b", "b", "c", "c", "c", "d"])
    with pytest.raises(PhareError, match="stage 2, unit 'd': got a single unit"):
        Design(
            np.ones(8),
            psu=psu,
            stratum_population=np.full(8, 16.0),
            stages=(Stage(population=np.full(8, 10.0)),),
        ).variance(Y)


def test_a_stage_smaller_than_what_was_drawn_is_refused() -> None:
    counts = np.array([10.0, 10, 1, 1, 10, 10, 10, 10])
    with pytest.raises(PhareError, match="unit 'b': got a population of 1 units and 2 of them"):
        Design(
            np.ones(8),
            psu=PSU,
            stratum_population=np.full(8, 16.0),
            stages=(Stage(population=counts),),
        ).variance(Y)


STRATA = np.array(["n", "n", "n", "n", "n", "s", "i", "i"])


def test_a_lonely_stratum_is_joined_to_its_neighbour() -> None:
    joined = np.where(STRATA == "s", "n", STRATA)
    plain = Design(np.ones(8), joined, stratum_population=np.repeat([20.0, 30.0], [6, 2]))
    collapsed = Design(
        np.ones(8),
        STRATA,
        stratum_population=np.array([15.0] * 5 + [5.0] + [30.0] * 2),
        lonely="collapse",
        neighbours={"s": "n"},
    )
    assert collapsed.variance(Y) == pytest.approx(plain.variance(Y))
    assert collapsed.degrees_of_freedom == 6


def test_psus_of_joined_strata_stay_distinct() -> None:
    strata, psu = np.array([0, 0, 1, 1, 2, 2, 2, 2]), np.array([1, 1, 1, 1, 1, 1, 2, 2])
    design = Design(np.ones(8), strata, psu, lonely="collapse", neighbours={0: 1, 1: 0})
    totals = Y.reshape(4, 2).sum(axis=1)
    wanted = 2 * np.var(totals[:2], ddof=1) + 2 * np.var(totals[2:], ddof=1)
    assert design.variance(Y)[0] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("neighbours", "words"),
    [
        ({}, "stratum 's': got a single PSU and no neighbour"),
        ({"s": "x"}, "neighbour 'x': got no other stratum of this name"),
        ({"s": "s"}, "neighbour 's': got itself"),
    ],
)
def test_a_neighbour_must_be_another_stratum(neighbours: dict[object, object], words: str) -> None:
    with pytest.raises(PhareError, match=words):
        Design(np.ones(8), STRATA, lonely="collapse", neighbours=neighbours).variance(Y)


def test_a_lonely_stratum_counts_as_the_average_of_the_others() -> None:
    rest = 5 * np.var(Y[:5], ddof=1) + 2 * np.var(Y[6:], ddof=1)
    design = Design(np.ones(8), STRATA, lonely="average")
    assert design.variance(Y)[0] == pytest.approx(rest * 3 / 2)
    outside = np.where(STRATA == "s", 0.0, Y)
    assert design.variance(outside)[0] == pytest.approx(rest)


def test_an_average_of_nothing_is_unknown() -> None:
    design = Design(np.ones(8), STRATA, lonely="average")
    levels = Base((STRATA == "s").astype(int), 2)
    found = estimate_totals(design, Y[:, None], base=levels)
    assert np.isnan(found.std_error[1, 0])
    assert found.std_error[0, 0] > 0


def test_strata_in_which_a_domain_has_one_psu_of_several_are_counted() -> None:
    codes = np.array([0, 1, 1, 1, 1, 0, 1, 0])
    domain = Domain.of(Design(np.ones(8), STRATA, lonely="certainty"), codes, 2)
    np.testing.assert_array_equal(domain.single_psus(np.ones(8, dtype=bool)), [2, 1, 0])


def test_levels_of_a_domain_add_up_their_stages() -> None:
    rng = np.random.default_rng(3)
    n = 60
    psu, y = np.repeat(np.arange(12), 5), rng.normal(size=n)
    codes = rng.integers(0, 3, n)
    design = Design(
        rng.uniform(1, 2, n),
        strata=np.repeat([0, 1], 30),
        psu=psu,
        stratum_population=np.full(n, 9.0),
        stages=(Stage(population=np.full(n, 8.0)),),
    )
    found = estimate_means(design, y[:, None], base=Base(codes, 3)).estimates
    for level in range(3):
        inside = design.weights * (codes == level)
        mean = float(inside @ y / inside.sum())
        wanted = design.variance(inside * (y - mean) / inside.sum())
        np.testing.assert_allclose(found.std_error[level] ** 2, wanted)
