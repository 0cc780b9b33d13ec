"""The master of a deck: its colours, letters and two layouts, so that a slide added by hand fits."""

from __future__ import annotations

import re

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from phare.publish import theme
from phare.publish.deck_look import HEIGHT, INNER, MARGIN, TITLE, WIDTH, Box
from phare.publish.escaping import xml_text
from phare.publish.pptx_page import put
from phare.publish.wording import word

_ABOUT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
COVER, BODY = "Phare Cover", "Phare Slide"
_KEPT = {"Title Slide": COVER, "Title Only": BODY}
COVER_TITLE = Box(MARGIN + 24, 150, INNER - 48, 120)
COVER_LINE = Box(MARGIN + 24, 282, INNER - 48, 60)
SLIDE_TITLE = Box(MARGIN, 34, INNER, 70)
NUMBER = Box(WIDTH - MARGIN - 60, HEIGHT - 32, 60, 16)


def blank_deck(language: str) -> Presentation:
    """Return a deck without slides: wide, in the colours of `theme`, with two layouts."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    _without_leftovers(deck)
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        if layout.name in _KEPT:
            _layout(layout, _KEPT[layout.name], language)
        else:
            deck.slide_layouts.remove(layout)
    _master(master, language)
    _colours(master)
    return deck


def layout(deck: Presentation, name: str) -> SlideLayout:
    """Return one of the two layouts."""
    found = deck.slide_layouts.get_by_name(name)
    assert found is not None
    return found


def _without_leftovers(deck: Presentation) -> None:
    """Drop what the template brings of the machine that it was made on."""
    package = deck.part.package
    for part, kind in ((deck.part, "printerSettings"), (package, "thumbnail")):
        rels = part._rels
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(f"/{kind}")]:
            rels.pop(name)
    # It would say that a deck of four by three without slides was made on a Macintosh.
    package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = _ABOUT


def _layout(one: SlideLayout, name: str, language: str) -> None:
    one.name = name
    cover = name == COVER
    for shape in list(one.placeholders):
        kind = shape.element.ph.get("type")
        if kind in ("dt", "ftr") or (cover and kind == "sldNum"):
            shape.element.getparent().remove(shape.element)
            continue
        box = {"subTitle": COVER_LINE, "sldNum": NUMBER}.get(
            kind, COVER_TITLE if cover else SLIDE_TITLE
        )
        put(shape, box)
        if kind != "sldNum":
            shape.text_frame.text = word("slide_title", language)
    tree = one.shapes._spTree
    bars = (
        [Box(0, 0, 14, HEIGHT), Box(MARGIN + 24, 132, 66, 6)] if cover else [Box(MARGIN, 22, 44, 4)]
    )
    for number, bar in enumerate(bars):
        tree.insert(2, _bar(bar, 90 + number))


def _bar(box: Box, number: int) -> object:
    places = " ".join(f'{name}="{Pt(value)}"' for name, value in (("x", box.x), ("y", box.y)))
    size = f'cx="{Pt(box.width)}" cy="{Pt(box.height)}"'
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="Bar {number}"/>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off {places}/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "</p:sp>"
    )


def _master(master: SlideMaster, language: str) -> None:
    for shape in list(master.placeholders):
        kind = shape.element.ph.get("type")
        if kind in ("dt", "ftr"):
            shape.element.getparent().remove(shape.element)
            continue
        body = Box(MARGIN, 130, INNER, 320)
        put(shape, {"title": SLIDE_TITLE, "sldNum": NUMBER}.get(kind, body))
        if kind == "title":
            shape.text_frame.text = word("slide_title", language)
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    look = title.find(qn("a:defRPr"))
    look.set("sz", f"{100 * TITLE[0]:.0f}")
    look.set("b", "1")
    for frame in master.element.iter(qn("a:bodyPr")):
        for side in ("lIns", "tIns", "rIns", "bIns"):
            frame.set(side, "0")
        for child in list(frame):
            frame.remove(child)
    for shape in master.placeholders:
        if shape.element.ph.get("type") == "title":
            shape.element.find(qn("p:txBody")).find(qn("a:bodyPr")).set("anchor", "t")


def _colours(master: SlideMaster) -> None:
    """Write the colours and letters of `theme` into the theme of the deck."""
    part: Part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    told = part.blob.decode("utf-8")
    colours = {
        "dk1": theme.INK, "lt1": theme.PAPER, "dk2": theme.QUIET, "lt2": theme.WASH,
        "hlink": theme.SERIES[0], "folHlink": theme.SERIES[3],
        **{f"accent{n}": colour for n, colour in enumerate((*theme.SERIES, *theme.RAMP[1:3]), 1)},
    }  # fmt: skip
    for name, colour in colours.items():
        new = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        told = re.sub(rf"<a:{name}>.*?</a:{name}>", new, told, count=1)
    for font in ("majorFont", "minorFont"):
        latin = rf'(<a:{font}><a:latin typeface=")[^"]*'
        told = re.sub(latin, rf"\g<1>{xml_text(theme.SHEET_FONT)}", told, count=1)
    told = re.sub(r'(<a:(?:theme|clrScheme|fontScheme)\b[^>]*? name=")[^"]*', r"\g<1>Phare", told)
    part._blob = told.encode("utf-8")
