"""Real answers from their texts: the Lille contributions, whole and cut into segments.

Oracle: none for our own word lists. The theme a contribution was posted under was not used;
the reference's preparation gives a Cramér's V of 0.48 to 0.50 with it at five classes.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats.contingency import association

from phare.config.typologies import Typology
from phare.stats.design import Design
from phare.typology.learn import Learnt, learn
from phare.typology.respondents import Respondents

WAVE = "lille-2019"


def learnt(reference: Path, **changes: object) -> tuple[Learnt, pd.DataFrame]:
    corpus = pd.read_csv(
        reference / "typology" / "lille_debat" / "corpus.csv", keep_default_na=False
    )
    answers = pd.DataFrame(
        {
            "wave": WAVE,
            "respondent_id": corpus["doc_id"],
            "question": "open",
            "text": corpus["text"],
        }
    )
    respondents = Respondents(
        WAVE, tuple(corpus["doc_id"]), Design(np.ones(len(corpus))), corpus[["theme"]]
    )
    settings = Typology.model_validate({
        "label": {"fr": "Lille", "en": "Lille"}, "questions": ["open"], "learn_from": WAVE,
        "profiles": 5, "description": {"by": ["theme"]}, "stability": {"replicates": 3}, **changes,
    })  # fmt: skip
    return learn(answers, respondents, "lille", settings, 1), corpus


@pytest.mark.parametrize(
    "changes",
    [{}, {"preparation": {"words_of_segment": 40}, "unit_forms": 10}],
    ids=["whole", "cut"],
)
def test_profiles_follow_the_themes(reference: Path, changes: dict[str, object]) -> None:
    found, corpus = learnt(reference, **changes)
    inside = (found.profiles["profile"] != "none").to_numpy()
    table = pd.crosstab(found.profiles["profile"][inside], corpus["theme"][inside])
    assert association(table.to_numpy(), method="cramer") >= 0.45
    assert inside.mean() > 0.9
    overall = found.modalities[found.modalities["level"] == "all"]
    assert overall["p_value"].item() < 1e-20
    # What everybody would expect to find, in the words of the contributors.
    shown = set(found.words.loc[(found.words["k"] == 5) & (found.words["chi2"] > 0), "shown"])
    assert {"vote blanc", "évasion fiscale", "transports en commun"} <= shown
