"""All that is computed once for the audit of a wave: atoms, figures, every variant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import special

from phare.answers.margins import categorical_margin
from phare.audit.around import SCHEME, UNIT, schemes_tried, variants_around
from phare.audit.atoms import Atoms, Sums
from phare.audit.capping import median_weight
from phare.audit.choices import Variant, enumerate_variants
from phare.audit.columns import Figures, figures
from phare.audit.multiverse import (
    Tried,
    evaluate,
    margin_key,
    mark_equivalents,
    try_variants,
)
from phare.audit.schemes import Scheme, read_scheme, unit_weights
from phare.audit.solving import How, Posed
from phare.audit.staircase import Steps
from phare.audit.unsolved import NoSolutionError
from phare.config.audit_slice import AuditSlice
from phare.config.survey_design import Lonely
from phare.contracts import TOTAL
from phare.sampling.design import build_design
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Margin

# Weights of a scheme found again to this, of their mean, are found again.
_FOUND = 1e-6


@dataclass(frozen=True, eq=False)
class Worked:
    """One wave, weighted in every way that is looked at.

    Parameters
    ----------
    schemes : the reference first, then the imported ones
    tried : every variant; `found` what each makes of the figures (V, k)
    margins : every known total that the respondents' answers can be held against
    """

    card: AuditSlice
    responses: pd.DataFrame
    schemes: tuple[Scheme, ...]
    figures: Figures
    margins: dict[str, Margin]
    atoms: Atoms
    known: Sums
    tried: tuple[Tried, ...]
    found: Steps

    @property
    def scheme(self) -> Scheme:
        """The reference."""
        return self.schemes[0]

    @property
    def reference(self) -> Tried:
        return self.tried[0]

    @property
    def unweighted(self) -> int:
        """The place of the unweighted variant."""
        return len(self.schemes)

    @cached_property
    def quantile(self) -> float:
        """The normal quantile of the study's confidence."""
        return float(special.ndtri(0.5 + self.card.estimation.confidence / 2))

    @cached_property
    def weights(self) -> FloatArray:
        """The weights of the reference (n,)."""
        return self.scheme.weights

    @cached_property
    def redone(self) -> tuple[tuple[str, ...], FloatArray, How]:
        """How the reference can be weighted again: margins, base (A,) and limits.

        Without margins, where calibrating does not give its weights back: they are then taken
        as they are.
        """
        reference, base = self.reference, self.reference.base
        assert reference.weights is not None
        how = self.scheme.how
        if reference.keys:
            try:
                posed = Posed.of(self.atoms, reference.keys, base)
                made = posed.solve(how)
                times = self.scheme.cap.times_median
                if times is not None:
                    cap = times * median_weight(made.weights, self.atoms.rows)
                    how = replace(how, cap=cap)
                    made = posed.solve(how)
                if _alike(self.atoms, made.weights, reference.weights):
                    return reference.keys, base, how
            except NoSolutionError:
                pass
        return (), reference.weights, How()

    @cached_property
    def headlines(self) -> list[int]:
        """The columns worked out in full: headlines, and what claims are about, of the whole."""
        names = headline_names(self.card)
        return [
            at
            for at, one in enumerate(self.figures.addresses)
            if one.indicator in names and one.domain == TOTAL
        ]

    def voting(self) -> list[int]:
        """The places of the distinct defensible weightings."""
        return [at for at, one in enumerate(self.tried) if one.votes]


def headline_names(card: AuditSlice) -> tuple[str, ...]:
    """Return the indicators that are worked out in full."""
    claimed = [claim.indicator for claim in card.audit.claims]
    return tuple(dict.fromkeys((*card.audit.headlines, *claimed)))


def work(responses: pd.DataFrame, weights: pd.DataFrame, card: AuditSlice) -> Worked:
    """Weight a wave in every declared way."""
    where = f"{card.wave}, audit"
    names = (card.audit.reference, *card.audit.imported)
    schemes = tuple(
        read_scheme(name, card.schemes[name], weights, responses, where) for name in names
    )
    variants = enumerate_variants(card.audit, where)
    margins = known_margins(responses, card, schemes[0].before)
    atoms = _atoms(responses, card, schemes, variants, margins)
    columns = figures(responses, card, headline_names(card))
    known = atoms.collapse(columns.measures)
    tried = [
        *schemes_tried(atoms, schemes, card),
        *try_variants(atoms, variants, card.audit.limits.min_n_category),
        *variants_around(atoms, schemes[0], card, margins),
    ]
    tried = mark_equivalents(atoms, tried)
    found = evaluate(atoms, known, tried)
    return Worked(card, responses, schemes, columns, margins, atoms, known, tuple(tried), found)


def known_margins(responses: pd.DataFrame, card: AuditSlice, base: FloatArray) -> dict[str, Margin]:
    """Return every margin of the population's file whose variables are known categories."""
    totals: dict[str, dict[str, float]] = {}
    for margin, category, total in card.margins:
        totals.setdefault(margin, {})[category] = total
    return {
        name: categorical_margin(responses, name, own, base)
        for name, own in totals.items()
        if all(_categorical(responses, variable) for variable in name.split("*"))
    }


def _categorical(responses: pd.DataFrame, variable: str) -> bool:
    return variable in responses and isinstance(responses[variable].dtype, pd.CategoricalDtype)


def _atoms(
    responses: pd.DataFrame,
    card: AuditSlice,
    schemes: tuple[Scheme, ...],
    variants: Iterable[Variant],
    margins: dict[str, Margin],
) -> Atoms:
    reference = schemes[0]
    n = len(responses)
    bases = {SCHEME: reference.before, UNIT: unit_weights(n, card.population)}
    for scheme in schemes:
        bases |= {f"before {scheme.name}": scheme.before}
        bases |= {f"{scheme.name}/{step}": own for step, own in scheme.steps.items()}
    used = {
        (name, variant.missing, variant.base) for variant in variants for name in variant.margins
    }
    for scheme in schemes:
        used |= {(name, scheme.missing, f"before {scheme.name}") for name in scheme.margins}
        used |= {(name, scheme.missing, SCHEME) for name in scheme.margins}
    extended = {}
    for name, missing, base in sorted(used):
        own = margins[name]
        if missing == "own_category" and np.any(np.asarray(own.codes) < 0):
            totals = {
                category: float(total)
                for category, total in zip(own.categories, own.totals, strict=True)
                if not np.isnan(total)
            }
            made = categorical_margin(responses, name, totals, bases[base], missing)
            key = margin_key(name, missing, base)
            extended[key] = replace(made, name=key)
    wanted = {name for name, _, _ in used} | set(card.audit.benchmarks)
    listed = [own for name, own in margins.items() if name in wanted]
    # One respondent has no variance, and nothing of the audit is said of it.
    lonely = card.lonely if n > 1 else Lonely(rule="certainty")
    design = build_design(
        responses, reference.weights, card.design, lonely, f"{card.wave}, audit",
        residuals=card.estimation.residuals,
    )  # fmt: skip
    return Atoms.of([*listed, *extended.values()], bases, design)


def _alike(atoms: Atoms, first: FloatArray, second: FloatArray) -> bool:
    mean = [atoms.rows @ w / atoms.n for w in (first, second)]
    return bool(np.max(np.abs(first / mean[0] - second / mean[1])) <= _FOUND)
