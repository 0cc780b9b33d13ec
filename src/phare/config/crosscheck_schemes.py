"""What weighting schemes name, wave by wave."""

from __future__ import annotations

from collections.abc import Iterable

from phare.config.names import Names
from phare.config.schemes import (
    BaseStep,
    CalibrateStep,
    NonresponseStep,
    PropensityStep,
    Replication,
    Step,
    TrimStep,
)
from phare.config.survey_design import SurveyDesign


class SchemeChecks(Names):
    """The schemes: the order of their steps, and what the steps name in each wave."""

    def schemes(self) -> None:
        names = [*self.study.settings.populations, *self.study.cards]
        for name, scheme in self.study.schemes.schemes.items():
            where = f"config/schemes.yaml: {name}"
            for target, steps in scheme.steps.items():
                self.known(f"{where}.steps", target, names, "a population or a wave")
                self.order(f"{where}.steps.{target}", steps)
        for wave, card in self.study.cards.items():
            for name, steps in self.study.schemes_of(wave).items():
                for step in steps:
                    self.step(f"config/schemes.yaml: {name}.{step.kind} for {wave}", wave, step)
                variance = self.study.schemes.schemes[name].variance
                if variance is not None:
                    where = f"config/schemes.yaml: {name}.variance for {wave}"
                    self.variance(where, variance, card.design, steps)

    def variance(
        self, where: str, variance: Replication, design: SurveyDesign, steps: tuple[Step, ...]
    ) -> None:
        """Replicates are of one stage, or delivered with the weight that the scheme begins with."""
        if variance.replicates != "supplied":
            if design.stages:
                self.problems.add(
                    where,
                    f"replicates of {len(design.stages) + 1} stages",
                    "one stage: replicates follow the first alone",
                    "leave out the variance, or the stages of the card",
                )
            return
        if design.replicate_weights is None:
            self.problems.add(
                where, "supplied, and none in the design of the card", "design.replicate_weights",
                "say there which columns they are, or name another kind",
            )  # fmt: skip
        base = steps[0].settings if steps else None
        if isinstance(base, BaseStep) and base.origin != "column":
            self.problems.add(
                where, f"supplied, and a base from {base.origin}",
                "base: {from: column}, the weight that the replicates are of", "begin with it",
            )  # fmt: skip

    def order(self, where: str, steps: tuple[Step, ...]) -> None:
        """Base first and once; a cap straight after the calibration that it is held with."""
        kinds = [step.kind for step in steps]
        if not kinds or kinds[0] != "base":
            self.problems.add(
                where, "no base step first", "base, then the others", "begin with base"
            )
        if kinds.count("base") > 1:
            self.problems.add(
                where, f"{kinds.count('base')} base steps", "one", "remove the others"
            )
        held: CalibrateStep | None = None
        for at, step in enumerate(steps):
            settings = step.settings
            if isinstance(settings, CalibrateStep):
                self.costs(f"{where}.calibrate", settings)
                held = settings
            elif isinstance(settings, TrimStep) and settings.recalibrate and held is not None:
                self.trim(f"{where}.trim", settings, held, kinds[at - 1])

    def trim(self, where: str, trim: TrimStep, held: CalibrateStep, before: str) -> None:
        if before not in ("calibrate", "trim"):
            self.problems.add(
                where,
                f"a cap after {before}, held with the margins of a calibration before it",
                "the cap straight after the calibration",
                "move it there, or say recalibrate: false",
            )
        if trim.to_deff is not None and not held.plain:
            self.problems.add(
                where,
                "to_deff after a calibration with costs, q, a cap or a floor",
                "cap, times_median or times_iqr",
                "choose one of them",
            )

    def costs(self, where: str, calibrate: CalibrateStep) -> None:
        for name in calibrate.costs:
            self.known(f"{where}.costs", name, calibrate.margins, "one of its margins")

    def step(self, where: str, wave: str, step: Step) -> None:
        settings = step.settings
        for margin in step.margins:
            if self.margin(where, wave, margin):
                self.numbers_alone(where, margin, isinstance(settings, BaseStep))
        if isinstance(settings, BaseStep):
            self.base(where, wave, settings)
        elif isinstance(settings, NonresponseStep):
            self.answer(where, wave, settings.responded, settings.answer)
            if self.asked(where, wave, settings.classes) and self.study.is_number(settings.classes):
                self.problems.add(
                    f"{where}, classes", f"'{settings.classes}'", "categories", "class it first"
                )
        elif isinstance(settings, PropensityStep):
            self.answer(where, wave, settings.responded, settings.answer)
            self.predictors(where, wave, settings.on)
        elif isinstance(settings, CalibrateStep) and settings.q is not None:
            number = self.asked(where, wave, settings.q) and self.study.is_number(settings.q)
            if not number and settings.q in self.study.cards[wave].crosswalk:
                self.problems.add(f"{where}, q", f"'{settings.q}'", "a number", "name a number")

    def base(self, where: str, wave: str, base: BaseStep) -> None:
        if base.origin == "column" and self.study.cards[wave].design.weight is None:
            self.problems.add(
                where, "no design.weight in the card", "the delivered weight", "add it to the card"
            )

    def numbers_alone(self, where: str, margin: str, base: bool) -> None:
        """A number has a total; it neither counts strata nor crosses a variable."""
        if base:
            self.counts(where, margin)
        for variable in margin.split("*"):
            if "*" in margin and self.study.is_number(variable):
                self.problems.add(
                    where,
                    f"'{variable}', a number, in margin '{margin}'",
                    "categories in a crossed margin",
                    "class it first",
                )

    def asked(self, where: str, wave: str, variable: str) -> bool:
        crosswalk = self.study.cards[wave].crosswalk
        return self.known(where, variable, crosswalk, f"a variable of config/waves/{wave}.yaml")

    def answer(self, where: str, wave: str, responded: str, answer: str) -> None:
        if self.asked(where, wave, responded) and responded in self.study.variables.variables:
            self.categories(f"{where}, answer", responded, [answer])

    def predictors(self, where: str, wave: str, variables: Iterable[str]) -> None:
        for variable in variables:
            if not self.asked(where, wave, variable):
                continue
            about = self.study.variables.variables.get(variable)
            if about is not None and about.type not in ("category", "number"):
                self.problems.add(
                    f"{where}, on", f"'{variable}' of type {about.type}", "a category or a number",
                    "leave it out",
                )  # fmt: skip
