"""A reconstructed file is a function of the tool and of config/, and of nothing else."""

import hashlib
import shutil

import pytest

from phare.config import load_study
from reconstruct.waves import RECONSTRUCTIONS, write_wave


@pytest.fixture(scope="module")
def copied(root, tmp_path_factory):
    """A study with this configuration and no raw file."""
    place = tmp_path_factory.mktemp("study")
    shutil.copytree(root / "config", place / "config")
    return load_study(place)


@pytest.mark.parametrize("wave", list(RECONSTRUCTIONS))
def test_the_file_has_the_checksum_and_the_rows_of_its_card(wave, copied, study):
    path = write_wave(copied, wave)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == study.cards[wave].sha256
    assert path.read_bytes() == study.raw_file(wave).read_bytes()
    card = copied.root / "config" / "waves" / f"{wave}.yaml"
    assert card.read_bytes() == (study.root / "config" / "waves" / f"{wave}.yaml").read_bytes()
