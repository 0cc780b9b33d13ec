"""How well a rewritten wave is recognised, by kind of change: writes docs/methods/adoption.md.

    python tools/adoption.py [WAVES]    200 unless told

Real surveys of ../shared/reference are rewritten by seeds 0, 1, 2 ... and adopted. Ends with
status 1 where a variable called sure is wrong, or a category is wrong and nothing says so.
"""

import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "methods" / "adoption.md"
REFERENCE = ROOT.parent / "shared" / "reference"

INTRODUCTION = """# Adopting a wave: how variables and answers are recognised

*Tables written by `python tools/adoption.py`; do not edit them.*

A delivered file is compared with an earlier wave, variable by variable. Each pair gets a score
between 0 and 1: a weighted mean of what is known of it. The weights stand in
`src/phare/config/adoption.yaml`; a study may change them in `config/adoption.yaml`. A score ranks
candidates. It is no probability, and none is printed.

| part | what it compares |
|---|---|
| label | the questions: letters, words and their order, one text inside the other; 1 when they are equal |
| name | the names of the columns, times the share of names kept in this delivery |
| categories | the lists of answers, aligned one to one; more when few variables have that list |
| distribution | shares of the aligned answers, or quartiles and mean of numbers |
| context | whether the neighbours are matched nearby, times the share of the order kept |
| order | where the two stand in their files, times the same share |
| linked | with `--link`: whether the rows of one key agree. It takes the place of a lower score |

Words that many questions of both files share weigh next to nothing. How
many names and how much of the order were kept is measured on the pairs whose wording leaves
no doubt. Pairs are then assigned all at once, and leaving a variable alone is allowed.

**sure**: the score is high and well above the next, the question has the same words (the same
numbers and denials among them), every answer is linked by its own words and kept its code, and
nothing moved. **look**: accepted by its score, and something changed, said in a sentence.
**choose**: not accepted; candidates are shown. **new**: nothing is near.

Answers are linked in an order of trust: equal label, yes and no, words for no answer; then,
always shown to a person: linked rows, equal but for a word the whole list repeats, the order of
degrees, joined or detailed labels, near labels. Codes without labels are linked by nothing but
linked rows.
"""


def main() -> None:
    from tests.rewritten_counts import adopted

    waves = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    counted = adopted(REFERENCE, range(waves))
    PAGE.write_text(page(counted, waves), encoding="utf-8")
    wrong = int(counted["sure_wrong"].sum()), int(counted["silent"].sum())
    print(f"{waves} waves: {wrong[0]} wrong among sure, {wrong[1]} categories wrong and silent")
    if any(wrong):
        sys.exit(1)


def page(counted: pd.DataFrame, waves: int) -> str:
    exploded = counted.explode("changes")
    sure = int((counted["verdict"] == "sure").sum())
    return (
        f"{INTRODUCTION}\n## {waves} rewritten waves\n\n"
        "From hdv2003 (two in three) and communes2012. A variable may be changed in several ways "
        f"and counts under each. {len(counted):,} variables: {sure:,} called sure, "
        f"{int(counted['sure_wrong'].sum())} of them wrong; {int(counted['links'].sum()):,} "
        f"answers linked, {int(counted['silent'].sum())} wrong and silent, "
        f"{int(counted['links_told'].sum())} wrong and told.\n\n"
        f"{_table(exploded.groupby('changes'), 'change')}\n"
        "`right`: given its ancestor, or left alone where it has none. `wrong look`: accepted "
        "beside the wrong variable, shown to a person.\n\n"
        f"## By format\n\n{_table(counted.groupby('format'), 'delivered as')}\n"
        "`statistical`: codes with labels. `labels`: a text file that holds the labels. `codes`: a "
        "text file of codes without a dictionary, whose answers are never linked by guess.\n"
    )


def _table(parts: "pd.api.typing.DataFrameGroupBy", what: str) -> str:
    verdicts = ("sure", "look", "choose", "new")
    lines = [
        f"| {what} | variables | right | {' | '.join(verdicts)} | wrong sure | wrong look "
        "| answers linked | right | wrong, told | wrong, silent |",
        "|---|" + "--:|" * 12,
    ]
    for name, rows in parts:
        counts = rows["verdict"].value_counts()
        looks = int((rows["accepted_wrong"] & ~rows["sure_wrong"]).sum())
        cells = [
            f"{len(rows):,}", f"{100 * rows['right'].mean():.1f} %",
            *(f"{int(counts.get(one, 0)):,}" for one in verdicts),
            str(int(rows["sure_wrong"].sum())), str(looks), f"{int(rows['links'].sum()):,}",
            f"{int(rows['links_right'].sum()):,}", str(int(rows["links_told"].sum())),
            str(int(rows["silent"].sum())),
        ]  # fmt: skip
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
