"""What is measured, beside whom, and the ratio that was promised."""

from dataclasses import dataclass

INDICATORS, REPLICATES = 200, 500


@dataclass(frozen=True)
class Entry:
    """An engine's part in a task.

    Parameters
    ----------
    task : what its `run_*` file calls it
    share, scale : indicators or replicates done, and what the seconds are then multiplied by
    calls : how often; the median counts
    least : ratio to reach; 0 where none was promised
    against : the entry of phare that its results are compared with
    note : what a reader should know of it
    """

    engine: str
    task: str
    share: int = 0
    scale: float = 1.0
    calls: int = 1
    least: float = 0
    against: str = ""
    note: str = ""


@dataclass(frozen=True)
class Task:
    """Rows, and who does what with them; the first entry is phare's, with its promise.

    `same` names the task in which engines are given the same replicates, if results of this one
    are drawn by each.
    """

    name: str
    title: str
    rows: int
    entries: tuple[Entry, ...]
    indicators: int = 0
    supplied: int = 0
    same: str = ""


def tasks(small: bool = False, full: bool = False) -> list[Task]:
    """Return the tasks; `small` ones only show that everything runs."""
    one, ten, hundred = (10_000, 20_000, 10_000) if small else (1_000_000, 10_000_000, 100_000)
    indicators, replicates = (4, 20) if small else (INDICATORS, REPLICATES)
    quick = 1 if small else 5

    def part(engine: str, task: str, whole: int, share: int, **told) -> Entry:
        """Return an entry that does `share` of the work unless it is asked for in full."""
        share = whole if full else min(share, whole)
        return Entry(engine, task, share, whole / share, **told)

    return [
        Task("rake-1m", f"rake, 5 margins, {one:,} rows", one, (
            Entry("phare", "rake", calls=4 * quick),
            Entry("svy", "rake", calls=quick, least=50),
            Entry("ipfn", "rake", calls=quick, note="cells made and undone by us"),
            Entry("weightipy", "rake", calls=quick, against="rake-equal", note="no base weights"),
            Entry("balance", "rake"),
            Entry("samplics", "rake"),
            Entry("R survey", "rake"),
        )),
        Task("rake-10m", f"rake, 5 margins, {ten:,} rows", ten, (
            Entry("phare", "rake", calls=quick),
            Entry("svy", "rake", least=50),
        )),
        Task("logit-1m", f"logit in [0.3, 3], {one:,} rows", one, (
            Entry("phare", "logit", calls=4 * quick),
            Entry("R survey", "logit", least=200),
        )),
        Task("bootstrap", f"{replicates} bootstrap replicates, drawn and raked, {hundred:,} rows",
             hundred, (
            Entry("phare", "bootstrap", replicates, calls=quick),
            Entry("svy", "bootstrap", replicates, least=25),
            part("R survey", "bootstrap", replicates, 10),
        ), indicators, 20, "supplied"),
        Task("estimates", f"{indicators} indicators x 40 domains, {hundred:,} rows", hundred, (
            Entry("phare", "estimates", indicators, calls=min(quick, 3)),
            part("svy", "estimates", indicators, 40, least=30),
            part("samplics", "estimates", indicators, 4),
            Entry("R survey", "estimates", indicators),
        ), indicators, 20),
        Task("calibrated", f"the same after raking, {hundred:,} rows", hundred, (
            Entry("phare", "calibrated", indicators, calls=min(quick, 3)),
            part("svy", "calibrated", indicators, 10, least=100,
                 note="svy sweeps the margins of a raking one after the other"),
            Entry("R survey", "calibrated", indicators, least=100),
        ), indicators, 20),
        Task("greg", f"the same after linear calibration, {hundred:,} rows", hundred, (
            Entry("phare", "greg", indicators, calls=min(quick, 3)),
            part("svy", "greg", indicators, 4, least=100),
        ), indicators, 20),
    ]  # fmt: skip


INPUTS = (
    ("rake", "categories"),
    ("rake-numbers", "whole numbers"),
    ("rake-text", "text"),
    ("rake-arrays", "arrays, without a frame"),
)
"""The call of the first task from other columns than pandas categories."""

GROWTH = {
    "rake": (10_000, 100_000, 1_000_000, 10_000_000),
    "estimates": (10_000, 100_000, 1_000_000, 10_000_000),
}
GROWTH_INDICATORS = 10
