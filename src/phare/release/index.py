"""The page that opens a release: what is inside, in French and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

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
    "margin_fit.csv": ("Marges avant et après redressement", "Margins before and after weighting"),
    "dispositions.csv": ("Lignes reçues, exclues, gardées", "Lines delivered, excluded, kept"),
}
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
.notice{border:3px solid #a00;color:#a00;padding:.5rem 1rem;font-weight:bold}
td,th{text-align:left;padding:.1rem 1rem .1rem 0;vertical-align:top}"""


def index_page(
    number: str, told: ReleaseSlice, files: Iterable[str], check: Mapping[str, int]
) -> str:
    """Return the page of a release.

    Parameters
    ----------
    files : what it holds; restricted ones are left out
    check : the tally of published figures and their reproduction
    """
    listed = [name for name in files if not name.startswith("restricted/")]
    parts = [
        "<!doctype html>",
        '<html lang="fr"><head><meta charset="utf-8">',
        f"<title>{escape(told.title.fr)} · {number}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(told.title.fr)}<br><small>{escape(told.title.en)}</small></h1>",
        f"<p>{escape(told.organisation.fr)} · {number}</p>",
    ]
    if told.reconstructed:
        parts.append(
            f'<p class="notice">{escape(told.notice.fr)}<br>'
            f'<span lang="en">{escape(told.notice.en)}</span></p>'
        )
    parts += [_section("Tableaux / Tables", _items(listed, "tables/"))]
    parts += [_section("Figures", _items(listed, "figures/"))]
    parts += [_section("Fichiers / Files", _files(listed))]
    parts += [_section("Chiffres publiés / Published figures", _tally(told, check))]
    parts += [_section("Vagues / Waves", _waves(told))]
    return "\n".join([*parts, "</body></html>", ""])


def _section(title: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return f"<h2>{title}</h2>\n<table>\n" + "\n".join(rows) + "\n</table>"


def _items(files: list[str], folder: str) -> list[str]:
    items: dict[str, list[str]] = {}
    for name in files:
        if name.startswith(folder):
            item, ending = _split(name.removeprefix(folder))
            items.setdefault(item, []).append(f'<a href="{escape(name)}">{escape(ending)}</a>')
    return [f"<tr><th>{escape(item)}<td>{' · '.join(links)}" for item, links in items.items()]


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
        f'<tr><th><a href="{name}">{name}</a><td>{fr}<br><span lang="en">{en}</span>'
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
        ("non calculés", "not run", str(check["not run"])),
        (
            f"dans l’intervalle à {level}\u202f%",
            f"within the {level}% interval",
            f"{check['covered']} / {check['with interval']}",
        ),
    ]
    return [f'<tr><th>{count}<td>{fr}<br><span lang="en">{en}</span>' for fr, en, count in rows]


def _waves(told: ReleaseSlice) -> list[str]:
    rows = []
    for wave, about in told.waves.items():
        assumed = "".join(
            f'<li>{escape(one.fr)}<br><span lang="en">{escape(one.en)}</span></li>'
            for one in about.assumptions
        )
        rows.append(
            f"<tr><th>{escape(wave)}<td>{escape(about.title.fr)}<br>"
            f'<span lang="en">{escape(about.title.en)}</span>'
            + (f"<ul>{assumed}</ul>" if assumed else "")
        )
    return rows
