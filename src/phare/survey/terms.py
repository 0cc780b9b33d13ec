"""From the columns of a frame to the columns of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arrays import BoolArray, FloatArray
from phare.survey.columns import Columns

INTERCEPT = "(intercept)"


@dataclass(frozen=True, eq=False)
class ModelColumns:
    """The columns of a model.

    Parameters
    ----------
    matrix : (n, p), a column of ones first; a category has a column but for the first one
    terms, categories : of each column; the category of a number is ''
    known_of : rows in which each term is known (n, bool)
    """

    matrix: FloatArray
    terms: tuple[str, ...]
    categories: tuple[str, ...]
    known_of: dict[str, BoolArray]

    @property
    def names(self) -> tuple[str, ...]:
        """Term and category of each column."""
        return tuple(
            f"{term}={category}" if category else term
            for term, category in zip(self.terms, self.categories, strict=True)
        )

    @property
    def known(self) -> BoolArray:
        """Rows in which every term is known (n, bool)."""
        return np.asarray(np.logical_and.reduce(list(self.known_of.values())))

    def positions(self, term: str) -> list[int]:
        """Return where the columns of a term stand."""
        return [at for at, name in enumerate(self.terms) if name == term]


def model_columns(columns: Columns, terms: Sequence[str], inside: BoolArray | None) -> ModelColumns:
    """Return the columns of an intercept and these terms.

    Numbers enter as they are; of categories, those that occur (`inside` the domain).
    """
    if not terms:
        raise PhareError(Problem("model", "no term", "at least one column", "name some"))
    columns.need(*terms)
    found = [np.ones(len(columns))]
    of_term, of_category, known = [INTERCEPT], [""], {}
    for term in terms:
        if columns.is_number(term) and not columns.is_truth(term):
            values = columns.numbers(term)
            known[term] = ~np.isnan(values)
            found.append(np.where(known[term], values, 0.0))
            of_term.append(term)
            of_category.append("")
            continue
        coded = columns.coded(term).occurring(inside)
        known[term] = np.asarray(coded.codes >= 0)
        for at, word in enumerate(coded.words[1:], start=1):
            found.append((coded.codes == at).astype(np.float64))
            of_term.append(term)
            of_category.append(word)
    return ModelColumns(np.column_stack(found), tuple(of_term), tuple(of_category), known)
