"""Open answers through the whole workflow, by configuration alone.

Oracles: the profiles that the answers were made from, known answer by answer; the themes that
the authors of real contributions chose.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from phare import storage
from phare.contracts import typology as contracts
from phare.typology.agreement import adjusted_rand

pytestmark = pytest.mark.workflow


def run(study: Path, work: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "phare", "run", "--study", str(study), "--directory", str(work)],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def planted(root: Path, reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert reference
    work = tmp_path_factory.mktemp("planted")
    run(root / "tests/studies/planted", work)
    return work


def table(work: Path, wave: str, name: str) -> pd.DataFrame:
    contract = (contracts.PUBLISHABLE | contracts.RESTRICTED)[name]
    end = "parquet" if name == "profiles" else "csv"
    (folder,) = (work / "processed" / "typology").iterdir()
    return storage.read_table(folder / wave / f"{name}.{end}", contract)


def truth(reference: Path, file: str, profiles: pd.DataFrame) -> pd.Series:
    """Return the profile that each respondent's answer was made from."""
    made = pd.read_csv(reference / "typology" / "planted_mayors" / file, dtype="str")
    return profiles["respondent_id"].map(made.set_index("doc_id")["profil_vrai"])


def test_planted_profiles_are_found(planted: Path, reference: Path) -> None:
    found = table(planted, "mayors-2020", "profiles")
    true = truth(reference, "wave1.csv", found)
    own = (found["route"] == "learnt").to_numpy() & (true != "vague").to_numpy()
    one, other = pd.factorize(found.loc[own, "profile"])[0], pd.factorize(true[own])[0]
    assert own.sum() > 1250
    assert adjusted_rand(one, other) >= 0.80


def test_the_later_wave_is_in_the_classes_of_the_first(planted: Path, reference: Path) -> None:
    first = table(planted, "mayors-2020", "profiles")
    named = pd.crosstab(first["profile"], truth(reference, "wave1.csv", first)).idxmax(axis=1)
    later = table(planted, "mayors-2025", "profiles")
    true, found = truth(reference, "wave2.csv", later), later["profile"].map(named.drop("none"))
    planted_ones = (true != "vague").to_numpy()
    classified = found.notna().to_numpy()
    assert classified[planted_ones].mean() >= 0.90
    right = (found == true).to_numpy()[planted_ones & classified]
    assert right.mean() >= 0.93
    assert (~classified[~planted_ones]).mean() >= 0.95
    shares = table(planted, "mayors-2025", "shares")
    shares = shares[shares["base"] == "classified"].set_index("profile")["share"]
    real = true[planted_ones].value_counts(normalize=True)
    for profile, name in named.drop("none").items():
        assert shares[profile] == pytest.approx(real[name], abs=0.03)
    assert not table(planted, "mayors-2025", "drift")["alarm"].any()


def test_small_numbers_and_respondents_stay_where_they_are(planted: Path) -> None:
    (release,) = (planted / "reports").iterdir()
    names = {path.stem for path in (release / "profiles").iterdir()}
    assert names == set(contracts.PUBLISHABLE)
    words = pd.read_csv(release / "profiles" / "words.csv")
    assert not words["n"].between(1, 4).any()
    assert words["notice"].notna().all()
    shares = pd.read_csv(release / "profiles" / "shares.csv")
    assert set(shares["wave"]) == {"mayors-2020", "mayors-2025"}
    assert np.allclose(shares["share"], shares["share"].round(3))


def test_a_second_run_does_nothing_and_another_place_gives_the_same_bytes(
    planted: Path, root: Path, tmp_path: Path
) -> None:
    study = root / "tests/studies/planted"
    assert "Everything is up to date." in run(study, planted)
    run(study, tmp_path)
    for path in sorted((planted / "processed" / "typology").rglob("*.*")):
        again = tmp_path / path.relative_to(planted)
        assert again.read_bytes() == path.read_bytes(), path


def test_real_contributions_go_with_the_themes_of_their_authors(
    root: Path, reference: Path, tmp_path: Path
) -> None:
    assert reference
    run(root / "tests/studies/lille", tmp_path)
    found = table(tmp_path, "contributions-2019", "profiles")
    made = pd.read_csv(reference / "typology" / "lille_debat" / "corpus.csv", dtype="str")
    theme = found["respondent_id"].map(made.set_index("doc_id")["theme"])
    own = (found["route"] == "learnt").to_numpy()
    counts = pd.crosstab(found.loc[own, "profile"], theme[own]).to_numpy(float)
    expected = counts.sum(1, keepdims=True) * counts.sum(0) / counts.sum()
    chi2 = ((counts - expected) ** 2 / expected).sum()
    assert len(counts) == 5
    assert np.sqrt(chi2 / counts.sum() / (min(counts.shape) - 1)) > 0.4
    tests = table(tmp_path, "contributions-2019", "modalities")
    whole = tests[(tests["level"] == "all") & (tests["variable"] == "theme")]
    assert float(whole["p_value"].iloc[0]) < 1e-6
