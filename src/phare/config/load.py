"""Read the whole of config/, and say every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from phare import storage
from phare.config.adopted import still_open
from phare.config.base import Model, read_model, read_yaml
from phare.config.card import Card
from phare.config.crosscheck import crosscheck
from phare.config.indicators import Domains, Indicators
from phare.config.outputs import OUTPUTS
from phare.config.schemes import Schemes
from phare.config.study import Study, StudySettings
from phare.config.typologies import ProfileNames, Typologies
from phare.config.variables import Variables
from phare.contracts import MARGINS, PUBLISHED, Column, Contract
from phare.contracts.typology import VERBATIM_REVIEW
from phare.errors import PhareError, Problems

TERRITORIES = Contract(
    "TERRITORIES",
    "unit of a territorial level and what it belongs to",
    ("from_level", "from_category", "to_level"),
    (
        Column("from_level"),
        Column("from_category"),
        Column("to_level"),
        Column("to_category"),
        Column("source"),
    ),
)

M = TypeVar("M", bound=Model)
Loaded = TypeVar("Loaded")


class _Reading:
    """Reads one file after the other and keeps what each said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Problems()
        self.unread: set[str] = set()

    def attempt(self, read: Callable[[], Loaded], name: str) -> Loaded | None:
        try:
            return read()
        except PhareError as error:
            self.problems.extend(error.problems)
            self.unread.add(name)
            return None

    def model(self, model: type[M], name: str, optional: bool = False) -> M | None:
        path = self.root / "config" / name
        if optional and not path.exists():
            return model()
        return self.attempt(lambda: read_model(model, path, f"config/{name}"), name)

    def table(self, contract: Contract, name: str) -> pd.DataFrame | None:
        path = self.root / "config" / name
        if not path.exists():
            return contract.empty()
        return self.attempt(lambda: storage.read_csv(path, contract, shown=f"config/{name}"), name)


def load_study(root: Path) -> Study:
    """Return the study whose configuration is in `root`/config.

    Raises
    ------
    PhareError
        With every problem of every file: what cannot be read, unknown keys, and names that
        do not agree with each other.
    """
    study, problems = read_study(root)
    problems.raise_if_any()
    assert study is not None
    return study


def read_study(root: Path) -> tuple[Study | None, Problems]:
    """Return the study as far as it can be read, with every problem found on the way.

    A file that cannot be read is taken as empty, and what leans on it is not judged. Without
    the settings or the variables there is no study.
    """
    reading = _Reading(Path(root))
    settings = reading.model(StudySettings, "study.yaml")
    variables = reading.model(Variables, "variables.yaml")
    indicators = reading.model(Indicators, "indicators.yaml")
    domains = reading.model(Domains, "domains.yaml", optional=True)
    schemes = reading.model(Schemes, "schemes.yaml")
    typologies = reading.model(Typologies, "typologies.yaml", optional=True) or Typologies()
    outputs: dict[str, Any] = {
        name: reading.model(model, f"{name}.yaml", optional=True) or model()
        for name, model in OUTPUTS.items()
    }
    cards = _cards(reading)
    margins = {
        path.stem: reading.table(MARGINS, f"margins/{path.name}")
        for path in sorted((reading.root / "config" / "margins").glob("*.csv"))
    }
    territories = reading.table(TERRITORIES, "territories.csv")
    published = reading.table(PUBLISHED, "published.csv")
    if settings is None or variables is None:
        return None, reading.problems
    study = Study(
        root=reading.root,
        settings=settings,
        variables=variables,
        indicators=indicators or Indicators(indicators={}),
        domains=domains or Domains(),
        schemes=schemes or Schemes(schemes={}),
        cards=_in_order(cards, list(settings.populations)),
        margins={name: MARGINS.empty() if rows is None else rows for name, rows in margins.items()},
        territories=TERRITORIES.empty() if territories is None else territories,
        published=PUBLISHED.empty() if published is None else published,
        typologies=typologies,
        profile_names=_reviewed_names(reading),
        reviews=_reviews(reading),
        **outputs,
    )
    crosscheck(study, reading.problems, frozenset(reading.unread))
    return study, reading.problems


def _reviewed_names(reading: _Reading) -> dict[str, ProfileNames]:
    """Return typology -> the names that a reviewer gave its classes, where there are any."""
    end = ".names.yaml"
    read = {
        path.name.removesuffix(end): reading.model(ProfileNames, f"typologies/{path.name}")
        for path in sorted((reading.root / "config" / "typologies").glob(f"*{end}"))
    }
    return {name: one for name, one in read.items() if one is not None}


def _reviews(reading: _Reading) -> dict[str, pd.DataFrame]:
    """Return typology -> VERBATIM_REVIEW with the decisions, where there are any."""
    end = ".review.csv"
    read = {
        path.name.removesuffix(end): reading.table(VERBATIM_REVIEW, f"typologies/{path.name}")
        for path in sorted((reading.root / "config" / "typologies").glob(f"*{end}"))
    }
    return {name: one for name, one in read.items() if one is not None}


def _in_order(cards: dict[str, Card], populations: list[str]) -> dict[str, Card]:
    """Return the cards in the order of the study's populations, then of time."""

    def place(wave: str) -> tuple[int, str]:
        population = cards[wave].population
        known = population in populations
        return populations.index(population) if known else len(populations), wave

    return {wave: cards[wave] for wave in sorted(cards, key=place)}


def _cards(reading: _Reading) -> dict[str, Card]:
    cards: dict[str, Card] = {}
    folder = reading.root / "config" / "waves"
    for path in sorted(folder.glob("*.yaml")):
        name = f"waves/{path.name}"
        content = reading.attempt(partial(read_yaml, path, f"config/{name}"), name)
        if open_ := still_open(content, f"config/{name}"):
            reading.problems.extend(open_)
            reading.unread.add(name)
        card = None if name in reading.unread else reading.model(Card, name)
        if card is None:
            continue
        if card.wave != path.stem:
            reading.problems.add(
                f"config/waves/{path.name}: wave", f"'{card.wave}'", f"the file's name, '{path.stem}'",
                "rename the file or the wave",
            )  # fmt: skip
        cards[card.wave] = card
    if not cards and not len(reading.problems):
        reading.problems.add("config/waves", "no card", "one YAML file per wave", "add a card")
    return cards
