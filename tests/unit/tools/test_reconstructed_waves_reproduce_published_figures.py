"""From the raw files through ingest, clean and weight: what was published comes out.

The estimates are computed here, in the plainest way: this judges the files, not the engine.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pytest

from phare.clean import clean
from phare.config.slices import clean_slice, weight_slice
from phare.ingest.deliver import deliver
from phare.weight import weight

WAVES = ("citizens-2015", "firms-2015", "associations-2015", "mayors-2016", "mayors-2024")
KEPT = {
    "citizens-2015": 2012, "firms-2015": 1204, "associations-2015": 1008, "mayors-2016": 304,
    "mayors-2024": 302,
}  # fmt: skip


@dataclass(frozen=True)
class Weighted:
    """A wave as cleaned, with its reference weights."""

    wave: str
    responses: pd.DataFrame
    weights: np.ndarray
    edits: pd.DataFrame


@pytest.fixture(scope="module")
def weigh(study):
    """Clean and weight a wave, once."""
    return cache(lambda wave: _weighted(study, wave))


@pytest.fixture(params=WAVES)
def weighted(request, weigh):
    return weigh(request.param)


def _weighted(study, wave):
    card = study.cards[wave]
    delivery = deliver(study.raw_file(wave), wave, card.reader, card.respondent_id)
    cleaned = clean(
        delivery.records, delivery.codebook, delivery.tagged, delivery.findings,
        clean_slice(study, wave),
    )  # fmt: skip
    made = weight(cleaned.responses, weight_slice(study, wave, "reference")).weights
    last = made.loc[made["step"] == made["step"].iloc[-1], "weight"].to_numpy()
    return Weighted(wave, cleaned.responses, last, cleaned.edits)


def estimated(study, weighted, figure):
    """Return the estimate behind a published figure, in the unit in which it was printed."""
    indicator = study.indicators.indicators[figure.indicator]
    responses, rows = weighted.responses, np.ones(len(weighted.responses), dtype=bool)
    base = study.indicators.bases.get(indicator.base)
    for variable, kept in (base.filter if base else {}).items():
        rows &= responses[variable].isin(kept).to_numpy()
    whole = rows
    if figure.domain != "all":
        variable = study.domains.domains[figure.domain].variable
        rows = rows & (responses[variable] == figure.level).to_numpy()
    value = plain(study, weighted, indicator, figure.category, rows)
    if figure.unit == "points":
        value -= plain(study, weighted, indicator, figure.category, whole)
    return 100 * value if figure.unit in ("percent", "points") else value


def plain(study, weighted, indicator, category, rows):
    responses = weighted.responses[rows]
    by_item = f"{indicator.variable}.{category}"
    answers = responses[by_item if by_item in responses else indicator.variable]
    answered = answers.notna().to_numpy()
    w = weighted.weights[rows][answered]
    answers = answers[answered]
    if indicator.statistic == "mean":
        return np.average(answers.to_numpy(float), weights=w)
    if indicator.statistic in ("total", "ratio"):
        total = w @ answers.to_numpy(float)
        return total if indicator.statistic == "total" else total / w.sum()
    scale = list(study.variables.categories(indicator.variable))
    boxes = {"top_box": scale[:1], "top_two": scale[:2], "distribution": [category]}
    counted = boxes.get(indicator.statistic, indicator.categories) if scale else [True]
    share = np.average(answers.isin(counted).to_numpy(float), weights=w)
    return share * w.sum() if indicator.statistic == "count" else share


def test_every_verified_or_inferred_figure_comes_out_as_printed(study, weighted):
    published = study.published[study.published["wave"] == weighted.wave]
    sure = published[published["status"] != "contradictory"]
    assert len(sure)
    differing = [
        f"{figure.indicator} {figure.category} {figure.level}: printed {figure.value}, got {got}"
        for figure in sure.itertuples()
        if round(got := estimated(study, weighted, figure) / figure.rounded_to)
        != round(figure.value / figure.rounded_to)
    ]
    assert differing == []


def test_as_many_respondents_are_kept_as_the_study_says(weighted):
    assert len(weighted.responses) == KEPT[weighted.wave]


def test_every_declared_edit_had_something_to_say(study, weighted):
    rules = {edit.rule for edit in study.cards[weighted.wave].edits}
    assert rules <= set(weighted.edits["rule"])


def test_no_category_of_a_declared_variable_is_without_a_respondent(study, weighted):
    for variable in study.cards[weighted.wave].crosswalk:
        expected = set(study.variables.categories(variable))
        if expected and variable in weighted.responses:
            found = set(weighted.responses[variable].dropna())
            # Nobody in 2016 was neither mayor nor deputy.
            assert expected - found <= {"other"}, variable


def test_employment_is_the_first_fragility_of_citizens_in_every_region(weigh):
    weighted = weigh("citizens-2015")
    columns = [c for c in weighted.responses if c.startswith("fragility_notes.")]
    for region, rows in weighted.responses.groupby("region", observed=True).indices.items():
        notes = weighted.responses[columns].iloc[rows].astype(float)
        w = weighted.weights[rows][:, None]
        means = (notes * w).sum() / (notes.notna() * w).sum()
        assert means.idxmax() == "fragility_notes.employment", region


def test_thirds_weighted_to_the_profile_have_a_kish_effect_of_2_2(weigh):
    weights = weigh("mayors-2024").weights
    kish = len(weights) * (weights**2).sum() / weights.sum() ** 2
    assert kish == pytest.approx(2.2, abs=0.05)
    n_effective = len(weights) / kish
    assert n_effective == pytest.approx(138, abs=1)
    assert 196 * np.sqrt(0.25 / n_effective) == pytest.approx(8.3, abs=0.05)
