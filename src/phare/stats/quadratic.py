"""The law of a weighted sum of chi-squares, by itself or over an independent one.

Method: docs/methods/tests.md. A Pearson statistic of a complex design has this law.
"""

from __future__ import annotations

import itertools

import numpy as np
from scipy import integrate, optimize, stats

from phare.stats.arrays import FloatArray, floats

# Beyond these shares of the interval where the generating function exists it is infinite.
_INSIDE = 1 - 1e-5
_FLAT = 1e-4
# What numerical inversion can tell from 0.
_PRECISE = 1e-9


def tail_by_saddlepoint(statistic: float, weights: FloatArray, df: float = np.inf) -> float:
    """Return P(sum a_j chi2_1 > x), or with `df` P(sum a_j chi2_1 > x chi2_df / df).

    Kuonen's approximation; Satterthwaite's where it does not apply (near the mean).
    """
    a = floats(weights)
    if np.isnan(statistic) or np.any(np.isnan(a)):
        return float("nan")
    if statistic <= 0:
        return 1.0
    if not np.isfinite(df):
        found = _saddlepoint(statistic, a, np.ones(len(a)))
    else:
        found = _saddlepoint(0.0, np.append(a, -statistic / df), np.append(np.ones(len(a)), df))
    return tail_by_satterthwaite(statistic, a, df) if np.isnan(found) else found


def tail_by_satterthwaite(statistic: float, weights: FloatArray, df: float = np.inf) -> float:
    """Return the same tail from the chi-square (or F) with the same first two moments."""
    a = floats(weights)
    first, second = float(a.mean()), float((a**2).mean())
    scale, degrees = second / first, len(a) * first**2 / second
    if not np.isfinite(df):
        return float(stats.chi2.sf(statistic / scale, degrees))
    return float(stats.f.sf(statistic / scale / degrees, degrees, df))


def tail_by_integration(statistic: float, weights: FloatArray, df: float) -> float:
    """Return P(sum a_j chi2_1 > x chi2_df / df) by Imhof's inversion, to about 1e-10.

    Below that, where only rounding would be left, by the saddlepoint.
    """
    if np.isnan(statistic) or np.any(np.isnan(weights)) or not df > 0:
        return float("nan")
    if statistic <= 0:
        return 1.0
    a = np.append(floats(weights), -statistic / df)
    a /= float(np.max(np.abs(a)))
    n = np.append(np.ones(len(a) - 1), df)

    def integrand(u: float) -> float:
        angle = 0.5 * float(n @ np.arctan(a * u))
        return float(np.sin(angle) * np.exp(-0.25 * (n @ np.log1p((a * u) ** 2)))) / u

    at_zero = 0.5 * float(n @ a)
    # Half-lines in steps of the scale of the integrand: most of it lies near 0.
    ends = np.concatenate([[0.0], np.geomspace(1e-3, 1e6, 37)])
    value = sum(
        integrate.quad(lambda u: integrand(u) if u > 0 else at_zero, low, high, limit=200)[0]
        for low, high in itertools.pairwise(ends)
    )
    found = 0.5 + value / np.pi
    return found if found > _PRECISE else tail_by_saddlepoint(statistic, weights, df)


def _saddlepoint(x: float, weights: FloatArray, counts: FloatArray) -> float:
    """Upper tail at x of the sum of counts_j weights_j chi2_1; NaN too near its mean."""
    unit = float(weights.max())
    a, x = weights / unit, x / unit
    negative = a[a < 0]
    if len(negative):
        low = float(np.max(1 / (2 * negative))) * _INSIDE
    elif x > counts @ a:
        low = -0.01
    else:
        low = -float(counts.sum()) / (2 * x)
    high = float(np.min(1 / (2 * a[a > 0]))) * _INSIDE

    def slope(s: float) -> float:
        return float(counts @ (a / (1 - 2 * s * a))) - x

    if slope(low) > 0 or slope(high) < 0:
        return float("nan")
    s = float(optimize.brentq(slope, low, high, xtol=1e-15, rtol=8.9e-16))
    if abs(s) < _FLAT:
        return float("nan")
    log_mgf = -0.5 * float(counts @ np.log(1 - 2 * s * a))
    curvature = 2 * float(counts @ (a**2 / (1 - 2 * s * a) ** 2))
    w = np.sign(s) * np.sqrt(2 * (s * x - log_mgf))
    v = s * np.sqrt(curvature)
    return float(stats.norm.sf(w + np.log(v / w) / w))
