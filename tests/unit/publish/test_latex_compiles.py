"""LaTeX files compile alone and within another document, whatever the labels."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from phare.publish.build import build_table
from phare.publish.document import Document
from phare.publish.estimates import select
from phare.publish.latex import latex_of

pytestmark = pytest.mark.skipif(not shutil.which("pdflatex"), reason="TeX is not installed")
HOSTILE = (
    "100% #1 & ~ {a} \\ $x^2_1$", r"\input{/etc/passwd} \write18{rm}", "^^M %% <b> |x| \"q\"",
    "?`!`--''``,,<<>>", "16ᵉ «\u202fÀ\u202f» – “x” ’ … ≤ ▲ ▼ − € ½ 中 Ł œ", "[a] * & \\\\ \\hline",
)  # fmt: skip
HOST = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{booktabs,longtable,array,amssymb,xcolor}
\begin{document}
Before.
\input{one}
Between.
\input{one}
After.
\end{document}
"""


@pytest.fixture
def source(context) -> str:
    made = context("table", "by_size")
    found = select(made.about, made.estimates, made.comparisons)
    table = build_table(made.about, "fr", found)
    rows = [replace(table.rows[0], label=text, headings=(text,)) for text in HOSTILE]
    return latex_of(Document.of(replace(table, rows=(*table.rows, *rows))))


def compiled(folder: Path, name: str) -> str:
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-800:]
    return said


def test_alone(source, tmp_path):
    (tmp_path / "one.tex").write_text(source, encoding="utf-8")
    said = compiled(tmp_path, "one")
    assert "Overfull" not in said


def test_within_another(source, tmp_path):
    (tmp_path / "one.tex").write_text(source, encoding="utf-8")
    (tmp_path / "host.tex").write_text(HOST, encoding="utf-8")
    compiled(tmp_path, "host")
    if shutil.which("pdftotext"):
        command = ["pdftotext", str(tmp_path / "host.pdf"), "-"]
        words = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
        assert words.count("Before.") == words.count("Between.") == words.count("After.") == 1
