"""Kitagawa's decomposition, against its definition and the jackknife."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from phare.errors import PhareError
from phare.stats.decomposition import Wave, decompose
from phare.stats.design import Design
from phare.stats.replication import jackknife

NAMES = ("young", "middle", "old")


def wave(seed: int, shares: list[float], means: list[float], n: int = 240) -> Wave:
    rng = np.random.default_rng(seed)
    classes = rng.choice(3, n, p=shares)
    y = (rng.random(n) < np.array(means)[classes]).astype(float)
    return Wave(Design(rng.gamma(4.0, 1.0, n)), y, classes)


FIRST = wave(1, [0.5, 0.3, 0.2], [0.2, 0.5, 0.7])
SECOND = wave(2, [0.2, 0.3, 0.5], [0.3, 0.5, 0.6])


def parts(one: Wave) -> tuple[np.ndarray, np.ndarray]:
    w = one.design.weights
    p = np.bincount(one.classes, w, 3) / w.sum()
    return p, np.bincount(one.classes, w * one.values, 3) / np.bincount(one.classes, w, 3)


def test_the_parts_are_kitagawas_and_add_up() -> None:
    ours = decompose(FIRST, SECOND, NAMES)
    (p1, r1), (p2, r2) = parts(FIRST), parts(SECOND)
    assert ours.composition[0] == pytest.approx((p2 - p1) @ (r1 + r2) / 2)
    assert ours.behaviour[0] == pytest.approx((r2 - r1) @ (p1 + p2) / 2)
    assert ours.difference[0] == pytest.approx(p2 @ r2 - p1 @ r1)
    assert ours.difference[0] == pytest.approx(ours.composition[0] + ours.behaviour[0])


def test_the_error_of_the_difference_is_that_of_independent_means() -> None:
    ours = decompose(FIRST, SECOND, NAMES)
    variance = 0.0
    for one in (FIRST, SECOND):
        w, y = one.design.weights, one.values
        z = w * (y - w @ y / w.sum()) / w.sum()
        variance += one.design.variance(z[:, None])[0]
    assert ours.difference[1] == pytest.approx(np.sqrt(variance))


def test_errors_come_near_the_jackknife() -> None:
    ours = decompose(FIRST, SECOND, NAMES)
    variances = np.zeros(2)
    for i, one in enumerate((FIRST, SECOND)):
        replicates = jackknife(one.design, "JK1")
        for r in range(replicates.size):
            weights = replicates.replicate_weights(r, r + 1)[:, 0]
            again = [FIRST, SECOND]
            again[i] = replace(one, design=Design(weights))
            found = decompose(*again, NAMES)
            gaps = np.array([found.composition[0], found.behaviour[0]])
            gaps -= [ours.composition[0], ours.behaviour[0]]
            variances += replicates.scale * replicates.rscales[r] * gaps**2
    told = np.sqrt(variances)
    assert [ours.composition[1], ours.behaviour[1]] == pytest.approx(told, rel=0.02)


def test_the_same_composition_leaves_behaviour_alone() -> None:
    n = 90
    classes = np.arange(n) % 3
    first = Wave(Design(np.ones(n)), (np.arange(n) < 30).astype(float), classes)
    second = Wave(Design(np.ones(n)), (np.arange(n) < 60).astype(float), classes)
    ours = decompose(first, second, NAMES)
    assert ours.composition[0] == pytest.approx(0, abs=1e-15)
    assert ours.behaviour[0] == pytest.approx(1 / 3)


def test_a_class_without_respondents_is_refused_by_name() -> None:
    empty = replace(FIRST, classes=np.where(FIRST.classes == 1, 0, FIRST.classes))
    with pytest.raises(PhareError, match="class 'middle': got nobody"):
        decompose(empty, SECOND, NAMES)
