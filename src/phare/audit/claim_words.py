"""What is said of one claim."""

from __future__ import annotations

from phare.audit.claim_rows import Told
from phare.audit.said import Said
from phare.audit.sentences import LINES as WORDS
from phare.audit.sentences import VERDICTS


def claim_words(said: Said, told: Told) -> tuple[str, str]:
    """Return what is said of one claim."""
    speak, row = said.speaker, told.row
    label = speak.claim(told.claim)
    verdict = str(row["verdict"])
    found = []
    for at in (0, 1):
        if verdict == "unknown":
            words = WORDS["claim_unknown"][at]
            found.append(words.format(claim=label[at], reason=row.get("reason")))
            continue
        over = _over(said, told, at)
        words = WORDS["claim"][at]
        found.append(words.format(claim=label[at], verdict=VERDICTS[verdict][at], over=over))
    return found[0], found[1]


def _over(said: Said, told: Told, at: int) -> str:
    row, count = told.row, said.speaker.count
    variants, fails = (count(int(str(row[name])))[at] for name in ("variants", "fails"))
    failing = row.get("failing_choice")
    words = ""
    if row["verdict"] in ("depends", "fails"):
        words = (f" (échoue dans {fails} sur {variants}", f" (fails in {fails} of {variants}")[at]
        choice = f" : {failing}" if at == 0 else f": {failing}"
        words += (choice if failing else "") + ")"
    else:
        words = (f" dans les {variants}", f" in all {variants}")[at]
        if told.unweighted_holds is not None:
            also = (", même sans redressement", ", even unweighted")
            only = (", mais pas sans redressement", ", but not unweighted")
            words += (also if told.unweighted_holds else only)[at]
    return words
