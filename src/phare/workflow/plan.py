"""The plan of a run: its jobs, what each is told, and digests of what makes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from phare import kinds
from phare.errors import Problems
from phare.provenance import HOME, LOCK, Imports, Sources, file_digest, json_digest

INGEST, CLEAN, WEIGHT, ESTIMATE = "ingest_wave", "clean_wave", "weight_wave", "estimate_wave"
COMPARE, PROFILE, RELEASE = "compare_waves", "profile_wave", "release_study"
RULES = (INGEST, CLEAN, WEIGHT, ESTIMATE, COMPARE, PROFILE, *kinds.RULES, RELEASE)
ENGINE = (INGEST, CLEAN, WEIGHT, ESTIMATE)
"""The rules whose code can move an estimate."""

STUDY = "study"
"""The name of the one job of a rule without wildcards."""


@dataclass(frozen=True)
class Plan:
    """The jobs of a study.

    Parameters
    ----------
    root : the study
    raw : wave -> its delivered file, absolute
    jobs : rule -> job (its wildcards, joined by '/') -> settings, as JSON
    shown : 'publish_<kind>/<item>' -> the 'wave/scheme' it shows -> digest of the settings
        that made the rows it shows
    compared : 'publish_<kind>/<item>', for items that show comparisons of waves -> the
        'wave/scheme' behind those, and 'all' of them -> digest of the settings
    profiled : 'publish_<kind>/<item>', for items that show profiles -> their 'typology/wave'
    """

    root: str
    raw: dict[str, str]
    jobs: dict[str, dict[str, str]]
    shown: dict[str, dict[str, str]]
    compared: dict[str, dict[str, str]]
    profiled: dict[str, list[str]] = field(default_factory=dict)
    imports: Imports = field(default_factory=dict, repr=False)

    @property
    def waves(self) -> list[str]:
        return list(self.raw)

    @property
    def schemes(self) -> list[str]:
        """Every 'wave/scheme'."""
        return list(self.jobs[ESTIMATE])

    def profile_scheme(self, job: str) -> str:
        """Return the scheme whose weights a 'typology/wave' has."""
        return str(json.loads(self.jobs[PROFILE][job])["weighted"]["scheme"])

    def learnt_from(self, job: str) -> list[str]:
        """Return the 'typology/wave' whose classes a 'typology/wave' has; nothing for itself."""
        typology = job.partition("/")[0]
        first = f"{typology}/{json.loads(self.jobs[PROFILE][job])['settings']['learn_from']}"
        return [] if first == job else [first]

    def settings(self, rule: str, *wildcards: str) -> str:
        """Return the settings of a job as JSON."""
        return self.jobs[rule]["/".join(wildcards) or STUDY]

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self.imports)

    @cached_property
    def _code(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _deliveries(self) -> dict[str, str]:
        return {}

    @cached_property
    def _weighted(self) -> dict[str, str]:
        """'wave/scheme' -> the digest of the file and settings behind its weights."""
        found = {}
        for pair in self.schemes:
            wave = pair.partition("/")[0]
            settings = [self.jobs[INGEST][wave], self.jobs[CLEAN][wave], self.jobs[WEIGHT][pair]]
            found[pair] = json_digest([self.delivery(wave), *settings])
        return found

    def code(self, rule: str) -> dict[str, str]:
        """Return file -> sha256 of the source behind a rule, and of the lock file."""
        if rule not in self._code:
            script = HOME / "workflow" / "scripts" / f"{rule}.py"
            lock = HOME / LOCK
            self._code[rule] = self._sources.behind(script) | {LOCK: file_digest(lock)}
        return self._code[rule]

    def upstream(self, job: str) -> list[str]:
        """Return the jobs whose outputs a job reads; a job is 'rule/wildcards'."""
        rule, _, name = job.partition("/")
        wave = name.partition("/")[0]
        estimates = [f"{ESTIMATE}/{pair}" for pair in self.schemes]
        match rule:
            case "clean_wave":
                return [f"{INGEST}/{wave}"]
            case "weight_wave":
                return [f"{CLEAN}/{wave}"]
            case "estimate_wave":
                return [f"{CLEAN}/{wave}", f"{WEIGHT}/{name}"]
            case "compare_waves":
                return estimates
            case "profile_wave":
                wave = name.partition("/")[2]
                learnt = [f"{PROFILE}/{one}" for one in self.learnt_from(name)]
                pair = f"{wave}/{self.profile_scheme(name)}"
                return [f"{CLEAN}/{wave}", f"{WEIGHT}/{pair}", *learnt]
            case "release_study":
                return [one for one in self.planned if one != job]
        if job not in self.shown:
            return []
        compared = [f"{COMPARE}/{STUDY}"] if job in self.compared else []
        profiles = [f"{PROFILE}/{one}" for one in self.profiled.get(job, ())]
        return [*(f"{ESTIMATE}/{pair}" for pair in self.shown[job]), *compared, *profiles]

    @property
    def planned(self) -> list[str]:
        """Every job, in the order of the stages."""
        return [f"{rule}/{name}" for rule in RULES for name in self.jobs[rule]]

    @property
    def engine(self) -> str:
        """The digest of the code that turns delivered files into estimates."""
        return json_digest([self.code(rule) for rule in ENGINE])

    def lineage(self, job: str) -> str:
        """Return the digest of all that made the estimates an item shows; '' for other jobs.

        What an item shows follows from this and from nothing else, so that it is made again
        when this is another, and left alone when other rows of the files it reads are.
        """
        if job not in self.shown:
            return ""
        rows = {pair: [rows, self._weighted[pair]] for pair, rows in self.shown[job].items()}
        made_by: list[object] = [self.engine, rows]
        if job in self.compared:
            pairs = self.compared[job].items()
            made_by += [self.code(COMPARE), [[*one, self._weighted.get(one[0])] for one in pairs]]
        if job in self.profiled:
            told = {one: self.jobs[PROFILE][one] for one in self.profiled[job]}
            made_by += [self.code(PROFILE), told]
        return json_digest(made_by)

    def delivery(self, wave: str) -> str:
        """Return the sha256 of a wave's delivered file as it is now, or 'absent'."""
        if wave not in self._deliveries:
            path = Path(self.raw[wave])
            self._deliveries[wave] = file_digest(path) if path.is_file() else "absent"
        return self._deliveries[wave]

    def check_deliveries(self, waves: Iterable[str]) -> None:
        """Refuse waves whose delivered file is not there.

        Snakemake would take what was made from it before for a file of its own.
        """
        problems = Problems()
        for wave in waves:
            if not Path(self.raw[wave]).is_file():
                problems.add(
                    self.raw[wave], "no such file",
                    f"the delivered file of {wave}", "put it there or correct its card",
                )  # fmt: skip
        problems.raise_if_any()

    def digest(self, rule: str, wave: str = "") -> str:
        """Return the digest of what makes a job beside its settings and its inputs."""
        made_by: dict[str, object] = dict(self.code(rule))
        if rule == INGEST:
            made_by["delivery"] = self.delivery(wave)
        return json_digest(made_by)
