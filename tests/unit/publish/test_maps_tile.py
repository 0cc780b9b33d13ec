"""The geometry of maps: departments share their borders exactly, and so does every level."""

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from phare.config.territories import departments
from phare.errors import PhareError
from phare.publish import geography
from phare.publish.geography import Rings

LEVELS = ("department", "region", "region12", "large_region", "region18", "region22", "region27")
# INSEE, km².
AREAS = {"bretagne": 27_208, "corse": 8_680, "occitanie": 72_724, "ile_de_france": 12_011,
         "grand_est": 57_441, "nouvelle_aquitaine": 84_036}  # fmt: skip


@pytest.fixture(scope="module")
def territories(root) -> pd.DataFrame:
    return pd.read_csv(root / "config" / "territories.csv", dtype=str)


def area(rings: Rings) -> int:
    """Twice the area of rings, in hundredths of km², exactly; holes count against."""
    total = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            total += round(10 * x2) * round(10 * y1) - round(10 * x1) * round(10 * y2)
    return total


def outline(borders: geography.Borders) -> Rings:
    """Coasts and frontiers joined into rings, by their direction around the departments."""
    land = geography.country()
    used = Counter(max(one, ~one) for numbers in land.departments.values() for one in numbers)
    alone = [one for numbers in land.departments.values() for one in numbers
             if used[max(one, ~one)] == 1]  # fmt: skip
    assert len(alone) == len(borders.outside)
    return geography.closed(land, alone)


def test_each_border_stands_once_and_parts_two_departments_at_most():
    land = geography.country()
    directed = [one for numbers in land.departments.values() for one in numbers]
    assert len(set(directed)) == len(directed)
    assert {max(one, ~one) for one in directed} == {
        *range(max(max(one, ~one) for one in directed) + 1)
    }
    # Whatever is used twice is used once in each direction: the departments lie on its sides.
    assert max(Counter(max(one, ~one) for one in directed).values()) == 2


@pytest.mark.parametrize("level", LEVELS)
def test_parts_have_the_area_of_the_whole(territories, level):
    borders = geography.mainland(departments(territories, level))
    whole = area(outline(borders))
    assert sum(area(rings) for rings in borders.areas.values()) == whole
    assert all(area(rings) > 0 for rings in borders.areas.values())
    assert borders.rest == ()
    assert whole / 200 == pytest.approx(543_940, rel=0.01)


@pytest.mark.parametrize("level", LEVELS)
def test_every_ring_is_closed(territories, level):
    borders = geography.mainland(departments(territories, level))
    rings = [ring for rings in borders.areas.values() for ring in rings]
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)


@pytest.mark.parametrize("level", LEVELS)
def test_every_arc_is_drawn_once(territories, level):
    borders = geography.mainland(departments(territories, level))
    drawn = [*borders.inside, *borders.between, *borders.outside]
    land = geography.country()
    used = {max(one, ~one) for numbers in land.departments.values() for one in numbers}
    assert sorted(drawn) == sorted(land.arcs[number] for number in used)


def test_the_only_hole_is_an_enclave_of_spain(territories):
    rings = outline(geography.mainland(departments(territories, "department")))
    holes = [ring for ring in rings if area((ring,)) < 0]
    assert len(holes) == 1
    assert abs(area(holes)) / 200 < 20


def test_borders_meet_only_where_they_end():
    """No segment crosses another: with equal areas, there is neither a gap nor an overlap."""
    land = geography.country()
    used = {max(one, ~one) for numbers in land.departments.values() for one in numbers}
    segments = np.array(
        [(*a, *b) for number in sorted(used) for a, b in itertools.pairwise(land.arcs[number])]
    )
    points = np.rint(segments * 10).astype("int64")
    start, stop = points[:, :2], points[:, 2:]
    low, high = np.minimum(start, stop), np.maximum(start, stop)

    def side(a, b, c):
        cross = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (
            c[:, 0] - a[:, 0]
        )
        return np.sign(cross)

    crossings = 0
    for number in range(len(points) - 1):
        near = np.all((low[number + 1 :] <= high[number]) & (high[number + 1 :] >= low[number]), 1)
        others = number + 1 + np.flatnonzero(near)
        a, b = (np.repeat(ends[number][None], len(others), 0) for ends in (start, stop))
        c, d = start[others], stop[others]
        one = side(a, b, c) * side(a, b, d)
        other = side(c, d, a) * side(c, d, b)
        crossings += int(((one < 0) & (other <= 0) | (one <= 0) & (other < 0)).sum())
    assert crossings == 0


def test_regions_have_their_real_areas(territories):
    areas = geography.mainland(departments(territories, "region")).areas
    for name, real in AREAS.items():
        assert area(areas[name]) / 200 == pytest.approx(real, rel=0.015), name


def test_departments_overseas_have_their_real_areas(territories):
    real = {"guadeloupe": 1_628, "martinique": 1_128, "guyane": 83_534, "la_reunion": 2_504,
            "mayotte": 374}  # fmt: skip
    found = geography.overseas(departments(territories, "region18"))
    assert set(found) == set(real)
    for name, rings in found.items():
        assert area(rings) / 200 == pytest.approx(real[name], rel=0.08), name


def test_a_department_without_geometry_is_refused():
    with pytest.raises(PhareError, match="department 20, 99"):
        geography.check_known({"corse": ("20", "2A"), "elsewhere": ("99",)}, "config/figures.yaml")
