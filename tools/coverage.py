"""How often 95 % intervals cover the truth, by simulation: writes docs/methods/coverage.md.

    python tools/coverage.py [REPLICATIONS]

Three populations are built, samples are drawn from each under a design, weighted and
estimated with phare's engine, and the truth is looked for in the interval. Beside phare's
standard errors, those that R's `rake` has: residuals regressed without the design weights.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from phare.stats.calibration import Calibration, CalibrationSettings, Margin, calibrate
from phare.stats.design import Design
from phare.stats.estimators import estimate_means, ratio_influence
from phare.stats.intervals import proportion_interval

PAGE = Path(__file__).resolve().parent.parent / "docs" / "methods" / "coverage.md"
SHARES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
SEED = 20240930


@dataclass(frozen=True)
class Population:
    """Units with the variables of the design and of the margins.

    strata, psu : (N,) codes; psu is None for units drawn one by one
    margins : name -> (N,) codes
    drawn : units per stratum, or clusters in all
    leaning : (N,) what moves the answers, and makes the design matter
    """

    name: str
    strata: np.ndarray
    psu: np.ndarray | None
    margins: dict[str, np.ndarray]
    drawn: tuple[int, ...]
    leaning: np.ndarray

    @property
    def size(self) -> int:
        return len(self.strata)


def populations(rng: np.random.Generator) -> list[Population]:
    """Return one population drawn in equal thirds, one stratified, one clustered."""
    sizes = np.repeat([0, 1, 2], [29_269, 4_878, 695])
    region = rng.choice(13, len(sizes), p=rng.dirichlet(np.full(13, 8.0)))
    mayors = Population(
        "equal thirds of three very unequal strata, raked on stratum and region (n = 302)",
        sizes, None, {"size": sizes, "region": region}, (101, 101, 100),
        0.8 * sizes + 0.3 * rng.normal(size=13)[region] + rng.normal(size=len(sizes)),
    )  # fmt: skip
    classes = np.repeat([0, 1, 2], [26_500, 15_000, 8_500])
    sector, place = rng.choice(5, 50_000), rng.choice(12, 50_000)
    firms = Population(
        "three strata, raked on stratum, sector and region (n = 1 200)",
        classes, None, {"size": classes, "sector": sector, "region": place}, (500, 400, 300),
        0.5 * classes + 0.4 * rng.normal(size=5)[sector] + rng.normal(size=50_000),
    )  # fmt: skip
    cluster = np.repeat(np.arange(1_500), 30)
    sex, age = rng.choice(2, 45_000), rng.choice(5, 45_000)
    clusters = Population(
        "60 clusters of 30 out of 1 500, raked on sex and age (n = 1 800)",
        np.zeros(45_000, dtype=int), cluster, {"sex": sex, "age": age}, (60,),
        0.5 * rng.normal(size=1_500)[cluster] + 0.4 * age / 4 + rng.normal(size=45_000),
    )  # fmt: skip
    return [mayors, firms, clusters]


def draw(of: Population, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rows drawn, base weights and the population of each row's stratum in PSUs."""
    if of.psu is not None:
        clusters = int(of.psu.max()) + 1
        chosen = rng.choice(clusters, of.drawn[0], replace=False)
        rows = np.flatnonzero(np.isin(of.psu, chosen))
        return rows, np.full(len(rows), clusters / of.drawn[0]), np.full(len(rows), float(clusters))
    rows, base, counts = [], [], []
    for stratum, n in enumerate(of.drawn):
        units = np.flatnonzero(of.strata == stratum)
        rows.append(rng.choice(units, n, replace=False))
        base.append(np.full(n, len(units) / n))
        counts.append(np.full(n, float(len(units))))
    return np.concatenate(rows), np.concatenate(base), np.concatenate(counts)


def weighted(of: Population, rows: np.ndarray, base: np.ndarray) -> Calibration:
    margins = [
        Margin(
            name,
            codes[rows],
            tuple(map(str, range(codes.max() + 1))),
            np.bincount(codes).astype(float),
        )
        for name, codes in of.margins.items()
    ]
    return calibrate(base, margins, CalibrationSettings("raking"))


def as_r_rake(design: Design, values: np.ndarray, margins: list[np.ndarray]) -> float:
    """Return the standard error of a mean whose residuals are taken without design weights."""
    z = ratio_influence(design, values)[:, 0] / design.weights
    for _ in range(10):
        for codes in margins:
            z = z - (np.bincount(codes, z) / np.bincount(codes))[codes]
    plain = Design(
        weights=design.weights, strata=design.strata, psu=design.psu,
        stratum_population=design.stratum_population,
    )  # fmt: skip
    return float(np.sqrt(plain.variance((design.weights * z)[:, None])[0]))


@dataclass
class Tally:
    """Of one share: how often intervals cover, and standard errors against what they estimate."""

    covered: int = 0
    estimates: list[float] | None = None
    errors: list[float] | None = None
    r_covered: int = 0
    r_errors: list[float] | None = None

    def __post_init__(self) -> None:
        self.estimates, self.errors, self.r_errors = [], [], []


def simulate(of: Population, replications: int, rng: np.random.Generator) -> dict[float, Tally]:
    cuts = np.quantile(of.leaning, [1 - share for share in SHARES])
    answers = (of.leaning[:, None] > cuts).astype(float)
    truth = answers.mean(axis=0)
    tallies = {share: Tally() for share in SHARES}
    done = 0
    while done < replications:
        rows, base, counts = draw(of, rng)
        if any(len(np.unique(codes[rows])) <= codes.max() for codes in of.margins.values()):
            continue  # a category without respondent is collapsed by people, not by a program
        done += 1
        made = weighted(of, rows, base)
        psu = None if of.psu is None else of.psu[rows]
        design = Design(made.weights, of.strata[rows], psu, counts, made.basis)
        found = estimate_means(design, answers[rows]).estimates
        interval = proportion_interval(
            "logit", found.estimate, found.std_error, found.df, found.n, found.n_effective
        )
        codes = [margin[rows] for margin in of.margins.values()]
        for at, share in enumerate(SHARES):
            tally = tallies[share]
            tally.covered += int(interval.low[0, at] <= truth[at] <= interval.high[0, at])
            tally.estimates.append(float(found.estimate[0, at]))
            tally.errors.append(float(found.std_error[0, at]))
            error = as_r_rake(design, answers[rows, at], codes)
            other = proportion_interval(
                "logit", found.estimate[0, at], error, found.df[0, 0], found.n[0, 0],
                found.n_effective[0, 0],
            )  # fmt: skip
            tally.r_covered += int(other.low <= truth[at] <= other.high)
            tally.r_errors.append(error)
    return tallies


HEAD = """\
# Coverage of the intervals

Written by `python tools/coverage.py {replications}` (seed {seed}): samples drawn from built
populations, raked, estimated with logit intervals at 95 %. **SE/SD** is the mean standard error
over the standard deviation of the estimates: 1 is right. The last two columns are those of the
convention of R's `rake`, whose residuals are regressed without the design weights.

With {replications} replications a true 95 % shows between {low:.1f} and {high:.1f} %, nineteen
times out of twenty.
"""


def main() -> None:
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rng = np.random.default_rng(SEED)
    half = 1.96 * 100 * (0.95 * 0.05 / replications) ** 0.5
    page = [HEAD.format(replications=replications, seed=SEED, low=95 - half, high=95 + half)]
    for population in populations(rng):
        page.append(f"\n## {population.name[:1].upper()}{population.name[1:]}\n")
        page.append(
            "| share | covered | SE/SD | covered, `rake` of R | SE/SD |\n|---|---|---|---|---|"
        )
        for share, tally in simulate(population, replications, rng).items():
            spread = np.std(tally.estimates, ddof=1)
            page.append(
                f"| {share:.0%} | {tally.covered / replications:.1%} "
                f"| {np.mean(tally.errors) / spread:.3f} | {tally.r_covered / replications:.1%} "
                f"| {np.mean(tally.r_errors) / spread:.3f} |"
            )
        print(f"{population.name}: done", flush=True)
    PAGE.write_text("\n".join(page) + "\n", "utf-8")


if __name__ == "__main__":
    main()
