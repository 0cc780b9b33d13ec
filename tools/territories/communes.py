"""How many communes each region has in each class of size: the margins of surveys of mayors.

Of the mainland and Corse; each commune once, Paris, Lyon and Marseille whole. A row is one of
MARGINS, with the package, the census and the date in it.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from territories.names import plain
from territories.packages import DIVISIONS, DIVISIONS_2019, Package

HEAD = ["population", "margin", "category", "total", "source", "reference_date"]
SIZES = {"under_2000": 2_000, "from_2000": 20_000, "from_20000": 10**9}
"""Class of size -> the inhabitants from which a commune is in the next."""
OVERSEAS = ("01", "02", "03", "04", "06")


@dataclass(frozen=True)
class Vintage:
    """The communes of one year and the census whose populations were in force."""

    year: int
    census: str
    package: Package

    @property
    def file(self) -> str:
        return f"config/margins/communes-{self.year}.csv"


VINTAGES = (Vintage(2019, "RP2016", DIVISIONS_2019), Vintage(2024, "RP2021", DIVISIONS))


def counted(
    communes: list[dict[str, Any]], regions: list[dict[str, Any]]
) -> tuple[Counter[tuple[str, str]], int]:
    """Return (region, class of size) -> communes, and how many have no population."""
    names = {one["code"]: plain(one["nom"]) for one in regions if one["code"] not in OVERSEAS}
    found: Counter[tuple[str, str]] = Counter()
    without = 0
    for commune in communes:
        # Lists of later years have territories overseas that are in no region.
        if commune["type"] != "commune-actuelle" or len(commune.get("region", "")) != 2:
            continue
        region, inhabitants = names.get(commune["region"]), commune.get("population")
        if region is not None and inhabitants is None:
            without += 1
        elif region is not None:
            size = next(name for name, end in SIZES.items() if inhabitants < end)
            found[region, size] += 1
    return found, without


def margins_text(
    communes: list[dict[str, Any]], regions: list[dict[str, Any]], vintage: Vintage
) -> str:
    """Return the margins of one vintage as CSV: by size, by region, and by both."""
    found, without = counted(communes, regions)
    names = sorted({region for region, _ in found})
    source = (
        f"INSEE, communes of {vintage.year} by {vintage.census} "
        f"(npm {vintage.package.name} {vintage.package.version})"
    )
    if without:
        source += f"; without population, left out: {without}"
    rows = [
        *(("commune_size", size, sum(found[name, size] for name in names)) for size in SIZES),
        *(("region", name, sum(found[name, size] for size in SIZES)) for name in names),
        *(("region*commune_size", f"{name}*{size}", found[name, size])
          for name in names for size in SIZES),
    ]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow(["mayors", *row, source, f"{vintage.year}-01-01"])
    return text.getvalue()
