"""A deck for PowerPoint: charts that can be edited, alternative texts, speaker's notes."""

from __future__ import annotations

import io

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation

from phare.publish import pptx_master, theme
from phare.publish.deck import Deck, Line, Slide
from phare.publish.deck_look import (
    HEIGHT,
    INNER,
    MARGIN,
    QUESTION,
    SMALL,
    TITLE,
    Box,
    fitted,
)
from phare.publish.deck_look import width as wide
from phare.publish.escaping import xml_letters
from phare.publish.package import CREATED, LANGUAGES, normalised
from phare.publish.pptx_body import add_body
from phare.publish.pptx_master import COVER_LINE, COVER_TITLE, SLIDE_TITLE, blank_deck
from phare.publish.pptx_page import Page, plain, speak
from phare.publish.pptx_table import add_words

_LONGEST = 255
"""Letters of a property of an office file."""
_COVER_TITLES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
_COVER_LINES = (20.0, 18.0, 16.0, 14.0, 12.0)
_NOTICE = 11.0


def pptx_of(deck: Deck) -> bytes:
    """Return the deck as a PowerPoint file; the same deck gives the same bytes."""
    made = blank_deck(deck.language)
    _properties(made, deck)
    for slide in deck.slides:
        if slide.kind == "cover":
            _cover(made, slide)
        else:
            _slide(made, slide)
    _spoken_in(made, LANGUAGES[deck.language])
    written = io.BytesIO()
    made.save(written)
    return normalised(written.getvalue())


def _properties(made: Presentation, deck: Deck) -> None:
    about = made.core_properties
    about.title = xml_letters(deck.title)[:_LONGEST]
    about.author = about.last_modified_by = ""
    about.language = LANGUAGES[deck.language]
    about.comments = xml_letters(deck.notice)[:_LONGEST]
    about.created = about.modified = CREATED
    about.revision = 1


def _cover(made: Presentation, slide: Slide) -> None:
    page = Page(made.slides.add_slide(pptx_master.layout(made, pptx_master.COVER)))
    box = COVER_TITLE
    title = fitted(slide.title, box.width, box.height, _COVER_TITLES, bold=True)
    page.title(title.text, title.size, box)
    under = " ".join(piece.text for piece in slide.body if isinstance(piece, Line))
    line = fitted(under, COVER_LINE.width, COVER_LINE.height, _COVER_LINES)
    if under:
        page.placeholder(1, line.text, line.size, theme.QUIET)
    else:
        empty = page.slide.placeholders[1]._element
        empty.getparent().remove(empty)
    foot = Box(COVER_LINE.x, HEIGHT - 100, COVER_LINE.width, 20)
    page.text(foot, slide.sources, 14)
    _notice(page, slide.notice, Box(COVER_LINE.x, HEIGHT - 66, COVER_LINE.width, 24), 13)
    _notes(page, slide)


def _slide(made: Presentation, slide: Slide) -> None:
    page = Page(made.slides.add_slide(pptx_master.layout(made, pptx_master.BODY)))
    top = _above(page, slide)
    room = _below(page, slide, top)
    box = Box(MARGIN, top, INNER, room)
    add_words(page, slide, box)
    add_body(page, slide, box)
    page.number()
    _notes(page, slide)


def _above(page: Page, slide: Slide) -> float:
    """Write title, question and base; return where the body begins."""
    title = fitted(slide.title, INNER, 2 * TITLE[2] * 1.25, TITLE, bold=True)
    page.title(title.text, title.size, Box(MARGIN, SLIDE_TITLE.y, INNER, title.height))
    y = SLIDE_TITLE.y + title.height + 3
    each = 48.0 / max(len(slide.questions), 1)
    for question in slide.questions:
        set_ = fitted(question, INNER, max(each, 13.0), QUESTION)
        page.text(Box(MARGIN, y, INNER, set_.height), (set_.text,), set_.size, italic=True,
                  colour=theme.QUIET)  # fmt: skip
        y += set_.height + 1
    if slide.base:
        set_ = fitted(slide.base, INNER, 34.0, QUESTION)
        page.text(Box(MARGIN, y, INNER, set_.height), (set_.text,), set_.size, colour=theme.QUIET)
        y += set_.height
    return y + 14


def _below(page: Page, slide: Slide, top: float) -> float:
    """Write notes and sources up from the foot, the notice over them; return the body's height."""
    small = " ".join(slide.notes)
    texts = [text for text in (small, *slide.sources) if text]
    room, bottom = INNER - 80, HEIGHT - 18
    set_ = [fitted(text, room, 40.0, SMALL) for text in texts]
    size = min((one.size for one in set_), default=SMALL[0])
    set_ = [fitted(text, room, 40.0, [one for one in SMALL if one <= size]) for text in texts]
    high = sum(one.height for one in set_) + 2 * len(set_)
    y = bottom - high
    page.text(Box(MARGIN, y, room, high), [one.text for one in set_], size, colour=theme.QUIET,
              gap=2)  # fmt: skip
    if slide.notice:
        y -= 26
        _notice(page, slide.notice, Box(MARGIN, y, INNER, 20), _NOTICE)
    return y - 14 - top


def _notice(page: Page, notice: str, box: Box, size: float) -> None:
    if not notice:
        return
    text = notice[:1].upper() + notice[1:]
    set_ = fitted(text, box.width - 22, box.height, (size, 9.0, 8.0, 7.0), bold=True)
    long = min(wide(set_.text, set_.size, bold=True) + 24, box.width)
    page.fill(Box(box.x, box.y, long, box.height), theme.ALERT_WASH)
    page.fill(Box(box.x, box.y, 4, box.height), theme.ALERT)
    page.text(Box(box.x + 13, box.y, long - 13, box.height), (set_.text,), set_.size, bold=True,
              colour=theme.ALERT, middle=True)  # fmt: skip


def _notes(page: Page, slide: Slide) -> None:
    """Say to the speaker what the slide shows, from which estimates, and what stands below."""
    said = [*slide.spoken, slide.base, *slide.notes, *slide.sources, slide.notice]
    frame = page.slide.notes_slide.notes_text_frame
    assert frame is not None
    frame.text = "\n".join(dict.fromkeys(plain(line) for line in said if line))


def _spoken_in(made: Presentation, language: str) -> None:
    """Mark all text of the file as of its language, the charts and notes included."""
    master = made.slide_master
    notes = made.notes_master
    parts = [master, *master.slide_layouts, notes]
    for element in (one.element for one in parts):
        speak(element, language)
    for slide in made.slides:
        speak(slide._element, language)
        speak(slide.notes_slide._element, language)
        rels = slide.part.rels.values()
        for rel in (rel for rel in rels if rel.reltype == RELATIONSHIP_TYPE.CHART):
            speak(rel.target_part._element, language)
