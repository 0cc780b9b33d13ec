"""One split: the algebra is that of the 2 x p table, and the search ends where none is better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_tables import tables
from scipy.stats import chi2_contingency

from phare.typology.axes import axes
from phare.typology.cuts import best_cut, chi2_of, chi2_of_cuts
from phare.typology.exchange import exchange
from phare.typology.incidence import Incidence, incidence


def pearson(matrix: Incidence, inside: np.ndarray) -> float:
    whole = matrix.toarray()
    table = np.stack([whole[inside].sum(0), whole[~inside].sum(0)])
    return float(chi2_contingency(table, correction=False).statistic)


@given(tables(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_every_cut_of_any_order_has_the_chi2_of_its_table(matrix: Incidence, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(matrix.shape[0])
    found = chi2_of_cuts(matrix, order)
    for size in range(1, len(order)):
        inside = np.zeros(len(order), dtype=bool)
        inside[order[:size]] = True
        assert found[size - 1] == pytest.approx(pearson(matrix, inside), rel=1e-11, abs=1e-11)


@given(tables(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_exchanges_end_where_no_unit_gains_by_moving(matrix: Incidence, seed: int) -> None:
    n = matrix.shape[0]
    start = np.arange(n) < np.random.default_rng(seed).integers(1, n)
    done = exchange(matrix, start)
    assert done.chi2 == pytest.approx(pearson(matrix, done.inside), rel=1e-12)
    assert done.chi2 >= chi2_of(matrix, start)
    assert 0 < done.inside.sum() < n
    for unit in range(n):
        other = done.inside.copy()
        other[unit] = not other[unit]
        assert chi2_of(matrix, other) <= done.chi2 * (1 + 1e-10)


def test_each_exchange_is_the_best_one() -> None:
    """Against the search written out: every unit tried on its whole table, the best one moved."""
    rng = np.random.default_rng(3)
    matrix = incidence(rng.random((40, 15)) < 0.3)
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    inside = np.arange(matrix.shape[0]) < 12
    done, moves = exchange(matrix, inside), 0
    while True:
        tried = []
        for unit in range(len(inside)):
            other = inside.copy()
            other[unit] = not other[unit]
            tried.append(chi2_of(matrix, other))
        best = int(np.argmax(tried))
        if not tried[best] > chi2_of(matrix, inside) * (1 + 1e-13):
            break
        inside[best] = not inside[best]
        moves += 1
    assert moves == done.moves > 3
    assert (inside == done.inside).all()


@given(tables())
@settings(deadline=None, max_examples=40)
def test_the_axis_is_that_of_the_dense_table(matrix: Incidence) -> None:
    whole = matrix.toarray()
    r, c, n = whole.sum(1), whole.sum(0), whole.sum()
    centred = whole / np.sqrt(np.outer(r, c)) - np.sqrt(np.outer(r, c)) / n
    values = np.linalg.svd(centred, compute_uv=False)
    found = axes(matrix, 2)
    known = len(found.singular_values)
    assert found.singular_values == pytest.approx(values[:known], abs=1e-7)
    assert (values[known:2] < 1e-5).all()
    # Coordinates are of length one in the metric of the rows, where the axis exists.
    if known:
        assert r @ found.coordinates[:, 0] ** 2 == pytest.approx(1, abs=1e-6)
        assert r @ found.coordinates[:, 0] == pytest.approx(0, abs=1e-6)


def test_the_sparse_axis_is_that_of_the_dense_table() -> None:
    matrix = incidence(np.random.default_rng(5).random((150, 80)) < 0.1)
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    whole = matrix.toarray()
    r, c, n = whole.sum(1), whole.sum(0), whole.sum()
    centred = whole / np.sqrt(np.outer(r, c)) - np.sqrt(np.outer(r, c)) / n
    u, values, _ = np.linalg.svd(centred, full_matrices=False)
    found = axes(matrix, 3)
    np.testing.assert_allclose(found.singular_values, values[:3], rtol=1e-12)
    for axis in range(3):
        expected = u[:, axis] / np.sqrt(r)
        expected = expected * np.sign(expected @ found.coordinates[:, axis])
        np.testing.assert_allclose(found.coordinates[:, axis], expected, atol=1e-9)


def test_a_cut_leaves_the_units_that_were_asked_for() -> None:
    matrix = incidence(np.random.default_rng(4).random((30, 8)) < 0.4)
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    order = np.arange(matrix.shape[0])
    for least in (1, 5, 12):
        cut = best_cut(matrix, order, least)
        assert cut is not None
        assert min(cut.inside.sum(), (~cut.inside).sum()) >= least
    assert best_cut(matrix, order, 20) is None
