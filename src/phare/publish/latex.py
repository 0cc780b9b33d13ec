"""A document as LaTeX: compiled as it is, or \\input into another that loads the packages."""

from __future__ import annotations

from itertools import groupby

from phare.publish import theme
from phare.publish.document import Document
from phare.publish.escaping import latex_text
from phare.publish.layout import MARGIN, Block, Page, blocks, page
from phare.publish.table import Row, Table

_HEAD = r"""%% Compile it as it is (pdflatex), or \input it into a document that loads
%% fontenc (T1), booktabs, longtable, array, amssymb, xcolor.
\makeatletter
\ifx\@nodocument\relax\else
\documentclass[10pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,%(paper)smargin=%(margin).1fbp]{geometry}
\usepackage{booktabs,longtable,array,amssymb,xcolor}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\renewcommand{\familydefault}{\sfdefault}
\pagestyle{plain}
\begin{document}
\def\phareend{\end{document}}
\fi
\providecommand{\phareend}{}
\makeatother
\begingroup
\definecolor{pharequiet}{HTML}{%(quiet)s}
\definecolor{pharealert}{HTML}{%(alert)s}
\definecolor{phareaccent}{HTML}{%(accent)s}
\setlength{\parindent}{0pt}
\setlength{\tabcolsep}{%(pad).2fbp}
\renewcommand{\arraystretch}{1.15}
\raggedright
\ifdefined\NoAutoSpacing\NoAutoSpacing\fi %% the spaces of French are written out
"""
_TAIL = "\\endgroup\n\\phareend\n"


def latex_of(document: Document) -> str:
    """Return the document: titles, questions, bases, tables with booktabs, notes, sources."""
    on = page(document.tables)
    head = _HEAD % {
        "paper": "landscape," if on.landscape else "",
        "margin": MARGIN,
        "pad": on.pad,
        "quiet": theme.QUIET[1:],
        "alert": theme.ALERT[1:],
        "accent": theme.SERIES[0][1:],
    }
    parts = [_paragraph(r"\bfseries\color{pharealert}", document.warning)]
    parts.append(_paragraph(r"\Large\bfseries", document.title))
    parts += [_paragraph(r"\color{pharequiet}", line) for line in document.lead]
    for table in document.tables:
        parts += _table(document.heading(table), table, on)
    parts += [_paragraph(r"\footnotesize\color{pharequiet}", line) for line in document.sources]
    return head + "".join(parts) + _TAIL


def _paragraph(look: str, text: str) -> str:
    return f"{{{look} {latex_text(text)}\\par}}\\smallskip\n" if text else ""


def _table(heading: str, table: Table, on: Page) -> list[str]:
    words = table.captions
    return [
        _paragraph(r"\bigskip\large\bfseries\color{phareaccent}", heading),
        *(_paragraph(r"\itshape\color{pharequiet}", line) for line in words.questions),
        _paragraph(r"\color{pharequiet}", words.base),
        *(_block(block, on) for block in blocks(table, on)),
        *(_paragraph(r"\footnotesize\color{pharequiet}", line) for line in words.notes),
    ]


def _block(block: Block, on: Page) -> str:
    table = block.table
    columns = "".join(
        rf">{{\raggedleft\arraybackslash}}p{{{width - 2 * on.pad:.2f}bp}}"
        for width in block.columns
    )
    stub = rf"@{{}}>{{\raggedright\arraybackslash}}p{{{block.stub - on.pad:.2f}bp}}"
    head = "".join(_head(table, level, block, on) for level in range(table.depth))
    body = ""
    for headings, rows in groupby(table.rows, key=lambda row: row.headings):
        body += _heading(headings, len(table.columns))
        body += "".join(_row(row) for row in rows)
    size = f"\\fontsize{{{on.size:.1f}}}{{{1.25 * on.size:.1f}}}\\selectfont"
    return (
        f"{{{size}\n\\setlength{{\\LTleft}}{{0pt}}\\setlength{{\\LTright}}{{\\fill}}\n"
        f"\\begin{{longtable}}{{{stub}{columns}@{{}}}}\n\\toprule\n{head}\\midrule\n\\endhead\n"
        f"\\bottomrule\n\\endlastfoot\n{body}\\end{{longtable}}}}\n"
    )


def _head(table: Table, level: int, block: Block, on: Page) -> str:
    last = level == table.depth - 1
    stub = rf"@{{}}>{{\raggedright\arraybackslash}}b{{{block.stub - on.pad:.2f}bp}}"
    cells, rules, at = [_spanned(1, stub, table.stub if last else "")], [], 0
    for label, span in table.spanners(level):
        room = sum(block.columns[at : at + span]) - 2 * on.pad
        side = r"\raggedleft" if last else r"\centering"
        edge = "@{}" if at + span == len(table.columns) else ""
        cells.append(_spanned(span, rf">{{{side}\arraybackslash}}b{{{room:.2f}bp}}{edge}", label))
        if not last and label:
            rules.append(rf"\cmidrule(lr){{{at + 2}-{at + span + 1}}}")
        at += span
    return " & ".join(cells) + " \\\\\n" + "".join(rules) + ("\n" if rules else "")


def _spanned(span: int, column: str, label: str) -> str:
    text = rf"\bfseries {latex_text(label)}" if label else ""
    return rf"\multicolumn{{{span}}}{{{column}}}{{{text}}}"


def _heading(headings: tuple[str, ...], columns: int) -> str:
    if not headings:
        return ""
    text = latex_text(" – ".join(headings))
    return (
        "\\addlinespace\n"
        rf"\multicolumn{{{columns + 1}}}{{@{{}}l}}{{\bfseries\color{{phareaccent}} {text}}} \\*"
        "\n"
    )


def _row(row: Row) -> str:
    bold = r"\bfseries " if row.total else ""
    label = (r"\quad " if row.headings else "") + bold + latex_text(row.label)
    return " & ".join([label, *(bold + latex_text(cell.shown) for cell in row.cells)]) + " \\\\\n"
