"""Average marginal effects, against differences of predictions and the jackknife."""

from __future__ import annotations

import numpy as np
import pytest

from phare.stats.design import Design
from phare.stats.effects import average_difference, average_slope
from phare.stats.models import fit_model
from phare.stats.replication import jackknife


def draw(seed: int) -> tuple[np.ndarray, np.ndarray, Design]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(300), rng.normal(size=300), rng.integers(0, 2, 300)])
    y = (rng.logistic(size=300) < x @ np.array([-0.3, 0.8, 0.5])).astype(float)
    return y, x, Design(rng.gamma(3.0, 1.0, 300), psu=np.repeat(np.arange(60), 5))


def versions(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    high, low = x.copy(), x.copy()
    high[:, 2], low[:, 2] = 1.0, 0.0
    return high, low


def test_a_linear_model_moves_by_its_coefficient() -> None:
    y, x, design = draw(1)
    model = fit_model(design, y, x)
    slope = average_slope(design, model, x, 1)
    step = average_difference(design, model, *versions(x))
    assert slope.estimate[0] == pytest.approx(model.estimate[1])
    assert slope.std_error[0] == pytest.approx(model.std_error[1])
    assert step.estimate[0] == pytest.approx(model.estimate[2])
    assert step.std_error[0] == pytest.approx(model.std_error[2])


def test_the_effect_is_the_weighted_mean_of_differences() -> None:
    y, x, design = draw(2)
    model = fit_model(design, y, x, "binomial")
    high, low = versions(x)
    expit = 1 / (1 + np.exp(-high @ model.estimate)) - 1 / (1 + np.exp(-low @ model.estimate))
    told = design.weights @ expit / design.weights.sum()
    assert average_difference(design, model, high, low).estimate[0] == pytest.approx(told)


def test_the_slope_is_a_small_difference() -> None:
    y, x, design = draw(3)
    model = fit_model(design, y, x, "binomial")
    high, low = x.copy(), x.copy()
    high[:, 1] += 1e-5
    low[:, 1] -= 1e-5
    step = average_difference(design, model, high, low).estimate[0] / 2e-5
    assert average_slope(design, model, x, 1).estimate[0] == pytest.approx(step, rel=1e-6)


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_linearisation_comes_near_the_jackknife(family: str) -> None:
    y, x, design = draw(4)
    repeated = Design.of_replicates(jackknife(design, "JK1"))
    for effect in (
        lambda d, m: average_slope(d, m, x, 1),
        lambda d, m: average_difference(d, m, *versions(x)),
    ):
        linear = effect(design, fit_model(design, y, x, family))
        again = effect(repeated, fit_model(repeated, y, x, family))
        assert again.estimate[0] == pytest.approx(linear.estimate[0])
        assert again.std_error[0] == pytest.approx(linear.std_error[0], rel=0.05)
