"""The ratios on a logarithmic axis, and how phare's cost grows, as one picture."""

import math
from pathlib import Path
from typing import Any

from engines.report import agrees, ratio

INK, QUIET, RULE, BLUE, AMBER = "#17242F", "#51606C", "#E1E6EA", "#0B4F83", "#C05A0A"
PALE = "#9DBAD2"
TEXT = "Helvetica, Arial, sans-serif"
WIDTH = 620


def write(path: Path, tasks: list[dict], growth: list[dict]) -> None:
    """Write the picture (SVG)."""
    import vl_convert

    panels = [_ratios(tasks)]
    grown = [row for row in growth if "seconds" in row]
    if grown:
        panels.append({
            "hconcat": [
                _growth(grown, "seconds", "phare: CPU seconds"),
                _growth(grown, "gigabytes", "phare: peak memory, GB, libraries included"),
            ],
            "spacing": 60,
        })  # fmt: skip
    picture = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white", "padding": 20, "vconcat": panels, "spacing": 40,
        "config": {
            "font": TEXT, "view": {"stroke": None},
            "axis": {"domain": False, "ticks": False, "grid": False, "gridColor": RULE,
                     "labelColor": QUIET, "labelFontSize": 12, "titleColor": QUIET,
                     "titleFontSize": 12, "titleFontWeight": "normal", "labelPadding": 6},
            "title": {"anchor": "start", "color": INK, "fontSize": 15, "offset": 12},
        },
    }  # fmt: skip
    path.write_text(vl_convert.vegalite_to_svg(picture, vl_version="5.21") + "\n", "utf-8")


def _ratios(tasks: list[dict]) -> dict[str, Any]:
    bars = []
    for task in tasks:
        mine, *peers = task["rows"]
        for peer in peers:
            if "missing" in peer or "missing" in mine:
                continue
            times = ratio(mine, peer)
            label = f"{times:,.0f} x" if times >= 10 else f"{times:.1f} x"
            bars.append({
                "task": task["title"], "engine": peer["engine"], "ratio": times,
                "least": peer["least"] or None, "same": agrees(peer),
                # Beside the bar, or beside the ratio to reach where that is further out.
                "beside": max(times, 1.0, peer["least"]),
                "label": label if agrees(peer) else f"{label}, results differ",
            })  # fmt: skip
    titles = list(dict.fromkeys(bar["task"] for bar in bars))
    low = 10.0 ** math.floor(math.log10(min([1.0, *(bar["ratio"] for bar in bars)])))
    high = 10.0 ** math.ceil(math.log10(max(bar["beside"] for bar in bars)) + 0.3)
    x = {
        "field": "ratio", "type": "quantitative", "title": None,
        "scale": {"type": "log", "domain": [low, high]},
        "axis": {"grid": True, "format": "~g", "values": [0.1, 1, 10, 100, 1000, 10_000]},
    }  # fmt: skip
    y = {
        "field": "engine", "type": "nominal", "title": None, "sort": {"field": "ratio"},
        "axis": {"labelColor": INK},
    }  # fmt: skip
    promised = {"filter": "datum.least != null"}
    return {
        "title": {
            "text": "How many times the CPU seconds of phare each engine takes",
            "subtitle": "The orange line is the ratio to reach. One core; logarithmic axis. Pale: "
                        "the two do not compute the same.",
            "subtitleColor": QUIET, "subtitleFontSize": 12,
        },
        "data": {"values": bars},
        "facet": {"row": {
            "field": "task", "type": "nominal", "sort": titles, "title": None,
            "header": {"labelAngle": 0, "labelAlign": "left", "labelAnchor": "start",
                       "labelOrient": "top", "labelColor": INK, "labelFontSize": 12.5,
                       "labelFontWeight": "bold", "labelPadding": -8},
        }},
        "spacing": 18,
        "resolve": {"scale": {"y": "independent"}, "axis": {"x": "shared"}},
        "spec": {
            "width": WIDTH, "height": {"step": 24},
            "layer": [
                {"mark": {"type": "bar", "height": 11, "cornerRadiusEnd": 2},
                 "encoding": {"x": x, "x2": {"datum": 1}, "y": y, "color": {
                     "condition": {"test": "datum.same", "value": BLUE}, "value": PALE}}},
                {"transform": [promised],
                 "mark": {"type": "tick", "color": AMBER, "thickness": 3, "size": 20, "opacity": 1},
                 "encoding": {"x": {**x, "field": "least"}, "y": y}},
                {"mark": {"type": "text", "align": "left", "dx": 6, "color": INK, "fontSize": 12},
                 "encoding": {"x": {**x, "field": "beside"}, "y": y, "text": {"field": "label"}}},
            ],
        },
    }  # fmt: skip


def _growth(rows: list[dict], field: str, title: str) -> dict[str, Any]:
    names = {"rake": "raking", "estimates": "10 indicators x 40 domains"}
    values = [{"rows": r["rows"], "value": r[field], "task": names[r["task"]]} for r in rows]
    colour = {
        "field": "task", "type": "nominal", "legend": None,
        "scale": {"domain": [*names.values()], "range": [BLUE, AMBER]},
    }  # fmt: skip
    x = {
        "field": "rows", "type": "quantitative", "title": "rows",
        "scale": {"type": "log"}, "axis": {"format": "~s", "values": [1e4, 1e5, 1e6, 1e7]},
    }  # fmt: skip
    y: dict[str, Any] = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"zero": True},
        "axis": {"grid": True, "tickCount": 5, "format": "~g"},
    }  # fmt: skip
    if field == "seconds":
        y["scale"] = {"type": "log", "nice": True}
        y["axis"]["values"] = [0.001, 0.01, 0.1, 1, 10]
    return {
        "title": title, "width": 270, "height": 200, "data": {"values": values},
        "encoding": {"x": x, "y": y, "color": colour},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2, "point": {"filled": True, "size": 45}}},
            {"transform": [{"filter": f"datum.rows == {max(r['rows'] for r in rows)}"}],
             "mark": {"type": "text", "align": "right", "dx": -10, "dy": -10, "fontSize": 12},
             "encoding": {"text": {"field": "task"}}},
        ],
    }  # fmt: skip
