"""Everything a survey of `made_up.people` can be asked, by name; each answer is a frame."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from made_up import BOTH, SEXES

from phare import Survey

AREAS = pd.DataFrame({"jobs": np.arange(30.0) ** 0.5}, index=range(30))

ASKS: dict[str, Callable[[Survey], pd.DataFrame]] = {
    "mean": lambda s: s.mean("income", by=["region", "sex"]),
    "share": lambda s: s.share(["sex", "opinion"], by="age"),
    "share of one": lambda s: s.share("opinion", "bad", interval="kott-liu"),
    "ratio": lambda s: s.ratio("income", "reads", by="region"),
    "total": lambda s: s.total(["income", "sex"], by="region"),
    "total of a population": lambda s: s.total("sex", population=1e5),
    "multiple": lambda s: s.multiple(["reads", "swims"], by="sex"),
    "multiple answers": lambda s: s.multiple(["reads", "swims"], "answers"),
    "quantile": lambda s: s.quantile("income", [0.1, 0.5], by="sex"),
    "variance": lambda s: s.variance("income", by="sex"),
    "crosstab": lambda s: s.crosstab("sex", "age"),
    "independence": lambda s: s.independence("sex", "age"),
    "t_test": lambda s: s.t_test("income", by="sex"),
    "rank_test": lambda s: s.rank_test("income", by="sex"),
    "glm": lambda s: s.glm("income", ["age", "answered"]).coefficients,
    "glm of a share": lambda s: s.glm("opinion", ["age"], "binomial", "bad").effects("age"),
    "against_rest": lambda s: s.against_rest("income", by="region"),
    "differences": lambda s: s.differences("income", by="region"),
    "letters": lambda s: s.letters("income", by="sex"),
    "contrast": lambda s: s.contrast("income", {"F": 1, "M": -1}, by="sex"),
    "quotient": lambda s: s.quotient("income", "F", "M", by="sex"),
    "change": lambda s: s.change(s, "income", by="sex"),
    "decompose": lambda s: s.decompose(s, "income", by="age"),
    "small_areas": lambda s: s.small_areas("income", AREAS, by="block"),
    "rake": lambda s: s.rake(BOTH).margins,
    "rake and mean": lambda s: s.rake(BOTH).mean("income"),
    "calibrate": lambda s: s.calibrate({"sex": SEXES, "income": 2e8}).steps,
    "calibrate by": lambda s: s.rake({r: {"sex": SEXES} for r in REGIONS}, by="region").steps,
    "post_stratify": lambda s: s.post_stratify(["sex", "age"], CROSSED).mean("income"),
    "trim": lambda s: s.trim(times_median=1.3).steps,
    "rake and trim": lambda s: s.rake(BOTH).trim(times_median=1.5).steps,
    "normalise": lambda s: s.normalise().steps,
    "nonresponse_classes": lambda s: s.nonresponse_classes("answered", "region").steps,
    "nonresponse_propensity": lambda s: s.nonresponse_propensity("answered", ["age", "sex"]).steps,
    "replicate": lambda s: s.replicate("bootstrap", 10, rng=1).rake(BOTH).mean("income"),
    "with_replicates": lambda s: s.with_replicates(["reads", "swims", "weight"], scale=0.1).mean(
        "income"
    ),
    "where": lambda s: s.where("sex == 'F' and age != '65+'").mean("income"),
}
REGIONS = ("north", "south", "west")
CROSSED = {(sex, age): SEXES[sex] * BOTH["age"][age] / 1e5 for sex in SEXES for age in BOTH["age"]}
