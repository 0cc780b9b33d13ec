"""What typologies name: waves, open questions, supplementary variables."""

from __future__ import annotations

from phare.config.names import Names
from phare.config.typologies import Typology


class TypologyChecks(Names):
    """The typologies, and the reviewed files beside them."""

    def typologies(self) -> None:
        declared = self.study.typologies.typologies
        for name, one in declared.items():
            self._typology(f"config/typologies.yaml: {name}", one)
        if "typologies.yaml" in self.unread:
            return
        for name in self.study.profile_names:
            self._file(f"config/typologies/{name}.names.yaml", name)
        for name, rows in self.study.reviews.items():
            where = f"config/typologies/{name}.review.csv"
            if self._file(where, name):
                for typology in sorted(set(rows["typology"])):
                    self.known(f"{where}, typology", typology, [name], "the file's own")
                for wave in sorted(set(rows["wave"])):
                    first = [declared[name].learn_from]
                    self.known(f"{where}, wave", wave, first, "the wave learnt from")

    def _file(self, where: str, name: str) -> bool:
        known = self.study.typologies.typologies
        return self.known(where, name, known, "a typology of config/typologies.yaml")

    def _typology(self, where: str, one: Typology) -> None:
        wave, cards = one.learn_from, self.study.cards
        if f"waves/{wave}.yaml" in self.unread:
            return
        if not self.known(f"{where}.learn_from", wave, cards, "a wave with a card"):
            return
        for question in one.questions:
            if self._asked(f"{where}.questions", wave, question):
                self._of_type(f"{where}.questions", question, "text")
        shown_with = [one.privacy.shown_with] if one.privacy.shown_with else []
        for key, names in (
            ("description.by", one.description.by),
            ("privacy.shown_with", shown_with),
        ):
            for variable in names:
                if self._asked(f"{where}.{key}", wave, variable):
                    self._of_type(f"{where}.{key}", variable, "category")
        scheme = self.study.settings.reference_scheme
        if "schemes.yaml" not in self.unread and scheme not in self.study.schemes_of(wave):
            self.problems.add(
                f"{where}.learn_from", f"'{wave}', which has no scheme {scheme}",
                "a wave with weights of the reference", "add its steps to config/schemes.yaml",
            )  # fmt: skip

    def _asked(self, where: str, wave: str, variable: str) -> bool:
        """Say whether a variable exists and the wave has it."""
        return self.variable(where, variable) and self.known(
            where, variable, self.study.cards[wave].crosswalk,
            f"a variable of config/waves/{wave}.yaml",
        )  # fmt: skip

    def _of_type(self, where: str, variable: str, wanted: str) -> None:
        about = self.study.variables.variables[variable]
        if about.type == wanted:
            return
        known = [
            name for name, other in self.study.variables.variables.items() if other.type == wanted
        ]
        self.problems.add(
            where, f"'{variable}', of type {about.type}", f"a variable of type {wanted}",
            "name one of these: " + ", ".join(known[:8]) if known else "leave it out",
        )  # fmt: skip
