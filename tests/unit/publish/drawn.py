"""What a figure draws: its words with their edges, its dots and bars."""

import math

from phare.publish import letters
from phare.publish.estimates import select
from phare.publish.figure import Figure, build_figure

PART = {"left": 0.0, "center": 0.5, "right": 1.0}


def built(context, language: str = "fr") -> Figure:
    """The figure of a context."""
    found = select(context.about, context.estimates, context.comparisons)
    return build_figure(context.about, language, found)


def words(figure: Figure) -> list[dict]:
    """Every word with its face and where it is, halos left out."""
    return [
        {
            **one,
            "bold": layer["mark"]["fontWeight"] == "bold",
            "align": layer["mark"]["align"],
            "angle": layer["mark"].get("angle", 0.0),
        }
        for layer in figure.specification["layer"]
        if layer["mark"]["type"] == "text"
        for one in layer["data"]["values"]
        if "halo" not in one
    ]


def marks(figure: Figure, kind: str) -> list[dict]:
    """Every mark of a kind of Vega-Lite, with the look of its layer."""
    return [
        {**layer["mark"], **one}
        for layer in figure.specification["layer"]
        if layer["mark"]["type"] == kind
        for one in layer["data"]["values"]
    ]


def edges(one: dict) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a level word."""
    wide = letters.width(one["text"], one["size"], one["bold"])
    left = one["x"] - PART[one["align"]] * wide
    return left, one["y"] - 0.4 * one["size"], left + wide, one["y"] + 0.4 * one["size"]


def turned_edges(one: dict) -> tuple[float, float, float, float]:
    """The edges of a word once the paper is turned so that it stands level."""
    turn = math.radians(one["angle"])
    x, y = one["x"], one["y"]
    along = x * math.cos(turn) + y * math.sin(turn)
    return edges({**one, "x": along, "y": y * math.cos(turn) - x * math.sin(turn)})


def end(one: dict) -> tuple[float, float]:
    """Where a word that begins at its place ends, turned or not."""
    wide, turn = letters.width(one["text"], one["size"], one["bold"]), math.radians(one["angle"])
    return one["x"] + wide * math.cos(turn), one["y"] + wide * math.sin(turn)
