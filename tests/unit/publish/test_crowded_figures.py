"""Long labels, sixteen domains, eighteen regions, one category: nothing overlaps or overflows."""

from itertools import combinations

import pandas as pd
import pytest
from drawn import built, edges, end, turned_edges, words
from pydantic import TypeAdapter

from phare.config.base import Text
from phare.config.figure_kinds import FigureSpec
from phare.config.publishing import DomainWords, publish_slice
from phare.contracts import COMPARISONS, ESTIMATES, TOTAL
from phare.publish import theme
from phare.publish.context import PublishContext

LONG = "Emploi, chômage, insertion professionnelle et développement économique du territoire {}"
REGIONS = (
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse",
    "Grand Est", "Hauts-de-France", "Île-de-France", "Normandie", "Nouvelle-Aquitaine",
    "Occitanie", "Pays de la Loire", "Provence-Alpes-Côte d’Azur", "Guadeloupe", "Martinique",
    "Guyane", "La Réunion", "Mayotte",
)  # fmt: skip
WAVES = ("shops-2020", "shops-2024")
EVERY = {"sides": [{"indicator": "services", "wave": wave} for wave in WAVES]}
SPECS = {
    "dumbbell": {"kind": "dumbbell", **EVERY},
    "dumbbell of levels": {
        "kind": "dumbbell", "domain": "size",
        "sides": [{"indicator": "services", "wave": wave, "category": "one_0"} for wave in WAVES],
    },
    "heat map": {"kind": "heat_map", "columns": [
        {"indicator": "services", "wave": wave, "title": {"fr": LONG, "en": LONG}}
        for wave in WAVES * 4
    ]},
    "heat map of levels": {"kind": "heat_map", "domain": "size",
                           "columns": [{"indicator": "services", "wave": "shops-2024"}]},
    "small multiples": {"kind": "small_multiples", "indicator": "services"},
    "small multiples of levels": {"kind": "small_multiples", "indicator": "services",
                                  "waves": "shops-2024", "domain": "size"},
    "small multiples of a category": {"kind": "small_multiples", "indicator": "services",
                                      "category": "one_0", "domain": "size"},
    "schemes": {"kind": "scheme_comparison", "panels": [
        {"indicator": "services", "wave": wave, "category": "one_0"} for wave in WAVES * 2
    ]},
    "one scheme": {"kind": "scheme_comparison", "panels": [
        {"indicator": "services", "wave": "shops-2024", "category": "one_0"}]},
    "ranked bars": {"kind": "ranked_bars", "panels": [{"indicator": "services", "wave": wave}
                                                      for wave in WAVES]},
    "levels": {"kind": "levels", "indicator": "services", "category": "one_0", "domain": "size",
               "waves": "shops-2024"},
}  # fmt: skip


@pytest.fixture(scope="module")
def crowded(shops):
    """A figure of so many categories and levels, one in five withheld, one to be read with care."""

    def made(spec: str, categories: int, levels: int) -> PublishContext:
        about = publish_slice(shops, "figure", "years")
        names = {f"one_{n}": Text(fr=LONG.format(n), en=LONG.format(n)) for n in range(categories)}
        places = {f"place_{n}": Text(fr=one, en=one) for n, one in enumerate(REGIONS[:levels])}
        figure = TypeAdapter(FigureSpec).validate_python(SPECS[spec])
        words = about.indicators["services"].model_copy(update={"categories": names})
        waves = ("shops-2024",) if figure.waves else WAVES
        about = about.model_copy(
            update={
                "figure": figure,
                "waves": {wave: about.waves[wave] for wave in waves},
                "indicators": {"services": words.model_copy(update={"waves": waves})},
                "domains": {"size": DomainWords(label=Text(fr="Lieu", en="Place"), levels=places)}
                if figure.used_domains
                else {},
                "schemes": {
                    name: Text(fr=LONG.format(name), en=name)
                    for name in ("reference", *(f"other_{n}" for n in range(6)))
                },
            }
        )
        rows = []
        for wave in waves:
            for scheme in about.schemes:
                for number, category in enumerate(names):
                    for at, (domain, level) in enumerate(
                        [(TOTAL, TOTAL), *(("size", one) for one in places)]
                    ):
                        value = 0.02 + (0.96 / max(categories, 2)) * number + 0.01 * (at % 3)
                        turn = (number + at) % 5 if domain == "size" else 0
                        quality = {3: "caution", 4: "suppressed"}.get(turn, "ok")
                        rows.append(
                            (wave, scheme, "services", category, domain, level, "share", value,
                             0.02, max(value - 0.1, 0), min(value + 0.1, 1), 99.0, 1.0, 100, 100.0,
                             100.0, quality, None if quality == "ok" else "few")
                        )  # fmt: skip
        estimates = ESTIMATES.check(pd.DataFrame(rows, columns=ESTIMATES.names), "made up")
        return PublishContext(about, estimates, COMPARISONS.empty())

    return made


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize(("categories", "levels"), [(16, 18), (1, 18), (16, 1), (1, 1)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_stand_on_the_paper_and_clear_of_each_other(
    crowded, spec, categories, levels, language
):
    figure = built(crowded(spec, categories, levels), language)
    height = figure.specification["height"]
    level, turned = [], []
    for one in words(figure):
        if one["angle"]:
            x, y = end(one)
            assert 0 <= x <= theme.WIDTH and 0 <= y <= height, one
            turned.append((one["text"], *turned_edges(one)))
        else:
            level.append((one["text"], *edges(one)))
    assert len(level) > 5
    for text, left, top, right, bottom in level:
        assert left >= 0 and right <= theme.WIDTH, text
        assert top >= 0 and bottom <= height, text
    for boxes in (level, turned):
        for (one, a, b, c, d), (other, e, f, g, h) in combinations(boxes, 2):
            assert c <= e or g <= a or d <= f or h <= b, f"{one!r} on {other!r}"
