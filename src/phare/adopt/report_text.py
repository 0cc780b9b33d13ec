"""The review of a proposal in a terminal."""

from __future__ import annotations

from phare.adopt.report import VERDICTS, Item, Report, Row, said, worded


def report_text(report: Report) -> str:
    """Return the report as lines of text."""
    language = report.language
    lines = [report.title, report.counts]
    if report.typed:
        lines += ["", said("typed", language).upper(), *(f"  {place}" for place in report.typed)]
    if report.lost:
        lines += ["", said("lost", language).upper()]
        for name, needs in report.lost:
            why = said("lost_needed", language, needs=", ".join(needs)) if needs else ""
            lines.append(f"  {name}  {why}".rstrip())
    if report.proposal.notes:
        lines += ["", said("file", language).upper()]
        lines += [f"  {note.said(language)}" for note in report.proposal.notes]
    for verdict in VERDICTS[:2]:
        items = report.items[verdict]
        if items:
            lines += ["", said(verdict, language).upper()]
            for item in items:
                lines += _item(item, language)
    for verdict in VERDICTS[2:]:
        items = report.items[verdict]
        if items:
            lines += ["", said(verdict, language).upper()]
            lines += [f"  {worded(item.line.new)}" for item in items]
    return "\n".join(lines) + "\n"


def _item(item: Item, language: str) -> list[str]:
    line = item.line
    old = worded(line.old) if line.old is not None else said("none", language)
    score = said("score", language, total=f"{line.total:.2f}", lead=f"{line.lead:.2f}")
    lines = ["", f"  {item.name}: {old} -> {worded(line.new)}   ({line.relation}; {score})"]
    lines += [f"    ! {note.said(language)}" for note in line.notes]
    if line.others and item.verdict == "choose":
        others = ", ".join(f"{name} {total:.2f}" for name, total in line.others)
        lines.append(f"    {said('others', language, others=others)}")
    width = max((len(_side(row.old_code, row.old_label)) for row in item.rows), default=0)
    lines += [f"    {_row(row, width)}" for row in item.rows]
    return lines


def _side(code: str, label: str) -> str:
    return f"{code} {label}" if label and label != code else code


def _row(row: Row, width: int) -> str:
    arrow = "--" if not (row.old_code and row.new_code) else "->"
    left, right = _side(row.old_code, row.old_label), _side(row.new_code, row.new_label)
    return f"{left:<{width}} {_percent(row.old_share)} {arrow} {_percent(row.new_share)} {right}".rstrip()


def _percent(share: float | None) -> str:
    return f"{100 * share:3.0f} %" if share is not None else "     "
