"""phare beside other engines, on one core: writes results.md and engines.svg here.

    python benchmarks/engines.py [--task NAME ...] [--small] [--full] [--report]

Peers are installed under .bench/ at the root, which git ignores; one that cannot be is named
with the reason. The tasks named are measured again, what was measured of the others is kept.
--small: small sizes, to see that everything runs; written under .bench/ only. --full: slow peers
do all of the work instead of a share. --report: the report again, from what was measured.
"""

import argparse
import json
from pathlib import Path

from engines import plot, report, workload
from engines.environments import Engine, install
from engines.measure import apart, measure
from engines.tasks import GROWTH, GROWTH_INDICATORS, INPUTS, Task, tasks

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".bench"


class Contest:
    """The engines, installed when first asked for, and the folder of workloads and results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engines: dict[str, Engine] = {}

    def run(self, engine: str, task: str, place: Path, share: int = 0, calls: int = 1):
        if engine not in self.engines:
            self.engines[engine] = install(engine, CACHE / "peers")
        out = self.folder / "out" / f"{engine.replace(' ', '-')}-{task}"
        told, gave = measure(self.engines[engine], task, place, share, calls, out)
        said = told.get("missing") or f"{told['seconds']:.3f} s, {told['gigabytes']:.2f} GB"
        print(f"  {engine:10} {task:12} {said}", flush=True)
        return told | {"engine": engine, "task": task}, gave

    def task(self, task: Task) -> dict:
        """Return what was measured of a task: a row per engine, phare's first."""
        print(task.title, flush=True)
        place = workload.make(self.folder / "workloads", task.rows, task.indicators, task.supplied)
        answers, rows = {}, []
        for entry in task.entries:
            told, gave = self.run(entry.engine, entry.task, place, entry.share, entry.calls)
            mine = entry.engine == "phare"
            if mine:
                answers[entry.task] = gave
            elif task.same and gave:
                _, gave = self.run(entry.engine, task.same, place, task.supplied)
                if task.same not in answers:
                    _, answers[task.same] = self.run("phare", task.same, place, task.supplied)
                told["apart"] = apart(answers[task.same], gave)
            elif gave:
                asked = entry.against or task.entries[0].task
                if asked not in answers:
                    _, answers[asked] = self.run("phare", asked, place)
                told["apart"] = apart(answers[asked], gave)
            rows.append(told | {
                "share": entry.share, "scale": entry.scale, "least": entry.least,
                "note": entry.note,
            })  # fmt: skip
        return {"title": task.title, "rows": rows}

    def inputs(self, rows: int) -> list[dict]:
        print("from other columns", flush=True)
        place = workload.make(self.folder / "workloads", rows)
        return [
            self.run("phare", task, place, calls=9)[0] | {"columns": columns}
            for task, columns in INPUTS
        ]

    def growth(self, largest: int) -> list[dict]:
        print("growth", flush=True)
        found = []
        for task, sizes in GROWTH.items():
            for rows in (size for size in sizes if size <= largest):
                many = GROWTH_INDICATORS if task == "estimates" else 0
                place = workload.make(self.folder / "workloads", rows, many)
                calls = 9 if rows < 1_000_000 else 3
                found.append(self.run("phare", task, place, many, calls)[0] | {"rows": rows})
        return found


def read(kept: Path) -> dict:
    return json.loads(kept.read_text("utf-8")) if kept.exists() else {}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    known = [task.name for task in tasks()]
    options.add_argument("--task", action="append", choices=[*known, "inputs", "growth"])
    options.add_argument("--small", action="store_true")
    options.add_argument("--full", action="store_true")
    options.add_argument("--report", action="store_true")
    told = options.parse_args()
    folder = CACHE / "small" if told.small else CACHE
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "measured.json"
    contest = Contest(folder)
    wanted = [] if told.report else told.task or [*known, "inputs", "growth"]
    for name in wanted:
        if name == "inputs":
            found: object = contest.inputs(10_000 if told.small else 1_000_000)
        elif name == "growth":
            found = contest.growth(100_000 if told.small else 10_000_000)
        else:
            (task,) = (one for one in tasks(told.small, told.full) if one.name == name)
            found = contest.task(task)
        kept.write_text(json.dumps(read(kept) | {name: found}, indent=1), "utf-8")
    measured = read(kept)
    place = folder if told.small else HERE
    ordered = [measured[name] for name in known if name in measured]
    report.write(place / "results.md", ordered, measured)
    plot.write(place / "engines.svg", ordered, measured.get("growth", []))


if __name__ == "__main__":
    main()
