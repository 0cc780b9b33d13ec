"""Populations built for the simulation of coverage, and samples drawn from them and raked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from phare.errors import PhareError
from phare.stats.calibration import Calibration, CalibrationSettings, Margin, calibrate
from phare.stats.design import Design


@dataclass(frozen=True)
class Population:
    """Units with the variables of the design and of the margins.

    strata, psu : (N,) codes; psu is None for units drawn one by one
    margins : name -> (N,) codes
    drawn : units per stratum, or clusters in all
    leaning : (N,) what moves the answers, and makes the design matter
    domains : name -> (N, bool), beside everyone
    """

    name: str
    strata: np.ndarray
    psu: np.ndarray | None
    margins: dict[str, np.ndarray]
    drawn: tuple[int, ...]
    leaning: np.ndarray
    domains: dict[str, np.ndarray]


@dataclass(frozen=True)
class Drawn:
    """One sample: its design, raked, and what the conventions other than phare's need."""

    rows: np.ndarray
    base: np.ndarray
    made: Calibration
    margins: list[Margin]
    columns: np.ndarray
    design: Design


def populations(rng: np.random.Generator) -> list[Population]:
    """Return populations drawn in equal thirds, stratified and in clusters, with variations."""
    sizes = np.repeat([0, 1, 2], [29_269, 4_878, 695])
    people = len(sizes)
    region = rng.choice(13, people, p=rng.dirichlet(np.full(13, 8.0)))
    leaning = 0.8 * sizes + 0.3 * rng.normal(size=13)[region] + rng.normal(size=people)
    largest = region == np.bincount(region).argmax()
    mayors = Population(
        "equal thirds of three very unequal strata, raked on stratum and region (n = 302)",
        sizes, None, {"size": sizes, "region": region}, (101, 101, 100), leaning,
        {
            "the largest stratum": sizes == 0, "the second stratum": sizes == 1,
            "the largest region": largest,
        },
    )  # fmt: skip
    age = rng.choice(5, people, p=[0.1, 0.2, 0.3, 0.25, 0.15])
    sex, term = rng.choice(2, people, p=[0.8, 0.2]), rng.choice(3, people)
    more = replace(
        mayors, name="the same, raked on stratum, region, age, sex and term",
        margins={**mayors.margins, "age": age, "sex": sex, "term": term},
        leaning=leaning + 0.15 * (age - 2) + 0.3 * sex, domains={},
    )  # fmt: skip
    classes = np.repeat([0, 1, 2], [26_500, 15_000, 8_500])
    sector, place = rng.choice(5, 50_000), rng.choice(12, 50_000)
    firms = Population(
        "three strata, raked on stratum, sector and region (n = 1 200)",
        classes, None, {"size": classes, "sector": sector, "region": place}, (500, 400, 300),
        0.5 * classes + 0.4 * rng.normal(size=5)[sector] + rng.normal(size=50_000),
        {"one sector": sector == 0},
    )  # fmt: skip
    cluster = np.repeat(np.arange(1_500), 30)
    sex, age = rng.choice(2, 45_000), rng.choice(5, 45_000)
    clusters = Population(
        "60 clusters of 30 out of 1 500, raked on sex and age (n = 1 800)",
        np.zeros(45_000, dtype=int), cluster, {"sex": sex, "age": age}, (60,),
        0.5 * rng.normal(size=1_500)[cluster] + 0.4 * age / 4 + rng.normal(size=45_000),
        {"one sex": sex == 0},
    )  # fmt: skip
    region = rng.choice(8, 1_500)[cluster]
    regional = replace(
        clusters, name="the same clusters, raked on sex, age and region, which is the cluster's",
        margins={**clusters.margins, "region": region},
        leaning=clusters.leaning + 0.3 * rng.normal(size=8)[region], domains={},
    )  # fmt: skip
    return [mayors, more, firms, clusters, regional]


def choose(of: Population, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
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


def samples(of: Population, replications: int, rng: np.random.Generator) -> Iterator[Drawn]:
    """Yield samples that can be raked: most often because every category has a respondent."""
    totals = {name: np.bincount(codes).astype(float) for name, codes in of.margins.items()}
    done = 0
    while done < replications:
        rows, base, population = choose(of, rng)
        margins = [
            Margin(name, of.margins[name][rows], tuple(map(str, range(len(counts)))), counts)
            for name, counts in totals.items()
        ]
        try:
            made = calibrate(base, margins, CalibrationSettings("raking"))
        except PhareError:
            continue  # what cannot be raked is collapsed by people, not by a program
        done += 1
        psu = None if of.psu is None else of.psu[rows]
        design = Design(made.weights, of.strata[rows], psu, population, made.basis)
        every = [m.codes[:, None] == np.arange(len(m.categories)) for m in margins]
        yield Drawn(rows, base, made, margins, np.hstack(every).astype(float), design)
