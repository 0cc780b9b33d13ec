"""The engine for a notebook: a frame, a design, an estimate with its interval.

>>> survey = phare.Survey(schools, weights="pw", strata="stype", population="fpc")
>>> survey = survey.rake({"stype": {"E": 4421, "H": 755, "M": 1018}})
>>> survey.mean("api00", by="stype")

Nothing is computed in this room: columns become arrays, `phare.stats` does the rest, arrays
become frames. See docs/guide/library.md.
"""

from phare.survey.survey import Survey

__all__ = ["Survey"]
