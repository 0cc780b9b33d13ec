"""How a delivered file is matched with an earlier wave: weights, thresholds, words."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from phare.config.base import Model, problems_of, read_yaml
from phare.errors import PhareError

FILE = "config/adoption.yaml"


class Weights(Model):
    """What each feature of a pair of variables weighs."""

    label: float = Field(ge=0)
    name: float = Field(ge=0)
    categories: float = Field(ge=0)
    rarity: float = Field(ge=0)
    distribution: float = Field(ge=0)
    context: float = Field(ge=0)
    order: float = Field(ge=0)
    same_role: float = Field(ge=0, le=1)
    other_role: float = Field(ge=0)
    other_kind: float = Field(ge=0)
    category_count: float = Field(ge=0)


class Thresholds(Model):
    """From where on a likeness counts; adoption.yaml says each in words."""

    accept: float
    lead: float
    choose: float
    tie: float
    alone: float
    wording: float
    near: float
    part: float
    linked: float
    linked_rows: int
    recognised: float
    moved: float
    errors: float
    backwards: float
    shape_rows: int
    cells: float


class Words(Model):
    """Words of answers and of roles, in the form in which labels are compared."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    joins: tuple[str, ...]
    missing: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]


class Adoption(Model):
    """config/adoption.yaml over the one that phare brings."""

    weights: Weights
    thresholds: Thresholds
    words: Words


def read_adoption(root: Path | None = None) -> Adoption:
    """Return the settings of the study in `root`, or those that phare brings.

    Raises
    ------
    PhareError
        With every key that is unknown or wrong.
    """
    brought = resources.files("phare.config").joinpath("adoption.yaml").read_text("utf-8")
    settings: Any = yaml.load(brought, Loader=yaml.BaseLoader)
    path = None if root is None else root / FILE
    if path is not None and path.exists():
        settings = _over(settings, read_yaml(path, FILE) or {})
    try:
        return Adoption.model_validate(settings)
    except ValidationError as error:
        raise PhareError(*problems_of(error, Adoption, FILE)) from None


def _over(brought: Any, changed: Any) -> Any:
    """Return `brought` with the keys of `changed` in the place of its own, at any depth."""
    if not (isinstance(brought, dict) and isinstance(changed, dict)):
        return changed
    return {
        **brought,
        **{key: _over(brought.get(key), value) for key, value in changed.items()},
    }
