"""Rows of AUDIT_DEFF, AUDIT_SHIFT, AUDIT_INFLUENCE, AUDIT_TRIM and AUDIT_TESTS."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import special

from phare.audit.attribution import attribute, estimates_and_kish
from phare.audit.columns import Address
from phare.audit.influence import Removal, most_influential
from phare.audit.informativeness import Informativeness, informativeness
from phare.audit.solving import How
from phare.audit.spread import shares_of_variance
from phare.audit.trimming import Cap, trimming
from phare.audit.unsolved import NoSolutionError
from phare.audit.worked import Worked
from phare.sampling.replicates import ReplicateTables, replicates_of
from phare.stats.arrays import FloatArray
from phare.stats.comparisons import holm

Rows = list[dict[str, object]]

LOG_KISH = "log_kish"
"""The indicator of the rows of AUDIT_SHIFT that attribute the logarithm of Kish's effect."""


def _address(worked: Worked, one: Address, *, whole: bool = False) -> dict[str, object]:
    found: dict[str, object] = {
        "wave": worked.card.wave, "scheme": worked.scheme.name,
        "indicator": one.indicator, "category": one.category,
    }  # fmt: skip
    return found if whole else found | {"domain": one.domain, "level": one.level}


def deff_rows(worked: Worked, replicates: Mapping[str, ReplicateTables]) -> Rows:
    """Return the staircase of every figure under the reference and the imported schemes."""
    rows: Rows = []
    for at, scheme in enumerate(worked.schemes):
        found = worked.found.row(at)
        naive, kish, true = found.moe(worked.quantile)
        beside = _replicated(worked, at, replicates.get(scheme.name))
        scale = worked.figures.scale
        for j, one in enumerate(worked.figures.addresses):
            n = float(found.n[j])
            rows.append(
                _address(worked, one)
                | {
                    "scheme": scheme.name, "n": int(n), "kish": found.kish[j],
                    "association": found.association[j], "explained": found.explained[j],
                    "design": found.design[j], "fpc": found.fpc[j],
                    "clustering": found.clustering[j], "deff": found.deff[j],
                    "n_effective": n / found.deff[j] if found.deff[j] > 0 else np.nan,
                    "moe_naive": naive[j] * scale[j], "moe_kish": kish[j] * scale[j],
                    "moe_true": true[j] * scale[j], "fixed": bool(found.fixed[j]),
                    "moe_replicates": np.nan if beside is None else beside[j] * scale[j],
                }
            )  # fmt: skip
    return rows


def _replicated(worked: Worked, at: int, tables: ReplicateTables | None) -> FloatArray | None:
    """Return the margins of error (k,) of the replicates of a scheme, if it has any."""
    if tables is None or tables.replicates.empty:
        return None
    scheme = worked.schemes[at]
    where = f"{worked.card.wave}, scheme '{scheme.name}'"
    drawn = replicates_of(tables, scheme.weights, worked.responses["respondent_id"], where)
    y, x = worked.figures.measures.y, worked.figures.measures.x
    with np.errstate(invalid="ignore", divide="ignore"):
        now = scheme.weights @ y / (scheme.weights @ x)
        repeated = drawn.redo(lambda w: np.asarray(w @ y / (w @ x)))
        variance = np.array(
            [drawn.covariance(now[[j]], repeated[:, [j]])[0, 0] for j in range(len(now))]
        )
    return np.asarray(worked.quantile * np.sqrt(variance))


def shift_rows(worked: Worked, rng: np.random.Generator) -> Rows:
    """Return what the base, each margin and what came after do to each headline and to Kish.

    Then the share of its variance over variants that each choice accounts for.
    """
    columns = worked.headlines
    figures = worked.figures.part(columns)
    known = worked.atoms.collapse(figures.measures)
    margins, base, how = worked.redone
    unweighted = estimates_and_kish(worked.atoms, known, worked.atoms.bases["unit"])
    reference = worked.reference.weights
    assert reference is not None
    ends = estimates_and_kish(worked.atoms, known, reference)
    addresses = [*figures.addresses, Address(LOG_KISH)]
    scale = np.append(figures.scale, 1.0)
    parts: list[tuple[str, str, FloatArray, FloatArray]] = []
    still = np.zeros(len(scale))
    names = dict(zip(worked.reference.keys, worked.reference.variant.margins, strict=True))
    try:
        uncapped = How(how.method, how.bounds)
        shares = attribute(worked.atoms, known, margins, base, uncapped, rng)
        parts.append(("base", "ordered", shares.nothing - unweighted, still))
        parts += [
            (names[player], "shapley", shares.shares[at], shares.error[at])
            for at, player in enumerate(shares.players)
        ]
        parts.append(("after", "ordered", ends - shares.whole, still))
    except NoSolutionError:
        parts.append(("after", "ordered", ends - unweighted, still))
    rows = [
        _address(worked, one, whole=True)
        | {
            "player": player, "method": method, "value": value[j] * scale[j],
            "error": error[j] * scale[j], "total": (ends[j] - unweighted[j]) * scale[j],
        }
        for player, method, value, error in parts
        for j, one in enumerate(addresses)
    ]  # fmt: skip
    for axis, share in shares_of_variance(worked.tried, worked.found.estimate[:, columns]).items():
        rows += [
            _address(worked, one, whole=True)
            | {"player": f"choice:{axis}", "method": "variance", "value": share[j], "total": 1.0}
            for j, one in enumerate(figures.addresses)
        ]
    return rows


def removal(worked: Worked) -> Removal:
    """Return what removing respondents does under the reference."""
    margins, base, how = worked.redone
    weights = worked.reference.weights
    assert weights is not None
    return Removal(worked.atoms, margins, base, how, weights)


def influence_rows(worked: Worked) -> Rows:
    """Return the ten respondents that move each headline most."""
    gone, rows = removal(worked), []
    ids = worked.responses["respondent_id"].to_numpy()
    ties = np.argsort(np.argsort(ids, kind="stable"), kind="stable")
    measures = worked.figures.measures
    for column in worked.headlines:
        one, scale = worked.figures.addresses[column], worked.figures.scale[column]
        if worked.found.fixed[0, column] or np.isnan(worked.found.estimate[0, column]):
            continue
        found = most_influential(gone, measures, worked.known, column, ties=ties)
        y = measures.y[:, column] + measures.centre[column] * measures.x[:, column]
        for rank, row in enumerate(found.rows):
            rows.append(
                _address(worked, one, whole=True)
                | {
                    "rank": rank + 1, "respondent_id": ids[row], "y": y[row],
                    "weight": worked.weights[row], "linear": found.linear[rank] * scale,
                    "exact": found.exact[rank] * scale,
                }
            )  # fmt: skip
    return rows


def trim_rows(worked: Worked) -> Rows:
    """Return what each cap does to each headline, margins held."""
    margins, base, how = worked.redone
    columns = worked.headlines
    if not margins or not columns:
        return []
    figures, rows = worked.figures.part(columns), []
    try:
        found = trimming(
            worked.atoms, figures.measures, margins, base, how=How(how.method, how.bounds)
        )
    except NoSolutionError:
        return []
    for cap in found:
        for j, one in enumerate(figures.addresses):
            scale = figures.scale[j]
            row = _address(worked, one, whole=True) | {"cap": cap.times}
            if isinstance(cap, Cap):
                row |= {
                    "estimate": cap.estimate[j] * scale, "deff_kish": cap.kish,
                    "variance": cap.variance[j] * scale**2, "bias2": cap.bias2[j] * scale**2,
                    "mse": cap.mse[j] * scale**2, "mse_ratio": cap.mse_ratio[j],
                }  # fmt: skip
            else:
                row |= {"reason": cap.reason, "nearest_feasible": cap.nearest or None}
            rows.append(row)
    return rows


def informativeness_rows(worked: Worked) -> Rows:
    """Return the tests of each headline: its shift, and whether the weight predicts it.

    Holm over the headlines, test by test.
    """
    found: list[tuple[Address, Informativeness]] = []
    margins = [worked.margins[name] for name in worked.reference.variant.margins]
    known = [m for m in margins if np.all(np.asarray(m.codes) >= 0)]
    for column in worked.headlines:
        values = plain_values(worked, column)
        if values is None or np.sum(~np.isnan(values)) < 2:
            continue
        about = informativeness(values, worked.weights, known)
        found.append((worked.figures.addresses[column], about))
    rows = []
    for test in ("shift", "weight_only", "given_margins"):
        told = [(one, _test(about, test)) for one, about in found]
        kept = [(one, numbers) for one, numbers in told if numbers is not None]
        adjusted = holm(np.array([numbers[3] for _, numbers in kept]))
        for (one, numbers), p in zip(kept, adjusted, strict=True):
            statistic, df1, df2, p_value = numbers
            rows.append(
                _address(worked, one, whole=True)
                | {
                    "test": test, "statistic": statistic, "df1": df1, "df2": df2,
                    "p_value": p_value, "p_adjusted": p,
                }
            )  # fmt: skip
    return rows


def _test(about: Informativeness, test: str) -> tuple[float, float, float, float] | None:
    if test == "shift":
        if not about.shift_error > 0:
            return None
        z = about.shift / about.shift_error
        return z, 1.0, float("nan"), _two_sided(z)
    found = about.weight_only if test == "weight_only" else about.given_margins
    return None if found is None else (found.statistic, found.df1, found.df2, found.p_value)


def _two_sided(z: float) -> float:
    return float(2 * special.ndtr(-abs(z)))


def plain_values(worked: Worked, column: int) -> FloatArray | None:
    """Return the answers (n,) behind a mean or a share, NaN outside; None for a ratio."""
    measures = worked.figures.measures
    x, inside = measures.x[:, column], measures.inside[:, column]
    if np.any(x[inside] != 1):
        return None
    return np.asarray(np.where(inside, measures.y[:, column] + measures.centre[column], np.nan))
