"""The gallery names files that a release has, and has a picture of each kind of figure."""

import sys
from typing import get_args

import pytest

from phare.config import load_study
from phare.config.declared import DECLARED
from phare.config.figure_kinds import FigureSpec
from phare.kinds import KINDS


@pytest.fixture(scope="module")
def gallery(root):
    sys.path.insert(0, str(root / "tools"))
    import gallery

    return gallery


@pytest.fixture(scope="module")
def study(root):
    return load_study(root)


def test_every_picture_is_of_a_file_that_a_release_has(gallery, study):
    released = {"index.html"} | {
        f"{KINDS[kind].folder}/{file}"
        for kind in KINDS
        for name in DECLARED[kind].names(study)
        for file in KINDS[kind].files(name)
    }
    assert {one.file for one in gallery.GALLERY} <= released


def test_each_kind_of_figure_is_used_by_the_study_and_has_a_picture(gallery, study):
    union, *_ = get_args(FigureSpec)
    kinds = {get_args(one.model_fields["kind"].annotation)[0] for one in get_args(union)}
    used = {name: spec.kind for name, spec in study.figures.figures.items()}
    assert set(used.values()) == kinds
    shown = {one.file.partition("/")[2].partition(".")[0] for one in gallery.GALLERY}
    assert {kind for name, kind in used.items() if name in shown} == kinds


def test_pictures_in_the_repository_are_those_of_the_list_and_small(gallery):
    there = {path.stem: path.stat().st_size for path in gallery.FOLDER.glob("*.png")}
    assert set(there) <= {one.name for one in gallery.GALLERY}
    assert max(there.values()) <= gallery.MOST
    assert sum(there.values()) <= gallery.ALL_TOGETHER


def test_what_cannot_be_drawn_is_told(gallery, tmp_path):
    with pytest.raises(gallery.CannotBeDrawnError, match="has no index"):
        gallery.drawn(tmp_path, gallery.Picture("release", "index.html", "A page"))
    with pytest.raises(gallery.CannotBeDrawnError, match="no-such-program is not installed"):
        gallery.program("no-such-program")
