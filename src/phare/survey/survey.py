"""The survey of a notebook, with all it can be asked."""

from __future__ import annotations

from phare.survey.modelled import Modelled
from phare.survey.tested import Tested
from phare.survey.weighted import Weighted


class Survey(Weighted, Modelled, Tested):
    """Respondents with the design that drew and weighted them. It never changes: weighting
    steps return another one.

    Parameters
    ----------
    frame : a row per respondent, as it is now
    weights : column of weights; without it units in the population over units drawn, or 1
    strata, psu, population : columns of the design, or a list of columns, one per stage. PSUs
        are read within strata; `population` counts the units of the row's stratum (then of the
        unit above) in the population, for the finite population correction
    lonely : what a stratum with a single PSU adds: fail (it is refused), adjust (its distance
        from the whole), certainty (nothing), average (as much as the others) or collapse (it is
        joined to its neighbour)
    neighbours : under collapse, the stratum that each lonely stratum is joined to
    adjust_domains : under adjust, also where a domain leaves one PSU of several
    confidence : of the intervals, above 0 and below 1
    residuals : of a calibration, for its standard errors: plain, as R's ``calibrate``, or
        leverage, for small samples (replicates need neither)

    Raises
    ------
    PhareError
        When a column is not there, with the nearest one; when weights or population counts
        are missing in some rows, with how many; when an argument is none of those above.
    """
