"""The words of banner books, in French and in English."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "contents": ("Index", "Index"),
    "back": ("← Index", "← Index"),
    "next": ("Suivante →", "Next →"),
    "number": ("N°", "No."),
    "question": ("Question", "Question"),
    "wording": ("Libellé et base", "Wording and base"),
    "each_wave": ("Ensemble de chaque vague", "All, by wave"),
    "n": ("Effectif (n)", "Base (n)"),
    "n_weighted": ("Effectif pondéré", "Weighted base"),
    "n_effective": ("Effectif efficace", "Effective base"),
    "percent": ("% en colonne", "column %"),
    "count": ("nombre extrapolé", "extrapolated number"),
    "marks": (
        "* : à lire avec précaution ; s : résultat non publié ; – : non mesuré. Les raisons sont "
        "dites sous chaque tableau.",
        "*: read with care; s: not published; –: not measured. The reasons are given below each "
        "table.",
    ),
    "letters": (
        "Lettres : résultat significativement supérieur à celui de la colonne de cette lettre, au "
        "seuil de {loose} % (minuscule) ou de {strict} % (majuscule). Tests t deux à deux entre "
        "les modalités d’une même variable, qui tiennent compte du plan de sondage, du "
        "redressement et de la covariance, {adjustment}.",
        "Letters: significantly higher than the column of that letter, at the {loose}% level "
        "(small) or {strict}% (capital). Pairwise t tests between the levels of one variable, "
        "which take account of the sampling design, the weighting and the covariance, "
        "{adjustment}.",
    ),
    "wave_letters": (
        "Lettres des colonnes d’ensemble : mêmes seuils ; tests t entre échantillons "
        "indépendants, correction de Holm sur les paires de vagues de l’indicateur.",
        "Letters of the columns of all: same levels; t tests between independent samples, "
        "Holm’s correction over the pairs of waves of the indicator.",
    ),
    "holm": ("correction de Holm", "Holm’s correction"),
    "benjamini-hochberg": (
        "correction de Benjamini et Hochberg",
        "Benjamini and Hochberg’s correction",
    ),
    "none": ("sans correction", "without correction"),
    "arrows": (
        "▲ ▼ : résultat significativement supérieur ou inférieur à celui de tous les autres "
        "répondants, au seuil de {threshold} %, correction de Holm.",
        "▲ ▼: significantly above or below all other respondents, at the {threshold}% level, "
        "Holm’s correction.",
    ),
    "bases": (
        "Effectif pondéré : arrondi à trois chiffres. Effectif efficace : celui d’un sondage "
        "aléatoire simple de même précision face à l’inégalité des poids (Kish).",
        "Weighted base: rounded to three figures. Effective base: that of an unweighted sample "
        "that loses nothing to unequal weights (Kish).",
    ),
    "widest": (
        "Effectifs : le plus grand lorsque les réponses n’ont pas le même nombre de répondants.",
        "Bases: the largest where answers do not have the same number of respondents.",
    ),
}


def told(name: str, language: str, **values: object) -> str:
    """Return a fixed wording, its blanks filled."""
    french, english = _WORDS[name]
    return (french if language == "fr" else english).format(**values)
