"""The words of the verdict, in French and in English. Numbers come in as text."""

from __future__ import annotations

VERDICTS = {
    "holds": ("tient", "holds"),
    "barely": ("tient, de peu", "holds, narrowly"),
    "depends": ("dépend du redressement", "depends on the weighting"),
    "fails": ("ne tient pas", "does not hold"),
}

LINES = {
    "worth": (
        "{n} interviews comptent comme {worth} tirées au hasard. Pour « {label} », un calcul naïf "
        "dirait ±{naive} ; la marge réelle est de ±{true}.",
        "{n} interviews are worth {worth} drawn at random. For “{label}” a naive calculation "
        "would say ±{naive}; the true margin is ±{true}.",
    ),
    "worth_fixed": (
        "{n} interviews comptent comme {worth} tirées au hasard. « {label} » est fixé par "
        "construction, par une marge du redressement : il n’a pas de marge d’erreur, et vaut "
        "{estimate}.",
        "{n} interviews are worth {worth} drawn at random. “{label}” is fixed by construction, by "
        "a margin of the weighting: it has no margin of error, and is {estimate}.",
    ),
    "worth_constant": (
        "{n} interviews comptent comme {worth} tirées au hasard. Tous ont donné la même réponse "
        "sur « {label} » : il n’a pas de marge d’erreur, et vaut {estimate}.",
        "{n} interviews are worth {worth} drawn at random. All gave the same answer on “{label}”: "
        "it has no margin of error, and is {estimate}.",
    ),
    "change": (
        "« {label} » passe de {unweighted} (brut) à {estimate} ; ce qui pèse le plus, {player}, "
        "y est pour {part}.",
        "“{label}” moves from {unweighted} (unweighted) to {estimate}; what weighs most, "
        "{player}, accounts for {part}.",
    ),
    "another": (
        "{claims}Sur {variants} redressements défendables distincts, « {label} » va de {low} à "
        "{high}.",
        "{claims}Over {variants} distinct defensible weightings, “{label}” runs from {low} to "
        "{high}.",
    ),
    "claim": ("« {claim} » {verdict}{over}. ", "“{claim}” {verdict}{over}. "),
    "claim_unknown": (
        "« {claim} » ne peut être jugé : {reason}. ",
        "“{claim}” cannot be judged: {reason}. ",
    ),
    "held_out": (
        "Sur « {variable} », non utilisé, l’écart le plus grand (« {category} ») passe de "
        "{before} à {after}.",
        "On “{variable}”, not used, the largest gap (“{category}”) goes from {before} to {after}.",
    ),
    "farther": (
        "Sur « {variable} », non utilisé, le redressement éloigne : l’écart le plus grand "
        "(« {category} ») passe de {before} à {after}.",
        "On “{variable}”, not used, weighting makes it worse: the largest gap (“{category}”) goes "
        "from {before} to {after}.",
    ),
    "left_out": (
        "Aucun repère externe fourni : rien ne contrôle ce qui n’a pas été redressé. Laissée de "
        "côté, « {variable} » s’écarterait de sa marge (« {category} ») de {after}.",
        "No external benchmark was given: nothing checks what was not weighted. Left out, "
        "“{variable}” would be off its total (“{category}”) by {after}.",
    ),
    "fragility": (
        "Il suffirait d’écarter {count} répondants sur {n} pour changer « {claim} ». Pour le "
        "renverser autrement, il faudrait qu’un groupe ignoré pèse {excess} de plus dans la "
        "population que dans l’enquête et réponde différemment de {gap}.",
        "Removing {count} of {n} respondents would be enough to change “{claim}”. To overturn it "
        "otherwise, an ignored group would have to weigh {excess} more in the population than in "
        "the survey and answer differently by {gap}.",
    ),
    "firm": (
        "Aucun retrait de répondants ne change « {claim} » tant que les marges tiennent. Pour le "
        "renverser autrement, il faudrait qu’un groupe ignoré pèse {excess} de plus dans la "
        "population que dans l’enquête et réponde différemment de {gap}.",
        "No removal of respondents changes “{claim}” while the margins hold. To overturn it "
        "otherwise, an ignored group would have to weigh {excess} more in the population than in "
        "the survey and answer differently by {gap}.",
    ),
    "beyond": (
        "Il suffirait d’écarter {count} répondants sur {n} pour changer « {claim} ». Un groupe "
        "ignoré qui pèserait {excess} de plus dans la population que dans l’enquête ne le "
        "renverserait pas : il lui faudrait répondre différemment de {gap}.",
        "Removing {count} of {n} respondents would be enough to change “{claim}”. An ignored group "
        "that weighs {excess} more in the population than in the survey would not overturn it: it "
        "would have to answer differently by {gap}.",
    ),
    "limits": (
        "{sampling} ; sous cette hypothèse, l’intervalle à {confidence} de « {label} » va de "
        "{low} à {high}.",
        "{sampling}; on that assumption the {confidence} interval of “{label}” runs from {low} to "
        "{high}.",
    ),
}

SAMPLING = {
    "quota": (
        "Échantillon par quotas, non aléatoire : ces marges supposent qu’à caractéristiques égales "
        "({margins}) les répondants ressemblent aux autres",
        "Quota sample, not random: these margins assume that, other things equal "
        "({margins}), respondents resemble the others",
    ),
    "purposive": (
        "Échantillon raisonné, non aléatoire : ces marges supposent qu’à caractéristiques égales "
        "({margins}) les répondants ressemblent aux autres",
        "Purposive sample, not random: these margins assume that, other things equal "
        "({margins}), respondents resemble the others",
    ),
    "probability": (
        "Échantillon aléatoire : ces marges supposent qu’à caractéristiques égales "
        "({margins}) ceux qui ont répondu ressemblent à ceux qui ne l’ont pas fait, et ne disent "
        "rien des mots des questions",
        "Random sample: these margins assume that, other things equal ({margins}), those who "
        "answered resemble those who did not, and say nothing of the wording of questions",
    ),
}

NOTHING_EQUAL = ("aucune", "none")
"""What is held equal where nothing was calibrated to."""

UNKNOWN = {
    "no_headline": (
        "aucun titre ni aucune phrase n’est déclaré dans l’audit",
        "the audit declares no headline and no claim",
    ),
    "no_figure": (
        "personne n’a répondu dans la base de ce chiffre",
        "nobody answered in the base of this figure",
    ),
    "level": (
        "ce que pèse chaque marge n’est calculé que pour l’ensemble, et ce chiffre est d’un niveau",
        "what each margin weighs is worked out for the whole only, and this figure is of a level",
    ),
    "no_claim": ("aucune phrase n’est déclarée", "no claim is declared"),
    "no_margin": (
        "aucun repère externe fourni, et aucune marge à laisser de côté",
        "no external benchmark was given, and there is no margin to leave out",
    ),
    "not_solved": (
        "aucun repère externe fourni, et sans l’une de ses marges le redressement n’a pas de "
        "solution",
        "no external benchmark was given, and without one of its margins the weighting has no "
        "solution",
    ),
    "fixed": (
        "« {claim} » est fixé par construction, par une marge du redressement",
        "“{claim}” is fixed by construction, by a margin of the weighting",
    ),
    "constant": (
        "tous ont donné la même réponse sur « {claim} »",
        "all gave the same answer on “{claim}”",
    ),
    "not_judged": ("« {claim} » ne peut être jugé", "“{claim}” cannot be judged"),
    "no_gap": (
        "« {claim} » porte sur une comparaison que le retrait d’un répondant ne décide pas",
        "“{claim}” is about a comparison that removing a respondent does not decide",
    ),
    "one": (
        "un seul répondant ne donne ni marge d’erreur ni comparaison",
        "a single respondent gives neither a margin of error nor a comparison",
    ),
}
CANNOT = {
    "worth": ("Ce que vaut l’échantillon ne peut être dit : {why}.",
              "What the sample is worth cannot be said: {why}."),
    "change": ("Ce que change le redressement ne peut être dit : {why}.",
               "What weighting changes cannot be said: {why}."),
    "another": ("Ce que changerait un autre redressement ne peut être dit : {why}.",
                "What another weighting would change cannot be said: {why}."),
    "held_out": ("Ce qui n’a pas été redressé ne peut être contrôlé : {why}.",
                 "What was not weighted cannot be checked: {why}."),
    "fragility": ("La fragilité ne peut être dite : {why}.", "Fragility cannot be said: {why}."),
    "limits": ("Les limites ne peuvent être chiffrées : {why}.",
               "Limits cannot be put in numbers: {why}."),
}  # fmt: skip

PLAYERS = {
    "base": ("le poids de départ", "the starting weight"),
    "strata": ("le poids de départ ({margin})", "the starting weight ({margin})"),
    "after": ("ce qui suit le calage", "what follows the calibration"),
}

NOTES = {
    "kish": ("L’effet de plan de Kish est de {deff_kish}.", "Kish’s design effect is {deff_kish}."),
    "few": (
        "{n} répondants comptent comme {n_effective}.",
        "{n} respondents are worth {n_effective}.",
    ),
    "heaviest": (
        "Le répondant le plus lourd pèse {max_over_median} fois la médiane des poids.",
        "The heaviest respondent weighs {max_over_median} times the median weight.",
    ),
    "top1": (
        "Le centième le plus lourd des répondants porte une part du poids total de {share_top1}.",
        "The heaviest hundredth of the respondents holds a share of the total weight of "
        "{share_top1}.",
    ),
    "factors": (
        "Le calage multiplie les poids par {g_min} à {g_max}.",
        "Calibration multiplies weights by {g_min} to {g_max}.",
    ),
    "bound": (
        "La part des répondants tenus à une borne est de {share_at_bound}.",
        "The share of respondents held at a bound is {share_at_bound}.",
    ),
    "robustness": (
        "Un trait ignoré renverserait « {claim} » s’il expliquait de la réponse et du poids idéal "
        "une part de {robustness_value}.",
        "An ignored trait would overturn “{claim}” if it explained a share of the answer and of "
        "the ideal weight of {robustness_value}.",
    ),
    "like_a_margin": (
        "Un trait ignoré semblable à « {margin} » renverserait « {claim} » : la marge qu’il "
        "laisse (MRCS) est de {mrcs}.",
        "An ignored trait like “{margin}” would overturn “{claim}”: the room it leaves (MRCS) is "
        "{mrcs}.",
    ),
    "fragile": (
        "« {claim} » est fragile : la part des répondants qui le portent est de {flip_share}.",
        "“{claim}” is fragile: the share of the respondents that carry it is {flip_share}.",
    ),
    "held_out_far": (
        "« {variable} », non utilisé, reste loin de sa cible : l’écart standardisé est de "
        "{asmd_after}.",
        "“{variable}”, not used, stays far from its target: the standardised gap is {asmd_after}.",
    ),
    "uneven": (
        "La population est inégalement représentée ({model}) : l’indicateur R est de "
        "{r_indicator}.",
        "The population is unevenly represented ({model}): the R-indicator is {r_indicator}.",
    ),
    "not_audited": (
        "Médianes et quantiles ne sont pas audités ; laissés de côté : {count}.",
        "Medians and quantiles are not audited; left out: {count}.",
    ),
}
