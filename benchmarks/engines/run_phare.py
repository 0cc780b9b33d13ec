"""phare, by the calls a user makes from a pandas frame."""

from pathlib import Path

import numpy as np
import pandas as pd
import timing
import workload

import phare
from phare.stats.auxiliaries import Margin
from phare.stats.calibration import CalibrationSettings, calibrate


def frame(place: Path, *names: str) -> pd.DataFrame:
    columns = {}
    for name, values in workload.read(place, *names).items():
        known = workload.categories(place, name)
        columns[name] = pd.Categorical.from_codes(values, known) if known else values
    return pd.DataFrame(columns)


def prepare(task: str, place: Path, share: int):
    totals = workload.described(place)["totals"]
    if task.startswith(("rake", "logit")):
        return calibration(task, place, totals)
    if task == "bootstrap":
        rows = frame(place, *totals, "weight", "stratum", "psu")

        def replicated():
            survey = phare.Survey(rows, weights="weight", strata="stratum", psu="psu")
            return survey.replicate("bootstrap", share, rng=7).rake(totals)

        return replicated, lambda survey: {"weights": survey.current_weights}
    if task == "supplied":
        columns = [f"rw{r + 1}" for r in range(share)]
        rows = frame(place, *totals, "weight", *columns)

        def supplied():
            survey = phare.Survey(rows, weights="weight").with_replicates(columns, "bootstrap")
            return survey.rake(totals).weighting.replicates.replicate_weights()

        return supplied, lambda weights: {"weights": weights}
    return estimation(task, place, totals, share)


def calibration(task: str, place: Path, totals: dict):
    rows = frame(place, *totals, "weight")
    if task == "rake-equal":
        rows["weight"] = 1.0
    if task == "rake-text":
        rows = rows.astype(dict.fromkeys(totals, "str"))
    if task == "rake-numbers":
        rows = rows.assign(**{name: rows[name].cat.codes.astype("int64") for name in totals})
        totals = {name: dict(enumerate(own.values())) for name, own in totals.items()}
    if task == "rake-arrays":
        margins = [
            Margin(n, rows[n].cat.codes.to_numpy(), tuple(own), np.array([*own.values()]))
            for n, own in totals.items()
        ]
        base = rows["weight"].to_numpy()
        return (
            lambda: calibrate(base, margins, CalibrationSettings("raking")),
            lambda made: {"weights": made.weights},
        )

    def call():
        survey = phare.Survey(rows, weights="weight")
        if task == "logit":
            return survey.calibrate(totals, "logit", bounds=(0.3, 3)).current_weights
        return survey.rake(totals).current_weights

    return call, lambda weights: {"weights": weights}


def estimation(task: str, place: Path, totals: dict, share: int):
    names = workload.indicators(share)
    rows = frame(place, *totals, "weight", "stratum", "psu", "domain", *names)

    def drawn() -> phare.Survey:
        return phare.Survey(rows, weights="weight", strata="stratum", psu="psu")

    weighted = None
    if task != "estimates":
        weighted = drawn().calibrate(totals, "linear" if task == "greg" else "raking")

    def call() -> pd.DataFrame:
        # A survey remembers what it has converted: each call starts from the frame again,
        # but for the weighted one, whose calibration is not what is timed here.
        survey = drawn() if weighted is None else fresh(weighted)
        return survey.mean(names, by="domain")

    def arrays(table: pd.DataFrame) -> timing.Arrays:
        shape = (workload.DOMAINS, len(names))
        return {
            "estimate": table["estimate"].to_numpy().reshape(shape).T,
            "std_error": table["std_error"].to_numpy().reshape(shape).T,
        }

    return call, arrays


def fresh(survey: phare.Survey) -> phare.Survey:
    """Return the survey without what it has worked out from its columns."""
    again = phare.Survey(survey.frame, weights="weight", strata="stratum", psu="psu")
    object.__setattr__(again, "weighting", survey.weighting)
    return again


if __name__ == "__main__":
    timing.run("phare", prepare)
