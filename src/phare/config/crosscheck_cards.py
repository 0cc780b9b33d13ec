"""Names and codes of the cards."""

from __future__ import annotations

from pathlib import PurePosixPath

from phare.config.card import Card, Mapping
from phare.config.names import Names
from phare.config.survey_design import SurveyDesign


class CardChecks(Names):
    """What the card of each wave names: variables, categories, codes, design, schemes."""

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
        used += design.columns.values()
        for name in filter(None, used):
            self.known(
                f"{where}: design", name, card.crosswalk, "a variable of this card's crosswalk"
            )
        if counts and counts.margin:
            place = f"{where}: design.stratum_population"
            if self.margin(place, wave, counts.margin):
                self.counts(place, counts.margin)
        for name in {design.weight, counts.variable if counts else None, *design.counts} - {None}:
            if not self.study.is_number(str(name)) and name in self.study.variables.variables:
                self.problems.add(f"{where}: design", f"'{name}'", "a number", "name a number")
        for name in design.columns:
            if name in card.crosswalk:
                self.problems.add(
                    f"{where}: crosswalk.{name}",
                    "a study variable with the name of a column of the design",
                    "another name",
                    "rename the variable",
                )
        if design.lonely_psu is not None:
            self.neighbours(f"{where}: design.lonely_psu", design)
        if "schemes.yaml" in self.unread:
            return
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

    def neighbours(self, where: str, design: SurveyDesign) -> None:
        """Neighbours are strata, each joined to another."""
        assert design.lonely_psu is not None
        if design.lonely_psu.rule == "collapse" and design.strata is None:
            self.problems.add(where, "collapse", "strata", "declare them, or choose another rule")
        known = self.study.variables.variables.get(design.strata or "")
        if known is None or not self.study.variables.categories(str(design.strata)):
            return
        for stratum, neighbour in design.lonely_psu.neighbours.items():
            self.categories(f"{where}.neighbours", str(design.strata), [stratum, neighbour])
            if stratum == neighbour:
                self.problems.add(
                    f"{where}.neighbours", f"'{stratum}' beside itself", "another stratum",
                    "name its neighbour",
                )  # fmt: skip

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
            elif mapping.territory is not None and "territories.csv" not in self.unread:
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
