"""The review of a proposal as one page: no script, no request, readable by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib import resources

from phare.adopt.report import VERDICTS, Item, Report, Row, said, worded
from phare.adopt.verdicts import Verdict


def report_html(report: Report, blocks: Mapping[str, str]) -> str:
    """Return the page.

    Parameters
    ----------
    blocks : study variable -> the lines of the card that propose it, to be read and pasted
    """
    language, style = report.language, resources.files("phare.adopt").joinpath("report.css")
    title = escape(report.title)
    body = "".join(
        [
            _list(said("typed", language), report.typed),
            _lost(report),
            _list(said("file", language), [note.said(language) for note in report.proposal.notes]),
            *(_section(report, verdict, blocks) for verdict in VERDICTS[:2]),
            *(_folded(report, verdict) for verdict in VERDICTS[2:]),
        ]
    )
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style.read_text(encoding='utf-8')}</style>\n"
        f"</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{escape(report.counts)}</p>\n"
        f"{body}</main>\n</body>\n</html>\n"
    )


def _list(heading: str, lines: list[str] | tuple[str, ...]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f"<section>\n<h2>{escape(heading)}</h2>\n<ul>\n{items}</ul>\n</section>\n"


def _lost(report: Report) -> str:
    if not report.lost:
        return ""
    lines = ""
    for name, needs in report.lost:
        why = escape(said("lost_needed", report.language, needs=", ".join(needs))) if needs else ""
        kind = "alert" if needs else "quiet"
        lines += f'<li><span class="{kind}">{escape(name)}</span> {why}</li>\n'
    heading = escape(said("lost", report.language))
    return f"<section>\n<h2>{heading}</h2>\n<ul>\n{lines}</ul>\n</section>\n"


def _section(report: Report, verdict: Verdict, blocks: Mapping[str, str]) -> str:
    items = report.items[verdict]
    if not items:
        return ""
    heading = f"{escape(said(verdict, report.language))} ({len(items)})"
    articles = "".join(_article(item, report, blocks) for item in items)
    return f"<section>\n<h2>{heading}</h2>\n{articles}</section>\n"


def _article(item: Item, report: Report, blocks: Mapping[str, str]) -> str:
    line, language = item.line, report.language
    old = worded(line.old) if line.old is not None else said("none", language)
    score = said("score", language, total=f"{line.total:.2f}", lead=f"{line.lead:.2f}")
    notes = "".join(f"<li>{escape(note.said(language))}</li>\n" for note in line.notes)
    others = ""
    if line.others and item.verdict == "choose":
        named = ", ".join(f"{name} {total:.2f}" for name, total in line.others)
        others = f'<p class="quiet">{escape(said("others", language, others=named))}</p>\n'
    parts = ", ".join(f"{name} {value:.2f}" for name, value in line.parts.items())
    card = f"<pre>{escape(blocks[item.name])}</pre>\n" if item.name in blocks else ""
    command = f"phare confirm {report.proposal.wave} {item.name} --by ..."
    return (
        f"<article>\n<h3>{escape(item.name)}</h3>\n"
        f"<p>{escape(old)} → {escape(worded(line.new))} "
        f'<span class="quiet">({escape(line.relation)}; {escape(score)})</span></p>\n'
        f"<ul>\n{notes}</ul>\n{others}{_table(item.rows, item.name, language)}"
        f'<details>\n<summary>{escape(said("parts", language))}</summary>\n<p class="quiet">'
        f"{escape(parts)}</p>\n{card}<p><code>{escape(command)}</code></p>\n</details>\n</article>\n"
    )


def _table(rows: tuple[Row, ...], name: str, language: str) -> str:
    if not rows:
        return ""
    before, now, share = (said(key, language) for key in ("before", "now", "share"))
    head = "".join(
        f'<th scope="col"{kind}>{escape(word)}</th>'
        for word, kind in (
            (before, ""), (f"{share} ({before})", ' class="share"'), (now, ""),
            (f"{share} ({now})", ' class="share"'),
        )
    )  # fmt: skip
    body = "".join(
        "<tr>"
        + _answer(row.old_code, row.old_label, linked=bool(row.new_code))
        + _share(row.old_share)
        + _answer(row.new_code, row.new_label, linked=bool(row.old_code))
        + _share(row.new_share)
        + "</tr>\n"
        for row in rows
    )
    return (
        f'<table aria-label="{escape(name)}">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def _answer(code: str, label: str, *, linked: bool) -> str:
    text = f"{code} {label}" if label and label != code else code
    kind = "" if linked or not code else ' class="unlinked"'
    return f"<td{kind}>{escape(text) or '–'}</td>"


def _share(share: float | None) -> str:
    if share is None:
        return '<td class="share"></td>'
    percent = f"{100 * share:.0f} %"
    return f'<td class="share"><meter value="{share:.3f}" max="1">{percent}</meter> {percent}</td>'


def _folded(report: Report, verdict: Verdict) -> str:
    items = report.items[verdict]
    if not items:
        return ""
    lines = "".join(f"<li>{escape(_short(item, report.language))}</li>\n" for item in items)
    heading = f"{escape(said(verdict, report.language))} ({len(items)})"
    return f"<details>\n<summary>{heading}</summary>\n<ul>\n{lines}</ul>\n</details>\n"


def _short(item: Item, language: str) -> str:
    new = worded(item.line.new)
    if item.line.old is None:
        return new
    if item.verdict == "sure":
        return f"{item.name}: {worded(item.line.old)} → {new}"
    return f"{new} ({said('best', language, best=worded(item.line.old))}, {item.line.total:.2f})"
