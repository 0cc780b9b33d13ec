"""Waves rewritten as institutes rewrite them, from real surveys, with what is true of each.

Variables are renamed, reworded, recoded, reversed, merged, split, classed, rescaled, dropped and
added; the file is shuffled and delivered in another format. Everything follows from a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from phare.config.base import code_text
from phare.contracts import ANY, CODEBOOK, RECORDS

REWORDINGS = {
    "age": ["Quel âge avez-vous ?", "Âge en années révolues"],
    "sexe": ["Sexe de la personne interrogée", "Êtes-vous un homme ou une femme ?"],
    "nivetud": ["Diplôme ou niveau d'études le plus élevé", "Jusqu'où avez-vous fait vos études ?"],
    "poids": ["Poids de redressement", "Pondération finale"],
    "occup": ["Quelle est votre occupation principale ?", "Situation actuelle d'emploi"],
    "qualif": ["Qualification professionnelle", "Quelle est la qualification de votre emploi ?"],
    "freres_soeurs": ["Combien de frères et sœurs avez-vous eus ?", "Frères et sœurs (nombre)"],
    "clso": ["Avez-vous le sentiment d'appartenir à une classe sociale ?"],
    "relig": ["Quelle est votre pratique religieuse ?", "Religion : pratique et croyance"],
    "trav_imp": ["Dans votre vie, le travail est...", "Place du travail dans la vie"],
    "trav_satisf": ["Êtes-vous satisfait de votre travail ?", "Satisfaction au travail"],
    "hard_rock": ["Écoutez-vous du hard rock ?", "Écoute le hard rock"],
    "lecture_bd": ["Lisez-vous des bandes dessinées ?", "Lit des bandes dessinées"],
    "peche_chasse": ["Pêche ou chasse, 12 derniers mois", "Allez-vous à la pêche ou à la chasse ?"],
    "cuisine": ["Faites-vous la cuisine ?", "Cuisine : en fait"],
    "bricol": ["Faites-vous du bricolage ?", "Bricolez-vous ?"],
    "cinema": ["Allez-vous au cinéma ?", "Sorties au cinéma"],
    "sport": ["Faites-vous du sport ?", "Pratique sportive"],
    "heures_tv": ["Combien d'heures par jour regardez-vous la télévision ?"],
    "pop_tot": ["Nombre d'habitants", "Population de la commune"],
    "pop_chom": ["Chômeurs (nombre)", "Combien de chômeurs"],
    "log_rp": ["Nombre de résidences principales"],
    "log_hlm": ["Logements sociaux (HLM)"],
    "taille": ["Tranche d'effectifs de la commune", "Taille"],
}
ANSWERS = {
    "Le plus important": "Ce qu'il y a de plus important",
    "Aussi important que le reste": "Aussi important que les autres choses",
    "Moins important que le reste": "Moins important que les autres choses",
    "Exerce une profession": "A un emploi", "Chomeur": "Au chômage", "Retraite": "Retraité(e)",
    "Ouvrier specialise": "Ouvrier(e) spécialisé(e)", "Employe": "Employé(e)",
    "Profession intermediaire": "Professions intermédiaires", "Satisfaction": "Plutôt satisfait",
    "Insatisfaction": "Plutôt insatisfait", "Equilibre": "Ni l'un ni l'autre",
    "Pratiquant regulier": "Pratiquant(e) régulier(e)", "Rejet": "Rejette la religion",
    "Homme": "Masculin", "Femme": "Féminin", "20000 et +": "20 000 habitants et plus",
}  # fmt: skip
ADDED = [
    ("Âge du conjoint", None), ("Sexe du premier enfant", ("Homme", "Femme")),
    ("Va au théâtre", ("Non", "Oui")), ("Écoute de la musique classique", ("Non", "Oui")),
    ("Nombre d'enfants", None), ("Fait le ménage", ("Non", "Oui")),
    ("Satisfaction à l'égard du logement", ("Satisfaction", "Insatisfaction", "Equilibre")),
    ("Nombre de logements vacants", None), ("Possède un téléphone portable", ("Non", "Oui")),
    ("Importance accordée à la famille", (
        "Le plus important", "Aussi important que le reste", "Moins important que le reste",
        "Peu important")),
    ("Ne va jamais au cinéma", ("Non", "Oui")),
]  # fmt: skip
SCALES = {"trav_imp", "nivetud", "taille"}
FORMATS = ("statistical", "labels", "statistical", "codes")


@dataclass(frozen=True)
class Column:
    """A variable on its way: `values` as they will be delivered, and what is true of it."""

    name: str
    label: str | None
    labels: dict[str, str]
    values: pd.Series
    origin: str | None
    changes: tuple[str, ...] = ()
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rewritten:
    """A delivered wave, and for each of its columns the old one, its old codes, what was done."""

    records: pd.DataFrame
    codebook: pd.DataFrame
    columns: tuple[Column, ...]
    dropped: tuple[str, ...]
    format: str
    rows: tuple[int, ...] = ()


def columns_of(records: pd.DataFrame, codebook: pd.DataFrame) -> list[Column]:
    """Return the variables of a file as they are."""
    found = []
    rows = dict(list(codebook.groupby("variable")))
    for name in [one for one in records.columns if one not in ("wave", "row")]:
        about = rows[name]
        head = about[about["code"] == ANY].iloc[0]
        coded = about[about["code"] != ANY]
        labels = dict(zip(coded["code"], coded["code_label"], strict=True))
        label = None if pd.isna(head["variable_label"]) else head["variable_label"]
        answers = labels or {code_text(value): value for value in records[name].dropna().unique()}
        codes = {code: (code,) for code in answers}
        found.append(Column(name, label, labels, records[name], name, (), codes))
    return found


def rewrite(records: pd.DataFrame, codebook: pd.DataFrame, seed: int) -> Rewritten:
    """Return the wave of one seed."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(records))[: max(200, int(len(records) * rng.uniform(0.4, 0.9)))]
    kept = records.iloc[rows].reset_index(drop=True)
    columns = columns_of(kept, codebook)
    gone = {one.name for one in columns if rng.random() < 0.06}
    changed = [_changed(one, rng) for one in columns if one.name not in gone]
    changed += _added(len(kept), rng)
    changed = _placed(changed, rng)
    changed = _renamed(changed, rng)
    how = FORMATS[rng.integers(len(FORMATS))]
    delivered = [_delivered(one, how) for one in changed]
    return Rewritten(
        *_tables(delivered), tuple(delivered), tuple(sorted(gone)), how, tuple(int(r) for r in rows)
    )


def _changed(one: Column, rng: np.random.Generator) -> Column:
    if rng.random() < 0.3:
        return one
    ways: list[Callable[[Column, np.random.Generator], Column]] = [_reworded]
    if one.labels:
        ways += [_recoded, _merged, _split, _answers_reworded, _no_answer]
        ways += [_reversed] if one.name in SCALES else []
    elif one.name == "age":
        ways += [_born if rng.random() < 0.5 else _classed]
    elif pd.api.types.is_numeric_dtype(one.values) and one.name not in ("id", "poids"):
        ways += [_rescaled]
    for at in rng.permutation(len(ways))[: 1 + int(rng.random() < 0.35)]:
        one = ways[at](one, rng)
    return one


def _done(one: Column, change: str, **new: object) -> Column:
    return replace(one, changes=(*one.changes, change), **new)  # type: ignore[arg-type]


def _reworded(one: Column, rng: np.random.Generator) -> Column:
    texts = REWORDINGS.get(one.name)
    if not texts:
        return one
    return _done(one, "reworded", label=texts[rng.integers(len(texts))])


def _recode(one: Column, to: dict[str, str], labels: dict[str, str], change: str) -> Column:
    """Replace codes; several old codes may become one."""
    texts = one.values.map(code_text, na_action="ignore")
    values = texts.map(lambda code: float(to.get(code, code)), na_action="ignore")
    origins: dict[str, tuple[str, ...]] = {}
    for old, new in to.items():
        origins[new] = (*origins.get(new, ()), *one.codes.get(old, ()))
    return _done(one, change, values=values, labels=labels, codes=origins)


def _recoded(one: Column, rng: np.random.Generator) -> Column:
    codes = list(one.labels)
    to = dict(zip(codes, (codes[at] for at in rng.permutation(len(codes))), strict=True))
    if all(old == new for old, new in to.items()):
        return one
    return _recode(one, to, {to[code]: label for code, label in one.labels.items()}, "recoded")


def _reversed(one: Column, _rng: np.random.Generator) -> Column:
    codes = list(one.labels)
    to = dict(zip(codes, codes[::-1], strict=True))
    return _recode(one, to, {to[code]: label for code, label in one.labels.items()}, "reversed")


def _merged(one: Column, rng: np.random.Generator) -> Column:
    codes = list(one.labels)
    if len(codes) < 3:
        return one
    at = int(rng.integers(len(codes) - 1))
    pair = codes[at], codes[at + 1]
    to = {code: (pair[0] if code == pair[1] else code) for code in codes}
    labels = {code: label for code, label in one.labels.items() if code != pair[1]}
    joined = one.labels[pair[1]]
    labels[pair[0]] = f"{one.labels[pair[0]]} ou {joined[:1].lower()}{joined[1:]}"
    return _recode(one, to, labels, "merged")


def _split(one: Column, rng: np.random.Generator) -> Column:
    code = list(one.labels)[rng.integers(len(one.labels))]
    new = str(max(int(float(c)) for c in one.labels) + 1)
    texts = one.values.map(code_text, na_action="ignore")
    part = (texts == code) & (rng.random(len(texts)) < 0.4)
    labels = {**one.labels, new: f"{one.labels[code]} (à temps partiel)"}
    labels[code] = f"{one.labels[code]} (à temps plein)"
    return _done(
        one, "split", values=one.values.mask(part, float(new)), labels=labels,
        codes={**one.codes, new: one.codes.get(code, ())},
    )  # fmt: skip


def _answers_reworded(one: Column, _rng: np.random.Generator) -> Column:
    labels = {code: ANSWERS.get(label, label) for code, label in one.labels.items()}
    return one if labels == one.labels else _done(one, "answers reworded", labels=labels)


def _no_answer(one: Column, rng: np.random.Generator) -> Column:
    code = str(max(int(float(c)) for c in one.labels) + 1) if rng.random() < 0.5 else "99"
    if code in one.labels:
        return one
    stray = rng.random(len(one.values)) < 0.03
    return _done(
        one, "no answer offered", values=one.values.mask(stray, float(code)),
        labels={**one.labels, code: "Ne se prononce pas"}, codes={**one.codes, code: ()},
    )  # fmt: skip


def _born(one: Column, _rng: np.random.Generator) -> Column:
    return _done(one, "year of birth", label="Année de naissance", values=2003 - one.values)


def _classed(one: Column, _rng: np.random.Generator) -> Column:
    edges, names = (
        [0, 25, 40, 60, 200],
        ["Moins de 25 ans", "25-39 ans", "40-59 ans", "60 ans et plus"],
    )
    values = pd.Series(np.searchsorted(edges, one.values, "right") * 1.0, index=one.values.index)
    labels = {str(at): name for at, name in enumerate(names, 1)}
    return _done(one, "classed", values=values, labels=labels, codes={})


def _rescaled(one: Column, _rng: np.random.Generator) -> Column:
    return _done(one, "rescaled", values=one.values * 60)


def _added(rows: int, rng: np.random.Generator) -> list[Column]:
    found = []
    for at in rng.permutation(len(ADDED))[: int(rng.integers(1, 5))]:
        label, answers = ADDED[at]
        if answers is None:
            values = pd.Series(rng.poisson(20, rows).astype(float))
        else:
            values = pd.Series(rng.integers(1, len(answers) + 1, rows).astype(float))
        labels = {str(code): text for code, text in enumerate(answers or (), 1)}
        found.append(Column(f"new{at}", label, labels, values, None, ("added",)))
    return found


def _placed(columns: list[Column], rng: np.random.Generator) -> list[Column]:
    way = rng.random()
    if way < 0.35:
        return columns
    if way < 0.65:  # the questionnaire was cut in two and put together the other way round
        cut = int(rng.integers(1, len(columns)))
        return columns[cut:] + columns[:cut]
    return [columns[at] for at in rng.permutation(len(columns))]


def _renamed(columns: list[Column], rng: np.random.Generator) -> list[Column]:
    share = (0.0, 0.5, 1.0, 1.0)[rng.integers(4)]
    form = ("Q{}", "V{:03d}", "S{}_1")[rng.integers(3)]
    return [
        _done(one, "renamed", name=form.format(at)) if rng.random() < share else one
        for at, one in enumerate(columns, 1)
    ]


def _delivered(one: Column, how: str) -> Column:
    """Return the column as a format holds it: labels in the place of codes, or codes alone."""
    if how == "codes" and one.labels:  # a text file without a dictionary
        return replace(one, labels={})
    if how != "labels" or not one.labels:
        return one
    values = one.values.map(lambda value: _label(one, value), na_action="ignore")
    codes = {one.labels[code]: old for code, old in one.codes.items() if code in one.labels}
    return replace(one, values=values.astype("str"), labels={}, codes=codes)


def _label(one: Column, value: object) -> str:
    """Return the label of a value, or the value itself where it has none."""
    return one.labels.get(code_text(value), code_text(value))


def _tables(columns: list[Column]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = len(columns[0].values)
    records = pd.DataFrame({one.name: one.values for one in columns})
    records.insert(0, "wave", "rewritten-2008")
    records.insert(1, "row", range(1, rows + 1))
    about = []
    for one in columns:
        kind = "number" if pd.api.types.is_numeric_dtype(one.values) else "text"
        for code, label in [(ANY, None), *one.labels.items()]:
            about.append(("rewritten-2008", one.name, code, one.label, label, None, kind, None))
    codebook = pd.DataFrame(about, columns=CODEBOOK.names)
    return RECORDS.check(records, "rewritten"), CODEBOOK.check(codebook, "rewritten")


def surveys(reference: Path) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the real surveys that are rewritten."""
    from phare.config.reader import Reader
    from phare.ingest.deliver import deliver

    files = reference / "hdv2003" / "hdv2003.sav", reference / "communes2012" / "communes_strat.sav"
    found = [deliver(path, "real-2003", Reader(), None) for path in files]
    return [(one.records, one.codebook) for one in found]
