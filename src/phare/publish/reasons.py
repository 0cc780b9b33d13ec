"""Why an estimate is flagged, in the reader's language.

Estimates say it in English, with thresholds of the study in it. A reason that is not known
here is shown as it came.
"""

from __future__ import annotations

import re

_UNSAID = ("fiabilité insuffisante", "not reliable enough")

_FRENCH = (
    (r"effective sample under (\S+)", "échantillon effectif inférieur à {}"),
    (r"interval wider than (\S+) points", "intervalle de plus de {} points"),
    (r"interval wider than (\S+) % of the estimate", "intervalle de plus de {} % de l’estimation"),
    (
        r"standard error above (\S+) % of the estimate",
        "erreur type de plus de {} % de l’estimation",
    ),
    (r"nobody or everybody answered so", "réponse de tous ou de personne"),
    (r"fewer than (\S+) degrees of freedom", "moins de {} degrés de liberté"),
    (r"fewer than (\S+) respondents", "moins de {} répondants"),
    (r"no interval can be computed", "intervalle non calculable"),
    (r"no estimate can be computed", "estimation non calculable"),
    (r"the complement of this share is too uncertain to be shown", "complément trop incertain"),
    (r"no case was observed", "aucun cas observé"),
    (r"no respondent", "aucun répondant"),
    (r"fixed by the weighting", "fixé par le redressement"),
    (r"withheld to protect another value", "masqué pour protéger une autre valeur"),
)


def reason_told(reason: str, language: str) -> str:
    """Return a reason in French or in English."""
    if language != "fr":
        return reason.replace(" %", "%") or _UNSAID[1]
    for pattern, french in _FRENCH:
        found = re.fullmatch(pattern, reason)
        if found:
            return french.format(*(part.replace(".", ",") for part in found.groups()))
    return reason or _UNSAID[0]
