"""The figures of a note as cells: what is displayed, and the number behind it as published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from phare import numbers
from phare.precision import half_up
from phare.publish.table import Cell
from phare.publish.wording import MARKS

SHARES = ("percent", "points")


def withheld(row: Mapping[str, Any]) -> Cell | None:
    """Return what stands for a size that may not be told, or nothing."""
    return (
        Cell(MARKS["suppressed"], standing="suppressed") if row["quality"] == "suppressed" else None
    )


class Figures:
    """How numbers of a note are displayed in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def count(self, value: float | None) -> Cell:
        return self.number(value, 0)

    def number(self, value: float | None, digits: int) -> Cell:
        if value is None:
            return Cell(MARKS["absent"])
        text = numbers.decimal(value, digits, self.language)
        return Cell(text, number=float(half_up(value, digits)), standing="ok")

    def share(self, value: float | None) -> Cell:
        """Return a share with one decimal of a percentage."""
        if value is None:
            return Cell(MARKS["absent"])
        text = numbers.percent(value, 1, self.language)
        return Cell(text, number=float(half_up(value, 3)), standing="ok")

    def points(self, value: float | None, sign: bool = False) -> Cell:
        """Return a difference of shares in points, with one decimal and without the word."""
        if value is None:
            return Cell(MARKS["absent"])
        text = numbers.percent(value, 1, self.language, sign)
        text = text.removesuffix("%").removesuffix(numbers.NARROW)
        return Cell(text, number=float(half_up(value, 3)), standing="ok")

    def width(self, value: float | None, careful: bool = False) -> Cell:
        """Return half a width in points, as `±8,3`; `careful` marks it."""
        one = self.points(value)
        if one.number is None:
            return one
        mark, standing = (MARKS["caution"], "caution") if careful else ("", "ok")
        return Cell(f"±{one.text}", mark, one.number, standing=standing)

    def published(self, value: float | None, row: Mapping[str, Any]) -> Cell:
        """Return a figure as it was printed: `row` has its unit and what it was rounded to."""
        if value is None:
            return Cell(MARKS["absent"])
        text = numbers.decimal(value, _digits(row["rounded_to"]), self.language, _signed(row))
        return Cell(self._unit(text, row["unit"]), number=value, standing="ok")

    def published_interval(self, row: Mapping[str, Any]) -> Cell:
        """Return the interval of a figure that was reproduced, one digit finer."""
        low, high = row["conf_low"], row["conf_high"]
        if low is None or high is None or row["verdict"] == "suppressed":
            return Cell("")
        finer = row["rounded_to"] / 10
        digits = _digits(max(finer, 0.1) if row["unit"] in SHARES else finer)
        text = numbers.interval(low, high, "note", digits, self.language)
        return Cell(self._unit(text, row["unit"]), standing="ok")

    def _unit(self, text: str, unit: str) -> str:
        french = self.language == "fr"
        if unit == "percent":
            return f"{text}{numbers.NARROW}%" if french else f"{text}%"
        if unit == "points":
            return f"{text}{numbers.NARROW if french else ' '}points"
        return text


def _signed(row: Mapping[str, Any]) -> bool:
    return bool(row["unit"] == "points")


def _digits(step: float) -> int:
    """Return the decimals of what was rounded to a multiple of `step`."""
    exponent = Decimal(f"{step:.6g}").normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
