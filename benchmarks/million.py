"""A wave of a million rows and sixty columns, from the delivered file to estimates.

    python benchmarks/million.py [ROWS]

Prints the seconds of each stage and the peak memory of each process. Limit: 4 GB.
"""

import hashlib
import resource
import sys
import tempfile
import textwrap
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import yaml

WAVE = "citizens-2030"
ITEMS = 40
LIMIT = 4.0


def write_study(root: Path, rows: int) -> None:
    """Write a study of one wave: 60 columns, windows-1252, `;`, decimal comma."""
    rng = np.random.default_rng(20)
    region = rng.integers(1, 14, rows)
    sex, age = rng.integers(1, 3, rows), rng.integers(18, 90, rows)
    notes = rng.integers(0, 11, (rows, ITEMS))
    cited = rng.integers(0, 2, (rows, 14))
    weight = rng.gamma(4, 0.25, rows)
    columns = ["Identifiant", "Région", "Sexe", "Âge", "Durée", "Poids"]
    columns += [f"Note_{i}" for i in range(ITEMS)] + [f"Cité_{i}" for i in range(14)]
    path = root / "raw" / WAVE / "citoyens.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="windows-1252", newline="\n") as file:
        file.write(";".join(columns) + "\n")
        for at in range(0, rows, 50_000):
            block = slice(at, min(at + 50_000, rows))
            lines = []
            for i in range(block.start, block.stop):
                head = f"{i + 1};{region[i]};{sex[i]};{age[i]};{5 + i % 20},5;"
                head += f"{weight[i]:.6f}".replace(".", ",") + ";"
                lines.append(
                    head + ";".join(map(str, notes[i])) + ";" + ";".join(map(str, cited[i]))
                )
            file.write("\n".join(lines) + "\n")
    write_config(root, path, rows)


def write_config(root: Path, raw: Path, rows: int) -> None:
    def label(text: str) -> dict[str, str]:
        return {"fr": text, "en": text}

    regions = {f"r{i}": label(f"R{i}") for i in range(1, 14)}
    variables = {
        "region": {"type": "category", "label": label("Region"), "categories": regions},
        "sex": {"type": "category", "label": label("Sex"), "categories": {"m": label("M"), "f": label("F")}},
        "age": {"type": "number", "label": label("Age")},
        "age_class": {"type": "category", "label": label("Age"),
                      "categories": {"young": label("Young"), "old": label("Old")}},
        "minutes": {"type": "number", "label": label("Minutes")},
        "weight": {"type": "number", "label": label("Weight")},
        "notes": {"type": "grid", "range": [0, 10], "label": label("Notes"),
                  "items": {f"n{i}": label(f"N{i}") for i in range(ITEMS)}},
        "cited": {"type": "multiple", "label": label("Cited"),
                  "items": {f"c{i}": label(f"C{i}") for i in range(14)}},
    }  # fmt: skip
    card = {
        "wave": WAVE, "population": "citizens", "title": label("Wave"), "file": f"{WAVE}/{raw.name}",
        "sha256": hashlib.sha256(raw.read_bytes()).hexdigest(), "rows": rows, "reconstructed": True,
        "universe": label("all"), "respondent_id": "Identifiant",
        "fieldwork": {"institute": "none", "mode": "none", "start": "2030", "end": "2030"},
        "design": {"weight": "weight"},
        "crosswalk": {
            "region": {"source": "Région", "categories": {f"r{i}": i for i in range(1, 14)}},
            "sex": {"source": "Sexe", "categories": {"m": 1, "f": 2}},
            "age": {"source": "Âge"},
            "age_class": {"classes_of": "age",
                          "classes": {"breaks": [18, 45, 120], "categories": ["young", "old"]}},
            "minutes": {"source": "Durée"}, "weight": {"source": "Poids"},
            "notes": {"items": {f"n{i}": f"Note_{i}" for i in range(ITEMS)}},
            "cited": {"items": {f"c{i}": f"Cité_{i}" for i in range(14)}},
        },
        "edits": [{"kind": "straight_line", "rule": "straight", "variable": "notes",
                   "least_items": 20, "reason": "one note everywhere"}],
    }  # fmt: skip
    files = {
        "study.yaml": {
            "study": "million", "title": label("A million"), "organisation": label("none"), "year": 2030,
            "seed": 1, "reconstructed_notice": label("reconstructed"),
            "populations": {"citizens": {"label": label("C"), "base": label("C"), "unit": label("C")}},
        },
        "variables.yaml": {"variables": variables},
        "indicators.yaml": {"indicators": {
            "notes": {"label": label("Notes"), "statistic": "mean", "variable": "notes"},
            "cited": {"label": label("Cited"), "statistic": "share", "variable": "cited"},
        }},
        "domains.yaml": {"domains": {
            "region": {"variable": "region", "label": label("Region")},
            "sex": {"variable": "sex", "label": label("Sex")},
        }},
        "schemes.yaml": {"schemes": {"reference": {"label": label("Reference"), "steps": {"citizens": [
            {"base": {"from": "column"}}, {"calibrate": {"margins": ["region", "sex", "age_class"]}},
        ]}}}},
        f"waves/{WAVE}.yaml": card,
    }  # fmt: skip
    for name, content in files.items():
        path = root / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    rows_of = "population,margin,category,total,source,reference_date\n"
    for i in range(1, 14):
        rows_of += f"citizens,region,r{i},4000000,made up,2030\n"
    rows_of += textwrap.dedent("""\
        citizens,sex,m,25000000,made up,2030
        citizens,sex,f,27000000,made up,2030
        citizens,age_class,young,22000000,made up,2030
        citizens,age_class,old,30000000,made up,2030
        """)
    margins = root / "config" / "margins" / f"{WAVE}.csv"
    margins.parent.mkdir()
    margins.write_text(rows_of, "utf-8")


def stage(root: Path, name: str) -> None:
    """Run one stage as its job would, in this process, through files."""
    from phare import storage
    from phare.clean import clean
    from phare.config import load_study, slices
    from phare.contracts import CODEBOOK, ESTIMATES, FINDINGS, RECORDS, RESPONSES, TAGGED, WEIGHTS
    from phare.ingest import ingest
    from phare.weight import weight

    study = load_study(root)
    place = root / "processed"
    if name == "ingest":
        card = slices.ingest_slice(study, WAVE)
        read = ingest(study.raw_file(WAVE), WAVE, card.reader, card.respondent_id)
        storage.write_table(read.records, RECORDS, place / "records.parquet")
        storage.write_table(read.codebook, CODEBOOK, place / "codebook.csv")
        storage.write_table(read.tagged, TAGGED, place / "tagged.csv")
        storage.write_table(read.findings, FINDINGS, place / "findings.csv")
    elif name == "clean":
        done = clean(
            storage.read_table(place / "records.parquet", RECORDS),
            storage.read_table(place / "codebook.csv", CODEBOOK),
            storage.read_table(place / "tagged.csv", TAGGED),
            storage.read_table(place / "findings.csv", FINDINGS),
            slices.clean_slice(study, WAVE),
        )
        storage.write_table(done.responses, RESPONSES, place / "responses.parquet")
    elif name == "weight":
        responses = storage.read_table(place / "responses.parquet", RESPONSES)
        weighted = weight(responses, slices.weight_slice(study, WAVE, "reference"))
        storage.write_table(weighted.weights, WEIGHTS, place / "weights.parquet")
    else:
        from phare.estimate import estimate

        responses = storage.read_table(place / "responses.parquet", RESPONSES)
        weights = storage.read_table(place / "weights.parquet", WEIGHTS)
        result = estimate(responses, weights, slices.estimate_slice(study, WAVE, "reference"))
        storage.write_table(result.estimates, ESTIMATES, place / "estimates.csv")


def measured(root: Path, name: str) -> None:
    start = time.perf_counter()
    stage(root, name)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    took = time.perf_counter() - start
    beside = f", its child {child:.2f} GB" if child > 0.01 else ""
    print(f"{name:9} {took:6.1f} s   peak {own:.2f} GB{beside}", flush=True)
    if own + child > LIMIT:
        sys.exit(f"over the limit of {LIMIT} GB")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_study(root, rows)
        print(
            f"{rows:,} rows, {(root / 'raw' / WAVE / 'citoyens.csv').stat().st_size / 2**20:.0f} MB"
        )
        for name in ("ingest", "clean", "weight", "estimate"):
            process = get_context("spawn").Process(target=measured, args=(root, name))
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(f"{name} stopped with status {process.exitcode}")


if __name__ == "__main__":
    main()
