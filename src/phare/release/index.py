"""The page that opens a release: what is inside, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from phare.config.base import Text
from phare.kinds import KINDS
from phare.numbers import typeset
from phare.release.settings import ReleaseSlice

_TOLD = {
    "estimates.csv": ("Toutes les estimations", "All estimates"),
    "comparisons.csv": ("Écarts et comparaisons", "Gaps and comparisons"),
    "published_check.csv": (
        "Chiffres publiés et leur reproduction",
        "Published figures and their reproduction",
    ),
    "changes.csv": ("Ce qui change depuis la version précédente", "Changes since the last release"),
    "weight_summary.csv": ("Poids, étape par étape", "Weights, step by step"),
    "margin_fit.csv": ("Marges après redressement, par étape", "Margins after weighting, by step"),
    "dispositions.csv": ("Lignes reçues, exclues, gardées", "Lines delivered, excluded, kept"),
    "profiles/shares.csv": ("Profils lexicaux : parts", "Lexical profiles: shares"),
    "profiles/words.csv": ("Profils lexicaux : vocabulaire", "Lexical profiles: words"),
    "profiles/stability.csv": ("Profils lexicaux : stabilité", "Lexical profiles: stability"),
    "profiles/splits.csv": ("Profils lexicaux : divisions", "Lexical profiles: splits"),
    "profiles/modalities.csv": (
        "Profils lexicaux : variables supplémentaires",
        "Lexical profiles: supplementary variables",
    ),
    "profiles/plane.csv": (
        "Profils lexicaux : analyse des correspondances",
        "Lexical profiles: correspondence analysis",
    ),
    "profiles/ties.csv": ("Profils lexicaux : cooccurrences", "Lexical profiles: co-occurrences"),
    "profiles/drift.csv": ("Profils lexicaux : dérive", "Lexical profiles: drift"),
    "profiles/names.csv": ("Profils lexicaux : noms relus", "Lexical profiles: reviewed names"),
    "profiles/verbatims.csv": (
        "Profils lexicaux : verbatims relus",
        "Lexical profiles: reviewed verbatims",
    ),
}
_STYLE = (Path(__file__).parent / "index.css").read_text(encoding="utf-8")


def index_page(
    number: str,
    told: ReleaseSlice,
    files: Iterable[str],
    check: Mapping[str, int],
    headlines: Iterable[Mapping[str, Any]],
) -> str:
    """Return the page of a release.

    Parameters
    ----------
    files : what it holds; restricted ones are left out
    check : the tally of published figures and their reproduction
    headlines : wave, category and, in each language, label, value, low and high
    """
    listed = [name for name in files if not name.startswith("restricted/")]
    parts = [
        "<!doctype html>",
        '<html lang="fr"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_set(told.title.fr)} · {number}</title>",
        f"<style>{_STYLE}</style></head><body><main>",
        f"<header><h1>{_set(told.title.fr)}</h1>",
        f"<p>{_en(told.title.en)} · {_set(told.organisation.fr)} · {number}</p>",
    ]
    if told.reconstructed:
        notice = told.notice.fr[:1].upper() + told.notice.fr[1:]
        parts.append(f'<p class="notice">{_set(notice)} {_en(f"· {told.notice.en}")}</p>')
    parts.append("</header>")
    parts += [
        _section("En bref", "Headlines", _headlines(told, headlines)),
        _figures(told, listed),
        *(
            _section(*about.heading, _listed(told, listed, f"{about.folder}/"))
            for kind, about in KINDS.items()
            if kind != "figure"
        ),
        _section("Chiffres publiés", "Published figures", _tally(told, check)),
        _section("Fichiers", "Files", _files(listed)),
        _section("Vagues", "Waves", _waves(told)),
    ]
    return "\n".join([*filter(None, parts), "</main></body></html>", ""])


def _set(text: str) -> str:
    """Return a French text escaped, with the spaces that do not break."""
    return escape(typeset(text, "fr"))


def _en(text: str) -> str:
    return f'<span class="en" lang="en">{escape(text)}</span>'


def _heading(fr: str, en: str) -> str:
    return f'<h2>{fr} <span lang="en">· {en}</span></h2>'


def _section(fr: str, en: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return f"{_heading(fr, en)}\n<table>\n" + "\n".join(rows) + "\n</table>"


def _headlines(told: ReleaseSlice, headlines: Iterable[Mapping[str, Any]]) -> list[str]:
    """A label stands once, beside the figures of all its waves."""
    rows = []
    by_label = groupby(headlines, lambda one: (one["fr"]["label"], one["en"]["label"], _item(one)))
    for (label, label_en, item), told_of in by_label:
        figures = list(told_of)
        head = f'<th rowspan="{len(figures)}">{_set(label + item)}<br>{_en(label_en + item)}'
        for one in figures:
            rows.append(f"<tr>{head}{_headline(told, one)}")
            head = ""
    return rows


def _item(one: Mapping[str, Any]) -> str:
    return f", {one['category']}" if one["category"] else ""


def _headline(told: ReleaseSlice, one: Mapping[str, Any]) -> str:
    fr = one["fr"]
    return (
        f'<td class="quiet">{_set(told.waves[one["wave"]].title.fr)}'
        f'<td class="number value">{escape(fr["value"])}'
        f'<td class="number quiet">{escape(fr["low"])} – {escape(fr["high"])}'
    )


def _figures(told: ReleaseSlice, files: list[str]) -> str:
    shown = []
    for item, links in _items(files, "figures/").items():
        picture, title = f"figures/{item}.fr.png", _title(told, f"figures/{item}").fr
        if picture in files:
            shown.append(
                f'<figure><a href="figures/{item}.fr.svg"><img src="{picture}" alt="{_set(title)}" '
                f'loading="lazy"></a><figcaption>{links}</figcaption></figure>'
            )
    if not shown:
        return ""
    return (
        _heading(*KINDS["figure"].heading)
        + '\n<div class="figures">\n'
        + "\n".join(shown)
        + "\n</div>"
    )


def _listed(told: ReleaseSlice, files: list[str], folder: str) -> list[str]:
    """Return a row per item of a folder: its title and links to its files."""
    rows = []
    for item, links in _items(files, folder).items():
        title = _title(told, f"{folder}{item}")
        rows.append(f'<tr><th>{_set(title.fr)}<br>{_en(title.en)}<td class="links">{links}')
    return rows


def _title(told: ReleaseSlice, item: str) -> Text:
    name = item.partition("/")[2]
    return told.titles.get(item, Text(fr=name, en=name))


def _items(files: list[str], folder: str) -> dict[str, str]:
    """Return item -> links to its files."""
    items: dict[str, list[str]] = {}
    for name in files:
        if name.startswith(folder):
            item, ending = _split(name.removeprefix(folder))
            items.setdefault(item, []).append(f'<a href="{escape(name)}">{escape(ending)}</a>')
    return {item: " · ".join(links) for item, links in items.items()}


def _split(name: str) -> tuple[str, str]:
    """Return an item and the ending of one of its files: `roles`, `fr.html`."""
    for language in (".fr.", ".en."):
        if language in name:
            item, _, ending = name.partition(language)
            return item, f"{language[1:]}{ending}"
    item, _, ending = name.rpartition(".")
    return item, ending


def _files(files: list[str]) -> list[str]:
    return [
        f'<tr><th><a href="{name}">{name}</a><td>{fr}<br>{_en(en)}'
        for name, (fr, en) in _TOLD.items()
        if name in files
    ]


def _tally(told: ReleaseSlice, check: Mapping[str, int]) -> list[str]:
    if not sum(check.values()):
        return []
    level = f"{told.confidence:.0%}".removesuffix("%")
    rows = [
        ("reproduits", "reproduced", str(check["reproduced"])),
        ("différents", "differ", str(check["differs"])),
        ("masqués", "suppressed", str(check["suppressed"])),
        ("non calculés", "not run", str(check["not run"])),
        (
            f"dans l’intervalle à {level}\u202f%",
            f"within the {level}% interval",
            f"{check['covered']} / {check['with interval']}",
        ),
    ]
    return [f'<tr><th class="number">{count}<td>{fr} {_en("· " + en)}' for fr, en, count in rows]


def _waves(told: ReleaseSlice) -> list[str]:
    rows = []
    for wave, about in told.waves.items():
        assumed = "".join(f"<li>{_set(one.fr)}<br>{_en(one.en)}</li>" for one in about.assumptions)
        rows.append(
            f"<tr><th>{escape(wave)}<td>{_set(about.title.fr)}<br>{_en(about.title.en)}"
            + (f"<ul>{assumed}</ul>" if assumed else "")
        )
    return rows
