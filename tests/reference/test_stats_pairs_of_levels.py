"""Pairs of levels by `ratio_covariances`: R's svyttest, and svycontrast of svyby.

Oracle: ../shared/reference/{api,nhanes2}/expected.json. Tolerance: 1e-9 relative.
"""

from pathlib import Path

import pytest
from school_surveys import close, results, survey

from phare.stats.contrasts import pairwise
from phare.stats.estimators import Base, ratio_covariances


@pytest.mark.parametrize("name", ["srs", "strat", "strat_nofpc", "clus1"])
def test_two_levels_are_the_test_of_means(reference: Path, name: str) -> None:
    schools = survey(reference, name)
    values = schools.frame["api00"].to_numpy(float)[:, None]
    codes = schools.frame["target_met"].to_numpy()
    ((found, df),) = ratio_covariances(schools.design, values, base=Base(codes, 2))
    tested = pairwise(found, df)
    expected = results(reference)[f"{name}/ttest"]
    close(-tested.difference, expected["estimate"])
    close(tested.p_value, expected["p_value"])
    assert df == expected["parameter"][0]
