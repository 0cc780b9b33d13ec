"""Whether the names in one table, figure or document exist, and go together."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from phare.config.figure_kinds import Map
from phare.config.items import EVERY, PLACEHOLDER, Item, TableSpec
from phare.config.side_figures import Dumbbell, HeatMap
from phare.config.territories import DEPARTMENT, departments
from phare.errors import Problems, nearest

if TYPE_CHECKING:
    from phare.config.study import Study


class ItemChecks:
    """Looks up the names of an item, and writes down what nobody declares."""

    def __init__(self, study: Study, problems: Problems, where: str) -> None:
        self.study, self.problems, self.where = study, problems, where

    def item(self, spec: Item) -> None:
        known = [
            *self._names("indicators", spec.used_indicators, self.study.indicators.indicators,
                         "an indicator of config/indicators.yaml"),
            *self.waves((*spec.waves, *spec.panel_waves)),
            *self._names("domains", spec.used_domains, self.study.domains.domains,
                         "a domain of config/domains.yaml"),
            *self._names("schemes", spec.used_schemes, self.study.schemes.schemes,
                         "a scheme of config/schemes.yaml"),
        ]  # fmt: skip
        if spec.used_typology is not None:
            self._known("typology", spec.used_typology, self.study.typologies.typologies,
                        "a typology of config/typologies.yaml")  # fmt: skip
            if spec.waves or spec.each:
                self.problems.add(
                    f"{self.where}.waves", "waves or each",
                    "neither: it is of the wave that the typology is learnt from", "remove them",
                )  # fmt: skip
        elif all(known):
            self._waves(spec)
            self._panels(spec)
            self._domains(spec)
            self._categories(spec)
            self._title(spec)
            self._places(spec)
            self._territories(spec)
            self._one_unit(spec)

    def waves(self, words: Collection[str]) -> list[bool]:
        """Return whether each of these is a wave of the study."""
        return self._names("waves", words, self.study.cards, "a wave with a card")

    def _names(
        self, key: str, words: Collection[str], known: Collection[str], what: str
    ) -> list[bool]:
        return [self._known(key, word, known, what) for word in words if word != EVERY]

    def _known(self, key: str, word: str, known: Collection[str], what: str) -> bool:
        if word not in known:
            self.problems.add(f"{self.where}.{key}", f"'{word}'", what, nearest(word, known))
        return word in known

    def _having(self, spec: Item) -> list[str]:
        """The waves that have an indicator of the item; all, where it has none."""
        wanted = set(spec.used_indicators)
        return [
            wave
            for wave in self.study.cards
            if EVERY in wanted or not wanted or wanted & set(self.study.indicators_of(wave))
        ]

    def _shown(self, spec: Item) -> list[str]:
        having = self._having(spec)
        return [wave for wave in spec.waves if wave in having] if spec.waves else having

    def _waves(self, spec: Item) -> None:
        having = self._having(spec)
        for wave in spec.waves:
            if wave not in having:
                self.problems.add(
                    f"{self.where}.waves", f"'{wave}', which has none of its indicators",
                    "a wave with one of them", nearest(wave, having),
                )  # fmt: skip
        if not having:
            self.problems.add(
                f"{self.where}.indicators", "indicators that no wave has",
                "one whose variable stands in a card", "add it to a card or remove the item",
            )  # fmt: skip

    def _panels(self, spec: Item) -> None:
        for indicator, wave in spec.panel_pairs:
            if wave and indicator not in self.study.indicators_of(wave):
                self.problems.add(
                    f"{self.where}.panels", f"'{wave}', which has no {indicator}",
                    "a wave with that indicator", "name another wave or indicator",
                )  # fmt: skip

    def _domains(self, spec: Item) -> None:
        for domain in spec.used_domains:
            if not any(domain in self.study.domains_of(wave) for wave in self._shown(spec)):
                self.problems.add(
                    f"{self.where}.domains", f"'{domain}', which none of its waves has",
                    "a domain of one of them", "name another domain or wave",
                )  # fmt: skip
            for name in spec.used_indicators:
                one = self.study.indicators.indicators.get(name)
                if one and one.domains is not None and domain not in one.domains:
                    self.problems.add(
                        f"{self.where}.domains",
                        f"'{domain}', with which {name} is not crossed",
                        ", ".join(one.domains) or "no domain",
                        f"add it to the domains of {name} in config/indicators.yaml",
                    )

    def _categories(self, spec: Item) -> None:
        variables = self.study.variables
        found: set[str] = set()
        for name in spec.used_indicators:
            if name != EVERY:
                variable = self.study.indicators.indicators[name].variable
                if variable in variables.variables:
                    found |= {*variables.categories(variable), *variables.items(variable)}
        self._names("categories", spec.used_categories, found, "a category of its indicators")

    def _title(self, spec: Item) -> None:
        if spec.title is None:
            if len(spec.used_indicators) > 1 or EVERY in spec.used_indicators:
                self.problems.add(
                    f"{self.where}.title", "none", "a title, as there are several indicators",
                    "add it",
                )  # fmt: skip
            return
        for text in (spec.title.fr, spec.title.en):
            for indicator, _, wave in re.findall(PLACEHOLDER, text):
                if EVERY not in spec.used_indicators:
                    self._known("title", indicator, spec.used_indicators, "one of its indicators")
                if wave:
                    shown = {*self._shown(spec), *spec.panel_waves}
                    self._known("title", wave, shown, "one of its waves")

    def _places(self, spec: Item) -> None:
        """A dimension of a table with several values stands in rows or in columns."""
        if not isinstance(spec, TableSpec):
            return
        several = {
            "wave": len(self._shown(spec)) > 1 and spec.each != "wave",
            "indicator": len(spec.indicators) > 1 or EVERY in spec.indicators,
            "scheme": len(spec.schemes) > 1 or EVERY in spec.schemes,
        }
        for dimension, many in several.items():
            if many and dimension not in (*spec.rows, *spec.columns):
                self.problems.add(
                    f"{self.where}.rows", f"several values of {dimension}",
                    f"{dimension} in rows or in columns, or one value of it",
                    f"add {dimension} to one of them",
                )  # fmt: skip

    def _territories(self, spec: Item) -> None:
        """Each level on a map is made of departments."""
        if not isinstance(spec, Map):
            return
        variable = self.study.domains.domains[spec.domain].variable
        made = departments(self.study.territories, variable)
        missing = [one for one in self.study.variables.categories(variable) if one not in made]
        if missing:
            self.problems.add(
                f"{self.where}.domain", f"no departments for {', '.join(missing)}",
                f"rows of config/territories.csv that lead from {DEPARTMENT} to {variable}",
                "add them" if made else "name a territorial domain or add them",
            )  # fmt: skip

    def _one_unit(self, spec: Item) -> None:
        """What stands on one scale is of one unit."""
        if not isinstance(spec, HeatMap | Dumbbell):
            return
        units = {
            one: self.study.indicators.indicators[one].shown_unit for one in spec.used_indicators
        }
        first = spec.used_indicators[0]
        for other, unit in units.items():
            if unit != units[first]:
                self.problems.add(
                    f"{self.where}.{spec.kind}", f"{other} in {unit}, {first} in {units[first]}",
                    "indicators of one unit, for they share a scale", "make a figure of each",
                )  # fmt: skip
