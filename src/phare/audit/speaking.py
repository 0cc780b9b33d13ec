"""Figures, margins and claims as the sentences of the verdict name them."""

from __future__ import annotations

from dataclasses import dataclass

from phare import numbers
from phare.audit.columns import Address
from phare.audit.lines import Both
from phare.config.audit_slice import AuditSlice
from phare.config.audits import Claim
from phare.config.indicators import Indicator
from phare.contracts import TOTAL

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Speaker:
    """Words and numbers of one wave, as (French, English)."""

    card: AuditSlice

    def _indicator(self, one: Address) -> Indicator:
        return self.card.indicators[one.indicator]

    def label(self, one: Address) -> Both:
        """Return what a figure is called: indicator, category, level."""
        about = self._indicator(one)
        found = []
        for language in LANGUAGES:
            words = about.label[language] or one.indicator
            if one.category != TOTAL:
                words += f", {self._answer(about, one.category, language)}"
            if one.level != TOTAL:
                words += (
                    f", {self._word(self.card.domains[one.domain].variable, one.level, language)}"
                )
            found.append(words)
        return found[0], found[1]

    def _answer(self, about: Indicator, category: str, language: str) -> str:
        first, _, rest = category.partition(":")
        variable = self.card.variables.variables.get(about.variable)
        items = {} if variable is None else self.card.variables.items(about.variable)
        if first in items:
            said = items[first][language] or first
            return f"{said}, {self._word(about.variable, rest, language)}" if rest else said
        return self._word(about.variable, category, language)

    def _word(self, variable: str, category: str, language: str) -> str:
        if variable not in self.card.variables.variables:
            return category
        known = self.card.variables.categories(variable)
        return (known[category][language] or category) if category in known else category

    def claim(self, claim: Claim) -> Both:
        """Return what a claim is called."""
        if claim.label is not None:
            return claim.label.fr, claim.label.en
        return claim.id, claim.id

    def margin(self, name: str) -> Both:
        """Return what a margin is called."""
        found = []
        for language in LANGUAGES:
            parts = []
            for variable in name.split("*"):
                about = self.card.variables.variables.get(variable)
                said = "" if about is None else about.label[language]
                parts.append((said or variable).lower() if said else variable)
            found.append(" × ".join(parts))
        return found[0], found[1]

    def category(self, margin: str, category: str) -> Both:
        """Return what a category of a margin is called."""
        variables, parts = margin.split("*"), category.split("*")
        if len(variables) != len(parts):
            return category, category
        found = [
            " × ".join(self._word(v, p, language) for v, p in zip(variables, parts, strict=True))
            for language in LANGUAGES
        ]
        return found[0], found[1]

    def value(self, one: Address, value: float) -> Both:
        """Return a figure as it is published, one decimal at least."""
        about = self._indicator(one)
        digits = max(about.digits, 1)
        fr, en = (numbers.shown(value, about.shown_unit, digits, lang) for lang in LANGUAGES)
        return fr, en

    def is_share(self, one: Address) -> bool:
        return self._indicator(one).shown_unit == "percent"

    def width(self, one: Address, value: float) -> Both:
        """Return a margin of error, or a distance, in points for shares."""
        about = self._indicator(one)
        if about.shown_unit == "percent":
            return self.points(value)
        return self.value(one, value)

    def gap(self, one: Address, value: float) -> Both:
        """Return a difference with its sign."""
        about = self._indicator(one)
        digits = max(about.digits, 1)
        fr, en = (numbers.gap(value, about.shown_unit, digits, lang) for lang in LANGUAGES)
        return fr, en

    def points(self, difference: float, digits: int = 1) -> Both:
        """Return the size of a difference of shares, without sign."""
        fr, en = (numbers.points(abs(difference), digits, lang).lstrip("+") for lang in LANGUAGES)
        return fr, en

    def share(self, share: float) -> Both:
        fr, en = (numbers.percent(share, 0, lang) for lang in LANGUAGES)
        return fr, en

    def count(self, count: float) -> Both:
        fr, en = (numbers.decimal(count, 0, lang) for lang in LANGUAGES)
        return fr, en

    def number(self, value: float, digits: int = 2) -> Both:
        fr, en = (numbers.decimal(value, digits, lang) for lang in LANGUAGES)
        return fr, en
