"""A study of the wave of ../shared/reference/newwave, written at test time: nothing is copied here."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import yaml

STUDY = """
study: women
title: {fr: Femmes, en: Women}
organisation: {fr: Essai, en: Trial}
year: 2017
seed: 1
populations:
  women:
    label: {fr: Femmes, en: Women}
    base: {fr: Ensemble des femmes, en: All women}
    unit: {fr: femmes, en: women}
reconstructed_notice: {fr: "données inventées", en: "invented answers"}
headlines: [school]
"""
SCHEMES = """
schemes:
  reference: {label: {fr: Référence, en: Reference}, steps: {women: [{base: {from: column}}]}}
"""
INDICATORS = """
bases: {all: {label: {fr: Ensemble, en: All}, filter: {}}}
indicators:
  school: {variable: educ, statistic: distribution, label: {fr: École, en: School}}
  tested: {variable: test, statistic: distribution, label: {fr: Test, en: Test}}
"""


def write_women(folder: Path, reference: Path) -> Path:
    """Write the study with its first wave, and the second as delivered beside it."""
    source = reference / "newwave"
    for wave, file in (("women-2012", "femmes_2012.sav"), ("women-2017", "femmes_2017.xlsx")):
        (folder / "raw" / wave).mkdir(parents=True)
        shutil.copy(source / file, folder / "raw" / wave / file)
    known = yaml.safe_load((source / "femmes_2012.yaml").read_text(encoding="utf-8"))
    (folder / "config" / "waves").mkdir(parents=True)
    for name, text in (("study", STUDY), ("schemes", SCHEMES), ("indicators", INDICATORS)):
        (folder / "config" / f"{name}.yaml").write_text(text, encoding="utf-8")
    variables, crosswalk = {}, {}
    for name, about in known["crosswalk"].items():
        label = {"fr": about["label"], "en": about["label"]}
        entry: dict[str, object] = {"source": about["source"]}
        if "missing" in about:
            entry["missing"] = {kind.replace("don't know", "dont_know").replace("no answer", "no_answer"): code
                                for code, kind in about["missing"].items()}  # fmt: skip
        if "categories" in about:
            named = {key.replace(".", "_"): one for key, one in about["categories"].items()}
            variables[name] = {
                "type": "category", "label": label, "ordered": name == "educ",
                "categories": {key: {"fr": one["label"], "en": one["label"]} for key, one in named.items()},
            }  # fmt: skip
            entry["categories"] = named
        else:
            variables[name] = {"type": "number", "label": label}
        crosswalk[name] = entry
    variables["weight"] = {"type": "number", "label": {"fr": "Poids", "en": "Weight"}}
    crosswalk["weight"] = {"source": "poids"}
    file = folder / "raw" / "women-2012" / "femmes_2012.sav"
    card = {
        "wave": "women-2012", "population": "women", "title": {"fr": "Femmes 2012", "en": "Women 2012"},
        "file": "women-2012/femmes_2012.sav", "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": 2000, "reconstructed": False,
        "universe": {"fr": "femmes de 15 à 49 ans", "en": "women aged 15 to 49"},
        "fieldwork": {"institute": "x", "mode": "face to face", "start": "2012-01", "end": "2012-06"},
        "respondent_id": "id_femme", "design": {"weight": "weight"}, "crosswalk": crosswalk,
    }  # fmt: skip
    for path, content in (("variables", {"variables": variables}), ("waves/women-2012", card)):
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / "config" / f"{path}.yaml").write_text(text, encoding="utf-8")
    return folder
