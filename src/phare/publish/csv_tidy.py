"""The tidy file of an item: one estimate per row, as a machine wants it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from phare import numbers
from phare.config.publishing import PublishSlice
from phare.contracts import ESTIMATES
from phare.kinds import LANGUAGES
from phare.publish.escaping import sheet_text
from phare.publish.estimates import Estimate
from phare.publish.wording import word

HEAD = (
    *ESTIMATES.key, "statistic", "unit", "estimate", "conf_low", "conf_high", "n", "n_effective",
    "gap", "change", "since", "p_value", "quality", "reason", "reconstructed", "notice",
    *(f"{part}_{language}" for part in ("wave", "indicator", "category", "level")
      for language in LANGUAGES),
)  # fmt: skip

_TOTAL = {language: word("total", language) for language in LANGUAGES}


def tidy_text(about: PublishSlice, shown: Iterable[Estimate]) -> str:
    """Return the tidy file as text: comma, dot, the address first, labels last."""
    return tidy_lines((about, one) for one in shown)


def tidy_lines(shown: Iterable[tuple[PublishSlice, Estimate]]) -> str:
    """Return the tidy file of estimates that several items word, each by its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for about, one in shown:
        writer.writerow([*one.key, *_values(about, one), *_labels(about, one)])
    return out.getvalue()


def _values(about: PublishSlice, one: Estimate) -> list[str]:
    words = about.indicators[one.indicator]
    values = [
        _number(value)
        for value in (one.value, one.low, one.high, one.n, one.n_effective, one.gap, one.change)
    ]
    changed = [one.since, _number(one.change_p)]
    reconstructed = "yes" if about.waves[one.wave].reconstructed else "no"
    notice = " / ".join(about.notice[each] for each in LANGUAGES)
    return [
        words.statistic, words.unit, *values, *changed, one.quality, sheet_text(one.reason), reconstructed,
        sheet_text(notice) if about.waves[one.wave].reconstructed else "",
    ]  # fmt: skip


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _labels(about: PublishSlice, one: Estimate) -> list[str]:
    words = about.indicators[one.indicator]
    domain = about.domains.get(one.domain)
    level = domain.levels.get(one.level) if domain else None
    category = words.categories.get(one.category)
    return [
        sheet_text(numbers.typeset(text, language))
        for texts in (about.waves[one.wave].title, words.label, category, level or _TOTAL)
        for language, text in ((each, texts[each] if texts else "") for each in LANGUAGES)
    ]
