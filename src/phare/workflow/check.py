"""Try a study on its delivered files without leaving anything: every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd

from phare.clean import clean
from phare.config import Study, read_study
from phare.config.slices import clean_slice, ingest_slice, weight_slice
from phare.errors import PhareError, Problem
from phare.ingest import Delivery, ingest
from phare.weight import weight
from phare.workflow import partial, reception


def check_study(root: Path) -> tuple[list[Problem], list[str]]:
    """Return every problem of the configuration and of the files, and the waves tried.

    The files are read, cleaned and weighted under every scheme. What cannot be made of a wave
    is left out, and the rest of it is tried all the same.
    """
    study, found = read_study(root)
    problems = list(found)
    if study is None:
        return problems, []
    for wave in study.waves:
        trial = _Trial(study, wave)
        delivery = trial.read()
        if delivery is not None and not any(_about(problem, wave) for problem in found):
            trial.make(delivery)
        problems += trial.problems
    return _told_once(problems), study.waves


def _about(problem: Problem, wave: str) -> bool:
    """Return whether a problem of the configuration keeps a wave from being made."""
    shared = ("config/variables.yaml", "config/territories.csv", "config/schemes.yaml: ")
    return problem.where.startswith((f"config/waves/{wave}.yaml", "config/margins/", *shared))


class _Trial:
    """One wave: what is tried of it, and the problems met."""

    def __init__(self, study: Study, wave: str) -> None:
        self.study, self.wave = study, wave
        self.problems: list[Problem] = []

    @contextmanager
    def _tried(self) -> Iterator[None]:
        try:
            yield
        except PhareError as error:
            self.problems += error.problems

    def read(self) -> Delivery | None:
        card, path = ingest_slice(self.study, self.wave), self.study.raw_file(self.wave)
        with self._tried():
            reception.check_content(path, card)
        with self._tried():
            delivery = ingest(path, self.wave, card.reader, card.respondent_id)
            with self._tried():
                reception.check_rows(path, len(delivery.records), card)
            return delivery
        return None

    def make(self, delivery: Delivery) -> None:
        self.problems += reception.unnamed(self.study.cards[self.wave], delivery.records)
        responses, lost = self._cleaned(delivery)
        if responses is None:
            return
        for scheme in self.study.schemes_of(self.wave):
            card = partial.without_margins(weight_slice(self.study, self.wave, scheme), lost)
            if card is not None:
                with self._tried():
                    weight(responses, card)

    def _cleaned(self, delivery: Delivery) -> tuple[pd.DataFrame | None, set[str]]:
        """Return the responses, and the variables left out for their problems."""
        card, lost = clean_slice(self.study, self.wave), set[str]()
        while True:
            try:
                found = clean(
                    delivery.records, delivery.codebook, delivery.tagged, delivery.findings, card
                )
            except PhareError as error:
                self.problems += error.problems
                worse = partial.named(error.problems) & set(card.crosswalk)
                if not worse:
                    return None, lost
                card, gone = partial.without(card, worse)
                lost |= gone
            else:
                return found.responses, lost


_SCHEME = re.compile(r", scheme ([a-z][a-z0-9_]*)")


def _told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once; one that several schemes meet, with their names."""
    schemes: dict[Problem, list[str]] = {}
    for problem in problems:
        match = _SCHEME.search(problem.where)
        met = schemes.setdefault(replace(problem, where=_SCHEME.sub(_ANY, problem.where, 1)), [])
        if match and match.group(1) not in met:
            met.append(match.group(1))
    return [
        replace(problem, where=problem.where.replace(_ANY, _listed(met)))
        for problem, met in schemes.items()
    ]


_ANY = ", scheme ?"


def _listed(schemes: list[str]) -> str:
    return f", scheme{'s' * (len(schemes) > 1)} {', '.join(schemes)}"
