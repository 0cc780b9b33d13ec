"""From estimates and configuration to a table."""

from __future__ import annotations

from collections.abc import Mapping

from phare import numbers
from phare.config.items import Dimension
from phare.config.publishing import PublishSlice
from phare.config.words import IndicatorWords
from phare.contracts import TOTAL, refuse
from phare.publish import dimensions
from phare.publish.captions import captions
from phare.publish.dimensions import Place, Places
from phare.publish.estimates import Estimate, Key
from phare.publish.table import Cell, Column, Row, Table
from phare.publish.telling import Telling
from phare.publish.wording import MARKS, word


def build_table(
    about: PublishSlice,
    language: str,
    found: Mapping[Key, Estimate],
    further: tuple[str, ...] = (),
) -> Table:
    """Return one declared table in one language.

    Parameters
    ----------
    about : the slice of that table
    found : its estimates, as `estimates.select` returns them
    further : measures beside those that it declares, shown where a wave has them: `change`
        and `p_value`

    Rows and columns without a single estimate are left out.

    Raises
    ------
    PhareError
        When a dimension has several values and stands neither in rows nor in columns, or
        there is no estimate at all.
    """
    return _Builder(about, language, found, further).table()


class _Builder:
    def __init__(
        self,
        about: PublishSlice,
        language: str,
        found: Mapping[Key, Estimate],
        further: tuple[str, ...],
    ) -> None:
        assert about.table is not None
        self.about, self.spec, self.language, self.found = about, about.table, language, found
        self.places = dimensions.places(about, self.spec, language)
        placed = {*self.spec.rows, *self.spec.columns}
        self.fixed = {
            one: values[0] for one, values in self.places.items() if one not in placed and values
        }
        self.telling = Telling(about, language)
        self.further = further if any(one.change is not None for one in found.values()) else ()
        self.measures = ("value", *self.spec.show, *self.further)
        self.several = any(len(self.places[one]) > 1 for one in self.spec.columns)

    def table(self) -> Table:
        across = list(dimensions.combined(self.places, self.spec.columns))
        down = list(dimensions.combined(self.places, self.spec.rows))
        down = [row for row in down if any(self._estimate(row, column) for column in across)]
        across = [column for column in across if any(self._estimate(row, column) for row in down)]
        if not down:
            raise refuse(
                f"config/tables.yaml: {self.about.name}", "no estimate", "one at least",
                "name a wave, domain and category that have some",
            )  # fmt: skip
        cells = [self._estimate(row, column) for row in down for column in across]
        shown = [one for one in cells if one is not None]
        notes = self._notes(shown, holes=len(shown) < len(cells))
        table = Table(
            name=self.about.name,
            language=self.language,
            captions=captions(self.about, self.language, self.found, shown, notes),
            stub=self._stub(),
            columns=tuple(
                Column(self._heads(column, measure), measure)
                for column in across
                for measure in self.measures
            ),
            rows=tuple(self._row(row, across) for row in down),
        )
        return self._without_empty(table) if self.further else table

    def _without_empty(self, table: Table) -> Table:
        """Return the table without the columns of a further measure that no row has."""
        return table.only(
            [
                i
                for i, column in enumerate(table.columns)
                if column.measure not in self.further
                or any(row.cells[i].text for row in table.rows)
            ]
        )

    def _estimate(self, row: Places, column: Places) -> Estimate | None:
        chosen: dict[Dimension, Place] = self.fixed | {
            place.dimension: place for place in (*row, *column)
        }
        return self.found.get(dimensions.key(chosen))

    def _row(self, row: Places, across: list[Places]) -> Row:
        *headings, label = (self._set(part) for part in dimensions.path(row) or ("",))
        return Row(
            headings=tuple(headings),
            label=label or word("value", self.language),
            cells=tuple(
                self._cell(self._estimate(row, column), measure)
                for column in across
                for measure in self.measures
            ),
            total=any(place.dimension == "level" and place.value == TOTAL for place in row)
            and len(self.places["level"]) > 1,
        )

    def _cell(self, one: Estimate | None, measure: str) -> Cell:
        if one is None:
            return Cell(MARKS["absent"] if measure == "value" else "")
        if one.value is None:
            return Cell(self.telling.value(one) if measure == "value" else "", estimate=one)
        if measure == "value":
            words, mark = self.about.indicators[one.indicator], self.telling.mark(one)
            return Cell(self.telling.value(one), mark, one.value, self._pattern(words, mark), one)
        if measure == "interval":
            return Cell(self.telling.interval(one), estimate=one)
        if measure == "gap":
            arrow = self.telling.arrow(one)
            return Cell(self.telling.gap(one), f" {arrow}" if arrow else "", estimate=one)
        if measure == "change":
            arrow = self.telling.arrow_of_change(one)
            return Cell(self.telling.change(one), f" {arrow}" if arrow else "", estimate=one)
        if measure == "p_value":
            return Cell(self.telling.p_value(one), estimate=one)
        size = one.n if measure == "n" else one.n_effective
        assert size is not None
        return Cell(numbers.decimal(size, 0, self.language), "", size, "#,##0", one)

    def _pattern(self, words: IndicatorWords, mark: str) -> str:
        digits = 0 if words.unit == "count" else words.digits
        number = "#,##0" + ("." + "0" * digits if digits else "")
        if words.unit == "percent":
            number += f'"{numbers.NARROW}"%' if self.language == "fr" else "%"
        return number + (f'"{mark}"' if mark else "")

    def _heads(self, column: Places, measure: str) -> tuple[str, ...]:
        path = tuple(self._set(part) for part in dimensions.path(column))
        if len(self.measures) == 1:
            return path or (word("value", self.language),)
        head = word(measure, self.language, confidence=self.telling.confidence)
        # What is the same over the whole table is said by its captions.
        return (*path, self._set(head)) if self.several else (self._set(head),)

    def _stub(self) -> str:
        """The head above the labels of the rows: what the innermost dimension is."""
        inner = self.spec.rows[-1]
        if inner == "level" and len(self.about.domains) == 1:
            return self._set(next(iter(self.about.domains.values())).label[self.language])
        return word(inner, self.language)

    def _notes(self, shown: list[Estimate], holes: bool) -> list[str]:
        notes = []
        if holes:
            notes.append(word("absent", self.language))
        if "gap" in self.measures:
            notes.append(word("gaps", self.language, threshold=self.telling.threshold))
        if "change" in self.measures:
            notes.append(word("changes", self.language, threshold=self.telling.threshold))
        if self.telling.off_100(shown):
            notes.append(word("not_100", self.language))
        return notes

    def _set(self, text: str) -> str:
        return numbers.typeset(text, self.language)
