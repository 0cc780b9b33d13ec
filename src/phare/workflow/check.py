"""Try a study on its delivered files without leaving anything: every problem at once."""

from __future__ import annotations

from pathlib import Path

from phare.clean import clean
from phare.config import Study, read_study
from phare.config.slices import clean_slice, ingest_slice, weight_slice
from phare.errors import PhareError, Problem
from phare.ingest import ingest
from phare.weight import weight
from phare.workflow import reception


def check_study(root: Path) -> tuple[list[Problem], list[str]]:
    """Return every problem of the configuration and of the files, and the waves tried.

    The files are read, cleaned and weighted under every scheme; a wave goes as far as its
    problems let it.
    """
    study, found = read_study(root)
    problems = list(found)
    if study is None:
        return problems, []
    for wave in study.waves:
        if not any(_about(problem, wave) for problem in problems):
            problems += _tried(study, wave)
    return list(dict.fromkeys(problems)), study.waves


def _about(problem: Problem, wave: str) -> bool:
    """Return whether a problem of the configuration keeps a wave from being read."""
    shared = ("config/variables.yaml", "config/territories.csv", "config/schemes.yaml: ")
    return problem.where.startswith((f"config/waves/{wave}.yaml", "config/margins/", *shared))


def _tried(study: Study, wave: str) -> list[Problem]:
    card, path = ingest_slice(study, wave), study.raw_file(wave)
    problems: list[Problem] = []
    try:
        reception.check_content(path, card)
    except PhareError as error:
        problems += error.problems
    try:
        delivery = ingest(path, wave, card.reader, card.respondent_id)
        cleaned = clean(
            delivery.records, delivery.codebook, delivery.tagged, delivery.findings,
            clean_slice(study, wave),
        )  # fmt: skip
    except PhareError as error:
        return [*problems, *error.problems]
    try:
        reception.check_rows(path, len(delivery.records), card)
    except PhareError as error:
        problems += error.problems
    for scheme in study.schemes_of(wave):
        try:
            weight(cleaned.responses, weight_slice(study, wave, scheme))
        except PhareError as error:
            problems += error.problems
    return problems
