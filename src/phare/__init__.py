"""phare: re-run a whole survey programme from its raw files to what is published.

In a notebook, the engine alone: ``phare.Survey`` (docs/guide/library.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phare.survey import Survey

__version__ = "0.1.0"
__all__ = ["Survey"]


def __getattr__(name: str) -> object:
    # Lazily: the command line and Snakemake import this package and need no pandas.
    if name == "Survey":
        from phare.survey import Survey

        return Survey
    raise AttributeError(f"module 'phare' has no attribute '{name}'")
