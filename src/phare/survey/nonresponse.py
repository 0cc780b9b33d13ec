"""Respondents stand for those who did not answer."""

from __future__ import annotations

from typing import Self

import numpy as np

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import BoolArray
from phare.stats.propensity import PropensitySettings
from phare.stats.weighting_steps import ByPropensity, WeightingClasses
from phare.survey.columns import Names, listed
from phare.survey.stepped import Stepped
from phare.survey.terms import model_columns


class Nonresponse(Stepped):
    """The adjustments for non-response."""

    def nonresponse_classes(self, responded: str, classes: Names) -> Self:
        """Return the survey in which respondents stand for their class; the others weigh 0.

        Parameters
        ----------
        responded : column of true and false (or 1 and 0) over all rows that were drawn
        """
        names = listed(classes)
        coded = self.columns.complete(names[0]) if len(names) == 1 else self.columns.coded(*names)
        return self._step(WeightingClasses(coded.codes, coded.words, self._responded(responded)))

    def nonresponse_propensity(
        self,
        responded: str,
        on: Names,
        classes: int | None = None,
        *,
        weighted: bool = True,
        largest_ratio: float = 20.0,
    ) -> Self:
        """Return the survey in which respondents stand for those as likely to answer as they.

        Parameters
        ----------
        on : columns known of all who were drawn, for a logistic model of response
        classes : quantile classes of the propensity; None for 1 / propensity
        weighted : fit the model with the weights; else each row counts 1
        largest_ratio : the largest factor, over the one that all would get without a model
        """
        answered = self._responded(responded)
        terms = model_columns(self.columns, listed(on), None)
        for name in listed(on):
            missing = int(np.sum(~terms.known_of[name]))
            if missing:
                remedy = "make missing a category, or leave the column out"
                raise PhareError(Problem(f"column '{name}'", f"missing in {missing} of {len(self.columns)} rows",
                                         "known of all who were drawn", remedy))  # fmt: skip
        how = PropensitySettings(classes, weighted, largest_ratio)
        return self._step(ByPropensity(terms.matrix, terms.names, answered, how))

    def _responded(self, name: str) -> BoolArray:
        coded = self.columns.complete(name)
        strange = [one for one in coded.categories if one not in (0, 1)]
        if strange:
            got, known = f"'{strange[0]}'", ("True", "False")
            raise PhareError(Problem(f"column '{name}'", got, "true or false in every row",
                                     nearest(str(strange[0]), known)))  # fmt: skip
        yes = np.array([bool(one) for one in coded.categories])
        return np.asarray(yes[coded.codes])
