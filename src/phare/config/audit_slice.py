"""The part of the configuration that the audit of one wave needs."""

from __future__ import annotations

from phare.config.audits import Audit
from phare.config.base import Model
from phare.config.indicators import Base, Domain, Indicator
from phare.config.schemes import Step
from phare.config.slices import MarginRows, population_total
from phare.config.study import Estimation, Study
from phare.config.survey_design import Lonely, SurveyDesign
from phare.config.variables import Variables


class AuditSlice(Model):
    """What the audit of one wave needs; with labels, which its sentences use.

    schemes : the steps of the reference and of the imported schemes
    margins : every margin of the population's file, benchmarks among them
    """

    wave: str
    audit: Audit
    schemes: dict[str, tuple[Step, ...]]
    margins: MarginRows
    margins_file: str = ""
    variables: Variables
    indicators: dict[str, Indicator]
    bases: dict[str, Base] = {}
    domains: dict[str, Domain] = {}
    population: float | None = None
    design: SurveyDesign = SurveyDesign()
    estimation: Estimation = Estimation()

    @property
    def lonely(self) -> Lonely:
        """What a stratum with a single PSU adds: the wave's word, or else the study's."""
        return self.design.lonely_psu or Lonely(rule=self.estimation.lonely_psu)


def audit_slice(study: Study, wave: str, audit: Audit) -> AuditSlice:
    """Return what the audit of one wave needs."""
    card = study.cards[wave]
    declared = study.schemes_of(wave)
    rows = study.margins.get(card.margins_name)
    margins = (
        ()
        if rows is None
        else tuple((str(r.margin), str(r.category), float(r.total)) for r in rows.itertuples())
    )
    kept = [name for name in (audit.reference, *audit.imported) if name in declared]
    return AuditSlice(
        wave=wave,
        audit=audit,
        schemes={name: declared[name] for name in kept},
        margins=margins,
        margins_file=f"config/margins/{card.margins_name}.csv",
        variables=study.variables_of(wave),
        indicators=study.indicators_of(wave),
        bases=study.indicators.bases,
        domains=study.domains_of(wave),
        population=population_total(study, wave),
        design=card.design,
        estimation=study.settings.estimation,
    )
