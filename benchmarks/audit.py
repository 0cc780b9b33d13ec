"""The multiverse of a wave: variants of the weighting x indicators, with standard errors.

    python benchmarks/audit.py [share]

216 variants (72 sets of margins x raking, linear, logit) x 30 indicators, 2,000 respondents
drawn from a seed, on one thread, in CPU seconds; then R's survey in the same run, a loop over
`share` of the variants (all by default) that calibrates and calls svymean, its time brought to
all of them. Results are compared. Limits: 0.3 s for 200 variants; 100 times faster than R.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Before numpy is imported, which reads them once: hence the imports that follow (E402).
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time  # noqa: E402

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from phare.audit.atoms import Atoms  # noqa: E402
from phare.audit.choices import enumerate_variants  # noqa: E402
from phare.audit.measures import Measures  # noqa: E402
from phare.audit.multiverse import evaluate, mark_equivalents, try_variants  # noqa: E402
from phare.config.audits import Audit  # noqa: E402
from phare.stats.auxiliaries import Margin  # noqa: E402

ROWS, INDICATORS, LIMIT, TIMES, CALLS = 2_000, 30, 0.3, 100, 7
SIZES = {"sex": 2, "age4": 4, "age6": 6, "school": 4, "trade": 5, "work4": 4, "work6": 6,
         "region5": 5, "region12": 12}  # fmt: skip
AUDIT = Audit.model_validate(
    {
        "reference": "reference",
        "choices": {
            "margins": {"always": ["sex", "age"], "any_of": ["school", "trade", "work", "region"]},
            "classes": {
                name: dict.fromkeys(levels, "defensible")
                for name, levels in {
                    "age": ["age4", "age6"], "work": ["work4", "work6"],
                    "region": ["region5", "region12"],
                }.items()
            },
            "distance": {"raking": {}, "linear": {}, "logit": {"bounds": [0.2, 4]}},
        },
    }
)  # fmt: skip


def respondents() -> tuple[pd.DataFrame, dict[str, np.ndarray], np.ndarray]:
    """Return categories of 2,000 respondents, totals by margin, and answers (n, 30)."""
    rng = np.random.default_rng(20)
    # Margins go together, as those of people do: some 600 crossings occur, as in hdv2003.
    kind = rng.choice(9, ROWS, p=np.arange(9, 0, -1) / 45)
    found = {}
    for name, size in SIZES.items():
        own = rng.dirichlet(np.full(size, 0.2), 9) + 0.005 / size
        own /= own.sum(axis=1, keepdims=True)
        found[name] = np.array([rng.choice(size, p=own[one]) for one in kind])
    for fine, coarse in (("age6", "age4"), ("work6", "work4"), ("region12", "region5")):
        found[coarse] = found[fine] * SIZES[coarse] // SIZES[fine]
    rows = pd.DataFrame(found)
    target = rng.gamma(12, 1, ROWS)
    totals = {
        name: np.bincount(rows[name], weights=target, minlength=size) * 5e6 / target.sum()
        for name, size in SIZES.items()
    }
    lean = rng.normal(0, 1, (9, INDICATORS))
    answers = (rng.normal(0, 1, (ROWS, INDICATORS)) + lean[kind] > 0.5).astype(float)
    return rows, totals, answers


def run_phare() -> tuple[float, dict[str, np.ndarray], np.ndarray, int]:
    """Return CPU seconds, estimates and errors of each variant, and how many atoms."""
    rows, totals, answers = respondents()
    margins = [
        Margin(name, rows[name].to_numpy(), tuple(map(str, range(size))), totals[name])
        for name, size in SIZES.items()
    ]
    base = np.full(ROWS, 5e6 / ROWS)
    took = []
    for _ in range(CALLS):
        start = time.process_time()
        variants = enumerate_variants(AUDIT, "benchmark")
        atoms = Atoms.of(margins, {"scheme": base})
        known = atoms.collapse(Measures.of(answers))
        tried = mark_equivalents(atoms, try_variants(atoms, variants))
        found = evaluate(atoms, known, tried)
        took.append(time.process_time() - start)
    errors = found.std_error
    results = {
        one.variant.name: np.concatenate([found.estimate[at], errors[at]])
        for at, one in enumerate(tried)
        if one.weights is not None
    }
    distinct = sum(one.votes for one in tried)
    print(f"{len(variants)} variants, {len(results)} solved, {distinct} distinct; "
          f"{INDICATORS} indicators; {atoms.size} atoms")  # fmt: skip
    return float(np.median(took)), results, np.array([len(variants)]), atoms.size


def run_r(names: list[str]) -> tuple[float, dict[str, np.ndarray]] | str:
    """Return R's CPU seconds for these variants and its results; or why it was not run."""
    if not shutil.which("Rscript"):
        return "no R here"
    rows, totals, answers = respondents()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        columns = [f"y{j}" for j in range(INDICATORS)]
        pd.concat([rows, pd.DataFrame(answers, columns=columns)], axis=1).to_csv(
            folder / "rows.csv", index=False
        )
        (folder / "totals.json").write_text(
            json.dumps({name: own.tolist() for name, own in totals.items()}), "utf-8"
        )
        table = [
            f"{name}\t{name.split('/')[0].replace('+', ' + ')}\t{name.split('/')[1].split('[')[0]}"
            for name in names
        ]
        (folder / "variants.tsv").write_text("\n".join(table) + "\n", "utf-8")
        pd.DataFrame(
            [(n, k, t) for n, own in totals.items() for k, t in enumerate(own)],
            columns=["margin", "category", "total"],
        ).to_csv(folder / "totals.csv", index=False)
        script = Path(__file__).with_name("audit.R")
        done = subprocess.run(
            ["Rscript", "--vanilla", str(script), place],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["no message"])[-1]
        seconds = float((folder / "seconds.txt").read_text("utf-8"))
        numbers = np.fromfile(folder / "results.bin", dtype="<f8").reshape(len(names), -1)
    return seconds, dict(zip(names, numbers, strict=True))


def main() -> None:
    seconds, ours, variants, _ = run_phare()
    for_200 = seconds * 200 / int(variants[0])
    told = "" if for_200 <= LIMIT else ": over it"
    print(f"phare       {seconds:8.3f} s   {for_200:.3f} s for 200   limit {LIMIT} s{told}")
    share = int((*sys.argv[1:], str(len(ours)))[0])
    names = list(ours)[:: max(len(ours) // share, 1)][:share]
    found = run_r(names)
    if isinstance(found, str):
        print(f"R survey    not measured: {found}")
        return
    took, theirs = found
    whole = took * len(ours) / len(names)
    gap = max(np.max(np.abs(ours[name] / theirs[name] - 1)) for name in names)
    print(f"R survey    {whole:8.1f} s   {whole / seconds:.0f} x   limit {TIMES} x   "
          f"({len(names)} variants done)")  # fmt: skip
    print(f"apart       {gap:.1e}, estimates and standard errors, relative")


if __name__ == "__main__":
    main()
