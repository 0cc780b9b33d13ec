"""The five waves: who answers what, how the file is spoilt, how it is delivered."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from phare.config import Study
from reconstruct import associations, citizens, firms, formats, mayors
from reconstruct.blemishes import Blemishes, blemished
from reconstruct.cards import stamp
from reconstruct.encoding import SourceColumn, encoded

Deliver = Callable[[pd.DataFrame, list[SourceColumn], Path], None]


@dataclass(frozen=True)
class Reconstruction:
    """How one wave is made.

    seed : of this wave alone, so that waves can be made one by one
    """

    seed: int
    answers: Callable[[Study, np.random.Generator], pd.DataFrame]
    blemishes: Blemishes
    deliver: Deliver


def _csv(lines: pd.DataFrame, _: list[SourceColumn], path: Path) -> None:
    formats.write_csv(lines, path)


def _interviews_2024(lines: pd.DataFrame, columns: list[SourceColumn], path: Path) -> None:
    """Deliver with the date of each interview, from 30 September to 28 October."""
    days = np.linspace(0, 28, len(lines)).astype(int)
    first = datetime.date(2024, 9, 30)
    lines.insert(1, "DATE_ITW", [first + datetime.timedelta(days=int(day)) for day in days])
    formats.write_sav(
        lines, columns, path, "Impacts & trajectoires - Elus locaux 2024 (reconstitue)"
    )


_FIRM_SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "types": ("Types de partenariat", ("Q3_1", "Q3_2", "Q3_3", "Q3_4")),
    "echelles": ("Echelle des partenariats", ("Q4_1", "Q4_2", "Q4_3", "Q4_4")),
}

RECONSTRUCTIONS = {
    "citizens-2015": Reconstruction(
        seed=201509,
        answers=citizens.reconstruct,
        blemishes=Blemishes(
            identifier=("Identifiant", "C{:05d}"),
            duplicates=6, speeders=19, duration="Durée (min)", straight_liners=14,
            straight=("fragility_notes", (5.0, 7.0, 8.0)),
            outside=(("Âge", 17.0), ("Âge", 16.0), ("Âge", 115.0)),
            planted=(
                ("Fragilité - Environnement", ("Fragilité - Environnement", 98.0), 11.0),
                ("Fragilité - Santé", ("Fragilité - Santé", 99.0), 55.0),
                ("Fragilité - Logement", ("Fragilité - Logement", 98.0), -1.0),
            ),
        ),
        deliver=_csv,
    ),
    "firms-2015": Reconstruction(
        seed=201510,
        answers=firms.reconstruct,
        blemishes=Blemishes(
            identifier=("ID_ENT", "{:d}"),
            duplicates=3, speeders=9, straight_liners=7,
            straight=("fragility_notes", (5.0, 5.0, 10.0)),
            planted=(
                ("Q5_4", ("Q5_4", 98.0), 11.0),
                ("Q5_9", ("Q5_9", 99.0), 75.0),
                ("Q2", ("Q1", 0.0), 2.0),
                ("Q2", ("Q1", 0.0), 1.0),
                ("Q3_2", ("Q1", 0.0), 1.0),
            ),
        ),
        deliver=partial(
            formats.write_sav, file_label="PHARE-Entreprises 2015 (reconstitue)", sets=_FIRM_SETS
        ),
    ),
    "associations-2015": Reconstruction(
        seed=201511,
        answers=associations.reconstruct,
        blemishes=Blemishes(
            identifier=("NUM", "A{:04d}"),
            duplicates=4, speeders=7,
            planted=(
                ("EFFECTIF", ("EMPLOI", 2.0), 1.0),
                ("EFFECTIF", ("EMPLOI", 2.0), 2.0),
                ("EFFECTIF", ("EMPLOI", 2.0), 1.0),
                ("EFFECTIF", ("EMPLOI", 1.0), 99999.0),
                ("P2", ("P1", 0.0), 3.0),
            ),
        ),
        deliver=partial(formats.write_xlsx, sheets=("Données", "Dictionnaire")),
    ),
    "mayors-2016": Reconstruction(
        seed=201611,
        answers=mayors.reconstruct_2016,
        blemishes=Blemishes(
            identifier=("IDELU", "{:d}"),
            duplicates=2, speeders=3, straight_liners=3,
            straight=("role_associations", (2.0, 1.0)),
            planted=(
                ("URBRUR", ("STRATE", 1.0), 2.0),
                ("URBRUR", ("STRATE", 2.0), 1.0),
                ("URBRUR", ("STRATE", 2.0), 1.0),
            ),
        ),
        deliver=partial(formats.write_sav, file_label="PHARE-Institutions 2016 (reconstitue)"),
    ),
    "mayors-2024": Reconstruction(
        seed=202411,
        answers=mayors.reconstruct_2024,
        blemishes=Blemishes(identifier=("IDELU", "{:d}"), duplicates=1, speeders=2),
        deliver=_interviews_2024,
    ),
}  # fmt: skip


def write_wave(study: Study, wave: str) -> Path:
    """Draw a wave, write its file under raw/ and stamp its card; return the file."""
    plan = RECONSTRUCTIONS[wave]
    rng = np.random.default_rng(plan.seed)
    responses = plan.answers(study, rng)
    lines, columns = encoded(responses, study, wave, rng)
    crosswalk = study.cards[wave].crosswalk
    grid = crosswalk[plan.blemishes.straight[0]].items if plan.blemishes.straight[0] else None
    lines = blemished(lines, plan.blemishes, list((grid or {}).values()), rng)
    identifier = plan.blemishes.identifier[0]
    if str(lines[identifier].iloc[0]).isdigit():
        lines[identifier] = lines[identifier].astype(float)
    text = not pd.api.types.is_float_dtype(lines[identifier])
    columns = [SourceColumn(identifier, "Identifiant", text=text), *columns]
    path = study.raw_file(wave)
    path.parent.mkdir(parents=True, exist_ok=True)
    plan.deliver(lines, columns, path)
    card = study.root / "config" / "waves" / f"{wave}.yaml"
    stamp(card, path, len(lines))
    return path
