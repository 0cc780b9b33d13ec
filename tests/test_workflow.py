"""What runs again and what does not; the same bytes each time; releases."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny_study import (
    WAVES,
    answers,
    bytes_of,
    deliver,
    edit,
    environment,
    jobs,
    phare,
    put,
    snakemake,
    unlocked,
    write_study,
)  # fmt: skip

pytestmark = pytest.mark.workflow
FIRST, SECOND = WAVES
ESTIMATES = [
    f"estimate {wave} {scheme}" for wave in WAVES for scheme in ("reference", "unweighted")
]
AFTER_OPENS = ["compare", "publish table opening", "release"]


def rerun(folder: Path) -> list[str]:
    """Run again; return the steps that were done."""
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return jobs(run)


def releases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "reports").iterdir())


def test_a_second_run_does_nothing(study: Path) -> None:
    made = bytes_of(study / "processed")
    run = phare(study, "run")
    assert "Everything is up to date." in run.stdout
    assert jobs(run) == []
    assert bytes_of(study / "processed") == made
    assert releases(study) == ["2024.1"]


def test_plain_snakemake_does_the_same(study: Path) -> None:
    run = snakemake(study)
    assert run.returncode == 0
    assert "Nothing to be done" in run.stdout


def test_plain_snakemake_says_why_in_few_words(study: Path) -> None:
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    run = snakemake(study, "--dry-run")
    reasons = [line for line in run.stdout.splitlines() if "Params have changed" in line]
    assert len(reasons) == len(ESTIMATES), run.stdout
    assert max(map(len, reasons)) < 200


def test_an_edited_indicator_reruns_its_dependants(study: Path) -> None:
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    status = phare(study, "status").stdout
    assert rerun(study) == sorted([*ESTIMATES, *AFTER_OPENS])
    assert "setting indicators.opens.categories changed" in status
    assert "9 of 16 steps are up to date" in status
    assert "publish_table opening" in status
    assert "staffing" not in status
    before, after = (study / "reports" / name / "tables" for name in releases(study))
    assert (before / "opening.csv").read_bytes() != (after / "opening.csv").read_bytes()
    assert (before / "staffing.csv").read_bytes() == (after / "staffing.csv").read_bytes()


def test_an_item_and_an_estimate_edited_together(study: Path) -> None:
    # Snakemake does not look at the params of what follows a job that runs.
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    edit(study / "config" / "tables.yaml", "indicators: [staff]",
         "title: {fr: Les deux, en: Both}\n    indicators: [staff, opens]")  # fmt: skip
    assert "publish table staffing" in rerun(study)
    edit(study / "config" / "indicators.yaml", "categories: closed", "categories: opens")
    edit(study / "config" / "indicators.yaml", "fr: Salariés", "fr: Effectif")
    assert rerun(study) == sorted([*ESTIMATES, *AFTER_OPENS, "publish table staffing"])


def test_a_document_is_made_again_for_what_it_tells(study: Path) -> None:
    put(
        study / "config" / "documents.yaml",
        "documents:\n  note:\n    kind: toplines\n    indicators: [staff]\n"
        "    title: {fr: Note, en: Note}\n",
    )
    assert "publish document note" in rerun(study)
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    assert "publish document note" not in rerun(study)
    edit(study / "config" / "indicators.yaml", "statistic: mean", "statistic: total")
    assert "publish document note" in rerun(study)


def test_status_tells_the_steps_that_run(study: Path) -> None:
    margins = study / "config" / "margins" / "shops.csv"
    edit(margins, "small,700", "small,750")
    edit(margins, "large,300", "large,250")
    told = phare(study, "status").stdout
    weighted = [step for step in rerun(study) if step.startswith("weight")]
    assert weighted == [f"weight {wave} reference" for wave in WAVES]
    assert [f"weight {wave} reference" for wave in WAVES] == [
        line.strip().replace("weight_wave", "weight")
        for line in told.splitlines()
        if line.startswith("  weight_wave")
    ]
    assert "setting margins changed" in told


def test_without_snakemakes_records_nothing_stale_is_kept(study: Path) -> None:
    shutil.rmtree(study / ".snakemake")
    assert rerun(study) == []
    shutil.rmtree(study / ".snakemake")
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    # Stale estimates are removed first, and an item whose input is gone is made again.
    assert rerun(study) == sorted([*ESTIMATES, *AFTER_OPENS, "publish table staffing"])


def test_an_edited_wave_reruns_that_wave(study: Path) -> None:
    edit(
        study / "config" / "waves" / f"{SECOND}.yaml",
        "staff: {source: q3}",
        "staff: {ratio: [q3, q1]}",
    )
    done = rerun(study)
    assert f"clean {SECOND}" in done
    assert not [step for step in done if FIRST in step]


def test_a_reworded_label_reruns_no_estimate(study: Path) -> None:
    edit(study / "config" / "indicators.yaml", "fr: Ouvre,", "fr: Ouverture,")
    assert rerun(study) == ["publish table opening", "release"]


def test_a_comment_reruns_nothing(study: Path) -> None:
    edit(study / "config" / "indicators.yaml", "indicators:", "# a comment\nindicators:")
    assert rerun(study) == []
    assert releases(study) == ["2024.1"]


def test_an_added_scheme_leaves_the_others(study: Path) -> None:
    put(
        study / "config" / "schemes.yaml",
        (study / "config" / "schemes.yaml").read_text()
        + "  other:\n    label: {fr: Autre, en: Other}\n    steps: {shops: [{base: {from: one}}]}\n",
    )
    assert [step for step in rerun(study) if "shops" in step] == [
        f"{stage} {wave} other" for stage in ("estimate", "weight") for wave in WAVES
    ]


def test_an_edited_module_reruns_its_stage(study: Path, root: Path, tmp_path: Path) -> None:
    house = copy_of_house(root, tmp_path / "house")
    assert run_from(house, study)[0] == 0
    module = house / "src" / "phare" / "weight" / "__init__.py"
    put(module, module.read_text(encoding="utf-8") + "\n# edited\n")
    code, done = run_from(house, study)
    assert code == 0
    assert {step.split()[0] for step in done} == {
        "weight",
        "estimate",
        "compare",
        "publish",
        "release",
    }
    assert releases(study) == ["2024.1"]


def test_a_params_function_of_input_is_refused(study: Path, root: Path, tmp_path: Path) -> None:
    house = copy_of_house(root, tmp_path / "house")
    edit(
        house / "workflow" / "rules" / "clean.smk",
        'digest=digest("clean_wave")',
        "digest=lambda wildcards, input: str(input)",
    )
    run = phare_from(house, study)
    assert run.returncode != 0
    assert "clean_wave: got a function of `input` for the param digest" in run.stdout


def test_two_folders_give_the_same_bytes(settled: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "elsewhere")
    run = phare(folder, "run", "--cores", "1")
    assert run.returncode == 0, run.stdout
    assert bytes_of(folder / "reports") == bytes_of(settled / "reports")
    assert bytes_of(folder / "processed") == bytes_of(settled / "processed")


def test_another_working_directory_leaves_the_study_alone(study: Path, tmp_path: Path) -> None:
    before = bytes_of(study)
    run = phare(tmp_path, "run", "--study", str(study), "--directory", str(tmp_path / "out"))
    assert run.returncode == 0, run.stdout
    assert bytes_of(study) == before
    assert bytes_of(tmp_path / "out" / "reports") == bytes_of(study / "reports")


def test_some_waves_are_estimated_without_a_release(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    run = phare(folder, "run", SECOND)
    assert run.returncode == 0, run.stdout
    assert {step.split()[1] for step in jobs(run)} == {SECOND}
    assert not (folder / "reports").exists()
    assert "Opens" in run.stdout


def test_an_output_edited_by_hand_is_made_again(study: Path) -> None:
    made = bytes_of(study / "processed")
    output = study / "processed" / "weight" / FIRST / "reference" / "summary.csv"
    put(output, output.read_text().replace("60", "61"))
    assert phare(study, "verify").returncode == 2
    run = phare(study, "run")
    assert run.returncode == 0, run.stdout
    assert f"weight {FIRST} reference" in jobs(run)
    assert "edited by hand" in run.stdout
    assert bytes_of(study / "processed") == made
    assert phare(study, "verify").returncode == 0


def test_what_the_study_no_longer_has_is_removed(study: Path) -> None:
    (study / "config" / "waves" / f"{FIRST}.yaml").unlink()
    rerun(study)
    assert not list((study / "processed").rglob(f"*{FIRST}*"))
    changes = (study / "reports" / "2024.2" / "changes.csv").read_text()
    assert "wave removed" in changes


def test_a_release_removed_by_hand_is_made_again(study: Path) -> None:
    before = bytes_of(study / "reports")
    shutil.rmtree(unlocked(study / "reports"))
    assert rerun(study) == ["release"]
    assert bytes_of(study / "reports") == before


def test_an_unchanged_study_makes_no_new_release(study: Path) -> None:
    before = bytes_of(study / "reports")
    shutil.rmtree(study / "processed")
    assert len(rerun(study)) == 16
    assert bytes_of(study / "reports") == before


def test_a_new_delivery_makes_a_release_that_says_what_moved(study: Path) -> None:
    text = (study / "raw" / SECOND / "shops.csv").read_text()
    deliver(study, SECOND, text.replace("\n1,2,", "\n1,1,"))
    rerun(study)
    assert releases(study) == ["2024.1", "2024.2"]
    _, *rows = (study / "reports" / "2024.2" / "changes.csv").read_text().splitlines()
    assert rows
    assert all(row.startswith(SECOND) and row.endswith(",data") for row in rows)


def test_a_release_edited_by_hand_is_noticed(study: Path) -> None:
    released = study / "reports" / "2024.1" / "estimates.csv"
    assert not os.access(released, os.W_OK) or os.geteuid() == 0
    released.chmod(0o644)
    put(released, released.read_text().replace("0.", "1.", 1))
    run = phare(study, "verify")
    assert run.returncode == 2
    assert "estimates.csv: got other content" in run.stdout


def test_a_release_edited_by_hand_is_no_parent(study: Path) -> None:
    released = study / "reports" / "2024.1" / "estimates.csv"
    released.chmod(0o644)
    put(released, released.read_text().replace("0.", "1.", 1))
    edit(study / "config" / "indicators.yaml", "fr: Ouvre,", "fr: Ouverture,")
    run = phare(study, "run")
    assert run.returncode == 2
    assert "estimates.csv: got other content" in run.stdout
    assert "Traceback" not in run.stdout
    assert releases(study) == ["2024.1"]
    shutil.rmtree(unlocked(study / "reports" / "2024.1"))
    assert rerun(study) == ["release"]
    assert phare(study, "verify").returncode == 0


def test_a_release_edited_by_hand_is_told_by_a_run_that_has_nothing_to_do(study: Path) -> None:
    released = study / "reports" / "2024.1" / "estimates.csv"
    released.chmod(0o644)
    put(released, released.read_text().replace("0.", "1.", 1))
    run = phare(study, "run")
    assert run.returncode == 2
    assert jobs(run) == []
    assert "estimates.csv: got other content" in run.stdout


def test_only_the_latest_release_is_said_to_be_made_again(study: Path) -> None:
    edit(study / "config" / "indicators.yaml", "fr: Ouvre,", "fr: Ouverture,")
    rerun(study)
    for release in releases(study):
        released = study / "reports" / release / "estimates.csv"
        released.chmod(0o644)
        put(released, released.read_text().replace("0.", "1.", 1))
    older, latest = phare(study, "verify").stdout.splitlines()
    assert "2024.1/estimates.csv" in older
    assert "never made again" in older
    assert "2024.2/estimates.csv" in latest
    assert "run again" in latest


def test_a_release_is_read_only(study: Path) -> None:
    release = study / "reports" / "2024.1"
    for path in (release, *release.rglob("*")):
        assert not path.stat().st_mode & 0o222, path


def test_what_was_made_from_other_inputs_is_made_again(study: Path) -> None:
    # What a killed run and a copy without dates may leave: estimates younger than the weights
    # beside them, but made from others.
    record = study / "processed" / ".made" / f"estimate_wave@{FIRST}@reference.json"
    entry = json.loads(record.read_text())
    weights = f"processed/weight/{FIRST}/reference/weights.parquet"
    entry["inputs"][weights] = "0" * 64
    record.write_text(json.dumps(entry))
    status = phare(study, "status").stdout
    assert f"{weights} is not the one it read" in status
    assert f"estimate {FIRST} reference" in rerun(study)


def copy_of_house(root: Path, to: Path) -> Path:
    """Copy what runs, so that a test may edit it."""
    for name in ("src", "workflow", "profiles", "requirements"):
        shutil.copytree(root / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "Snakefile", to)
    return to


def phare_from(house: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "phare", "run"], cwd=folder, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment() | {"PYTHONPATH": str(house / "src")},
    )  # fmt: skip


def run_from(house: Path, folder: Path) -> tuple[int, list[str]]:
    run = phare_from(house, folder)
    return run.returncode, jobs(run)


def test_check_tells_every_problem_and_writes_nothing(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    assert phare(folder, "check").returncode == 0
    for wave in WAVES:
        raw = folder / "raw" / wave / "shops.csv"
        put(raw, raw.read_text().replace("\n1,", "\n1,7", 1))
    before = bytes_of(folder)
    run = phare(folder, "check")
    assert run.returncode == 2
    for wave in WAVES:
        assert f"config/waves/{wave}.yaml" in run.stdout
    assert run.stdout.count("sha256") >= 2
    assert "'7" in run.stdout
    assert bytes_of(folder) == before


def without_large_shops() -> str:
    head, *rows = (line.split(",") for line in answers(1).splitlines())
    small = ([number, opens, "1", staff] for number, opens, _, staff in rows)
    return "".join(",".join(row) + "\n" for row in (head, *small))


def test_check_weights_a_wave_whatever_its_crosswalk_lacks(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    card = folder / "config" / "waves" / f"{SECOND}.yaml"
    deliver(folder, SECOND, without_large_shops())
    edit(card, "categories: {opens: 1, closed: 2}", "categories: {closed: 2}")
    run = phare(folder, "check")
    assert run.returncode == 2
    assert "crosswalk.opens" in run.stdout  # what the codes say
    assert f"{SECOND}, scheme reference" in run.stdout  # what the margins say
    assert "large" in run.stdout


def test_check_tells_a_problem_of_several_schemes_once(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    put(
        folder / "config" / "schemes.yaml",
        (folder / "config" / "schemes.yaml").read_text()
        + "  linear:\n    label: {fr: Autre, en: Other}\n    steps:\n      shops:\n"
        "      - base: {from: one}\n      - calibrate: {method: linear, margins: [size]}\n",
    )
    deliver(folder, SECOND, without_large_shops())
    run = phare(folder, "check")
    assert run.returncode == 2
    assert run.stdout.count("large") == 1
    assert f"{SECOND}, schemes reference, linear" in run.stdout


def test_help_teaches(tmp_path: Path) -> None:
    run = phare(tmp_path, "--help")
    assert run.returncode == 0
    for word in ("check", "run", "status", "verify", "config/waves", "Exit status"):
        assert word in run.stdout
