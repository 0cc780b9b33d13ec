"""An audit as a configuration file would declare it."""

from __future__ import annotations

from typing import Any

from phare.config.audits import Audit

HDV = {
    "reference": "reference",
    "choices": {
        "margins": {"always": ["sexe", "age"], "any_of": ["occup", "niv5", "csp8"]},
        "classes": {
            "age": {"age4": "defensible", "age6": "defensible"},
            "occup": {"occup4": "defensible", "occup7": "defensible"},
        },
        "crossing": {
            "none": "defensible",
            "sex_by_age": {"margin": "sxa4", "instead_of": ["sexe", "age"]},
        },
        "distance": {
            "raking": "defensible",
            "linear": "stress",
            "logit": {"bounds": [0.3, 3]},
        },
        "trim": {
            "none": "defensible",
            "3_medians": {"held": "in_turn"},
            "5_medians": {"held": "in_turn"},
        },
    },
    "conditions": [
        {"if": {"distance": ["linear", "logit"]}, "then": {"trim": "none"}},
    ],
}


def declared(**others: Any) -> Audit:
    return Audit.model_validate(HDV | others)
