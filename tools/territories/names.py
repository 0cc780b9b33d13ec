"""Names of departments and regions, as they are compared between two sources."""

import re
import unicodedata

MISSPELT = {
    "Haute-Rhin": "Haut-Rhin",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Guyane française": "Guyane",
}
"""As Natural Earth has it -> as INSEE does."""


def plain(name: str) -> str:
    """Return a name without accents, capitals and signs: `cote_d_or`."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", "_", letters).strip("_")
