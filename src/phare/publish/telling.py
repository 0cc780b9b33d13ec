"""One estimate in words: its figure, its marks, its sentence."""

from __future__ import annotations

from collections.abc import Iterable

from phare import numbers
from phare.config.publishing import PublishSlice
from phare.precision import half_up
from phare.publish.estimates import Estimate
from phare.publish.wording import DOWN, MARKS, UP


class Telling:
    """How the estimates of one item are said in one language."""

    def __init__(self, about: PublishSlice, language: str) -> None:
        self.about, self.language = about, language

    def text(self, text: str) -> str:
        """Return a text typeset."""
        return numbers.typeset(text, self.language)

    def value(self, one: Estimate) -> str:
        """Return the value, or the mark that stands in its place."""
        if one.value is None:
            return MARKS["suppressed" if one.quality == "suppressed" else "absent"]
        return self.number(one.indicator, one.value)

    def marked(self, one: Estimate) -> str:
        """Return the value with its mark."""
        return self.value(one) + self.mark(one)

    def mark(self, one: Estimate) -> str:
        """Return the mark of a value to be read with care."""
        return MARKS["caution"] if one.value is not None and one.quality == "caution" else ""

    def number(self, indicator: str, value: float) -> str:
        """Return a value of an indicator, such as a tick of an axis."""
        words = self.about.indicators[indicator]
        return numbers.shown(value, words.unit, words.digits, self.language)

    def size(self, n: int) -> str:
        """Return a number of respondents."""
        return numbers.decimal(n, 0, self.language)

    def interval(self, one: Estimate) -> str:
        """Return the interval, empty where there is none."""
        if one.low is None or one.high is None:
            return ""
        words = self.about.indicators[one.indicator]
        return numbers.interval(one.low, one.high, words.unit, words.digits, self.language)

    def gap(self, one: Estimate) -> str:
        """Return the gap to the total, empty where there is none."""
        if one.gap is None:
            return ""
        words = self.about.indicators[one.indicator]
        return numbers.gap(one.gap, words.unit, words.digits, self.language)

    def change(self, one: Estimate) -> str:
        """Return the change from the wave before, empty where there is none."""
        if one.change is None:
            return ""
        words = self.about.indicators[one.indicator]
        return numbers.gap(one.change, words.unit, words.digits, self.language)

    def p_value(self, one: Estimate) -> str:
        """Return the p-value of the change, empty where there is none."""
        if one.change_p is None:
            return ""
        least = numbers.decimal(0.001, 3, self.language)
        if one.change_p < 0.001:
            return f"<\u00a0{least}"
        return numbers.decimal(one.change_p, 3, self.language)

    def arrow_of_change(self, one: Estimate) -> str:
        """Return the arrow of a change that is significant."""
        if one.change is None or one.change_p is None or one.change_p >= self._threshold:
            return ""
        return UP if one.change > 0 else DOWN

    def arrow(self, one: Estimate) -> str:
        """Return the arrow of a gap that is significant."""
        if not self.significant(one):
            return ""
        return UP if one.gap is not None and one.gap > 0 else DOWN

    def significant(self, one: Estimate) -> bool:
        """Whether the gap to the total is significant at the study's level."""
        return one.gap_p is not None and one.gap_p < self._threshold

    def off_100(self, shown: Iterable[Estimate]) -> bool:
        """Whether a distribution shown whole does not add up to 100 % as it is printed."""
        whole: dict[tuple[str, str, str, str, str], dict[str, float | None]] = {}
        for one in shown:
            if self.about.indicators[one.indicator].statistic == "distribution":
                place = (one.wave, one.scheme, one.indicator, one.domain, one.level)
                whole.setdefault(place, {})[one.category] = one.value
        for (_, _, indicator, _, _), values in whole.items():
            words = self.about.indicators[indicator]
            printed = [half_up(v, words.digits + 2) for v in values.values() if v is not None]
            if len(printed) == len(words.categories) and sum(printed) != 1:
                return True
        return False

    @property
    def confidence(self) -> str:
        """The level of the intervals, in percent."""
        return numbers.decimal(100 * self.about.confidence, 0, self.language)

    @property
    def _threshold(self) -> float:
        return 1 - self.about.confidence

    @property
    def threshold(self) -> str:
        """The level of the tests, in percent."""
        return numbers.decimal(100 * (1 - self.about.confidence), 0, self.language)
