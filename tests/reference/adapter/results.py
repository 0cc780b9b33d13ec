"""What R's estimation functions return, as far as an expected.json tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Stat:
    """svystat or svrepstat; `df` for t intervals is asked for by the call."""

    names: list[str]
    estimate: np.ndarray
    covariance: np.ndarray
    deff: np.ndarray | None = None

    @property
    def se(self) -> np.ndarray:
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    def fields(self) -> dict[str, Any]:
        found: dict[str, Any] = {"names": self.names, "estimate": self.estimate, "se": self.se}
        if self.deff is not None:
            found["deff"] = self.deff
        return found | {"vcov": self.covariance}


@dataclass
class CovarianceMatrix:
    """svyvar of several variables: their matrix and the covariance of its elements."""

    names: list[str]
    estimate: np.ndarray
    covariance: np.ndarray

    def fields(self) -> dict[str, Any]:
        return {"names": self.names, "estimate": self.estimate, "vcov": self.covariance}


@dataclass
class Matrix:
    """A table or matrix with its names."""

    dimnames: Any
    values: np.ndarray

    def fields(self) -> dict[str, Any]:
        return {"dimnames": self.dimnames, "values": self.values}


@dataclass
class By:
    """svyby: one Stat-like per level, and the covariance of all (covmat = TRUE)."""

    by: list[dict[str, str]]
    estimates: list[dict[str, float]]
    errors: list[dict[str, float]]
    deffs: list[dict[str, float]] | None = None
    covariance: np.ndarray | None = None

    @property
    def names(self) -> list[str]:
        """Levels joined, then the variable where there are several: R's names of coef()."""
        levels = [".".join(level.values()) for level in self.by]
        names = list(self.estimates[0])
        if len(names) == 1:
            return levels
        return [f"{level}:{name}" for name in names for level in levels]

    @property
    def estimate(self) -> np.ndarray:
        return np.array([row[name] for name in self.estimates[0] for row in self.estimates])

    @property
    def se(self) -> np.ndarray:
        return np.array([row[name] for name in self.errors[0] for row in self.errors])

    def fields(self) -> dict[str, Any]:
        rows = []
        for i, by in enumerate(self.by):
            row = {"by": by, "estimate": self.estimates[i], "se": self.errors[i]}
            if self.deffs is not None:
                row["deff"] = self.deffs[i]
            rows.append(row)
        return {"rows": rows}


@dataclass
class Ratio:
    """svyratio of several numerators (rows) and denominators (columns)."""

    numerator: list[str]
    denominator: list[str]
    ratio: np.ndarray
    se: np.ndarray
    covariance: np.ndarray

    @property
    def names(self) -> list[str]:
        return [f"{n}/{d}" for d in self.denominator for n in self.numerator]

    @property
    def estimate(self) -> np.ndarray:
        return self.ratio.ravel(order="F")

    def fields(self) -> dict[str, Any]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "ratio": self.ratio,
            "se": self.se,
        }


@dataclass
class QuantileTable:
    """svyquantile: for each variable p, quantile, ci_low, ci_high, se."""

    variables: dict[str, dict[str, np.ndarray]]

    def fields(self) -> dict[str, Any]:
        return {"variables": self.variables}


@dataclass
class ProportionInterval:
    """svyciprop."""

    name: str
    estimate: float
    ci: np.ndarray
    se: float

    def fields(self) -> dict[str, Any]:
        return {"estimate": self.estimate, "ci": self.ci, "se": self.se}


@dataclass
class HTest:
    """A test: statistic, parameters, p value, and what else R prints."""

    statistic: float
    p_value: float
    parameter: tuple[float, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        found = {"statistic": self.statistic, "p_value": self.p_value, **self.more}
        return found | ({"parameter": list(self.parameter)} if self.parameter else {})


@dataclass
class Glm:
    """A fitted model with the names of its coefficients and their terms."""

    names: list[str]
    terms: list[str | None]
    family: str
    model: Any
    rows: int

    def fields(self) -> dict[str, Any]:
        m = self.model
        return {
            "names": self.names,
            "estimate": m.estimate,
            "se": m.std_error,
            "t": m.statistic,
            "p_value": m.p_value,
            "df_residual": m.df,
            "vcov": m.covariance,
            "n_used": self.rows,
            "link": m.family.link,
            "family": self.family,
        }


@dataclass
class TermTest:
    """regTermTest."""

    test: Any

    def fields(self) -> dict[str, Any]:
        k, ddf = self.test.df
        return {"F": self.test.statistic, "df": k, "ddf": ddf, "p_value": self.test.p_value}
