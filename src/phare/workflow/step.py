"""One step of a run, as its script sees it: what it reads, writes and is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pandas as pd

    from phare.config.base import Model
    from phare.contracts import Contract

    M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Step:
    """What one step reads, writes and is told.

    Parameters
    ----------
    script : the file whose `main(step)` does it
    job : rule and wildcards, joined by '/'
    input, output : name -> path, or the paths of a list
    settings : the slice of the configuration, as JSON
    code : file -> sha256 of the source behind the step
    engine : the digest of the source behind all estimates
    lineage : the digest of what made the estimates that an item shows
    """

    script: str
    job: str
    input: dict[str, Any]
    output: dict[str, Any]
    settings: str
    code: dict[str, str]
    log: str
    engine: str = ""
    lineage: str = ""

    @property
    def inputs(self) -> list[str]:
        return [path for name in self.input for path in _listed(self.input[name])]

    @property
    def outputs(self) -> list[str]:
        return [path for name in self.output for path in _listed(self.output[name])]

    def told(self, model: type[M]) -> M:
        """Return the settings as the slice they are."""
        return model.model_validate_json(self.settings)

    def path(self, name: str) -> Path:
        """Return the path of a named input or output."""
        return Path(_listed((self.input | self.output)[name])[0])

    def paths(self, name: str) -> list[Path]:
        """Return the paths of a named input or output that is a list."""
        return [Path(path) for path in _listed((self.input | self.output)[name])]

    def table(self, name: str, contract: Contract) -> pd.DataFrame:
        """Return a named input as a table; several files one after the other."""
        import pandas as pd

        from phare import storage

        tables = [storage.read_table(path, contract) for path in self.paths(name)]
        if not tables:
            return contract.empty()
        return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)

    def keep(self, frame: pd.DataFrame, contract: Contract, name: str) -> None:
        """Write a table as a named output."""
        from phare import storage

        storage.write_table(frame, contract, self.path(name))


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
