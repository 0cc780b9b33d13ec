"""Figures and tables of profiles: in the order of the tree, nothing hidden drawn, names reviewed."""

import pandas as pd
import pytest
from drawn import edges, marks, words

from phare.config.base import Text
from phare.config.figure_kinds import ProfilesFigure
from phare.config.items import TableSpec
from phare.config.publishing import publish_slice
from phare.contracts import COMPARISONS, ESTIMATES
from phare.contracts.typology import PUBLISHABLE
from phare.errors import PhareError
from phare.publish import theme
from phare.publish.context import ProfileTables, PublishContext
from phare.publish.profile_figure import build_profiles, profiles_text
from phare.publish.profile_table import build_profile_table

SHARES = {"1": 0.5, "2": None, "3": None, "none": 0.1}
TITLE = Text(fr="=1+1 <script>alert(1)</script>", en="Wishes")


def rows(name: str, *found: dict[str, object]) -> pd.DataFrame:
    contract = PUBLISHABLE[name]
    frame = pd.DataFrame([{"typology": "wishes", **one} for one in found])
    return contract.check(frame.reindex(columns=contract.names), name)


def tables(label: str | None = None) -> ProfileTables:
    shares = [
        {"wave": "shops-2020", "route": "learnt", "base": "answers", "profile": one,
         "n": None if share is None else 10, "share": share,
         "conf_low": None if share is None else share / 2,
         "conf_high": None if share is None else share * 1.5}
        for one, share in SHARES.items()
    ]  # fmt: skip
    terms = [
        {"k": 3, "profile": one, "kind": "term", "word": f"{word}{one}", "shown": f"{word}{one}",
         "n": 9, "n_all": 9, "share": 0.9, "chi2": chi2, "p_value": 0.0, "p_adjusted": 0.0}
        for one in ("1", "2", "3")
        for word, chi2 in (("second", 5.0), ("first", 9.0), ("never", -4.0))
    ]  # fmt: skip
    node = {"1": 3, "2": 2, "3": 4}
    stability = [
        {"k": 3, "profile": one, "node": at, "n": 10, "nameable": one != "3",
         "jaccard_mean": 0.75, "replicates": 20}
        for one, at in node.items()
    ]  # fmt: skip
    split = {"units": 30, "terms": 9, "singular_value": 0.5, "chi2_of_cut": 1.0, "chi2": 1.0,
             "moves": 0, "axis": 1, "guarded": False}  # fmt: skip
    splits = [
        {**split, "split": 1, "node": 0, "first": 1, "second": 2, "height": 50.0},
        {**split, "split": 2, "node": 1, "first": 3, "second": 4, "height": 20.0},
    ]
    names = [
        {"profile": one, "nameable": one != "3",
         **({"label_fr": label, "label_en": label} if label and one == "1" else {})}
        for one in node
    ]  # fmt: skip
    return ProfileTables(
        rows("shares", *shares), rows("words", *terms), rows("stability", *stability),
        rows("splits", *splits), rows("names", *names),
    )  # fmt: skip


@pytest.fixture
def context(shops):
    def make(found: ProfileTables, table: bool = False) -> PublishContext:
        figure = ProfilesFigure(kind="profiles", typology="wishes", title=TITLE, words=2)
        spec = TableSpec(typology="wishes", title=TITLE)
        about = publish_slice(shops, "figure", "years").model_copy(
            update={
                "name": "wishes", "indicators": {}, "figure": None if table else figure,
                "table": spec if table else None,
            }
        )  # fmt: skip
        return PublishContext(about, ESTIMATES.empty(), COMPARISONS.empty(), profiles=found)

    return make


def test_classes_stand_in_the_order_of_the_tree_with_their_words(context):
    figure = build_profiles(context(tables()), "en")
    said = {one["text"]: one["y"] for one in words(figure)}
    assert said["Class 1"] < said["Class 3 (too small to be named)"] < said["Class 2"]
    assert said["Class 2"] < said["Answers without a profile"]
    assert "first1, second1" in said
    assert not any("never" in one for one in said)
    assert "who answered the open question" in figure.captions.base


def test_a_hidden_share_has_no_bar(context):
    figure = build_profiles(context(tables()), "fr")
    wide = {theme.SERIES[0]: [], theme.COAST: []}
    for one in marks(figure, "rect"):
        if one["colour"] in wide and one["y2"] - one["y"] > 10:
            wide[one["colour"]].append(one["x2"] - one["x"])
    ((own,), (none,)) = wide.values()
    assert own / none == pytest.approx(5, rel=0.02)
    assert "s\u202f: non publié." in figure.told
    lines = profiles_text(context(tables())).splitlines()
    assert lines[2].startswith("wishes,shops-2020,2,,,,,0.75,")
    assert "<script" not in figure.captions.notes


def test_names_are_those_of_the_reviewer(context):
    named = context(tables("Les pressés"))
    assert "Les pressés" in build_profiles(named, "fr").told
    assert "Classe 2" in build_profiles(named, "fr").told


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_stand_on_the_paper(context, language):
    figure = build_profiles(context(tables("A very long name of a class, " * 3)), language)
    for one in words(figure):
        left, top, right, bottom = edges(one)
        assert left >= 0 and right <= theme.WIDTH, one
        assert top >= 0 and bottom <= figure.specification["height"], one
    named = [one for one in words(figure) if "very long" in one["text"]]
    assert len(named) >= 2
    bars = [one["x"] for one in marks(figure, "rect") if one["colour"] == theme.SERIES[0]]
    assert max(edges(one)[2] for one in named[1:]) < max(bars)


def test_a_table_says_the_same(context):
    table = build_profile_table(context(tables(), table=True), "en")
    assert table.rows[0].label == "Class 1: first1, second1"
    shown = [[cell.shown for cell in row.cells] for row in table.rows]
    assert shown[0] == ["50%", "25–75%", "10", "0.75"]
    assert shown[1] == ["s", "s", "s", "0.75"]
    assert shown[3][3] == ""


def test_no_profiles_are_refused(context):
    empty = ProfileTables(
        *(PUBLISHABLE[name].empty() for name in ("shares", "words", "stability", "splits", "names"))
    )
    with pytest.raises(PhareError, match="no profiles"):
        build_profiles(context(empty), "fr")
