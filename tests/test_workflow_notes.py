"""Notes are made by the workflow, released, and made again when what they tell moves."""

from pathlib import Path

import pytest

from phare.workflow.planning import make_plan
from tests.tiny_study import WAVES, edit, jobs, phare, put

pytestmark = pytest.mark.workflow
NOTES = "notes:\n  note: {}\n"
PUBLISHED = """wave,indicator,category,domain,level,value,unit,rounded_to,status,source,remark
shops-2024,opens,all,all,all,67,percent,1,verified,S1,
"""
FIRST, SECOND = (f"publish note note.shops-{year}" for year in (2020, 2024))


def rerun(folder: Path) -> list[str]:
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return jobs(run)


def test_a_note_is_added_kept_and_follows_what_it_tells(study: Path) -> None:
    config = study / "config"
    put(config / "notes.yaml", NOTES)
    put(config / "published.csv", PUBLISHED)
    assert rerun(study) == ["compare", FIRST, SECOND, "release"]
    names = {path.name for path in (study / "reports" / "2024.2" / "notes").iterdir()}
    assert len(names) == 14
    assert "note.shops-2024.fr.pdf" in (study / "reports" / "2024.2" / "index.html").read_text()
    page = study / "processed/publish/notes/note.shops-2024/note.shops-2024.en.html"
    assert "[S1]" in page.read_text(encoding="utf-8")

    # Of no published figure: no note tells of it.
    edit(config / "indicators.yaml", "digits: 1", "digits: 2")
    assert not {FIRST, SECOND} & set(rerun(study))

    # Of a published one, of the wave of 2024.
    edit(config / "indicators.yaml", "categories: opens", "categories: closed")
    assert "publish_note note.shops-2024" in phare(study, "status").stdout
    done = rerun(study)
    assert SECOND in done
    assert FIRST not in done

    edit(config / "published.csv", ",67,", ",33,")
    assert rerun(study) == ["compare", SECOND, "release"]

    known = "assumptions: [{fr: Une, en: One}]"
    edit(config / "waves" / "shops-2020.yaml", "respondent_id: id", f"{known}\nrespondent_id: id")
    assert rerun(study) == [FIRST, "release"]
    assert rerun(study) == []


def test_a_note_follows_the_weights_of_every_scheme_of_its_wave(study: Path) -> None:
    put(study / "config" / "notes.yaml", NOTES)
    jobs_of = [f"publish_note/note.{wave}" for wave in WAVES]
    before = [make_plan(study).lineage(job) for job in jobs_of]
    # The other scheme: no margin, so that only who is weighted matters.
    edit(study / "config" / "schemes.yaml", "[{base: {from: one}}]", "[{base: {from: population}}]")
    after = [make_plan(study).lineage(job) for job in jobs_of]
    assert all(one and one != other for one, other in zip(before, after, strict=True))


def test_a_wave_without_a_card_is_refused(study: Path) -> None:
    put(study / "config" / "notes.yaml", "notes:\n  note: {waves: shops-2042}\n")
    told = phare(study, "check")
    assert told.returncode == 2
    assert "config/notes.yaml: note.waves" in told.stdout
