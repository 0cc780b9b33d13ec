"""A whole run against the same functions in one process, a run with nothing to do, and one that
only publishes.

    python benchmarks/whole_study.py [--study PATH] [--cores N]

The two are timed in turn, in one go, so that their ratio does not depend on the machine.
Limits: whole study 2.5 x one process; nothing to do, 2 s of Snakemake; everything published
again, and the release made, once estimates exist, 30 s.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
RATIO, IDLE, PUBLICATION = 2.5, 2.0, 30.0


def timed(*command: str | Path, cwd: Path = HOME) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *map(str, command)], cwd=cwd, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--study", type=Path, default=HOME)
    options.add_argument("--cores", default="2")
    told = options.parse_args()
    study = told.study.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone = timed(HERE / "one_process.py", study, folder / "alone")
        run = ("-m", "phare", "run", "--study", study, "--directory", folder / "run",
               "--cores", told.cores)  # fmt: skip
        whole = timed(*run)
        idle = min(
            timed("-m", "snakemake", "--snakefile", HOME / "Snakefile", "--config",
                  f"study={study}", "--directory", folder / "run", "--cores", told.cores)
            for _ in range(3)
        )  # fmt: skip
        shutil.rmtree(folder / "run" / "processed" / "publish")
        published = timed(*run)
    print(f"one process   {alone:6.1f} s")
    print(f"whole study   {whole:6.1f} s   {whole / alone:4.2f} x   limit {RATIO} x")
    print(f"nothing to do {idle:6.1f} s            limit {IDLE} s")
    print(f"publication   {published:6.1f} s            limit {PUBLICATION:.0f} s")
    if whole > RATIO * alone or idle > IDLE or published > PUBLICATION:
        sys.exit("over the limit")


if __name__ == "__main__":
    main()
