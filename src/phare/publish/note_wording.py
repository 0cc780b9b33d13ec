"""The words of a methodological note, in French and in English."""

from __future__ import annotations

from phare import numbers

_WORDS: dict[str, tuple[str, str]] = {
    # headings
    "facts": ("Fiche technique", "At a glance"),
    "respondents": ("Des lignes livrées aux répondants", "From lines delivered to respondents"),
    "weighting": ("Redressement de référence", "Reference weighting"),
    "margins": ("Marges avant et après redressement", "Margins before and after weighting"),
    "weights": ("Poids et redressements comparés", "Weights, and weightings compared"),
    "precision": ("Marge d’erreur par sous-population", "Margin of error by subgroup"),
    "flags": ("Ce qui est signalé, ce qui n’est pas publié", "What is flagged, what is not published"),
    "checked": ("Chiffres publiés et leur reproduction", "Published figures and their reproduction"),
    "assumptions": ("Hypothèses", "Assumptions"),
    "limits": ("Limites", "Limits"),
    "sources": ("Sources et production", "Sources and production"),
    # lead
    "worth": (
        "{n} répondants, dont les poids inégaux font l’équivalent de {effective} : "
        "la marge d’erreur est de ±{margin} points pour un résultat de 50 % (seuil de {confidence} %), "
        "et non des ±{plain} points que donnerait n\u00a0=\u00a0{n}.",
        "{n} respondents whose unequal weights make them worth {effective}: "
        "the margin of error is ±{margin} points for a result of 50% ({confidence}% level), "
        "not the ±{plain} points that n\u00a0=\u00a0{n} would give.",
    ),
    "worth_all": (
        "{n} répondants : la marge d’erreur est de ±{margin} points pour un résultat de 50 % "
        "(seuil de {confidence} %).",
        "{n} respondents: the margin of error is ±{margin} points for a result of 50% "
        "({confidence}% level).",
    ),
    # facts
    "universe": ("Univers", "Universe"),
    "population": ("Population", "Population"),
    "respondents_kept": ("Répondants", "Respondents"),
    "kept_of": ("{kept} conservés sur {delivered} lignes livrées", "{kept} kept of {delivered} lines delivered"),
    "design": ("Plan de sondage", "Sampling design"),
    "design_simple": (
        "sans strate ni grappe déclarée ; erreurs calculées comme pour un tirage à chances égales",
        "no stratum or cluster declared; errors as under equal chances",
    ),
    "design_strata": ("strates : {strata}", "strata: {strata}"),
    "design_clusters": ("grappes : {clusters}", "clusters: {clusters}"),
    "mode": ("Mode de recueil", "Mode"),
    "fieldwork": ("Dates de terrain", "Fieldwork"),
    "institute": ("Institut", "Institute"),
    "not_told": ("non communiqué", "unknown"),
    "not_told_f": ("non communiquées", "unknown"),
    "file": ("Fichier analysé", "File analysed"),
    "file_told": ("{file} (SHA-256 : {digest}…)", "{file} (SHA-256: {digest}…)"),
    "scheme": ("Redressement", "Weighting"),
    # respondents
    "lines": ("Lignes", "Lines"),
    "line": ("Devenir", "Outcome"),
    "delivered": ("Lignes livrées", "Lines delivered"),
    "kept": ("Répondants conservés", "Respondents kept"),
    "excluded": ("Exclus : {why}", "Excluded: {why}"),
    "no_respondent": ("Sans répondant : {why}", "No respondent: {why}"),
    "empty_row": ("ligne vide", "empty line"),
    "total_row": ("ligne de total", "line of totals"),
    "repeated_header": ("en-tête répété", "repeated header"),
    "duplicate": ("identifiant livré deux fois", "identifier delivered twice"),
    "speeder": (
        "durée inférieure à {share} de la médiane",
        "interview shorter than {share} of the median",
    ),
    "straight_line": (
        "même réponse à toutes les lignes d’une grille ({variable})",
        "one answer to every line of a grid ({variable})",
    ),
    "range": ("valeur hors bornes ({variable})", "value out of range ({variable})"),
    "consistency": ("réponses qui se contredisent", "answers that contradict each other"),
    # steps
    "base_one": ("Poids initiaux égaux à 1.", "Initial weights of 1."),
    "base_population": (
        "Poids initiaux égaux : effectif de la population divisé par le nombre de répondants.",
        "Equal initial weights: size of the population over number of respondents.",
    ),
    "base_strata": (
        "Poids initiaux par strate ({margin}) : effectif de la strate dans la population divisé par "
        "son nombre de répondants.",
        "Initial weights by stratum ({margin}): size of the stratum in the population over its "
        "number of respondents.",
    ),
    "base_column": (
        "Poids initiaux livrés avec le fichier.",
        "Initial weights as delivered with the file.",
    ),
    "nonresponse": (
        "Correction de la non-réponse : le poids des non-répondants est reporté sur les répondants de "
        "leur classe ({classes}).",
        "Nonresponse: the weight of nonrespondents goes to the respondents of their class ({classes}).",
    ),
    "propensity": (
        "Correction de la non-réponse par un modèle logistique de la probabilité de répondre ({on}).",
        "Nonresponse: a logistic model of the probability to respond ({on}).",
    ),
    "calibrate": (
        "Calage sur marges, méthode {method} : {margins}.",
        "Calibration to margins, {method}: {margins}.",
    ),
    "bounded": (
        "Le rapport des poids après et avant calage reste entre {low} et {high}.",
        "The ratio of weights after and before stays between {low} and {high}.",
    ),
    "softly": (
        "Certaines marges ne sont respectées qu’approximativement.",
        "Some margins are met only approximately.",
    ),
    "raking": ("ratissage (raking ratio)", "raking"),
    "linear": ("linéaire", "linear"),
    "logit": ("logistique bornée", "bounded logistic"),
    "truncated": ("linéaire tronquée", "truncated linear"),
    "sinh": ("sinus hyperbolique", "hyperbolic sine"),
    "trim": ("Troncature des poids {cap}{again}.", "Weights trimmed {cap}{again}."),
    "trim_cap": ("à {value}", "at {value}"),
    "trim_times_median": ("à {value} fois leur médiane", "at {value} times their median"),
    "trim_times_iqr": (
        "à leur médiane plus {value} écarts interquartiles",
        "at their median plus {value} interquartile ranges",
    ),
    "trim_to_deff": (
        "au plus haut plafond qui ramène l’effet de plan à {value}",
        "at the highest cap that brings the design effect to {value}",
    ),
    "trim_again": (
        ", puis nouveau calage, jusqu’à ce que le plafond et les marges soient respectés ensemble",
        ", then calibrated again until the cap and the margins hold together",
    ),
    "normalise_respondents": (
        "Poids ramenés à une somme égale au nombre de répondants.",
        "Weights brought to sum to the respondents.",
    ),
    "normalise_population": (
        "Poids ramenés à une somme égale à la population.",
        "Weights brought to sum to the population.",
    ),
    "errors": ("Erreurs types", "Standard errors"),
    "errors_linear": (
        "par linéarisation ; tiennent compte du plan et du calage",
        "by linearisation; they know the design and the calibration",
    ),
    "errors_replicates": (
        "par réplication ({kind}) ; le redressement est refait dans chaque réplique",
        "from replicates ({kind}); the weighting is redone in each",
    ),
    "errors_supplied": (
        "par réplication, avec les poids de réplication livrés par l’institut",
        "from replicates, with the replicate weights that the institute delivered",
    ),
    # margins
    "category": ("Catégorie", "Category"),
    "target_total": ("Population", "Population"),
    "target": ("Cible", "Target"),
    "unweighted": ("Avant", "Before"),
    "weighted": ("Après", "After"),
    "gap": ("Écart à la cible", "Gap to target"),
    "gap_note": (
        "Avant, après : parts des répondants, non pondérées puis pondérées. Écart de la part pondérée à "
        "la cible, en points.",
        "Before, after: shares of the respondents, unweighted then weighted. Gap of the weighted share "
        "to the target, in points.",
    ),
    "no_answer": ("Sans réponse", "No answer"),
    # weights
    "step": ("Étape ou redressement", "Step or weighting"),
    "steps_of": ("{scheme}, étape par étape", "{scheme}, step by step"),
    "others": ("Autres redressements, dernière étape", "Other weightings, last step"),
    "step_base": ("Poids initiaux", "Initial weights"),
    "step_nonresponse": ("Après correction de la non-réponse", "After nonresponse"),
    "step_propensity": ("Après correction de la non-réponse", "After nonresponse"),
    "step_calibrate": ("Après calage", "After calibration"),
    "step_trim": ("Après troncature", "After trimming"),
    "step_normalise": ("Après normalisation", "After normalisation"),
    "min": ("Min.", "Min."),
    "max": ("Max.", "Max."),
    "cv": ("CV", "CV"),
    "deff": ("Effet de plan", "Design effect"),
    "effective": ("n effectif", "Effective n"),
    "capped": ("Part plafonnée", "Share capped"),
    "margin": ("Marge d’erreur (points)", "Margin of error (points)"),
    "margin_brief": ("Marge (points)", "Margin (points)"),
    "weights_note": (
        "CV : coefficient de variation des poids. Effet de plan de Kish : n × somme des carrés des poids / "
        "carré de leur somme. n effectif : n / effet de plan. Marge : marge d’erreur à 50 %.",
        "CV: coefficient of variation of the weights. Kish’s design effect: n × sum of squared weights / "
        "square of their sum. Effective n: n / design effect. Margin: margin of error at 50%.",
    ),
    # precision
    "subgroup": ("Sous-population", "Subgroup"),
    "plain": ("Si les poids étaient égaux", "Were weights equal"),
    "precision_note": (
        "Marge d’erreur : demi-longueur de l’intervalle de confiance à {confidence} % d’un résultat de "
        "50 %, en points, d’après le n effectif de Kish.",
        "Margin of error: half the {confidence}% confidence interval of a result of 50%, in points, from "
        "Kish’s effective n.",
    ),
    "suppressed_size": ("s : effectif non publié ({reason}).", "s: size not published ({reason})."),
    # flags
    "flag_s": (
        "s remplace un résultat non publié. Aucun fichier public n’en contient la valeur.",
        "s stands in place of a result that is not published. No public file holds its value.",
    ),
    "flag_disclosure": (
        "Jamais publié : ce qui repose sur moins de {n} répondants, et ce qui permettrait de le "
        "retrouver par différence dans un même tableau de comptages.",
        "Never published: what rests on fewer than {n} respondents, and what would give it away by "
        "subtraction within one table of counts.",
    ),
    "flag_share": (
        "Pourcentages non publiés : n effectif inférieur à {n} ; intervalle de {wide} points ou plus ; "
        "intervalle de plus de {relative} % de la valeur, sauf s’il ne dépasse pas {narrow} points.",
        "Percentages not published: effective n under {n}; interval of {wide} points or more; interval "
        "of more than {relative}% of the value, unless it is of {narrow} points at most.",
    ),
    "flag_count": (
        "Effectifs extrapolés non publiés : n effectif inférieur à {n} ou intervalle de plus de "
        "{relative} % de la valeur.",
        "Extrapolated counts not published: effective n under {n}, or interval of more than "
        "{relative}% of the value.",
    ),
    "flag_caution": (
        "* accompagne un résultat à lire avec précaution : réponse de tous ou de personne, moins de {df} "
        "degrés de liberté, moyenne dont le n effectif est inférieur à {n} ou l’erreur type supérieure à "
        "{relative} % de la valeur.",
        "* stands beside a result to be read with care: everybody or nobody answered so, fewer than {df} "
        "degrees of freedom, a mean with an effective n under {n} or a standard error above {relative}% "
        "of the value.",
    ),
    # checked
    "figure": ("Chiffre", "Figure"),
    "printed": ("Imprimé", "Printed"),
    "reproduced": ("Reproduit", "Reproduced"),
    "verdict": ("Verdict", "Verdict"),
    "status": ("Statut", "Status"),
    "verdict_reproduced": ("reproduit", "same"),
    "verdict_differs": ("différent", "differs"),
    "verdict_covered": ("couvert", "covered"),
    "verdict_suppressed": ("non publié", "withheld"),
    "verdict_not run": ("non estimé", "not run"),
    "status_verified": ("vérifié", "verified"),
    "status_inferred": ("déduit", "inferred"),
    "status_contradictory": ("contredit", "conflicting"),
    "checked_note": (
        "Entre crochets, la source. Reproduit : égal à la valeur imprimée une fois arrondi comme elle ; "
        "couvert : différent, mais l’intervalle rencontre ce qui s’arrondit à la valeur imprimée. Statut : "
        "vérifié (lu dans la source citée), déduit (d’autres chiffres), contredit (les sources se "
        "contredisent, ou la source elle-même).",
        "In brackets, the source. Same: equal to the printed value once rounded as it is; covered: "
        "it differs, but the interval meets what rounds to the printed value. Status: verified (read in "
        "the source), inferred (from other figures), conflicting (sources contradict each other, or "
        "themselves).",
    ),
    "checked_none": (
        "Aucun chiffre publié n’est connu pour cette vague.",
        "No published figure of this wave is known.",
    ),
    # limits
    "limit_reconstructed": (
        "Les réponses de cette vague sont reconstituées à partir de ce qui en a été publié. Les chiffres "
        "publiés s’y retrouvent parce qu’ils y ont été mis ; les autres ne sont que plausibles, et les "
        "marges d’erreur sont celles de réponses inventées.",
        "The answers of this wave are reconstructed from what was published of it. Published figures come "
        "out because they were put in; all others are only plausible, and the margins of error are those "
        "of invented answers.",
    ),
    "limit_unknown": ("Ce qui n’est pas connu : {what}.", "What is not known: {what}."),
    "unknown_institute": ("l’institut", "the institute"),
    "unknown_mode": ("le mode de recueil", "the mode"),
    "unknown_dates": ("les dates de terrain", "the dates of fieldwork"),
    "limit_chance": (
        "Les marges d’erreur disent ce qui est dû au hasard d’un tirage ; elles ne disent rien des erreurs "
        "de couverture, de non-réponse ou de mesure, et supposent que les répondants ont été tirés.",
        "Margins of error tell what is due to the chance of drawing; they tell nothing of errors of "
        "coverage, nonresponse or measurement, and take respondents to have been drawn.",
    ),
    "limit_kish": (
        "Le n effectif de Kish ne connaît que l’inégalité des poids. Les intervalles publiés avec chaque "
        "résultat tiennent compte aussi des strates, des grappes et du calage ; ils peuvent être plus "
        "courts ou plus longs.",
        "Kish’s effective n knows only how unequal weights are. The intervals published with each result "
        "also know strata, clusters and calibration; they may be shorter or longer.",
    ),
    "limit_margins": (
        "Le redressement corrige les répondants sur les marges citées et sur elles seules.",
        "The weighting corrects the respondents on the margins named here and on no others.",
    ),
    # sources
    "source_margin": (
        "Marge « {margin} » : {source} ; date de référence : {date}.",
        "Margin ‘{margin}’: {source}; reference date: {date}.",
    ),
    "engine": ("Moteur", "Engine"),
    "release": ("Publication", "Release"),
    "release_told": (
        "numéro, fichiers et empreintes : manifest.json, à la racine de la publication",
        "number, files and digests: manifest.json, at the root of the release",
    ),
}  # fmt: skip


def said(name: str, language: str, **values: object) -> str:
    """Return a wording of a note, its blanks filled, typeset."""
    french, english = _WORDS[name]
    return numbers.typeset((french if language == "fr" else english).format(**values), language)


def known(name: str) -> bool:
    """Return whether there is such a wording."""
    return name in _WORDS
