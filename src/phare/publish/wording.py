"""The words that publications add to those of the study, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable

from phare.numbers import NARROW

MARKS = {"suppressed": "s", "caution": "*", "absent": "–"}
"""What stands for a cell without a value, or beside one to be read with care."""

UP, DOWN = "▲", "▼"

_WORDS: dict[str, tuple[str, str]] = {
    "base": ("Base : ", "Base: "),
    "source": ("Source : ", "Source: "),
    "sources": ("Sources : ", "Sources: "),
    "stop": (" : ", ": "),
    "total": ("Ensemble", "All"),
    "value": ("Résultat", "Result"),
    "interval": ("Intervalle à {confidence} %", "{confidence}% interval"),
    "n": ("n", "n"),
    "n_effective": ("n effectif", "Effective n"),
    "gap": ("Écart à l’ensemble", "Gap to all"),
    "estimated": (
        "Traits : intervalles de confiance à {confidence} %.",
        "Lines: {confidence}% confidence intervals.",
    ),
    "suppressed": ("s : résultat non publié ({reason}).", "s: not published ({reason})."),
    "caution": ("* : à lire avec précaution ({reason}).", "*: read with care ({reason})."),
    "absent": ("– : non mesuré.", "–: not measured."),
    "gaps": (
        "Écarts calculés avant arrondi ; ▲ ▼ : écart significatif au seuil de {threshold} %.",
        "Gaps computed before rounding; ▲ ▼: significant at the {threshold}% level.",
    ),
    "not_100": (
        "Les pourcentages étant arrondis, leur somme peut différer de 100.",
        "Percentages are rounded and may not add up to 100.",
    ),
    "unknown": ("Non présenté : {label}.", "Not shown: {label}."),
    "withheld": ("s : non publié", "s: not published"),
    "swipe": (
        "Tableau large : faire défiler vers la droite →",
        "Wide table: scroll to the right →",
    ),
    "to": (" à ", " to "),
    "indicator": ("Indicateur", "Indicator"),
    "category": ("Réponse", "Answer"),
    "level": ("Population", "Population"),
    "wave": ("Vague", "Wave"),
    "scheme": ("Redressement", "Weighting"),
    "first_of": (
        "Les {shown} premières réponses sur {all}.",
        "The first {shown} answers of {all}.",
    ),
    "from_total": (
        "Trait vertical : ensemble. ▲ ▼ et couleur pleine : écart significatif au seuil de {threshold} %.",
        "Vertical line: all. ▲ ▼ and full colour: gap significant at the {threshold}% level.",
    ),
    "change": ("Évolution", "Change"),
    "p_value": ("p", "p"),
    "changes": (
        "Évolutions depuis la vague précédente, calculées avant arrondi ; ▲ ▼ : évolution significative "
        "au seuil de {threshold} % (p : test de Student sur échantillons indépendants, correction de Holm).",
        "Changes since the wave before, computed before rounding; ▲ ▼: significant at the {threshold}% "
        "level (p: t test on independent samples, Holm correction).",
    ),
    "no_wording": (
        "Le libellé exact de la question n’est pas connu.",
        "The exact wording of the question is not known.",
    ),
    "heading": ("Rubrique", "Heading"),
    "page": ("Page {{page}} sur {{pages}}", "Page {{page}} of {{pages}}"),
    "gap_short": ("Écart", "Gap"),
    "careful": ("* : à lire avec précaution", "*: read with care"),
    "unmeasured": ("non mesuré", "not measured"),
    "listed": (
        "Liste : les {shown} premiers territoires sur {all}.",
        "List: the first {shown} territories of {all}.",
    ),
    "arrows": (
        "Écarts à l’ensemble ; ▲ ▼ : écart significatif au seuil de {threshold} %.",
        "Gaps to all; ▲ ▼: significant at the {threshold}% level.",
    ),
    "no_gap": (
        "Écarts à l’ensemble : aucun n’est significatif au seuil de {threshold} %.",
        "Gaps to all: none is significant at the {threshold}% level.",
    ),
    "break": (
        "Trait vertical pointillé : rupture de série, les deux vagues ne se comparent pas.",
        "Dashed vertical line: break in the series, the two waves cannot be compared.",
    ),
    "spread": (
        "Surfaces : répartition des répondants selon leur poids rapporté au poids moyen (échelle "
        "logarithmique ; au moins {least} répondants par barre). Pointillé : poids moyen.",
        "Areas: respondents by their weight over the mean weight (logarithmic scale; at least "
        "{least} respondents in each bar). Dashed line: mean weight.",
    ),
    "kish": (
        "Effet du redressement (Kish) : par combien l’inégalité des poids multiplie la variance.",
        "Effect of weighting (Kish): by how much unequal weights multiply the variance.",
    ),
    "deff": ("Effet du redressement : {value}", "Effect of weighting: {value}"),
    "n_of": ("n = {n} ; n effectif = {effective}", "n = {n}; effective n = {effective}"),
    "times_mean": ("× poids moyen", "× mean weight"),
    "from_to": (
        "Poids : de {low} à {high} fois le moyen",
        "Weights: {low} to {high} times the mean",
    ),
    "column_apart": (
        "La colonne à l’écart porte sur un autre indicateur.",
        "The column set apart is of another indicator.",
    ),
    "total_tick": ("Petit trait vertical : ensemble.", "Short vertical line: all."),
    "reference_line": (
        "Losange, pointillé et bande : {label}, et son intervalle.",
        "Diamond, dashed line and band: {label}, and its interval.",
    ),
    "not_weighted": (
        "– : redressement sans objet pour cette population.",
        "–: weighting that this population does not have.",
    ),
    "base_map": (
        "Fond de carte : Natural Earth (domaine public).",
        "Base map: Natural Earth (public domain).",
    ),
    "overseas_out": ("Outre-mer : non couvert.", "Overseas regions: not covered."),
    "overseas_scale": (
        "Outre-mer : chaque territoire à son échelle.",
        "Overseas regions: each on its own scale.",
    ),
    "class_of": ("Classe {number}", "Class {number}"),
    "class_small": (
        "Classe {number} (trop peu nombreuse pour un nom)",
        "Class {number} (too small to be named)",
    ),
    "no_profile": ("Réponses sans profil", "Answers without a profile"),
    "answering": (
        " ayant répondu à la question ouverte",
        " who answered the open question",
    ),
    "profile": ("Profil", "Profile"),
    "profile_share": ("Part des réponses", "Share of answers"),
    "stability": ("Stabilité", "Stability"),
    "stable": ("Stabilité : {value}", "Stability: {value}"),
    "profile_words": (
        "Mots : les plus surreprésentés dans la classe, du plus au moins caractéristique.",
        "Words: those most over-represented in the class, the most characteristic first.",
    ),
    "profile_stability": (
        "Stabilité : part commune moyenne (indice de Jaccard, de 0 à 1) d’une classe et de celle "
        "que donnent des parties des réponses.",
        "Stability: mean overlap (Jaccard index, 0 to 1) of a class with the one that parts of "
        "the answers give.",
    ),
    "slide_title": ("Titre", "Title"),
    "method_wave": ("Enquête", "Survey"),
    "method_who": ("Univers", "Universe"),
    "method_when": ("Institut et dates de terrain", "Institute and fieldwork dates"),
    "method_n": ("Répondants", "Respondents"),
    "origins": ("Estimations", "Estimates"),
    "origin_estimate": ("Estimation", "Estimate"),
    "origin_value": ("Valeur", "Value"),
    "origin_low": ("Borne basse", "Lower limit"),
    "origin_high": ("Borne haute", "Upper limit"),
    "origin_n": ("n", "n"),
    "addresses": (
        "Estimations affichées (vague/redressement/indicateur/réponse/domaine/niveau) :",
        "Estimates shown (wave/weighting/indicator/answer/domain/level):",
    ),
}


def word(name: str, language: str, **values: object) -> str:
    """Return a fixed wording, its blanks filled."""
    french, english = _WORDS[name]
    return (french if language == "fr" else english).format(**values)


def listed(language: str, parts: Iterable[str]) -> str:
    """Return sentences of a list after each other."""
    return (f"{NARROW}; " if language == "fr" else "; ").join(parts)
