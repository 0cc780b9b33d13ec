"""How often 95 % intervals cover the truth, by simulation: writes docs/methods/coverage.md.

    python tools/coverage.py [REPLICATIONS]            the page
    python tools/coverage.py candidates [REPLICATIONS] the table of decision 6, printed

Populations are built, samples are drawn from each under a design, raked and estimated with
phare's engine, and the truth is looked for in the interval.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat
from pathlib import Path

import numpy as np

from coverage_samples import Drawn, Population, populations, samples
from phare.stats.calibration import CalibrationSettings
from phare.stats.design import Design
from phare.stats.estimators import estimate_means
from phare.stats.intervals import ProportionMethod, proportion_interval
from phare.stats.records import Base, Estimates
from phare.stats.replicate_steps import recalibrate
from phare.stats.replicates import Replicates
from phare.stats.replication import bootstrap, jackknife

PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "coverage.md"
SHARES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
SEED = 20240930  # of the page
CHOOSING = 4  # of the candidates, never of the page
RESAMPLES = 200


@dataclass(frozen=True)
class Asked:
    """Shares (n, 7) of a domain (n, bool) of a sample, as the plain convention estimates them."""

    drawn: Drawn
    answers: np.ndarray
    inside: np.ndarray

    def under(self, design: Design) -> Estimates:
        return estimate_means(design, self.answers, base=Base(mask=self.inside)).estimates

    @cached_property
    def plain(self) -> Estimates:
        return self.under(self.drawn.design)

    @cached_property
    def influence(self) -> np.ndarray:
        w = np.where(self.inside, self.drawn.design.weights, 0.0)[:, None]
        return w * (self.answers - self.plain.estimate) / w.sum()

    def with_influence(self, design: Design, influence: np.ndarray) -> Estimates:
        errors = np.sqrt(np.diag(design.covariance(influence)))
        return replace(self.plain, std_error=errors[None, :])

    def with_residuals(self, residuals: np.ndarray) -> Estimates:
        return self.with_influence(replace(self.drawn.design, calibration=None), residuals)

    def with_replicates(self, replicates: Replicates) -> Estimates:
        again = recalibrate(replicates, self.drawn.margins, CalibrationSettings("raking"))
        return replace(self.under(Design.of_replicates(again)), df=self.plain.df)


Convention = Callable[[Asked], Estimates]


def plain(asked: Asked) -> Estimates:
    return asked.plain


def leverage(asked: Asked) -> Estimates:
    design = replace(asked.drawn.design, residuals="leverage")
    return asked.with_influence(design, asked.influence)


def leverage_squared(asked: Asked) -> Estimates:
    """Residuals over 1 - h, near what a jackknife has, in place of its root."""
    factors = replace(asked.drawn.design, residuals="leverage").residual_factors
    assert factors is not None
    residuals = asked.drawn.made.basis.residuals(asked.influence)
    return asked.with_residuals(residuals * factors[:, None] ** 2)


def rake_of_r(asked: Asked) -> Estimates:
    """Residuals of a regression without design weights."""
    w, x = asked.drawn.design.weights[:, None], asked.drawn.columns
    z = asked.influence / w
    fitted = x @ (np.linalg.pinv(x.T @ x, hermitian=True) @ (x.T @ z))
    return asked.with_residuals(w * (z - fitted))


def jackknifed(asked: Asked) -> Estimates:
    return asked.with_replicates(jackknife(_before(asked.drawn)))


def bootstrapped(asked: Asked) -> Estimates:
    resampling = np.random.default_rng(int(asked.drawn.rows.sum()))
    return asked.with_replicates(bootstrap(_before(asked.drawn), RESAMPLES, resampling))


def _before(drawn: Drawn) -> Design:
    return replace(drawn.design, weights=drawn.base, calibration=None)


@dataclass(frozen=True)
class Seen:
    """What one convention gave in every sample: records of (1, 7), and the truth (7,)."""

    found: list[Estimates]
    truth: np.ndarray

    def covered(self, method: ProportionMethod) -> np.ndarray:
        e, se, df, n, kish = (
            np.concatenate([getattr(one, name) for one in self.found])
            for name in ("estimate", "std_error", "df", "n", "n_effective")
        )
        limits = proportion_interval(method, e, se, df, n, kish)
        return np.mean((limits.low <= self.truth) & (self.truth <= limits.high), axis=0)

    @property
    def ratio(self) -> np.ndarray:
        """Mean standard error over the standard deviation of the estimates."""
        estimates = np.concatenate([one.estimate for one in self.found])
        errors = np.concatenate([one.std_error for one in self.found])
        return np.mean(errors, axis=0) / np.std(estimates, axis=0, ddof=1)


def simulate(
    of: Population, conventions: list[Convention], replications: int, rng: np.random.Generator
) -> dict[tuple[str, str], Seen]:
    """Return what was seen by (domain, name of the convention)."""
    domains = {"everyone": np.ones(len(of.strata), dtype=bool), **of.domains}
    answers, found = {}, defaultdict(list)
    for domain, inside in domains.items():
        cuts = np.quantile(of.leaning[inside], [1 - share for share in SHARES])
        answers[domain] = (of.leaning[:, None] > cuts).astype(float)
    for drawn in samples(of, replications, rng):
        for domain, inside in domains.items():
            asked = Asked(drawn, answers[domain][drawn.rows], inside[drawn.rows])
            for convention in conventions:
                found[domain, convention.__name__].append(convention(asked))
    return {
        key: Seen(seen, answers[key[0]][domains[key[0]]].mean(axis=0))
        for key, seen in found.items()
    }


HEAD = """\
# Coverage of the intervals

Written by `python tools/coverage.py {replications}` (seed {seed}): samples drawn from built
populations, raked, their shares estimated with intervals at 95 %. **SE/SD** is the mean standard
error over the standard deviation of the estimates: 1 is right. Three conventions:

- *plain*: the linearised standard error, that of R's `calibrate`, with the logit interval;
- *`rake` of R*: residuals regressed without the design weights, with the logit interval;
- *leverage*: `Design(residuals="leverage")` with the interval `kott-liu`, chosen in
  [decision 6](../decisions/0006-small-calibrated-samples.md) on other populations.

With {replications} replications a true 95 % shows between {low:.1f} and {high:.1f} %, nineteen
times out of twenty. Shares are those of the domain named.
"""


def page(replications: int) -> str:
    rng = np.random.default_rng(SEED)
    half = 1.96 * 100 * (0.95 * 0.05 / replications) ** 0.5
    head = HEAD.format(replications=replications, seed=SEED, low=95 - half, high=95 + half)
    every = populations(rng)
    with ProcessPoolExecutor() as pool:
        tables = pool.map(tables_of, every, repeat(replications), rng.spawn(len(every)))
        return "\n".join([head, *tables]) + "\n"


def tables_of(population: Population, replications: int, rng: np.random.Generator) -> str:
    lines = [f"\n## {population.name[:1].upper()}{population.name[1:]}"]
    seen = simulate(population, [plain, rake_of_r, leverage], replications, rng)
    for domain in ("everyone", *population.domains):
        one = [seen[domain, name] for name in ("plain", "rake_of_r", "leverage")]
        columns = [
            column
            for each, method in zip(one, ("logit", "logit", "kott-liu"), strict=True)
            for column in (each.covered(method), each.ratio)
        ]
        rows = float(np.mean([found.n[0, 0] for found in one[0].found]))
        kish = float(np.mean([found.n_effective[0, 0] for found in one[0].found]))
        lines.append(
            f"\nShares of {domain}: {rows:.0f} respondents, {kish:.0f} effective, on average.\n\n"
            "| share | plain | SE/SD | `rake` of R | SE/SD | leverage | SE/SD |\n"
            "|---|---|---|---|---|---|---|"
        )
        for share, *cells in zip(SHARES, *columns, strict=True):
            told = [f"{c:.1%}" if at % 2 == 0 else f"{c:.3f}" for at, c in enumerate(cells)]
            lines.append(f"| {share:.0%} | " + " | ".join(told) + " |")
    print(f"{population.name}: done", flush=True)
    return "\n".join(lines)


def candidates(replications: int) -> str:
    """Return the table of decision 6: every convention with every interval, for the mayors."""
    rng = np.random.default_rng(CHOOSING)
    mayors = replace(populations(rng)[0], domains={})
    conventions = [plain, rake_of_r, leverage, leverage_squared, jackknifed, bootstrapped]
    seen = simulate(mayors, conventions, replications, rng)
    lines = [
        "| residuals or replicates | interval | " + " | ".join(f"{s:.0%}" for s in SHARES) + " |",
        "|" + "---|" * (2 + len(SHARES)),
    ]
    for (_, name), one in seen.items():
        told = " | ".join(f"{ratio:.3f}" for ratio in one.ratio)
        lines.append(f"| {name} | SE/SD | {told} |")
        for method in ("logit", "beta", "wilson", "kott-liu"):
            told = " | ".join(f"{100 * c:.1f}" for c in one.covered(method))
            lines.append(f"| {name} | {method} | {told} |")
    return "\n".join(lines)


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["candidates"]:
        print(candidates(int(words[1]) if len(words) > 1 else 1000))
    else:
        PAGE.write_text(page(int(words[0]) if words else 4000), "utf-8")


if __name__ == "__main__":
    main()
