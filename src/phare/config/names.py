"""Names one file uses and another declares."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map

from phare.config.study import Study
from phare.errors import Problems, nearest


class Names:
    """Looks names up in the study, and writes down those that nobody declares."""

    def __init__(self, study: Study, problems: Problems, unread: frozenset[str]) -> None:
        self.study, self.problems, self.unread = study, problems, unread

    def known(self, where: str, word: str, known: Iterable[str], what: str) -> bool:
        names = list(known)
        if word in names:
            return True
        self.problems.add(where, f"'{word}'", what, nearest(word, names))
        return False

    def variable(self, where: str, name: str) -> bool:
        return self.known(
            where, name, self.study.variables.variables, "a variable of config/variables.yaml"
        )

    def categories(self, where: str, variable: str, names: Iterable[str]) -> None:
        known = self.study.variables.categories(variable) or self.study.variables.items(variable)
        for name in names:
            self.known(where, name, known, f"a category of {variable}")

    def filter(self, where: str, kept: Map[str, Iterable[str]]) -> None:
        for variable, names in kept.items():
            if self.variable(where, variable):
                self.categories(f"{where}.{variable}", variable, names)

    def margin(self, where: str, wave: str, margin: str) -> bool:
        """Say whether a margin is in the file of the wave and its variables in the card."""
        before = len(self.problems)
        file = self.study.cards[wave].margins_name
        if f"margins/{file}.csv" in self.unread:
            return False
        rows = self.study.margins.get(file)
        if rows is None:
            self.known(
                where, file, self.study.margins, f"a file config/margins/<name>.csv for {wave}"
            )
        else:
            self.known(
                where, margin, sorted(set(rows["margin"])), f"a margin of config/margins/{file}.csv"
            )
        for variable in margin.split("*"):
            self.known(
                where,
                variable,
                self.study.cards[wave].crosswalk,
                f"a variable of config/waves/{wave}.yaml",
            )
        return len(self.problems) == before

    def counts(self, where: str, margin: str) -> None:
        """A margin that counts units, and not the total of a number."""
        if self.study.is_number(margin):
            self.problems.add(
                where, f"'{margin}', a number", "a margin of categories", "name another margin"
            )
