"""A slide to write on: boxes of text, filled boxes, pictures and tables, each in its place."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from phare.publish import theme
from phare.publish.deck_look import Box
from phare.publish.escaping import xml_letters

SIDES = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_DECORATIVE = (
    '<a:extLst {ns}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


class Page:
    """One slide, in points from its upper left corner."""

    def __init__(self, slide: Slide) -> None:
        self.slide = slide

    def title(self, text: str, size: float, box: Box) -> None:
        """Write the title into its placeholder."""
        title = self.slide.shapes.title
        assert title is not None
        put(title, box)
        say(title.text_frame, (text,), size, bold=True)

    def placeholder(self, number: int, text: str, size: float, colour: str) -> None:
        """Write into another placeholder of the layout."""
        say(self.slide.placeholders[number].text_frame, (text,), size, colour=colour)

    def text(
        self, box: Box, texts: Sequence[str], size: float, *, bold: bool = False,
        italic: bool = False, colour: str = theme.INK, side: str = "left", gap: float = 0.0,
        middle: bool = False,
    ) -> None:  # fmt: skip
        """Write paragraphs into a box; nothing shrinks or grows by itself."""
        if not any(texts):
            return
        shape = self.slide.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        say(frame, texts, size, bold, italic, colour, side, gap)

    def fill(self, box: Box, colour: str, edge: str = "") -> None:
        """Draw a filled box that says nothing."""
        shape = self.slide.shapes.add_shape(1, Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height))
        style = shape._element.find(qn("p:style"))
        if style is not None:  # of the theme, with shadows
            shape._element.remove(style)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        if edge:
            shape.line.color.rgb, shape.line.width = rgb(edge), Pt(0.75)
        else:
            shape.line.fill.background()
        known = shape._element._nvXxPr.cNvPr
        known.append(parse_xml(_DECORATIVE.format(ns=nsdecls("a"))))

    def picture(self, content: bytes, box: Box, shape: float, told: str) -> None:
        """Put a picture at the top of a box, as large as it fits; `shape` is width over height."""
        wide = min(box.width, box.height * shape)
        high = wide / shape
        x, y = box.x + (box.width - wide) / 2, box.y
        made = self.slide.shapes.add_picture(io.BytesIO(content), Pt(x), Pt(y), Pt(wide), Pt(high))
        describe(made, told)

    def number(self) -> None:
        """Number the slide, where the layout has a place for it."""
        known = [one for one in self.slide.slide_layout.placeholders
                 if one.element.ph.get("type") == "sldNum"]  # fmt: skip
        if known:
            place = known[0].placeholder_format.idx
            shape_id = max(one.shape_id for one in self.slide.shapes) + 1
            self.slide.shapes._spTree.append(parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{shape_id}" name="Number"/>'
                '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
                f'<p:ph type="sldNum" sz="quarter" idx="{place}"/></p:nvPr></p:nvSpPr><p:spPr/>'
                '<p:txBody><a:bodyPr/><a:lstStyle/><a:p>'
                '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
                '<a:rPr sz="1000"/><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>'
            ))  # fmt: skip


def say(
    frame: TextFrame, texts: Sequence[str], size: float, bold: bool = False, italic: bool = False,
    colour: str = theme.INK, side: str = "left", gap: float = 0.0,
) -> None:  # fmt: skip
    """Write paragraphs, the first into the one that a frame already has."""
    for number, text in enumerate(filter(None, texts)):
        line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        line.alignment = SIDES[side]
        line.space_before = Pt(gap if number else 0)
        run = line.add_run()
        run.text = plain(text)
        run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
        run.font.color.rgb = rgb(colour)


def put(shape: BaseShape, box: Box) -> None:
    """Move a shape into a place of its own, whatever its layout says."""
    shape.left, shape.top, shape.width, shape.height = (
        Pt(side) for side in (box.x, box.y, box.width, box.height)
    )


def describe(shape: BaseShape, told: str) -> None:
    """Give a picture, chart or table its alternative text."""
    shape._element._nvXxPr.cNvPr.set("descr", xml_letters(told))


def speak(element: object, language: str) -> None:
    """Mark every piece of text under an element as of that language."""
    for name in ("a:r", "a:fld"):
        for run in element.iter(qn(name)):  # type: ignore[attr-defined]
            look = run.find(qn("a:rPr"))
            if look is None:
                look = parse_xml(f"<a:rPr {nsdecls('a')}/>")
                run.insert(0, look)
    for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for look in element.iter(qn(name)):  # type: ignore[attr-defined]
            look.set("lang", language)


def plain(text: str) -> str:
    """Return a text as one line without the characters that XML cannot hold."""
    return " ".join(xml_letters(text).replace("\x0b", " ").splitlines())


def rgb(colour: str) -> RGBColor:
    """Return a colour of `theme` as the library wants it."""
    return RGBColor.from_string(colour[1:])
