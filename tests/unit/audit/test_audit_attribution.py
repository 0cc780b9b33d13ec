"""Shares sum to the shift, whatever is attributed, and are fair."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audit_pruning import posed

from phare.audit.attribution import attribute, shapley
from phare.audit.measures import Measures


def random_value(names: list[str], seed: int) -> Callable[[frozenset[str]], np.ndarray]:
    def value(some: frozenset[str]) -> np.ndarray:
        key = sum(1 << names.index(name) for name in some)
        return np.random.default_rng([seed, key]).normal(size=3)

    return value


@given(m=st.integers(1, 6), seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_shares_sum_to_the_whole(m: int, seed: int) -> None:
    names = [f"p{i}" for i in range(m)]
    found = shapley(names, random_value(names, seed))
    np.testing.assert_allclose(found.shares.sum(axis=0), found.whole - found.nothing, atol=1e-12)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_order_of_players_changes_nothing(seed: int) -> None:
    names = ["a", "b", "c", "d"]
    value = random_value(names, seed)
    one, two = shapley(names, value), shapley(names[::-1], value)
    np.testing.assert_allclose(one.shares, two.shares[::-1], atol=1e-13)


def test_players_who_add_alike_share_alike_and_idle_ones_get_nothing() -> None:
    def value(some: frozenset[str]) -> np.ndarray:
        return np.array([2.0 if {"a", "b"} <= some else 0.0, 3.0 * ("a" in some)])

    found = shapley(["a", "b", "idle"], value)
    np.testing.assert_allclose(found.shares, [[1.0, 3.0], [1.0, 0.0], [0.0, 0.0]])


def test_many_players_are_drawn_with_an_error_that_covers() -> None:
    names = [f"p{i}" for i in range(12)]

    def value(some: frozenset[str]) -> np.ndarray:
        own = [int(name[1:]) for name in some]
        return np.array([sum(own) + (10.0 if {0, 1} <= set(own) else 0.0)])

    found = shapley(names, value, np.random.default_rng(5))
    exact = np.arange(12.0)
    exact[:2] += 5
    np.testing.assert_allclose(found.shares.sum(), found.whole[0], atol=1e-10)
    gap = np.abs(found.shares[:, 0] - exact)
    assert np.all(gap <= 4 * found.error[:, 0] + 1e-12)
    # An order and its reverse: who comes first of two is balanced exactly.
    assert gap.max() < 1e-10
    with pytest.raises(ValueError, match="a generator for more than 10 players"):
        shapley(names, value)


@given(seed=st.integers(0, 5000))
@settings(max_examples=20, deadline=None)
def test_shift_and_log_kish_are_shared_out(seed: int) -> None:
    _, atoms, base, _ = posed(seed)
    y = np.random.default_rng(seed).normal(size=(len(base), 2))
    known = atoms.collapse(Measures.of(y))
    found = attribute(atoms, known, ["a", "b"], atoms.bases["base"])
    np.testing.assert_allclose(found.nothing[:2], base @ y / base.sum(), rtol=1e-9)
    np.testing.assert_allclose(found.shares.sum(axis=0), found.whole - found.nothing, atol=1e-12)
