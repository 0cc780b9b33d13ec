"""From the configuration to the plan of a run.

Reading and cross-checking the configuration takes a second (pandas, YAML); a run with
nothing to do should not. So the plan is kept as JSON under a key that is the digest of all
it was made from, and Snakemake's process reads that.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phare import kinds
from phare.errors import PhareError, Problem
from phare.provenance import PACKAGE, Imports, Sources, folder_digests, json_digest, json_text
from phare.workflow.plan import (
    CLEAN,
    COMPARE,
    ESTIMATE,
    INGEST,
    PROFILE,
    RELEASE,
    RULES,
    STUDY,
    WEIGHT,
    Plan,
)

if TYPE_CHECKING:
    from phare.config import Model

CACHE = Path(".phare/plan.json")


def make_plan(root: Path, imports: Imports | None = None) -> Plan:
    """Return the plan of the study in `root`.

    Raises
    ------
    PhareError
        With every problem of its configuration.
    """
    from phare.config import load_study
    from phare.config.book_slices import with_letters
    from phare.config.declared import DECLARED
    from phare.config.profile_slices import profile_jobs, profile_slice
    from phare.config.slices import (
        clean_slice,
        compare_slice,
        estimate_slice,
        ingest_slice,
        weight_slice,
    )
    from phare.release.settings import release_slice

    study = load_study(root)
    pairs = [(wave, scheme) for wave in study.waves for scheme in study.schemes_of(wave)]
    jobs: dict[str, Mapping[str, Model]] = {
        INGEST: {wave: ingest_slice(study, wave) for wave in study.waves},
        CLEAN: {wave: clean_slice(study, wave) for wave in study.waves},
        WEIGHT: {f"{wave}/{scheme}": weight_slice(study, wave, scheme) for wave, scheme in pairs},
        ESTIMATE: {
            f"{wave}/{scheme}": with_letters(study, estimate_slice(study, wave, scheme))
            for wave, scheme in pairs
        },
        COMPARE: {STUDY: compare_slice(study)},
        PROFILE: {
            f"{typology}/{wave}": profile_slice(study, typology, wave)
            for typology, wave in profile_jobs(study)
        },
        **{
            rule: {name: DECLARED[kind].slice(study, name) for name in DECLARED[kind].names(study)}
            for rule, kind in kinds.RULES.items()
        },
        RELEASE: {STUDY: release_slice(study)},
    }
    published = [
        (f"{rule}/{name}", DECLARED[kind], name)
        for rule, kind in kinds.RULES.items()
        for name in jobs[rule]
    ]
    compared = {job: _digests(kind.compared(study, name)) for job, kind, name in published}
    return Plan(
        root=str(root),
        raw={wave: str(study.raw_file(wave)) for wave in study.waves},
        jobs={
            rule: {name: json_text(_settings(one)) for name, one in slices.items()}
            for rule, slices in jobs.items()
        },
        shown={job: _digests(kind.shown(study, name)) for job, kind, name in published},
        profiled={
            job: shown for job, kind, name in published if (shown := kind.profiled(study, name))
        },
        compared={job: made_by for job, made_by in compared.items() if made_by},
        imports={} if imports is None else imports,
    )


def _digests(slices: Mapping[str, Model]) -> dict[str, str]:
    return {pair: json_digest(_settings(one)) for pair, one in slices.items()}


def _settings(one: Model) -> dict[str, Any]:
    settings: dict[str, Any] = one.model_dump(mode="json", exclude_unset=True)
    return settings


def read_plan(root: Path, cache: Path = CACHE) -> Plan:
    """Return the plan of the study in `root`, from `cache` where it still holds.

    Raises
    ------
    PhareError
        As :func:`make_plan`, or when there is no study in `root`.
    """
    root = Path(root).resolve()
    if not (root / "config").is_dir():
        raise PhareError(
            Problem(str(root), "no folder config/", "a study", "give the folder of the study")
        )
    kept = _kept(cache)
    imports: Imports = kept.get("imports", {})
    known = len(imports)
    made_by = Sources(imports).behind(PACKAGE / "workflow" / "planning.py")
    key = json_digest([str(root), made_by, folder_digests(root / "config")])
    if kept.get("key") == key:
        plan = Plan(**kept["plan"], imports=imports)
        fresh = True
    else:
        plan, fresh = make_plan(root, imports), False
    for rule in RULES:
        plan.code(rule)
    if not fresh or len(imports) != known:
        _keep(cache, key, plan)
    return plan


def _kept(cache: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(Path(cache).read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError):
        return {}


def _keep(cache: Path, key: str, plan: Plan) -> None:
    content = asdict(plan)
    imports = content.pop("imports")
    text = json_text({"key": key, "plan": content, "imports": imports})
    with contextlib.suppress(OSError):  # a full disk: the plan is made again next time
        cache.parent.mkdir(parents=True, exist_ok=True)
        part = cache.with_name(f".{cache.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(cache)
