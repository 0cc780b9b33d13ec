"""Labels as plain text, whatever a file format would make of them.

A label comes from a questionnaire or a respondent: no writer may take it for a formula, a
tag or a command.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")
"""What a spreadsheet takes for the beginning of a formula."""

# Characters that no XML file may hold, not even escaped.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}", "'": r"\textquotesingle{}",
    "\u202f": r"\,", "\u2009": r"\,", "\u00a0": "~", "«": r"\guillemotleft{}",
    "»": r"\guillemotright{}", "‘": r"\textquoteleft{}", "’": r"\textquoteright{}",
    "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}", "–": r"\textendash{}",
    "—": r"\textemdash{}", "…": r"\ldots{}", "−": r"\ensuremath{-}", "×": r"\ensuremath{\times}",
    "≤": r"\ensuremath{\leq}", "≥": r"\ensuremath{\geq}", "≠": r"\ensuremath{\neq}",
    "±": r"\ensuremath{\pm}", "→": r"\ensuremath{\rightarrow}", "²": r"\textsuperscript{2}",
    "▲": r"\ensuremath{\blacktriangle}", "▼": r"\ensuremath{\blacktriangledown}",
    "€": r"\texteuro{}", "°": r"\textdegree{}", "·": r"\textperiodcentered{}",
    "\u00ad": "", "\t": " ", "\n": " ", "\r": " ",
}  # fmt: skip
_LATEX_MISSING = r"\ensuremath{\square}"


def sheet_text(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def xml_letters(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def xml_text(text: str) -> str:
    """Return a text that may stand in an element or an attribute of any XML file."""
    return escape(xml_letters(text))


def latex_text(text: str) -> str:
    """Return a text that LaTeX prints and never obeys.

    Letters of the European Latin alphabets stay; what the fonts of LaTeX lack is written
    plainer, as a raised letter, or as an empty square.
    """
    written = "".join(_latex(letter) for letter in text)
    return re.sub(r"([-,])(?=\1)", r"\1{}", written)  # two would be a dash, or a quote


def _latex(letter: str) -> str:
    if letter in _LATEX:
        return _LATEX[letter]
    if letter.isascii() or "\u00bf" <= letter <= "\u017f":
        return letter if letter.isprintable() else ""
    plain = unicodedata.normalize("NFKD", letter)
    if not plain.isascii() or not plain.isprintable():
        return _LATEX_MISSING
    written = "".join(_LATEX.get(one, one) for one in plain)
    raised = unicodedata.decomposition(letter).startswith("<super>")
    return rf"\textsuperscript{{{written}}}" if raised else written
