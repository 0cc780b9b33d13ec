"""Weights of the drawn respondents, by the very stage that the study uses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import Study
from phare.config.slices import weight_slice
from phare.weight import weight


def weights_of(responses: pd.DataFrame, study: Study, wave: str, scheme: str) -> np.ndarray:
    """Return (n,) the weights of a scheme; `responses` need the variables of its margins."""
    card = study.cards[wave]
    frame = responses.assign(respondent_id=np.arange(len(responses)).astype(str))
    for variable, mapping in card.crosswalk.items():
        if mapping.territory is not None and mapping.territory in frame:
            rows = study.territories
            rows = rows[(rows["from_level"] == mapping.territory) & (rows["to_level"] == variable)]
            passage = dict(zip(rows["from_category"], rows["to_category"], strict=True))
            frame[variable] = frame[mapping.territory].map(passage)
    made = weight(frame, weight_slice(study, wave, scheme)).weights
    last = made["step"].iloc[-1]
    return np.asarray(made.loc[made["step"] == last, "weight"], dtype=float)
