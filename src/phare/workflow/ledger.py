"""What each step made: a record per job, with the sha256 of its outputs.

Snakemake believes its files; the ledger does not. It finds outputs that were edited by
hand, outputs that no job of the plan makes any more, and says why a job is stale.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from phare import kinds
from phare.provenance import file_digest, json_text, moved
from phare.workflow.plan import INGEST, RELEASE, Plan
from phare.workflow.step import Step

MADE = Path("processed/.made")
ASIDE = Path(".phare/aside")

MEMORY = Path(".snakemake/metadata")
"""Where Snakemake keeps what made each output."""

NEVER = "never made, or not to its end"
AFTER = "what it reads is made again"


@dataclass(frozen=True)
class Entry:
    """What is on record of a job: what it read and was told, what it made."""

    job: str
    settings: str
    code: dict[str, str]
    inputs: dict[str, str]
    outputs: dict[str, str]
    lineage: str = ""

    def changed(self) -> list[str]:
        """Return the outputs that are no longer as the step left them."""
        return [
            path
            for path, digest in self.outputs.items()
            if Path(path).is_file() and file_digest(Path(path)) != digest
        ]


def enter(step: Step) -> None:
    """Put a step that is done on record."""
    entry = Entry(
        job=step.job,
        settings=step.settings,
        code=step.code,
        inputs={path: file_digest(Path(path)) for path in step.inputs},
        outputs={path: file_digest(Path(path)) for path in step.outputs},
        lineage=step.lineage,
    )
    path = _place(step.job)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(json_text(asdict(entry)), encoding="utf-8")
    part.replace(path)


def strike(step: Step) -> None:
    """Take a step that is about to run off the record."""
    _place(step.job).unlink(missing_ok=True)


def entries() -> dict[str, Entry]:
    """Return job -> its record, for the working directory."""
    found = {}
    for path in sorted(MADE.glob("*.json")):
        try:
            entry = Entry(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            path.unlink()
            continue
        found[entry.job] = entry
    return found


def _place(job: str) -> Path:
    return MADE / f"{job.replace('/', '@')}.json"


def tidy(plan: Plan) -> list[str]:
    """Put the working directory in order before a run; return a sentence for each thing done.

    Outputs edited by hand are moved to .phare/aside, so that their step runs again; outputs
    of jobs that the plan no longer has are removed, and those that were made from other
    inputs than there are now, whatever their dates; so are tables and figures of another
    lineage, and the receipt of a release that is no longer there.
    """
    done, known = [], set(plan.planned)
    if not MEMORY.is_dir():
        done += _without_memory(plan)
    kept = entries()
    others = {job: read_others(job, kept, known) for job in kept}
    for job, entry in kept.items():
        if job not in known:
            for path in _present(entry.outputs):
                path.unlink()
                _remove_empty(path.parent)
            _place(job).unlink()
            done.append(f"{job} is no longer part of the study: its outputs are removed")
            continue
        for name in entry.changed():
            aside = ASIDE / name
            aside.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(name, aside)
            done.append(f"{name} was edited by hand: moved to {aside}, and made again")
        if others[job]:
            for path in _present(entry.outputs):
                path.unlink()
            done.append(f"{job}: {others[job][0]}: it is made again")
    for item in plan.shown:
        if not _stands(item, kept.get(item), plan):
            shutil.rmtree(_folder(item), ignore_errors=True)
    if _release_gone():
        receipt().unlink()
        done.append("the release was removed: it is made again")
    return done


def _stands(item: str, entry: Entry | None, plan: Plan) -> bool:
    """Return whether an item is on record as made from what the plan has now.

    Told to leave items alone when their estimates are made again, Snakemake does not look
    whether something else about them moved; it does see that their files are missing.
    """
    rule, _, name = item.partition("/")
    return (
        entry is not None
        and entry.settings == plan.jobs[rule][name]
        and entry.lineage == plan.lineage(item)
        and not moved(entry.code, plan.code(rule))
    )


def _folder(item: str) -> Path:
    rule, _, name = item.partition("/")
    return Path(kinds.KINDS[kinds.RULES[rule]].place(name))


def _without_memory(plan: Plan) -> list[str]:
    """Remove the outputs of stale jobs where Snakemake no longer knows what made them."""
    kept, removed = entries(), []
    for job in stale(plan):
        if job in kept:
            for path in _present(kept[job].outputs):
                path.unlink()
            removed.append(f"{job} is stale and Snakemake's records are gone: it is made again")
    return removed


def receipt() -> Path:
    return Path("processed/release/receipt.json")


def _release_gone() -> bool:
    if not receipt().is_file():
        return False
    folder = json.loads(receipt().read_text(encoding="utf-8"))["folder"]
    return not (Path(folder) / "manifest.json").is_file()


def _present(paths: Iterable[str]) -> list[Path]:
    return [Path(path) for path in paths if Path(path).is_file()]


def _remove_empty(folder: Path) -> None:
    while folder != Path() and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def read_others(job: str, kept: Mapping[str, Entry], known: Container[str]) -> list[str]:
    """Return, of what a job on record read, what other jobs have made anew or make no more.

    Nothing for an item: what it read of those files, its lineage tells.
    """
    if kept[job].lineage:
        return []
    made = {
        path: (digest, maker in known)
        for maker, entry in kept.items()
        for path, digest in entry.outputs.items()
    }
    reasons = []
    for path, digest in kept[job].inputs.items():
        now, made_still = made.get(path, (digest, True))
        if not made_still:
            reasons.append(f"{path} is no longer part of the study")
        elif now != digest:
            reasons.append(f"{path} is not the one it read")
    return reasons


def stale(plan: Plan) -> dict[str, list[str]]:
    """Return job -> why it would run, in the order of the stages; fresh jobs left out."""
    kept, known = entries(), set(plan.planned)
    edited = {job: entry.changed() for job, entry in kept.items()}
    others = {job: read_others(job, kept, known) for job in kept}
    gone = {
        path
        for job, entry in kept.items()
        for path in (entry.outputs if others[job] else edited[job])
    }
    why: dict[str, list[str]] = {}
    for job in plan.planned:
        rule, _, name = job.partition("/")
        entry = kept.get(job)
        if entry is None:
            why[job] = [NEVER]
            continue
        reasons = [f"{path} is missing" for path in entry.outputs if not Path(path).is_file()]
        reasons += [f"{path} was edited by hand" for path in edited[job]]
        reasons += _settings_moved(entry.settings, plan.jobs[rule][name])
        reasons += [f"{path} changed" for path in moved(entry.code, plan.code(rule))]
        reasons += others[job]
        if rule == INGEST and plan.delivery(name) not in entry.inputs.values():
            reasons.append(f"the delivered file of {name} changed")
        if rule == RELEASE and _release_gone():
            reasons.append("the release was removed")
        if not reasons and _after(job, entry, plan, why, gone):
            reasons = [AFTER]
        if reasons:
            why[job] = reasons
    return why


def _after(job: str, entry: Entry, plan: Plan, stale: Container[str], gone: Container[str]) -> bool:
    """Return whether a job runs because of what ran before it.

    An item does when its lineage moved, or when a file it reads is not there to be left alone.
    """
    if not entry.lineage:
        return any(one in stale for one in plan.upstream(job))
    there = all(Path(path).is_file() and path not in gone for path in entry.inputs)
    return entry.lineage != plan.lineage(job) or not there


def _settings_moved(before: str, after: str) -> list[str]:
    if before == after:
        return []
    return [f"setting {path} changed" for path in _differ(json.loads(before), json.loads(after))]


def _differ(before: object, after: object, path: str = "") -> list[str]:
    """Return the shortest paths below which two JSON values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        if before == after:  # in another order, which is meaning too: a scale, a list of waves
            return [f"order of {path or 'all'}"]
        return [
            one
            for key in sorted({*before, *after})
            if before.get(key) != after.get(key)
            for one in _differ(before.get(key), after.get(key), f"{path}.{key}" if path else key)
        ]
    return [path]
