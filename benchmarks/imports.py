"""What importing costs a job: python benchmarks/imports.py (seconds, median of five)."""

import statistics
import subprocess
import sys
import time

MODULES = ("yaml", "pydantic", "numpy", "pandas", "pyarrow", "scipy.stats", "statsmodels.api",
           "pandera.pandas", "vl_convert", "phare.config", "phare.estimate")  # fmt: skip


def seconds(module: str) -> float | None:
    took = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}"], capture_output=True, check=False
        )
        if done.returncode:
            return None
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def main() -> None:
    bare = seconds("sys") or 0.0
    for module in MODULES:
        took = seconds(module)
        print(f"{module:18} {'not installed' if took is None else f'{took - bare:.2f}'}")


if __name__ == "__main__":
    main()
