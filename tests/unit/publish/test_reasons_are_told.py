"""Every reason that the engine gives has its French."""

import ast
from pathlib import Path

from phare.publish.reasons import reason_told
from phare.stats import quality


def _reasons() -> list[str]:
    """The texts of stats/quality.py that can become a reason, a number in each blank."""
    tree = ast.parse(Path(quality.__file__).read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    filled = [node for node in nodes if isinstance(node, ast.JoinedStr) and len(node.values) > 1]
    parts = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    plain = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value
        and id(node) not in parts | said
    ]
    return plain + [
        "".join(part.value if isinstance(part, ast.Constant) else "30" for part in node.values)
        for node in filled
    ]


def test_each_reason_is_translated():
    reasons = _reasons()
    assert len(reasons) > 8
    assert [one for one in reasons if reason_told(one, "fr") == one] == []


def test_an_unknown_reason_is_shown_as_it_came():
    assert reason_told("autre", "fr") == "autre"
    assert reason_told("", "fr") == "fiabilité insuffisante"
    assert reason_told("interval wider than 30 % of the estimate", "en").count("30%") == 1
