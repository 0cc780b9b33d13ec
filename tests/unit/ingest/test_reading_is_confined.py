"""A reader that crashes, hangs or swells gives the caller one sentence."""

import os
import signal
import time

import pytest

from phare.errors import PhareError
from phare.ingest.confine import Limits, confined

LIMITS = Limits(seconds=20, bytes=2**30)


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)


def hang():
    time.sleep(60)


def swell():
    return [bytearray(2**26) for _ in range(100)]


def fail():
    raise ValueError("strange\ncontent")


@pytest.mark.parametrize(
    ("read", "limits", "said"),
    [
        (crash, LIMITS, "content that crashes its reader (SIGSEGV)"),
        (hang, Limits(seconds=0.2), "no end of reading after 0.2 seconds"),
        (swell, LIMITS, "content that needs more than 1 GiB of memory"),
        (fail, LIMITS, "content that cannot be read (ValueError: strange content)"),
    ],
)
def test_one_sentence_names_the_file(read, limits, said):
    with pytest.raises(PhareError) as raised:
        confined(read, "raw/w/file.sav", limits)
    (problem,) = raised.value.problems
    assert problem.where == "raw/w/file.sav"
    assert problem.got == said
    assert "\n" not in str(problem)
