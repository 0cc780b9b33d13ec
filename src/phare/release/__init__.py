"""Everything of one run, frozen under a number."""

from phare.release.check import published_check
from phare.release.make import Parts, make_release
from phare.release.manifest import Made, made_here
from phare.release.settings import ReleaseSlice, release_slice

__all__ = [
    "Made",
    "Parts",
    "ReleaseSlice",
    "made_here",
    "make_release",
    "published_check",
    "release_slice",
]
