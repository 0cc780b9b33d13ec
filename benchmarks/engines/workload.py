"""What is measured: rows drawn from a seed, kept as plain binary columns any engine can read.

A workload is a folder: `columns.json` (rows, dtype and categories of each column, totals of the
margins) and one file of little-endian numbers per column.
"""

import json
from pathlib import Path

import numpy as np

MARGINS = {"region": 13, "size": 6, "sector": 10, "age": 5, "sex": 2}
POPULATION = 5e7
DOMAINS = 40
ROWS_PER_PSU, PSUS_PER_STRATUM = 50, 40
SUPPLIED = 20
VERSION = 1


def make(folder: Path, rows: int, indicators: int = 0, supplied: int = 0) -> Path:
    """Write a workload unless it is there; a design and domains come with indicators.

    `supplied` replicates of the weights are written for all engines to rake alike.
    """
    place = folder / f"{rows}-rows-{indicators}-indicators-v{VERSION}"
    if (place / "columns.json").exists():
        return place
    place.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20)
    known: dict[str, dict] = {"rows": rows, "columns": {}, "totals": {}}

    def write(name: str, values: np.ndarray, categories: list[str] | None = None) -> None:
        values.tofile(place / f"{name}.bin")
        known["columns"][name] = {"dtype": values.dtype.str, "categories": categories}

    codes = {}
    for name, k in MARGINS.items():
        drawn = 0.5 / k + 0.5 * rng.dirichlet(np.full(k, 8.0))
        asked = drawn * np.exp(rng.normal(0, 0.2, k))
        codes[name] = rng.choice(k, rows, p=drawn).astype(np.int8)
        categories = [f"{name} {i + 1}" for i in range(k)]
        write(name, codes[name], categories)
        totals = POPULATION * asked / asked.sum()
        known["totals"][name] = dict(zip(categories, totals.tolist(), strict=True))
    weight = rng.gamma(4, 0.25, rows)
    weight *= POPULATION / weight.sum()
    write("weight", weight)
    if indicators:
        psus = max(rows // ROWS_PER_PSU, 2 * PSUS_PER_STRATUM)
        psu = rng.integers(0, psus, rows).astype(np.int32)
        write("psu", psu)
        write("stratum", (psu // PSUS_PER_STRATUM).astype(np.int32))
        domain = rng.integers(0, DOMAINS, rows).astype(np.int8)
        write("domain", domain, [f"domain {i + 1:02d}" for i in range(DOMAINS)])
        effect = rng.normal(0, 0.3, psus)[psu] + 0.2 * codes["age"] + 0.1 * domain / DOMAINS
        for j in range(indicators):
            answer = effect * rng.normal(1, 0.2) + rng.normal(0, 1, rows) > rng.normal(0.3, 0.5)
            write(f"y{j + 1:03d}", answer.astype(np.float64))
    for r in range(supplied):
        write(f"rw{r + 1}", weight * rng.poisson(1.0, rows))
    _for_r(place, known)
    (place / "columns.json").write_text(json.dumps(known), encoding="utf-8")
    return place


def _for_r(place: Path, known: dict) -> None:
    """Write what R reads: the columns as a table, the totals as a model without first categories."""
    lines = [
        "\t".join([name, one["dtype"], str(known["rows"]), "|".join(one["categories"] or [])])
        for name, one in known["columns"].items()
    ]
    (place / "columns.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    totals = [POPULATION, *[t for own in known["totals"].values() for t in [*own.values()][1:]]]
    (place / "model-totals.txt").write_text("\n".join(map(repr, totals)) + "\n", encoding="utf-8")


def read(place: Path, *names: str) -> dict[str, np.ndarray]:
    """Return columns as they are kept: codes of categories, numbers."""
    columns = described(place)["columns"]
    return {n: np.fromfile(place / f"{n}.bin", dtype=columns[n]["dtype"]) for n in names}


def described(place: Path) -> dict:
    """Return what the workload says of itself."""
    return json.loads((place / "columns.json").read_text(encoding="utf-8"))


def categories(place: Path, name: str) -> list[str]:
    return described(place)["columns"][name]["categories"]


def indicators(count: int) -> list[str]:
    return [f"y{j + 1:03d}" for j in range(count)]
