"""Names that must agree between the files of config/."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from pathlib import PurePosixPath

from phare.config.card import Card, Mapping
from phare.config.study import Study
from phare.errors import Problems, nearest


def crosscheck(study: Study, problems: Problems) -> None:
    """Add to `problems` every name that one file uses and no file declares."""
    _Checks(study, problems).run()


class _Checks:
    def __init__(self, study: Study, problems: Problems) -> None:
        self.study, self.problems = study, problems

    def run(self) -> None:
        for wave, card in self.study.cards.items():
            self.card(wave, card)
        self.indicators()
        self.domains()
        self.schemes()
        self.margins()
        self.published()
        self.study.tables.crosscheck(self.study, self.problems)
        self.study.figures.crosscheck(self.study, self.problems)

    def known(self, where: str, word: str, known: Iterable[str], what: str) -> bool:
        names = list(known)
        if word in names:
            return True
        self.problems.add(where, f"'{word}'", what, nearest(word, names))
        return False

    def variable(self, where: str, name: str) -> bool:
        return self.known(
            where, name, self.study.variables.variables, "a variable of config/variables.yaml"
        )

    def categories(self, where: str, variable: str, names: Iterable[str]) -> None:
        known = self.study.variables.categories(variable) or self.study.variables.items(variable)
        for name in names:
            self.known(where, name, known, f"a category of {variable}")

    def filter(self, where: str, kept: Map[str, Iterable[str]]) -> None:
        for variable, names in kept.items():
            if self.variable(where, variable):
                self.categories(f"{where}.{variable}", variable, names)

    # -- cards ---------------------------------------------------------------------------

    def card(self, wave: str, card: Card) -> None:
        where = f"config/waves/{wave}.yaml"
        self.known(
            f"{where}: population",
            card.population,
            self.study.settings.populations,
            "a population of config/study.yaml",
        )
        if not wave.startswith(f"{card.population}-"):
            self.problems.add(
                f"{where}: wave",
                f"'{wave}'",
                f"'{card.population}-' and a year",
                "rename the wave or correct its population",
            )
        path = PurePosixPath(card.file)
        if path.is_absolute() or ".." in path.parts:
            self.problems.add(
                f"{where}: file",
                f"'{card.file}'",
                "a path inside the raw folder",
                "give the path from that folder, without '..'",
            )
        for variable, mapping in card.crosswalk.items():
            if self.variable(f"{where}: crosswalk", variable):
                self.mapping(f"{where}: crosswalk.{variable}", variable, mapping, card)
        for number, edit in enumerate(card.edits, start=1):
            place = f"{where}: edits, number {number} ({edit.rule})"
            used = [
                getattr(edit, "variable", None),
                *getattr(edit, "when", {}),
                *getattr(edit, "then", {}),
            ]
            for name in filter(None, used):
                self.known(place, name, card.crosswalk, "a variable of this card's crosswalk")
        design = card.design
        counts = design.stratum_population
        used = [design.strata, design.psu, design.weight, counts.variable if counts else None]
        for name in filter(None, used):
            self.known(
                f"{where}: design", name, card.crosswalk, "a variable of this card's crosswalk"
            )
        if counts and counts.margin:
            self.margin(f"{where}: design.stratum_population", wave, counts.margin)
        if not self.study.schemes_of(wave):
            self.problems.add(
                "config/schemes.yaml",
                f"no scheme for {wave}",
                f"steps for '{card.population}' or '{wave}'",
                "add them",
            )
        elif self.study.settings.reference_scheme not in self.study.schemes_of(wave):
            self.problems.add(
                f"config/schemes.yaml: {self.study.settings.reference_scheme}",
                f"no steps for {wave}",
                f"steps for '{card.population}' or '{wave}'",
                "add them",
            )

    def mapping(self, where: str, variable: str, mapping: Mapping, card: Card) -> None:
        about = self.study.variables.variables[variable]
        known, items = (
            self.study.variables.categories(variable),
            self.study.variables.items(variable),
        )
        by_items = about.type in ("multiple", "grid")
        if by_items != (mapping.items is not None):
            self.problems.add(
                where,
                "items" if mapping.items is not None else "no items",
                "items for a multiple response or a grid, and only there",
                f"{variable} is of type {about.type} in config/variables.yaml",
            )
        for item in mapping.items or {}:
            if (
                self.known(f"{where}.items", item, items, f"an item of {variable}")
                and items[item].status == "unknown"
            ):
                self.problems.add(
                    f"{where}.items",
                    f"'{item}'",
                    "an item that is known",
                    "say which it is in config/variables.yaml first",
                )
        coded = mapping.territory is None and mapping.classes is None
        if known and coded and not mapping.categories:
            self.problems.add(where, "no categories", "a code for each category", "add categories")
        for category in mapping.categories or {}:
            self.known(f"{where}.categories", category, known, f"a category of {variable}")
        for category in mapping.classes.categories if mapping.classes else ():
            self.known(f"{where}.classes", category, known, f"a category of {variable}")
        if mapping.otherwise is not None:
            self.known(f"{where}.otherwise", mapping.otherwise, known, f"a category of {variable}")
        self.filter(f"{where}.asked_if", mapping.asked_if or {})
        for name in mapping.asked_if or {}:
            self.known(
                f"{where}.asked_if", name, card.crosswalk, "a variable of this card's crosswalk"
            )
        if mapping.parent is not None and self.known(
            where, mapping.parent, card.crosswalk, "a variable of this card's crosswalk"
        ):
            if card.crosswalk[mapping.parent].parent is not None:
                self.problems.add(
                    where,
                    f"'{mapping.parent}', itself made from another variable",
                    "a variable that comes from the file",
                    "name that one",
                )
            elif mapping.territory is not None:
                self.passage(where, mapping.territory, variable)
        self.shared_codes(where, mapping)

    def passage(self, where: str, finer: str, coarser: str) -> None:
        rows = self.study.territories
        passage = rows[(rows["from_level"] == finer) & (rows["to_level"] == coarser)]
        for category in self.study.variables.categories(finer):
            if category not in set(passage["from_category"]):
                self.problems.add(
                    where,
                    f"no passage for '{category}'",
                    f"a row from {finer} to {coarser} in config/territories.csv",
                    "add it",
                )
        self.categories("config/territories.csv", coarser, sorted(set(passage["to_category"])))

    def shared_codes(self, where: str, mapping: Mapping) -> None:
        owner: dict[str, str] = {}
        entries = [
            (name, code)
            for name, entry in (mapping.categories or {}).items()
            for code in entry.code
        ]
        entries += [
            (f"missing.{kind}", code) for kind, codes in mapping.missing.items() for code in codes
        ]
        for name, code in entries:
            if owner.setdefault(code, name) != name:
                self.problems.add(
                    where,
                    f"code {code} for both {owner[code]} and {name}",
                    "each code in one place",
                    "remove it from one of them",
                )

    # -- what is asked of the answers ----------------------------------------------------

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
            for domain in one.domains or ():
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

    def statistic(self, where: str, one) -> None:  # type: ignore[no-untyped-def]
        about = self.study.variables.variables[one.variable]
        scale = bool(self.study.variables.categories(one.variable))
        wanted = {
            "distribution": scale, "top_box": scale and about.ordered, "top_two": scale and about.ordered,
            "mean": not scale and about.type in ("number", "grid"),
            "total": about.type == "number", "ratio": about.type == "number",
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

    # -- weighting -----------------------------------------------------------------------

    def margin(self, where: str, wave: str, margin: str) -> None:
        file = self.study.cards[wave].margins_name
        rows = self.study.margins.get(file)
        if rows is None:
            self.known(
                where, file, self.study.margins, f"a file config/margins/<name>.csv for {wave}"
            )
        else:
            self.known(
                where, margin, sorted(set(rows["margin"])), f"a margin of config/margins/{file}.csv"
            )
        for variable in margin.split("*"):
            self.known(
                where,
                variable,
                self.study.cards[wave].crosswalk,
                f"a variable of config/waves/{wave}.yaml",
            )

    def schemes(self) -> None:
        names = [*self.study.settings.populations, *self.study.cards]
        for name, scheme in self.study.schemes.schemes.items():
            where = f"config/schemes.yaml: {name}"
            for target, steps in scheme.steps.items():
                self.known(f"{where}.steps", target, names, "a population or a wave")
                if not steps or steps[0].kind != "base":
                    self.problems.add(
                        f"{where}.steps.{target}",
                        "no base step first",
                        "base, then the others",
                        "begin with base",
                    )
        for wave, card in self.study.cards.items():
            for name, steps in self.study.schemes_of(wave).items():
                for step in steps:
                    where = f"config/schemes.yaml: {name}.{step.kind} for {wave}"
                    settings = step.settings
                    margins = getattr(settings, "margins", ()) or filter(
                        None, [getattr(settings, "margin", None)]
                    )
                    for margin in margins:
                        self.margin(where, wave, margin)
                    if getattr(settings, "origin", None) == "column" and card.design.weight is None:
                        self.problems.add(
                            where,
                            "no design.weight in the card",
                            "the delivered weight",
                            "add it to the card",
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

    def published(self) -> None:
        indicators = self.study.indicators.indicators
        for number, row in enumerate(self.study.published.itertuples(), start=2):
            where = f"config/published.csv: row {number}"
            if row.wave in self.study.cards:
                self.known(
                    f"{where}, indicator",
                    str(row.indicator),
                    indicators,
                    "an indicator of config/indicators.yaml",
                )
                self.known(
                    f"{where}, domain",
                    str(row.domain),
                    ["all", *self.study.domains.domains],
                    "a domain of config/domains.yaml",
                )
