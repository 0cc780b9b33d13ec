"""What a person should know of a line: a kind with its facts, worded in French and English."""

from __future__ import annotations

from dataclasses import dataclass

_WORDS = {
    "reworded": (
        "La question est formulée autrement.", "The question is worded otherwise."),
    "answer_reworded": (
        "Modalités rapprochées malgré un autre libellé : {codes}.",
        "Answers taken for one in spite of another label: {codes}."),
    "codes_moved": (
        "Les codes ont changé : {codes}.", "Codes have changed: {codes}."),
    "reversed": (
        "L’échelle est inversée : {code} voulait dire « {old} » et veut dire maintenant « {new} ».",
        "The scale is reversed: {code} meant “{old}” and now means “{new}”."),
    "merged": (
        "Modalités réunies : {codes}. La vague ancienne se recode, pas la nouvelle.",
        "Answers merged: {codes}. The old wave can be recoded, the new one cannot."),
    "split": (
        "Modalité détaillée : {codes}. La nouvelle vague se recode.",
        "An answer was split: {codes}. The new wave can be recoded."),
    "sums": (
        "Les parts ne s’additionnent pas : {old} avant, {new} maintenant pour {codes}.",
        "Shares do not add up: {old} before, {new} now for {codes}."),
    "refinement": (
        "Découpage commun aux deux vagues : {codes}.", "What both waves can be brought to: {codes}."),
    "old_left": (
        "Modalités anciennes sans suite : {codes}.", "Old answers without one now: {codes}."),
    "new_left": (
        "Modalités nouvelles sans origine : {codes}.", "New answers without one before: {codes}."),
    "no_answer_in_scale": (
        "Le code {code} (« {label} ») serait compté comme un degré.",
        "Code {code} (“{label}”) would be counted as a degree."),
    "no_answer_offered": (
        "Non-réponse nouvellement proposée : {codes}.", "A way not to answer newly offered: {codes}."),
    "lost_labels": (
        "Non-réponses lues comme avant, sans libellé maintenant : {codes}.",
        "No answers read as before, without a label now: {codes}."),
    "beyond_gap": (
        "Le code {code}, sans libellé, est loin des autres valeurs : une non-réponse ?",
        "Code {code}, without a label, is far from the other values: no answer?"),
    "other_kind": (
        "La variable était {old}, elle est {new}.", "The variable was {old} and is {new}."),
    "classed": (
        "Le nombre est devenu des classes : {codes}. La vague ancienne se classe de même.",
        "The number became classes: {codes}. The old wave can be put in the same ones."),
    "birth_year": (
        "Année de naissance : âge = année du terrain − x, à un an près.",
        "Year of birth: age = year of the fieldwork − x, up to a year wrong."),
    "moved": (
        "La répartition a bougé : {codes}.", "The distribution has moved: {codes}."),
    "median_moved": (
        "La répartition a bougé : médiane {old} avant, {new} maintenant.",
        "The distribution has moved: median {old} before, {new} now."),
    "looks_reversed": (
        "Les parts ressemblent à celles d’une échelle inversée.",
        "The shares look like those of a reversed scale."),
    "no_labels": (
        "Codes sans libellés ni dictionnaire : rien n’est proposé.",
        "Codes without labels or dictionary: nothing is proposed."),
    "no_direction": (
        "Échelle sans libellés, dont les parts ne montrent pas le sens.",
        "A scale without labels whose shares do not show its direction."),
    "repeated_label": (
        "Un même libellé pour plusieurs codes : {codes}.", "One label for several codes: {codes}."),
    "multiple": (
        "Une case à cocher dans une liste ({column}) au lieu d’un oui ou non, ou l’inverse : "
        "les listes donnent des taux plus bas.",
        "A box to tick in a list ({column}) instead of a yes or no, or the reverse: lists give "
        "lower rates."),
    "empty_cells": (
        "{n} cellules vides de {column} : rien de cité, ou question non posée ? À écrire.",
        "{n} empty cells of {column}: nothing named, or not asked? To be typed."),
    "tie": (
        "Deux candidats trop proches : {codes}.", "Two candidates too close: {codes}."),
    "second_weight": (
        "Plusieurs poids possibles : {codes}.", "Several possible weights: {codes}."),
    "weight": (
        "Poids : somme {total}, moyenne {mean} (avant : somme {old_total}, moyenne {old_mean}).",
        "Weight: sum {total}, mean {mean} (before: sum {old_total}, mean {old_mean})."),
    "repeated_rows": (
        "{n} lignes répètent toutes les réponses d’une autre.",
        "{n} rows repeat every answer of another."),
    "repeated_identifiers": (
        "{n} identifiants répétés : la règle {rule} de {like} garde la première ligne.",
        "{n} identifiers repeat: the rule {rule} of {like} keeps the first row."),
    "overlap": (
        "{n} répondants sont dans les deux fichiers ({share} %) : les vagues ne sont pas indépendantes.",
        "{n} respondents are in both files ({share}%): the waves are not independent."),
    "range": (
        "{variable} va de {low} à {high} (avant : de {old_low} à {old_high}).",
        "{variable} runs from {low} to {high} (before: {old_low} to {old_high})."),
    "absent": (
        "{variable} : plus aucun répondant pour {codes}.",
        "{variable}: no respondent any more for {codes}."),
}  # fmt: skip

_KINDS = {
    ("fr", "category"): "à modalités", ("fr", "number"): "un nombre",
    ("fr", "text"): "un texte libre", ("fr", "date"): "une date",
    ("en", "category"): "a list of answers", ("en", "number"): "a number",
    ("en", "text"): "free text", ("en", "date"): "a date",
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """One thing to know. `facts` fill the sentence of its kind."""

    kind: str
    facts: tuple[tuple[str, str], ...] = ()

    def said(self, language: str) -> str:
        """Return the sentence, in 'fr' or 'en'."""
        facts = {name: _KINDS.get((language, said), said) for name, said in self.facts}
        return _WORDS[self.kind][language != "fr"].format(**facts)


def note(kind: str, **facts: object) -> Note:
    """Return a note; raises KeyError where its sentence lacks a fact."""
    found = Note(kind, tuple((name, str(value)) for name, value in facts.items()))
    found.said("en")
    return found
