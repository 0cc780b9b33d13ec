"""What is wrong with an audit before anything is computed: every finding, named."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from phare.audit.columns import audited
from phare.config.audit_slice import AuditSlice
from phare.config.audits import Claim, check_grammar
from phare.contracts import TOTAL
from phare.errors import Problems, nearest


def check(card: AuditSlice, responses: pd.DataFrame, weights: pd.DataFrame) -> None:
    """Raise one PhareError with everything that an audit names and nobody knows."""
    found = _Checks(card)
    found.respondents(responses)
    found.schemes(weights)
    found.choices(responses)
    found.conditions()
    found.figures(responses)
    found.problems.raise_if_any()


class _Checks:
    def __init__(self, card: AuditSlice) -> None:
        self.card, self.audit = card, card.audit
        self.where = f"{card.wave}, audit"
        self.problems = Problems()
        self.margins = list(dict.fromkeys(margin for margin, _, _ in card.margins))

    def known(self, where: str, name: str, names: Iterable[str], what: str) -> bool:
        listed = list(names)
        if name in listed:
            return True
        self.problems.add(f"{self.where}, {where}", f"'{name}'", what, nearest(name, listed))
        return False

    def respondents(self, responses: pd.DataFrame) -> None:
        if responses.empty:
            self.problems.add(
                self.where, "no respondent", "at least one", "look at the exclusions of the wave"
            )

    def schemes(self, weights: pd.DataFrame) -> None:
        weighted = [str(name) for name in weights["scheme"].unique()]
        self.known("reference", self.audit.reference, weighted, "a scheme of this wave")
        for name in self.audit.imported:
            self.known("imported", name, weighted, "a scheme of this wave")
        for name in (self.audit.reference, *self.audit.imported):
            if name in weighted and name not in self.card.schemes:
                self.problems.add(
                    f"{self.where}, scheme '{name}'", "weights and no declared steps",
                    "the scheme in config/schemes.yaml", "declare it, or weight again",
                )  # fmt: skip
        for name, steps in self.card.schemes.items():
            for margin in (m for step in steps if step.calibrate for m in step.margins):
                self._categories(f"scheme '{name}'", margin)

    def choices(self, responses: pd.DataFrame) -> None:
        choices = self.audit.choices
        members = [*choices.margins.always, *choices.margins.any_of]
        for name in members:
            if name not in choices.classes:
                self._margin("choices.margins", name, responses, [*self.margins, *choices.classes])
        for name in members:
            if members.count(name) > 1 and members.index(name) == len(members) - 1:
                self.problems.add(
                    f"{self.where}, choices.margins", f"'{name}' twice", "each margin once",
                    "keep it in always or in any_of",
                )  # fmt: skip
        for name, known in choices.classes.items():
            self.known("choices.classes", name, members, "a name of choices.margins")
            for margin in known:
                self._margin(f"choices.classes.{name}", margin, responses, self.margins)
        for name, crossing in choices.crossing.items():
            where = f"choices.crossing.{name}"
            if crossing.margin is not None:
                self._margin(where, crossing.margin, responses, self.margins)
            for one in crossing.instead_of:
                self.known(f"{where}.instead_of", one, members, "a name of choices.margins")
        for name in self.audit.benchmarks:
            self._margin("benchmarks", name, responses, self.margins)

    def _margin(self, where: str, name: str, responses: pd.DataFrame, names: Iterable[str]) -> None:
        what = f"a margin of {self.card.margins_file or 'the population'}"
        if not self.known(where, name, names, what):
            return
        absent = [variable for variable in name.split("*") if variable not in responses]
        if absent:
            self.problems.add(
                f"{self.where}, {where}, margin '{name}'", f"no answers to '{absent[0]}'",
                "a variable of this wave", "leave it out, or add it to the card",
            )  # fmt: skip
        else:
            self._categories(where, name)

    def _categories(self, where: str, name: str) -> None:
        about = self.card.variables.variables.get(name)
        if about is not None and about.type == "number":
            self.problems.add(
                f"{self.where}, {where}, margin '{name}'", "the total of a number",
                "categories: the audit works on cells", "class it first, or leave it out",
            )  # fmt: skip

    def conditions(self) -> None:
        axes = check_grammar(self.audit)
        for at, condition in enumerate(self.audit.conditions, start=1):
            for demand in (condition.given, condition.then):
                for axis, values in demand.items():
                    where = f"condition {at}"
                    if not self.known(where, axis, axes, "a choice"):
                        continue
                    for value in values:
                        self.known(f"{where}, {axis}", value, axes[axis], "a value of that choice")

    def figures(self, responses: pd.DataFrame) -> None:
        known = self.card.indicators
        for name in (*self.audit.headlines, *(self.audit.indicators or ())):
            self.known("indicators", name, known, "an indicator of this wave")
        for name in self.audit.domains:
            self.known("domains", name, self.card.domains, "a domain of this wave")
        for claim in self.audit.claims:
            self._claim(claim, responses)

    def _claim(self, claim: Claim, responses: pd.DataFrame) -> None:
        where = f"claim '{claim.id}'"
        if self.known(where, claim.indicator, self.card.indicators, "an indicator of this wave"):
            about = self.card.indicators[claim.indicator]
            if not audited(about):
                self.problems.add(
                    f"{self.where}, {where}", f"'{claim.indicator}', a {about.statistic}",
                    "a share, a mean, a ratio, a total or a count",
                    "claim something of one of these",
                )  # fmt: skip
        if claim.domain != TOTAL and self.known(
            where, claim.domain, self.card.domains, "a domain of this wave"
        ):
            answers = responses[self.card.domains[claim.domain].variable]
            levels = [*map(str, answers.cat.categories), TOTAL]
            self.known(f"{where}, {claim.domain}", claim.level, levels, "a level of the domain")
        if claim.waves is not None and claim.waves[1] != self.card.wave:
            self.problems.add(
                f"{self.where}, {where}", f"a change up to {claim.waves[1]}",
                f"one up to {self.card.wave}, the wave audited", "correct the waves of the claim",
            )  # fmt: skip
