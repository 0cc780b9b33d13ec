"""Names that must agree between the files of config/."""

from __future__ import annotations

import difflib

from phare.config.crosscheck_cards import CardChecks
from phare.config.crosscheck_schemes import SchemeChecks
from phare.config.crosscheck_typologies import TypologyChecks
from phare.config.indicators import Indicator
from phare.config.names import Names
from phare.config.outputs import OUTPUTS
from phare.config.study import Study
from phare.contracts import TOTAL
from phare.errors import Problems

_LEANS = {
    "figures": {"territories.csv", "typologies.yaml"},
    "tables": {"typologies.yaml"},
    "decks": {"territories.csv", "figures.yaml", "typologies.yaml"},
}
"""What an output cannot be judged without: maps are drawn from the crosswalk of territories."""


def crosscheck(study: Study, problems: Problems, unread: frozenset[str] = frozenset()) -> None:
    """Add to `problems` every name that one file uses and no file declares.

    unread : files of config/ that could not be read; what leans on them is not judged
    """
    cards = CardChecks(study, problems, unread)
    for wave, card in study.cards.items():
        cards.card(wave, card)
    shared = _SharedChecks(study, problems, unread)
    shared.indicators()
    shared.domains()
    shared.margins()
    SchemeChecks(study, problems, unread).schemes()
    TypologyChecks(study, problems, unread).typologies()
    if not unread & {"indicators.yaml", "domains.yaml"}:
        shared.published()
        if "schemes.yaml" not in unread:
            for name in OUTPUTS:
                if not unread & _LEANS.get(name, set()):
                    getattr(study, name).crosscheck(study, problems)


class _SharedChecks(Names):
    """What the files that all waves share name."""

    def indicators(self) -> None:
        file = "config/indicators.yaml"
        bases = self.study.indicators.bases
        for name, base in bases.items():
            self.filter(f"{file}: bases.{name}.filter", base.filter)
        for name, one in self.study.indicators.indicators.items():
            where = f"{file}: {name}"
            if self.variable(f"{where}.variable", one.variable):
                self.categories(
                    f"{where}.categories",
                    one.variable,
                    one.categories if self.study.variables.categories(one.variable) else (),
                )
                self.statistic(where, one)
            if one.denominator:
                self.variable(f"{where}.denominator", one.denominator)
            self.known(f"{where}.base", one.base, ["all", *bases], "a base")
            for domain in (one.domains or ()) if "domains.yaml" not in self.unread else ():
                self.known(
                    f"{where}.domains",
                    domain,
                    self.study.domains.domains,
                    "a domain of config/domains.yaml",
                )
            for population in one.populations:
                self.known(
                    f"{where}.populations",
                    population,
                    self.study.settings.populations,
                    "a population of config/study.yaml",
                )
            if one.comparable_since is not None and not any(
                self.study.indicators_of(wave).get(name) for wave in self.study.cards
            ):
                self.problems.add(
                    f"{where}.comparable_since",
                    "an indicator no wave has",
                    "a wave with its variable",
                    "add the variable to a card or remove the indicator",
                )

    def statistic(self, where: str, one: Indicator) -> None:
        about = self.study.variables.variables[one.variable]
        scale = bool(self.study.variables.categories(one.variable))
        wanted = {
            "distribution": scale, "top_box": scale and about.ordered, "top_two": scale and about.ordered,
            "mean": not scale and about.type in ("number", "grid"),
            "total": about.type == "number", "ratio": about.type == "number",
            "median": not scale and about.type in ("number", "grid"),
            "quantile": not scale and about.type in ("number", "grid"),
            "share": scale or about.type == "multiple", "count": scale or about.type == "multiple",
        }  # fmt: skip
        if not wanted[one.statistic]:
            fit = ", ".join(kind for kind, fits in wanted.items() if fits) or "none"
            self.problems.add(
                f"{where}.statistic",
                one.statistic,
                f"a statistic for {one.variable}: {fit}",
                "change the statistic or the variable",
            )
        if one.statistic in ("share", "count") and scale and not one.categories:
            self.problems.add(
                f"{where}.categories",
                "none",
                f"the categories of {one.variable} that count",
                "add them",
            )

    def domains(self) -> None:
        for name, domain in self.study.domains.domains.items():
            where = f"config/domains.yaml: {name}.variable"
            if self.variable(where, domain.variable) and not self.study.variables.categories(
                domain.variable
            ):
                self.problems.add(
                    where, f"'{domain.variable}'", "a variable with categories", "class it first"
                )

    def margins(self) -> None:
        """Categories of margins are categories of their variables."""
        for file, rows in self.study.margins.items():
            for margin, block in rows.groupby("margin", sort=False):
                variables = str(margin).split("*")
                where = f"config/margins/{file}.csv: {margin}"
                if str(margin) == "all" or not all(
                    self.variable(where, name) for name in variables
                ):
                    continue
                if self.study.is_number(str(margin)):
                    self.known_total(where, list(block["category"]))
                    continue
                for category in block["category"]:
                    parts = str(category).split("*")
                    if len(parts) != len(variables):
                        self.problems.add(
                            where,
                            f"'{category}'",
                            f"{len(variables)} categories joined by '*'",
                            "correct it",
                        )
                        continue
                    for variable, part in zip(variables, parts, strict=True):
                        self.categories(where, variable, [part])

    def known_total(self, where: str, categories: list[str]) -> None:
        """The total of a number stands in one row."""
        if categories != [TOTAL]:
            self.problems.add(
                where,
                ", ".join(f"'{category}'" for category in categories),
                f"one row of category '{TOTAL}' with the total of the number",
                "correct it",
            )

    def published(self) -> None:
        """A published figure may ask for more than the study estimates; it is then not run.

        A name that is nearly one that exists is a slip.
        """
        indicators = self.study.indicators.indicators
        domains = ["all", *self.study.domains.domains]
        for number, row in enumerate(self.study.published.itertuples(), start=2):
            where = f"config/published.csv: row {number}"
            for what, word, known in (
                ("indicator", str(row.indicator), indicators),
                ("domain", str(row.domain), domains),
            ):
                if word not in known and difflib.get_close_matches(word, known, n=1, cutoff=0.85):
                    self.known(
                        f"{where}, {what}", word, known, f"one that exists in config/{what}s.yaml"
                    )
