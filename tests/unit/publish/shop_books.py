"""Books of the small study: made-up letters and wave comparisons beside its estimates."""

import pandas as pd

from phare.config import Study
from phare.config.book_slices import book_slice
from phare.contracts import COMPARISONS, ESTIMATES, LETTERS, TOTAL
from phare.publish.book import BookContext


def letters_of(estimates: pd.DataFrame) -> pd.DataFrame:
    """Small shops are above large ones; a careless stage says that they are above giants too."""
    levels = estimates[estimates["domain"] != TOTAL]
    small = levels["level"] == "small"
    rows = levels[list(ESTIMATES.key)].assign(
        above=["large giant" if one else None for one in small],
        well_above=["giant" if one else None for one in small],
    )
    return LETTERS.check(rows.reset_index(drop=True), "made up")


def waves_compared() -> pd.DataFrame:
    """Shops of 2024 are well above those of 2020 in the rate of opening."""
    row = {
        "kind": "waves", "indicator": "open_rate", "category": TOTAL, "wave": "shops-2024",
        "scheme": "reference", "domain": TOTAL, "level": TOTAL, "against_wave": "shops-2020",
        "against_scheme": "reference", "against_level": TOTAL, "difference": 0.1,
        "std_error": 0.01, "conf_low": 0.05, "conf_high": 0.15, "df": 99.0, "p_value": 0.001,
        "p_adjusted": 0.002, "test": "t",
    }  # fmt: skip
    return COMPARISONS.check(pd.DataFrame([row])[COMPARISONS.names], "made up")


def book_context(
    study: Study, name: str, estimates: pd.DataFrame, gaps: pd.DataFrame
) -> BookContext:
    return BookContext(
        book_slice(study, name), estimates, gaps, letters_of(estimates), waves_compared()
    )
