"""Every margin of a file counts the same population, crossed ones included."""

import pytest

from reconstruct.margins import LARGE, MARGINS, REGIONS, write_margins


@pytest.fixture(params=list(MARGINS))
def wave(request):
    return request.param


@pytest.fixture
def totals(wave):
    found = {}
    for margin, category, total, *_ in MARGINS[wave]():
        found.setdefault(margin, {})[category] = total
    return found


def test_all_margins_sum_to_the_same_population(totals):
    assert len({sum(counts.values()) for counts in totals.values()}) == 1


def test_crossed_margins_collapse_to_the_plain_ones(totals):
    for margin, counts in totals.items():
        for place, variable in enumerate(margin.split("*") if "*" in margin else ()):
            if variable not in totals:
                continue
            collapsed = dict.fromkeys(totals[variable], 0)
            for category, total in counts.items():
                collapsed[category.split("*")[place]] += total
            assert collapsed == totals[variable], margin


def test_every_count_is_positive(totals):
    assert min(total for counts in totals.values() for total in counts.values()) > 0


def test_each_region_is_in_one_large_region():
    assert sorted(region for regions in LARGE.values() for region in regions) == sorted(REGIONS)


def test_the_committed_margins_are_those_that_the_tool_writes(wave, root, tmp_path):
    write_margins(wave, tmp_path)
    committed = root / "config" / "margins" / f"{wave}.csv"
    assert (tmp_path / f"{wave}.csv").read_bytes() == committed.read_bytes()
