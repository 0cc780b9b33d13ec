"""A wave is added by its card and its file, and by nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest


@pytest.mark.workflow
def test_a_card_and_a_file_add_a_wave(anes: Path) -> None:
    raw = anes / "raw"
    (raw / "voters-2000").mkdir()
    voters = pd.read_csv(raw / "voters-1996" / "anes96.csv")
    # Another delivery of other people: half of the first, under other names and codes.
    later = voters.iloc[::2].rename(columns={"TVnews": "news", "vote": "ballot"})
    later["ballot"] += 1
    later.to_csv(raw / "voters-2000" / "anes00.csv", index=False, sep=";")
    card = (anes / "config/waves/voters-1996.yaml").read_text("utf-8")
    card = card.replace("wave: voters-1996", "wave: voters-2000")
    card = card.replace("file: voters-1996/anes96.csv", "file: voters-2000/anes00.csv")
    card = card.replace("rows: 944", f"rows: {len(later)}")
    card = card.replace("source: TVnews", "source: news")
    card = card.replace("{source: vote, categories: {clinton: 0, dole: 1}}",
                        "{source: ballot, categories: {clinton: 1, dole: 2}}")  # fmt: skip
    place = anes / "config/waves/voters-2000.yaml"
    place.write_text(card, "utf-8")

    def phare(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "phare", *words, "--study", str(anes)],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    # What `check` says of the digest is what has to be written in the card.
    told = phare("check")
    assert told.returncode == 2
    digest = re.search(r"content with sha256 (\w{64})", told.stderr + told.stdout)
    assert digest is not None, told.stderr
    place.write_text(re.sub(r"sha256: \w+", f"sha256: {digest[1]}", card), "utf-8")
    assert phare("check").returncode == 0
    done = phare("run")
    assert done.returncode == 0, done.stderr
    release = next((anes / "reports").iterdir())
    found = pd.read_csv(release / "restricted/estimates.csv").set_index(
        ["wave", "indicator", "category", "domain", "level"]
    )
    share = found.loc[("voters-2000", "vote_dole", "all", "all", "all"), "estimate"]
    assert share == pytest.approx(voters["vote"].iloc[::2].mean(), rel=1e-12)
    assert "voters-2000" in (release / "index.html").read_text("utf-8")
