"""Read the whole of config/, and say every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pandas as pd

from phare import storage
from phare.config.base import Model, read_model
from phare.config.card import Card
from phare.config.crosscheck import crosscheck
from phare.config.indicators import Domains, Indicators
from phare.config.outputs import Figures, Tables
from phare.config.schemes import Schemes
from phare.config.study import Study, StudySettings
from phare.config.variables import Variables
from phare.contracts import MARGINS, PUBLISHED, Column, Contract
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

    def attempt(self, read: Callable[[], Loaded]) -> Loaded | None:
        try:
            return read()
        except PhareError as error:
            self.problems.extend(error.problems)
            return None

    def model(self, model: type[M], name: str, optional: bool = False) -> M | None:
        path = self.root / "config" / name
        if optional and not path.exists():
            return self.attempt(lambda: model.model_validate({}))
        return self.attempt(lambda: read_model(model, path, f"config/{name}"))

    def table(self, contract: Contract, name: str) -> pd.DataFrame | None:
        path = self.root / "config" / name
        if not path.exists():
            return contract.empty()
        return self.attempt(lambda: storage.read_csv(path, contract, shown=f"config/{name}"))


def load_study(root: Path) -> Study:
    """Return the study whose configuration is in `root`/config.

    Raises
    ------
    PhareError
        With every problem of every file: what cannot be read, unknown keys, and, once all
        files are readable, names that do not agree with each other.
    """
    reading = _Reading(Path(root))
    settings = reading.model(StudySettings, "study.yaml")
    variables = reading.model(Variables, "variables.yaml")
    indicators = reading.model(Indicators, "indicators.yaml")
    domains = reading.model(Domains, "domains.yaml", optional=True)
    schemes = reading.model(Schemes, "schemes.yaml")
    tables = reading.model(Tables, "tables.yaml", optional=True)
    figures = reading.model(Figures, "figures.yaml", optional=True)
    cards = _cards(reading)
    margins = {
        path.stem: reading.table(MARGINS, f"margins/{path.name}")
        for path in sorted((reading.root / "config" / "margins").glob("*.csv"))
    }
    territories = reading.table(TERRITORIES, "territories.csv")
    published = reading.table(PUBLISHED, "published.csv")
    reading.problems.raise_if_any()
    # Nothing is None any more: what could not be read is among the problems just raised.
    study = Study(
        root=reading.root,
        settings=cast(StudySettings, settings),
        variables=cast(Variables, variables),
        indicators=cast(Indicators, indicators),
        domains=cast(Domains, domains),
        schemes=cast(Schemes, schemes),
        tables=cast(Tables, tables),
        figures=cast(Figures, figures),
        cards=_in_order(cards, list(cast(StudySettings, settings).populations)),
        margins=margins,
        territories=territories,
        published=published,
    )
    problems = Problems()
    crosscheck(study, problems)
    problems.raise_if_any()
    return study


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
        card = reading.model(Card, f"waves/{path.name}")
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
