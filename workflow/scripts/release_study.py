"""Make the release."""

from pathlib import Path

import pandas as pd

from phare import storage
from phare.contracts import COMPARISONS as PAIRS
from phare.contracts import (
    DISPOSITIONS,
    EDITS,
    ESTIMATES,
    MARGIN_FIT,
    PUBLISHED_CHECK,
    WEIGHT_SUMMARY,
)
from phare.contracts.typology import PUBLISHABLE
from phare.provenance import HOME, json_text
from phare.release.make import Parts, make_release
from phare.release.manifest import made_here
from phare.release.settings import ReleaseSlice
from phare.workflow.step import Step


def _profiles(step: Step) -> dict[str, pd.DataFrame]:
    return {name: step.table(f"profile_{name}", table) for name, table in PUBLISHABLE.items()}


def main(step: Step) -> None:
    told, made = step.told(ReleaseSlice), made_here(step.engine, HOME / "requirements" / "study.in")
    parts = Parts(
        estimates=step.table("estimates", ESTIMATES),
        comparisons=step.table("comparisons", PAIRS),
        weight_summary=step.table("summaries", WEIGHT_SUMMARY),
        margin_fit=step.table("fits", MARGIN_FIT),
        dispositions=step.table("dispositions", DISPOSITIONS),
        edits=step.table("edits", EDITS),
        published_check=step.table("published_check", PUBLISHED_CHECK),
        raw=dict(zip(told.waves, step.paths("raw"), strict=True)),
        published=step.paths("published"),
        profiles=_profiles(step) if told.typologies else {},
    )

    receipt = make_release(parts, told, made, Path("reports"))

    storage.write_text(json_text(receipt) + "\n", step.path("receipt"))
