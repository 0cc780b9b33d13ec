"""The study's own configuration, and what is generated from the models of configuration."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from phare.config import load_study


def test_the_study_has_no_problem(root: Path) -> None:
    study = load_study(root)
    assert study.waves == [
        "citizens-2015", "firms-2015", "associations-2015", "mayors-2016", "mayors-2024",
    ]  # fmt: skip


def test_the_sixteenth_domain_stays_unknown(root: Path) -> None:
    domains = load_study(root).variables.lists["fragility_domains"]
    assert len(domains) == 16
    assert [name for name, one in domains.items() if one.status == "unknown"] == ["unknown_16"]


def test_reconstructed_waves_list_their_assumptions(root: Path) -> None:
    for wave, card in load_study(root).cards.items():
        assert card.reconstructed, wave
        assert len(card.assumptions) >= 3, wave


def test_any_wave_that_was_published_about_can_be_added_by_its_card(
    root: Path, tmp_path: Path
) -> None:
    shutil.copytree(root / "config", tmp_path / "config")
    study = load_study(root)
    latest = {card.population: card for card in study.cards.values()}
    added = sorted(set(study.published["wave"]) - set(study.cards))
    assert len(added) > 5
    for wave in added:
        card = latest[wave.rpartition("-")[0]]
        text = (root / "config/waves" / f"{card.wave}.yaml").read_text("utf-8")
        text = text.replace(f"wave: {card.wave}", f"wave: {wave}\nmargins: {card.margins_name}", 1)
        (tmp_path / "config/waves" / f"{wave}.yaml").write_text(text, "utf-8")
    assert set(added) < set(load_study(tmp_path).waves)


@pytest.mark.parametrize("tool", ["schemas", "licences"])
def test_generated_pages_are_up_to_date(root: Path, tool: str) -> None:
    done = subprocess.run(
        [sys.executable, str(root / "tools" / f"{tool}.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_every_configuration_file_names_a_schema_that_exists(root: Path) -> None:
    files = [*root.glob("config/*.yaml"), *root.glob("config/waves/*.yaml")]
    assert len(files) >= 12
    for path in files:
        first = path.read_text("utf-8").partition("\n")[0]
        _, _, schema = first.partition("$schema=")
        assert (path.parent / schema).resolve().is_file(), path.name


def test_locks_carry_hashes_and_no_address(root: Path) -> None:
    for lock in root.glob("requirements/*.lock"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_profiles_are_yaml_with_a_reason_for_each_setting(root: Path) -> None:
    for path in root.glob("profiles/*/config.yaml"):
        settings = yaml.safe_load(path.read_text("utf-8"))
        comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
        assert len(comments) >= 1, path
        assert settings, path
