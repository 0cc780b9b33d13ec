"""What was measured, as a page."""

import os
import platform
from pathlib import Path

AGREE = 1e-6

HEAD = """# phare beside other engines

Written by `python benchmarks/engines.py`; not by hand. CPU seconds of the public call, on one
core ({machine}), neither imports nor reading included: from a pandas frame with columns of
categories for phare, from what each peer takes best for the others. Checks and the report of the
fit are in phare's figure. Quick calls are made several times, the median counts. Memory is the
peak of the process, its libraries and the rows included.

Results are compared on the same workload: the largest relative difference of weights, or of
estimates and standard errors. Where it is above {agree:g} the two did not compute the same, and
the ratio says so.

![Ratios and growth](engines.svg)

| task | engine | CPU s | phare, CPU s | ratio | to reach | reached | GB | phare, GB | largest difference |
|---|---|--:|--:|--:|--:|---|--:|--:|---|
"""


def write(path: Path, tasks: list[dict], measured: dict) -> None:
    """Write the page: a row per task and peer, then what else was measured."""
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if "model name" in line),
        platform.processor() or "processor unknown",
    )
    machine = f"of {os.cpu_count()}, {model}, {platform.machine()}"
    text = HEAD.format(machine=machine, agree=AGREE)
    notes: list[str] = []
    for task in tasks:
        mine, *peers = task["rows"]
        for peer in peers:
            text += _row(task, mine, peer, notes) + "\n"
    text += "".join(f"\n{at}. {note}" for at, note in enumerate(notes, 1)) + "\n"
    text += _inputs(measured.get("inputs", [])) + _growth(measured.get("growth", []))
    text += _versions(tasks)
    path.write_text(text, encoding="utf-8")


def ratio(mine: dict, peer: dict) -> float:
    """Seconds of a peer, for all of the work, over phare's."""
    return peer["seconds"] * peer["scale"] / mine["seconds"]


def agrees(peer: dict) -> bool:
    return max(peer["apart"].values(), default=float("inf")) <= AGREE


def _row(task: dict, mine: dict, peer: dict, notes: list[str]) -> str:
    name = f"| {task['title']} | {peer['engine']}"
    if "missing" in mine or "missing" in peer:
        return f"{name} | not measured: {peer.get('missing') or mine['missing']} |" + " |" * 7
    marks = [peer["note"]] if peer["note"] else []
    if peer["scale"] != 1:
        whole = round(peer["share"] * peer["scale"])
        marks.append(
            f"{peer['share']} of {whole} done, in {peer['seconds']:.3g} s; time x "
            f"{peer['scale']:g}, memory as it was"
        )
    for mark in marks:
        if mark not in notes:
            notes.append(mark)
    name += "".join(f" ({notes.index(mark) + 1})" for mark in marks)
    found = ratio(mine, peer)
    said = f"{found:,.0f}" if found >= 10 else f"{found:.1f}"
    gap = ", ".join(f"{what.replace('_', ' ')} {gap:.0e}" for what, gap in peer["apart"].items())
    if not agrees(peer):
        differ = "results differ" if gap else "results not compared"
        said, gap = f"{said}, {differ}", f"**{gap or 'none taken'}**"
    reached = "" if not peer["least"] else "yes" if found >= peer["least"] else "**no**"
    if peer["least"] and not agrees(peer):
        reached = "not the same"
    least = f"{peer['least']:g}" if peer["least"] else ""
    return (
        f"{name} | {peer['seconds'] * peer['scale']:.3g} | {mine['seconds']:.3g} | {said} | "
        f"{least} | {reached} | {peer['gigabytes']:.2f} | {mine['gigabytes']:.2f} | {gap} |"
    )


def _inputs(rows: list[dict]) -> str:
    text = "\n## The first task from other columns\n\n| columns of the frame | phare, CPU s |\n|---|--:|\n"
    lines = [f"| {row['columns']} | {row['seconds']:.3f} |\n" for row in rows if "seconds" in row]
    return text + "".join(lines) if lines else ""


def _growth(rows: list[dict]) -> str:
    text = (
        "\n## Growth\n\nRaking, and 10 indicators x 40 domains with strata and PSUs.\n\n"
        "| rows | task | phare, CPU s | GB before | GB at the peak |\n|--:|---|--:|--:|--:|\n"
    )
    lines = [
        f"| {row['rows']:,} | {row['task']} | {row['seconds']:.3g} | "
        f"{row['gigabytes_before']:.2f} | {row['gigabytes']:.2f} |\n"
        for row in rows
        if "seconds" in row
    ]
    return text + "".join(lines) if lines else ""


def _versions(tasks: list[dict]) -> str:
    found = {
        row["engine"]: row["version"] for task in tasks for row in task["rows"] if "version" in row
    }
    return "\n## Versions\n\n" + "".join(f"- {name} {which}\n" for name, which in found.items())


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []
