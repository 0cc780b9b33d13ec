"""A delivered file of a few lines, and the slice of a card that reads it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from phare.clean import Cleaned, clean
from phare.config.slices import CleanSlice
from phare.contracts import ANY, CODEBOOK, FINDINGS

VARIABLES = {
    "variables": {
        "partners": {
            "type": "category",
            "label": {"fr": "", "en": ""},
            "categories": {"yes": {"fr": "", "en": ""}, "no": {"fr": "", "en": ""}},
        },
        "region": {
            "type": "category",
            "label": {"fr": "", "en": ""},
            "categories": {"north": {"fr": "", "en": ""}, "south": {"fr": "", "en": ""}},
        },
        "zone": {
            "type": "category",
            "label": {"fr": "", "en": ""},
            "categories": {"whole": {"fr": "", "en": ""}},
        },
        "kinds": {
            "type": "multiple",
            "label": {"fr": "", "en": ""},
            "items": {"gift": {"fr": "", "en": ""}, "skill": {"fr": "", "en": ""}},
        },
        "notes": {
            "type": "grid",
            "label": {"fr": "", "en": ""},
            "range": [0, 10],
            "items": {"jobs": {"fr": "", "en": ""}, "health": {"fr": "", "en": ""}},
        },
        "age": {"type": "number", "label": {"fr": "", "en": ""}},
        "age_class": {
            "type": "category",
            "label": {"fr": "", "en": ""},
            "categories": {"young": {"fr": "", "en": ""}, "old": {"fr": "", "en": ""}},
        },
        "minutes": {"type": "number", "label": {"fr": "", "en": ""}},
    }
}

CROSSWALK: dict[str, Any] = {
    "partners": {
        "source": "Q1",
        "categories": {"yes": {"code": 1, "label": "Oui"}, "no": {"code": 2, "label": "Non"}},
        "missing": {"refused": [8], "dont_know": [9]},
    },
    "kinds": {"items": {"gift": "Q2_1", "skill": "Q2_2"}, "asked_if": {"partners": ["yes"]}},
    "notes": {"items": {"jobs": "N1", "health": "N2"}, "missing": {"dont_know": [99]}},
    "age": {"source": "AGE"},
    "age_class": {
        "classes_of": "age",
        "classes": {"breaks": [18, 40, 120], "categories": ["young", "old"]},
    },
    "minutes": {"source": "MIN"},
}

RECORDS = {
    "ID": [1, 2, 3, 4, 5],
    "Q1": [1, 2, 9, 1, 2],
    "Q2_1": [1, 0, 0, 0, 1],
    "Q2_2": [0, 0, 0, 1, 0],
    "N1": [5, 6, 99, 7, 8],
    "N2": [5, 6, 4, None, 8],
    "AGE": [18, 39, 40, 70, 55],
    "MIN": [10, 12, 11, 9, 10],
}


@pytest.fixture
def cleaned() -> Callable[..., Cleaned]:
    """Clean the five lines, with changes to records, crosswalk, edits, labels or design."""

    def run(
        records: dict[str, list[Any]] | None = None,
        crosswalk: dict[str, Any] | None = None,
        edits: list[dict[str, Any]] | None = None,
        labels: dict[tuple[str, str], tuple[str | None, str | None]] | None = None,
        findings: list[tuple[str, str]] | None = None,
        **others: Any,
    ) -> Cleaned:
        frame = pd.DataFrame(RECORDS | (records or {}))
        frame.insert(0, "row", range(1, len(frame) + 1))
        frame.insert(0, "wave", "firms-2015")
        codebook = pd.DataFrame(
            [
                {"wave": "firms-2015", "variable": variable, "code": code, "variable_label": None,
                 "code_label": label, "missing_kind": kind, "type": "number", "set": None}
                for (variable, code), (label, kind) in (labels or {("Q1", ANY): (None, None)}).items()
            ]
        )  # fmt: skip
        noticed = pd.DataFrame(
            [
                {"wave": "firms-2015", "finding": name, "place": place, "value": None}
                for name, place in findings or []
            ],
            columns=FINDINGS.names,
        )
        chosen = CROSSWALK | (crosswalk or {})
        card = CleanSlice.model_validate(
            {
                "wave": "firms-2015",
                "respondent_id": "ID",
                "crosswalk": {name: one for name, one in chosen.items() if one is not None},
                "edits": edits or [],
                "design": {},
                "variables": VARIABLES,
                **others,
            }
        )
        tagged = pd.DataFrame(columns=["wave", "row", "variable", "tag"])
        return clean(frame, CODEBOOK.check(codebook, "test"), tagged, noticed, card)

    return run
