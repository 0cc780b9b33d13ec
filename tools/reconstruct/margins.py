"""Population margins of the five waves, from public counts; every assumption in `source`.

A source is told in French and in English, ` | ` between them.

Codes such as S44 are those of config/published.csv (docs/guide/reconstructed.md lists them).
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

REGIONS = (
    "auvergne_rhone_alpes", "bourgogne_franche_comte", "bretagne", "centre_val_de_loire",
    "corse", "grand_est", "hauts_de_france", "ile_de_france", "normandie",
    "nouvelle_aquitaine", "occitanie", "pays_de_la_loire", "provence_alpes_cote_d_azur",
)  # fmt: skip
LARGE = {
    "ile_de_france": ("ile_de_france",),
    "north_west": ("bretagne", "centre_val_de_loire", "normandie", "pays_de_la_loire"),
    "north_east": ("bourgogne_franche_comte", "grand_est", "hauts_de_france"),
    "south_west": ("nouvelle_aquitaine", "occitanie"),
    "south_east": ("auvergne_rhone_alpes", "corse", "provence_alpes_cote_d_azur"),
}
COMMUNE_SIZES = ("under_2000", "from_2000", "from_20000")

# Communes of metropolitan France by region and size, RP2021 (S44).
COMMUNES = np.array([
    [3271, 716, 41], [3498, 189, 12], [777, 419, 11], [1527, 218, 12], [327, 31, 2],
    [4639, 457, 23], [3249, 498, 40], [719, 374, 175], [2364, 273, 14], [3754, 519, 35],
    [3915, 512, 26], [819, 391, 23], [614, 292, 40],
])  # fmt: skip

# Adults by region, 20-59, 60-74, 75 or over, on 1 January 2014 (S47).
ADULTS = np.array([
    [3999777, 1182185, 710069], [1390070, 475559, 297351], [1614316, 533344, 339907],
    [1266216, 423335, 270590], [167670, 56867, 33759], [2892109, 847176, 500873],
    [3100413, 842850, 474423], [6637997, 1484573, 797612], [1662728, 529055, 320526],
    [2892461, 1018610, 663092], [2858021, 954817, 604797], [1834740, 562101, 352988],
    [2475023, 844239, 527011],
])  # fmt: skip
# Metropolitan France: 15-29, 30-44 and 45-59 in 2015 (S48); 15-19 in 2020 (S49).
FROM_20, FROM_30, FROM_45 = 11421942 - 4000129, 12320976, 12782267
# Bretagne in 2021, men and all from 20 years on (S50).
MEN_SHARE = 1249462 / 2613556

FIRMS, ASSOCIATIONS = 240_500, 703_000
COMMUNES_2016, COMMUNES_2024 = 35_900, 34_842
PRINTED_PROFILE_2024 = (0.84, 0.14, 0.02)

Rows = list[tuple[str, str, int, str, str]]


def whole(shares: np.ndarray, total: int) -> np.ndarray:
    """Return `shares` of `total` as integers that add up to it (largest remainders)."""
    exact = shares / shares.sum() * total
    counts = np.floor(exact).astype(int)
    short = total - int(counts.sum())
    order = np.argsort(-(exact - counts).ravel(), kind="stable")[:short]
    counts.ravel()[order] += 1
    return counts


def raked(cells: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return a table with these row and column totals and the interactions of `cells`."""
    table = cells.astype(float)
    for _ in range(200):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
    return table


def _crossed(margin: str, names: tuple[str, ...], table: np.ndarray, columns: tuple[str, ...],
             source: str, date: str) -> Rows:  # fmt: skip
    return [
        (margin, f"{name}*{column}", int(table[i, j]), source, date)
        for i, name in enumerate(names)
        for j, column in enumerate(columns)
    ]


def _plain(margin: str, names: tuple[str, ...], counts: np.ndarray, source: str, date: str) -> Rows:
    return [(margin, name, int(n), source, date) for name, n in zip(names, counts, strict=True)]


def _merged(table: np.ndarray, merge: dict[str, tuple[str, ...]]) -> np.ndarray:
    places = [[REGIONS.index(name) for name in parts] for parts in merge.values()]
    return np.array([table[rows].sum(axis=0) for rows in places])


def _communes(table: np.ndarray, size_source: str, source: str, date: str) -> Rows:
    large = _merged(table, LARGE)
    return [
        *_plain("commune_size", COMMUNE_SIZES, table.sum(axis=0), size_source, date),
        *_plain("region", REGIONS, table.sum(axis=1), source, date),
        *_crossed("large_region*commune_size", tuple(LARGE), large, COMMUNE_SIZES, source, date),
        *_crossed("region*commune_size", REGIONS, table, COMMUNE_SIZES, source, date),
    ]


def mayors_2016() -> Rows:
    """Structure of RP2021 on the number of communes of 2016."""
    table = whole(COMMUNES, COMMUNES_2016)
    source = (
        "hypothèse : structure du RP2021 (S44) appliquée à environ 35 900 communes (non vérifié) | "
        "assumption: structure of RP2021 (S44) on about 35,900 communes (unverified)"
    )
    return _communes(table, source, source, "2021-01-01")


def mayors_2024() -> Rows:
    """The printed profile by size and population; regions and their interactions of RP2021."""
    sizes = np.array(PRINTED_PROFILE_2024) * COMMUNES_2024
    regions = COMMUNES.sum(axis=1) / COMMUNES.sum() * COMMUNES_2024
    table = whole(raked(COMMUNES, regions, sizes), COMMUNES_2024)
    printed = (
        "S15 : profil imprimé, 84/14/2, de 34 842 communes (RP2021 : 84,4/14,2/1,4) | "
        "S15: printed profile 84/14/2 of 34,842 communes (RP2021 says 84.4/14.2/1.4)"
    )
    source = (
        "hypothèse : structure du RP2021 (S44) ramenée au profil imprimé, 84/14/2 de 34 842 (S15) | "
        "assumption: structure of RP2021 (S44) brought to the printed 84/14/2 of 34,842 (S15)"
    )
    return _communes(table, printed, source, "2021-01-01")


def citizens_2015() -> Rows:
    """Adults aged 20 or over of the 13 regions."""
    within = np.array([FROM_20, FROM_30, FROM_45])
    young = np.array([whole(within, int(n)) for n in ADULTS[:, 0]])
    ages = np.hstack([young, ADULTS[:, 1:]])
    total = int(ADULTS.sum())
    men = round(total * MEN_SHARE)
    south = ("corse", "provence_alpes_cote_d_azur")
    merge = {name: (name,) for name in REGIONS if name not in south} | {"paca_corse": south}
    broad = _merged(ADULTS, merge)
    split = (
        "S47 ; 20-59 ans répartis comme dans S48 et S49 (hypothèse) | "
        "S47; 20-59 divided as in S48 and S49 (assumption)"
    )
    return [
        *_plain("region", REGIONS, ADULTS.sum(axis=1), "S47", "2014-01-01"),
        *_plain("sex", ("male", "female"), np.array([men, total - men]),
                "hypothèse : part des hommes parmi les adultes de Bretagne en 2021 (S50) | "
        "assumption: share of men among adults of Bretagne in 2021 (S50)", "2014-01-01"),
        *_plain("age_class", ("from_20", "from_30", "from_45", "from_60", "from_75"),
                ages.sum(axis=0), split, "2014-01-01"),
        *_crossed("region12*age_broad", tuple(merge), broad, ("from_20", "from_60", "from_75"),
                  "S47", "2014-01-01"),
    ]  # fmt: skip


def firms_2015() -> Rows:
    """The 240,500 firms that 89,000 / 37 % implies."""
    return [
        *_plain("size_class", ("from_10", "from_20", "from_50"),
                whole(np.array([131950, 73900, 42200]), FIRMS),
                "240 500 déduits de S2 ; structure de 2021 (S41) | "
        "240,500 implied by S2; structure of 2021 (S41)", "2015-01-01"),
        *_plain("sector", ("industry", "construction", "trade", "transport", "services"),
                whole(np.array([40776, 28872, 43472, 11583, 65147]), FIRMS),
                "hypothèse : 240 500 déduits de S2 ; structure de 2007, 10 à 249 salariés (S54) | "
        "assumption: 240,500 implied by S2; structure of 2007, 10 to 249 employees (S54)",
                "2007-01-01"),
        *_plain("region", REGIONS, whole(ADULTS.sum(axis=1), FIRMS),
                "hypothèse : 240 500 déduits de S2 ; au prorata des adultes (S47) | "
        "assumption: 240,500 implied by S2; in proportion to adults (S47)", "2014-01-01"),
    ]  # fmt: skip


def associations_2015() -> Rows:
    """The 703,000 associations that 267,000 / 38 % implies; 16.7 % employ."""
    large = _merged(ADULTS.sum(axis=1), LARGE)
    return [
        *_plain("employer", ("employer", "non_employer"),
                whole(np.array([0.167, 0.833]), ASSOCIATIONS),
                "703 000 et 16,7 % déduits de 53, 35, 38 % et 267 000 (S0, S3) | "
        "703,000 and 16.7 % implied by 53, 35, 38 % and 267,000 (S0, S3)", "2015-01-01"),
        *_plain("large_region", tuple(LARGE), whole(large, ASSOCIATIONS),
                "hypothèse : 703 000 déduits de S3 ; au prorata des adultes (S47) | "
        "assumption: 703,000 implied by S3; in proportion to adults (S47)", "2014-01-01"),
    ]  # fmt: skip


MARGINS = {
    "citizens-2015": citizens_2015,
    "firms-2015": firms_2015,
    "associations-2015": associations_2015,
    "mayors-2016": mayors_2016,
    "mayors-2024": mayors_2024,
}


def write_margins(wave: str, folder: Path) -> None:
    """Write the margins of a wave as config/margins/<wave>.csv."""
    population = wave.partition("-")[0]
    with (folder / f"{wave}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("population", "margin", "category", "total", "source", "reference_date"))
        out.writerows((population, *row) for row in MARGINS[wave]())
