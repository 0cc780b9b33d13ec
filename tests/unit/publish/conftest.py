"""A small study and estimates made for it: known numbers, one caution, one suppressed."""

from pathlib import Path

import pandas as pd
import pytest

from phare.config import Study, load_study
from phare.config.base import Text
from phare.config.figure_kinds import Map, WeightDistribution
from phare.config.publishing import DomainWords, publish_slice
from phare.config.territories import departments
from phare.contracts import (
    COMPARISONS,
    DISPOSITIONS,
    ESTIMATES,
    MARGIN_SHARES,
    PRECISION,
    PUBLISHED,
    TOTAL,
    WEIGHT_DISTRIBUTION,
    WEIGHT_SUMMARY,
    Contract,
)
from phare.estimate import published_check
from phare.publish.context import PublishContext, SpreadTables
from phare.publish.note_tables import NoteTables

SECRET = 0.777
"""The value of the suppressed estimate: it must stand in no file."""

_VALUES = {
    "open_rate": {TOTAL: 0.3746},
    "open_count": {TOTAL: 89_012.3},
    "mood": {"good": 0.5, "fair": 0.3, "bad": 0.2},
    "services": {"delivery": 0.31, "advice": 0.62, "repair": 0.05},
    "services_liked": {"delivery": 0.41, "advice": 0.87, "repair": 0.15},
    "grade": {TOTAL: 6.25},
}
_LEVELS = {
    (TOTAL, TOTAL): (0.0, 304, "ok"),
    ("size", "small"): (0.0854, 200, "ok"),
    ("size", "large"): (-0.03, 20, "caution"),
    ("size", "giant"): (0.0, 3, "suppressed"),
}


@pytest.fixture(scope="session")
def shops() -> Study:
    """The study of tests/unit/publish/shops."""
    return load_study(Path(__file__).parent / "shops")


@pytest.fixture(scope="session")
def estimates(shops: Study) -> pd.DataFrame:
    """ESTIMATES of every wave, scheme, indicator and level of the study."""
    rows = []
    for wave in shops.waves:
        for scheme in shops.schemes_of(wave):
            for indicator, one in shops.indicators_of(wave).items():
                for category, value in _VALUES[indicator].items():
                    for (domain, level), (gap, n, quality) in _LEVELS.items():
                        if domain == TOTAL or domain in shops.domains_of(wave):
                            shown = SECRET if quality == "suppressed" else value + gap
                            width = abs(shown) / 10
                            rows.append(
                                (wave, scheme, indicator, category, domain, level, one.statistic,
                                 shown, width / 2, shown - width, shown + width, n - 1.0, 1.0, n,
                                 n * 1.0, n * 1.0, quality,
                                 None if quality == "ok" else "fewer than 5 respondents")
                            )  # fmt: skip
    return ESTIMATES.check(pd.DataFrame(rows, columns=ESTIMATES.names), "made up")


@pytest.fixture(scope="session")
def comparisons(estimates: pd.DataFrame) -> pd.DataFrame:
    """Gaps of each level, those of small shops significant; changes since 2020."""
    levels = estimates[estimates["domain"] != TOTAL]
    gaps = levels[[*ESTIMATES.key, "std_error", "df"]].assign(
        kind="gap",
        against_wave=levels["wave"],
        against_scheme=levels["scheme"],
        against_level=TOTAL,
        difference=[_LEVELS["size", level][0] or SECRET for level in levels["level"]],
        conf_low=0.0,
        conf_high=0.0,
        p_value=[0.001 if level == "small" else 0.5 for level in levels["level"]],
        p_adjusted=[0.002 if level == "small" else 0.5 for level in levels["level"]],
        test="t",
    )
    later = estimates["wave"].eq("shops-2024") & estimates["scheme"].eq("reference")
    rows = estimates[later]
    changes = rows[[*ESTIMATES.key, "std_error", "df"]].assign(
        kind="waves",
        against_wave="shops-2020",
        against_scheme=rows["scheme"],
        against_level=rows["level"],
        difference=[0.1234 if level == TOTAL else SECRET for level in rows["level"]],
        conf_low=0.0,
        conf_high=0.0,
        p_value=0.0004,
        p_adjusted=[0.0008 if one == "open_rate" else 0.5 for one in rows["indicator"]],
        test="t",
    )
    both = pd.concat([gaps, changes], ignore_index=True)
    return COMPARISONS.check(both[COMPARISONS.names], "made up")


@pytest.fixture(scope="session")
def note_tables(shops: Study, estimates: pd.DataFrame, comparisons: pd.DataFrame) -> NoteTables:
    """What the notes of the study are made of; giant shops are too few to be told."""
    schemes = [(wave, scheme) for wave in shops.waves for scheme in shops.schemes_of(wave)]
    sizes = [
        ("all", "all", 302, 138.94, 2.174, 0.083139, 0.056392, "ok", None),
        ("size", "small", 200, 120.5, 1.66, 0.089276, 0.069296, "ok", None),
        ("size", "large", 99, 18.4, 5.38, 0.228469, 0.098499, "caution", "effective sample under 30"),
        ("size", "giant", 3, SECRET, 3.86, SECRET, SECRET, "suppressed", "fewer than 5 respondents"),
    ]  # fmt: skip
    shares = [
        ("size", "small", 60_000.0, 0.65765, 200, 0.66225, 0.6576, -0.00005, "ok", None),
        ("size", "large", 30_000.0, 0.32882, 99, 0.32781, 0.33002, 0.0012, "ok", None),
        ("size", "giant", 1_234.0, 0.013526, 3, SECRET, 0.01238, -0.001146, "suppressed",
         "fewer than 5 respondents"),
    ]  # fmt: skip
    steps = {"base": (6.95, 289.79, 1.082, 2.17, 139.18), "calibrate": (6.11, 307.77, 1.083, 2.1736, 138.94),
             "trim": (6.2, 300.0, 1.0, 2.0, 138.94)}  # fmt: skip
    lines = {"delivered": 306, "not a respondent: empty_row": 1, "excluded: twice": 2,
             "excluded: unheard_of": 1, "kept": 302}  # fmt: skip
    printed = PUBLISHED.check(shops.published, "made up")
    return NoteTables(
        dispositions=_frame(
            DISPOSITIONS, [(wave, name, n) for wave in shops.waves for name, n in lines.items()]
        ),
        weight_summary=_frame(
            WEIGHT_SUMMARY,
            [
                (wave, scheme, step, 302, 91_234.0, *found, 0.0, None, None, None)
                for wave, scheme in schemes
                for step, found in steps.items()
            ],
        ),
        margin_shares=_frame(
            MARGIN_SHARES,
            [
                (wave, "reference", *one)
                for wave in shops.waves
                if "shops" in wave
                for one in shares
            ],
        ),
        precision=_frame(
            PRECISION, [(wave, scheme, *one) for wave, scheme in schemes for one in sizes]
        ),
        published_check=published_check(printed, estimates, comparisons, "reference"),
    )


def _frame(contract: Contract, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return contract.check(pd.DataFrame(rows, columns=contract.names), "made up")


@pytest.fixture(scope="session")
def context(shops, estimates, comparisons):
    """Return what an item is made of: `context("table", "by_size")`."""

    def made(kind: str, name: str) -> PublishContext:
        return PublishContext(publish_slice(shops, kind, name), estimates, comparisons)

    return made


@pytest.fixture(scope="session")
def map_context(shops, root):
    """Return what a map of any level of config/territories.csv is made of.

    `map_context("region22", alsace=None, corse=0.2)`: of a level that is None there is no
    estimate; every level has 40 % where nothing else is said. Corse asks for care, Bretagne is
    suppressed, both as far as the level has them.
    """
    territories = pd.read_csv(root / "config" / "territories.csv", dtype=str)

    def made(level: str, step: float | None = None, **values: float | None) -> PublishContext:
        about = publish_slice(shops, "figure", "by_size")
        made_of = departments(territories, level)
        labels = {one: one.replace("_", " ").title() for one in made_of}
        about = about.model_copy(
            update={
                "name": f"map_{level}",
                "figure": Map(kind="map", indicator="open_rate", domain=level, step=step,
                              waves="shops-2024"),
                "domains": {level: DomainWords(
                    label=Text(fr="Lieu", en="Place"),
                    levels={one: Text(fr=label, en=label) for one, label in labels.items()},
                )},
                "territories": made_of,
            }
        )  # fmt: skip
        places = [(TOTAL, TOTAL, 0.4), *((level, one, values.get(one, 0.4)) for one in made_of)]
        rows = []
        for domain, one, value in places:
            if value is None:
                continue
            quality = {"corse": "caution", "bretagne": "suppressed"}.get(one, "ok")
            shown = SECRET if quality == "suppressed" else value
            rows.append(
                ("shops-2024", "reference", "open_rate", TOTAL, domain, one, "share", shown, 0.02,
                 shown - 0.07, shown + 0.07, 99.0, 1.0, 100, 100.0, 100.0, quality,
                 None if quality == "ok" else "fewer than 5 respondents")
            )  # fmt: skip
        estimates = ESTIMATES.check(pd.DataFrame(rows, columns=ESTIMATES.names), "made up")
        return PublishContext(about, estimates, COMPARISONS.empty())

    return made


_WEIGHT_BINS = {
    "shops-2020": ((0.5, 1.0, 30), (1.0, 2.0, 60)),
    "shops-2024": ((0.25, 1.0, 20), (1.0, 4.0, 80)),
}


@pytest.fixture(scope="session")
def weight_context(shops):
    """Return what a figure of made-up weights is made of, under a hostile title."""
    bins = [
        (wave, "reference", number, "trim", *one)
        for wave, found in _WEIGHT_BINS.items()
        for number, one in enumerate(found)
    ]
    summary = [
        (wave, "reference", step, sum(n for *_, n in found), 1.0, 0.1, 4.0, 0.5, deff, 50.0, 0.0,
         None, None, None)
        for wave, found in _WEIGHT_BINS.items()
        for step, deff in (("base", 9.99), ("trim", 1.25))
    ]  # fmt: skip
    tables = SpreadTables(
        WEIGHT_DISTRIBUTION.check(pd.DataFrame(bins, columns=WEIGHT_DISTRIBUTION.names), "made up"),
        WEIGHT_SUMMARY.check(pd.DataFrame(summary, columns=WEIGHT_SUMMARY.names), "made up"),
    )
    hostile = Text(fr="=1+1 <script>alert(1)</script>", en='"><img src=x onerror=alert(1)>')
    about = publish_slice(shops, "figure", "years").model_copy(
        update={
            "name": "weights",
            "figure": WeightDistribution(kind="weight_distribution", title=hostile),
            "indicators": {},
        }
    )
    return PublishContext(about, ESTIMATES.empty(), COMPARISONS.empty(), tables)
