"""The descending classification on made-up short texts: seconds, memory, and how they grow.

    python benchmarks/typology.py [--plot FILE]

Limits: 10,000 segments to six classes in 1.5 s (one thread of CPU); 50,000 segments of some
3,600 terms to six classes in 30 s and 0.5 GB. The figure has the growth from 1,000 to
100,000 segments. Every size runs in a process of its own.

Two sorts of text: `clear`, where a word of an answer's own theme is twelve times as likely as
another, and `diffuse`, four times: there the ordinary splits peel off a handful of units and
the guard has to look along five axes, which is its worst case.
"""

import argparse
import os
import resource
import sys
import time
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

SIZES = (1_000, 3_000, 10_000, 30_000, 50_000, 100_000)
LIMITS = {10_000: (1.5, 0.5), 50_000: (30.0, 0.5)}
TERMS_OF_50_000 = 3_600
K = 6
TIMES_AS_LIKELY = {"clear": 12.0, "diffuse": 4.0}


def texts(segments: int, sort: str) -> Any:
    """Return presence (segments, terms): Zipf's law, eight themes, some four terms each."""
    from phare.typology.incidence import from_triplets

    rng = np.random.default_rng(20)
    drawn = int(TERMS_OF_50_000 * 1.3)
    rank = np.arange(1, drawn + 1)
    theme_of_term = rng.integers(0, 8, drawn)
    theme = rng.integers(0, 8, segments)
    lengths = 1 + rng.poisson(3.2, segments)
    rows = np.repeat(np.arange(segments), lengths)
    terms = np.empty(len(rows), dtype=np.int64)
    for one in range(8):
        likely = np.where(theme_of_term == one, TIMES_AS_LIKELY[sort], 1.0) / (rank + 40.0)
        mine = theme[rows] == one
        terms[mine] = rng.choice(drawn, int(mine.sum()), p=likely / likely.sum())
    found = from_triplets(rows, terms, (segments, drawn))
    frequent = np.flatnonzero(np.bincount(found.indices, minlength=drawn) >= 4)
    kept = frequent[:TERMS_OF_50_000]
    return found[:, kept].tocsr()


def measured(segments: int, sort: str, guard: str, answer: Any) -> None:
    """Put segments, terms, ones, seconds, GB before and at the peak, and exchanges."""
    from phare.config.typologies import Classification, Guard
    from phare.typology.tree import reinert

    matrix = texts(segments, sort)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    start = time.process_time()
    tree = reinert(matrix, Classification(k=K, guard=Guard() if guard == "on" else "off"))
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    moves = sum(step.moves for step in tree.steps)
    answer.put((*matrix.shape, matrix.nnz, took, before, peak, moves, tree.most))


def run(segments: int, sort: str, guard: str) -> tuple[float, ...]:
    context = get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=measured, args=(segments, sort, guard, answer))
    process.start()
    found: tuple[float, ...] = answer.get()
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    asked = parser.parse_args()
    over, points = [], []
    print(f"k = {K}; CPU seconds of one thread; GB is the peak, libraries and matrix included")
    for segments in asked.sizes:
        for sort, guard in product(TIMES_AS_LIKELY, ("off", "on")):
            n, p, ones, took, before, peak, moves, most = run(segments, sort, guard)
            print(
                f"{n:7,} x {p:5,} ({ones:7,})  {sort:7}  guard {guard:3}  {took:6.2f} s  "
                f"{before:.2f} -> {peak:.2f} GB  {moves:6,} exchanges  {most} classes",
                flush=True,
            )
            points.append((segments, f"{sort}, guard {guard}", took))
            limit = LIMITS.get(segments)
            if limit and (took > limit[0] or peak > limit[1]):
                over.append(f"{segments:,} segments, {sort}, guard {guard}: over {limit}")
    if asked.plot:
        asked.plot.write_text(plot(points), encoding="utf-8")
    if over:
        sys.exit("\n".join(over))


def plot(points: list[tuple[int, str, float]]) -> str:
    """Return an SVG of seconds by segments, both on logarithmic scales."""
    import vl_convert

    chart = {
        "width": 420, "height": 280,
        "data": {"values": [
            {"segments": n, "texts": texts, "seconds": max(took, 1e-3)} for n, texts, took in points
        ]},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "segments", "type": "quantitative", "scale": {"type": "log"}},
            "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"},
                  "title": f"CPU seconds to {K} classes"},
            "color": {"field": "texts", "type": "nominal"},
        },
    }  # fmt: skip
    return str(vl_convert.vegalite_to_svg(chart))


if __name__ == "__main__":
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # read by the processes that are started
    main()
