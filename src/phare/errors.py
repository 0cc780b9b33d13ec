"""What went wrong, said so that the reader can mend it.

A :class:`Problem` is one finding: where, what was got, what was expected, what to do.
A :class:`PhareError` carries one or more of them; the command line prints each as one
sentence and ends with status 2. Anything else that escapes is a defect of phare.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding about an input.

    Parameters
    ----------
    where : file, then key, row, wave, variable, code, margin: as near as is known
    got, expected : what stands there and what should
    remedy : what to do, in the imperative
    """

    where: str
    got: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: got {self.got}; expected {self.expected}; {self.remedy}."


class PhareError(Exception):
    """Input that a person can repair. Exit status 2; nothing was lost."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[PhareError], tuple[Problem, ...]]:
        # Exceptions cross process borders (child readers, warm workers).
        return type(self), self.problems


class Problems:
    """Collect findings so that all of them are told at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, where: str, got: str, expected: str, remedy: str) -> None:
        self._found.append(Problem(where, got, expected, remedy))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.extend(problems)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def raise_if_any(self) -> None:
        """Raise one :class:`PhareError` with every finding, or return."""
        if self._found:
            raise PhareError(*self._found)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return an imperative that names the known word nearest to `word`.

    For the `remedy` of an unknown name: ``write 'region'`` or, where nothing is near,
    the list of what is known (at most ten names).
    """
    names = sorted({str(name) for name in known})
    # Accents and capitals apart: 'age' is near 'Âge'.
    plain = {_plain(name): name for name in reversed(names)}
    close = difflib.get_close_matches(_plain(str(word)), plain, n=1, cutoff=0.6)
    if close:
        return f"write '{plain[close[0]]}'"
    if not names:
        return "remove it"
    shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
    return f"use one of: {shown}"


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(one for one in letters if not unicodedata.combining(one)).lower()
