"""A document for Word: real tables, heads repeated on each page, styles with names."""

from __future__ import annotations

import io

import docx
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from phare.publish import theme
from phare.publish.document import Document, Prose
from phare.publish.docx_table import table_xml
from phare.publish.escaping import xml_letters, xml_text
from phare.publish.layout import A4, MARGIN, Page, blocks, page
from phare.publish.package import CREATED, LANGUAGES, normalised
from phare.publish.table import Table
from phare.publish.wording import word

_LONGEST = 255
"""Letters of a property of an office file."""
_STRETCH = 1.12
"""Where the font of Office is missing, a wider one stands in."""

_STYLES: dict[str, dict[str, object]] = {
    "Normal": {"size": 10, "after": 4},
    "Heading 1": {"size": 17, "bold": True, "after": 6},
    "Heading 2": {"size": 12.5, "bold": True, "colour": theme.SERIES[0], "before": 20, "after": 4},
    "Phare Notice": {"bold": True, "colour": theme.ALERT, "after": 10},
    "Phare Question": {"italic": True, "colour": theme.QUIET, "after": 3, "next": True},
    "Phare Base": {"colour": theme.QUIET, "after": 6, "next": True},
    "Phare Note": {"size": 8.5, "colour": theme.QUIET, "after": 2},
    "Phare Table": {"size": 9, "after": 0},
    "Phare Term": {"size": 10, "after": 3, "hanging": 130},
}


def docx_of(document: Document) -> bytes:
    """Return the document as a Word file."""
    on = page(document.tables, _STRETCH)
    paper = docx.Document()
    _properties(paper, document)
    _styles(paper, document.language, on)
    _section(paper, document.language, on)
    _add(paper, document.warning, "Phare Notice")
    _add(paper, document.title, "Heading 1")
    for line in document.lead:
        _add(paper, line, "Phare Base")
    for one in document.parts:
        if isinstance(one, Prose):
            _prose(paper, one)
        else:
            _table(paper, document.heading(one), one, on)
    for line in document.sources:
        _add(paper, line, "Phare Note")
    written = io.BytesIO()
    paper.save(written)
    return normalised(written.getvalue())


def _table(paper: Paper, heading: str, table: Table, on: Page) -> None:
    words = table.captions
    _add(paper, heading, "Heading 2")
    for line in words.questions:
        _add(paper, line, "Phare Question")
    _add(paper, words.base, "Phare Base")
    for block in blocks(table, on):
        paper.element.body.insert_element_before(
            parse_xml(table_xml(block, on)), "w:sectPr"
        )  # fmt: skip
        _add(paper, "\u00a0", "Phare Table")
    for line in words.notes:
        _add(paper, line, "Phare Note")


def _prose(paper: Paper, part: Prose) -> None:
    _add(paper, part.heading, "Heading 2")
    for line in part.lines:
        _add(paper, line, "Normal")
    for term, said in part.terms:
        _add(paper, said, "Phare Term", term)
    for point in part.points:
        _add(paper, point, "List Number" if part.ordered else "List Bullet")


def _add(paper: Paper, text: str, style: str, term: str = "") -> None:
    """Add a paragraph; what it says is set apart from its `term` where it has one."""
    if text:
        before = (
            f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{xml_text(term)}</w:t></w:r>'
            "<w:r><w:tab/></w:r>"
        )
        body = (
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>'
            f"{before if term else ''}"
            f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:p>'
        )
        paper.element.body.insert_element_before(parse_xml(body), "w:sectPr")


def _properties(paper: Paper, document: Document) -> None:
    about = paper.core_properties
    about.title = xml_letters(document.title)[:_LONGEST]
    about.author = about.last_modified_by = ""
    about.language = LANGUAGES[document.language]
    about.comments = xml_letters(document.warning)[:_LONGEST]
    about.created = about.modified = CREATED


def _styles(paper: Paper, language: str, on: Page) -> None:
    known = {style.name: style for style in paper.styles}
    for name, look in _STYLES.items():
        style = known.get(name) or paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        _styled(style, look | ({"size": on.size} if name == "Phare Table" else {}))
        if name == "Phare Notice":
            _boxed(style)
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    for told in defaults.iter(qn("w:lang")):
        told.set(qn("w:val"), LANGUAGES[language])
        told.set(qn("w:eastAsia"), LANGUAGES[language])


def _styled(style: ParagraphStyle, look: dict[str, object]) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), theme.SHEET_FONT)
    style.font.size = Pt(float(str(look.get("size", 10))))
    style.font.bold, style.font.italic = bool(look.get("bold")), bool(look.get("italic"))
    style.font.color.rgb = RGBColor.from_string(str(look.get("colour", theme.INK))[1:])
    lines = style.paragraph_format
    lines.space_before, lines.space_after = (
        Pt(float(str(look.get(side, 0)))) for side in ("before", "after")
    )
    lines.line_spacing = 1.08
    if "hanging" in look:
        lines.left_indent = Pt(float(str(look["hanging"])))
        lines.first_line_indent = -lines.left_indent
    lines.keep_with_next = bool(look.get("next")) or (style.name or "").startswith("Heading")


def _boxed(style: ParagraphStyle) -> None:
    """Give a style the coloured bar and ground of a warning."""
    lines = style.element.get_or_add_pPr()
    bar, ground = (
        parse_xml(f"<w:{name} {nsdecls('w')}{look}")
        for name, look in (
            (
                "pBdr",
                f'><w:left w:val="single" w:sz="24" w:space="6" w:color="{theme.ALERT[1:]}"/></w:pBdr>',
            ),
            ("shd", f' w:val="clear" w:color="auto" w:fill="{theme.ALERT_WASH[1:]}"/>'),
        )
    )
    spacing = lines.find(qn("w:spacing"))
    spacing.addprevious(bar)
    spacing.addprevious(ground)


def _section(paper: Paper, language: str, on: Page) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if on.landscape else WD_ORIENT.PORTRAIT
    short, long = (Pt(side) for side in A4)
    section.page_width, section.page_height = (long, short) if on.landscape else (short, long)
    section.left_margin = section.right_margin = Pt(MARGIN)
    section.top_margin = section.bottom_margin = Pt(MARGIN)
    before, middle, after = _around(word("page", language))
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="PhareNote"/><w:jc w:val="right"/></w:pPr>'
        f"{_run(before)}{_field('PAGE')}{_run(middle)}{_field('NUMPAGES')}{_run(after)}</w:p>"
    ))  # fmt: skip


def _around(text: str) -> tuple[str, str, str]:
    before, _, rest = text.partition("{page}")
    middle, _, after = rest.partition("{pages}")
    return before, middle, after


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>' if text else ""


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
