"""The grammar every configuration file shares: names, two languages, no unknown key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from phare.errors import PhareError, Problem, nearest

NAME_PATTERN = r"^[a-z][a-z0-9_]*$"
WAVE_PATTERN = r"^[a-z][a-z0-9_]*-[0-9]{4}[a-z0-9_]*$"

M = TypeVar("M", bound="Model")

Name = Annotated[str, Field(pattern=NAME_PATTERN)]
WaveName = Annotated[str, Field(pattern=WAVE_PATTERN)]


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Model):
    """A text for readers, in French and in English."""

    fr: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.fr if language == "fr" else self.en


def code_text(value: object) -> str:
    """Return a code as text: 1, 1.0 and '1' are the same code."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _codes(value: object) -> object:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(code_text(one) for one in values)


Codes = Annotated[tuple[str, ...], BeforeValidator(_codes)]


class _Loader(yaml.SafeLoader):
    """YAML with the booleans of version 1.2 only, dates as text, and no repeated key.

    `yes` and `no` are answers in half the questionnaires of the world.
    """


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":bool", ":timestamp"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _first, _words in (("t", "true"), ("f", "false")):
    _Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(rf"^{_words}$"), [_first])


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise PhareError(
                Problem(f"{loader.name}: line {line}", f"key '{key}' twice", "each key once",
                        "remove one of the two")
            )  # fmt: skip
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, shown: str) -> Any:
    """Return what a YAML file holds; `shown` is its name in messages."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PhareError(
            Problem(shown, "no such file", "it", "write it or correct the path")
        ) from None
    except UnicodeDecodeError as error:
        raise PhareError(
            Problem(shown, f"a byte that is not UTF-8 at position {error.start}", "UTF-8",
                    "save the file as UTF-8")
        ) from None  # fmt: skip
    return parse_yaml(text, shown)


def parse_yaml(text: str, shown: str) -> Any:
    """Return what YAML text holds; `shown` is its name in messages."""
    loader = _Loader(text)
    loader.name = shown
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{shown}: line {mark.line + 1}" if mark else shown
        what = getattr(error, "problem", None) or str(error)
        raise PhareError(
            Problem(line, f"text that is not YAML ({what})", "YAML", "correct that line")
        ) from None
    finally:
        loader.dispose()


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys a nested model knows at a location of a validation error."""
    current: Any = model
    for part in location:
        current = _step(current, part)
    found: list[str] = []
    for candidate in _models(current):
        for name, field in candidate.model_fields.items():
            found.append(field.alias or name)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in getattr(annotation, "__args__", ()) for one in _models(part)]


def _step(annotation: Any, part: int | str) -> Any:
    for model in _models(annotation):
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    # A mapping or a list: its values are what follows.
    return annotation


_WANTED = {
    "int_parsing": "a whole number", "int_type": "a whole number", "int_from_float": "a whole number",
    "float_parsing": "a number", "float_type": "a number", "bool_parsing": "true or false",
    "bool_type": "true or false", "string_type": "text", "dict_type": "keys with values",
    "model_type": "keys with values", "tuple_type": "a list", "list_type": "a list",
}  # fmt: skip


def problems_of(error: ValidationError, model: type[BaseModel], shown: str) -> list[Problem]:
    """Say each finding of pydantic in phare's words."""
    found = []
    for one in error.errors():
        location = tuple(part for part in one["loc"] if part != "[key]")
        place = f"{shown}: {'.'.join(map(str, location))}" if location else shown
        given = repr(one.get("input"))
        given = given if len(given) <= 60 else given[:57] + "..."
        if one["type"] == "extra_forbidden":
            known = _known_keys(model, location[:-1])
            found.append(
                Problem(
                    place,
                    f"unknown key '{location[-1]}'",
                    "a known key",
                    nearest(str(location[-1]), known),
                )
            )
        elif one["type"] == "missing":
            found.append(Problem(place, "nothing", "a value", "add it"))
        elif one["type"] == "string_pattern_mismatch":
            pattern = one["ctx"]["pattern"]
            words = (
                "a wave id such as adults-2015: population, hyphen, year"
                if pattern == WAVE_PATTERN
                else "small letters, digits and _"
            )
            found.append(Problem(place, given, words, "rename it"))
        elif one["type"] == "union_tag_invalid":
            tags = [tag.strip("' ") for tag in one["ctx"]["expected_tags"].split(",")]
            tag = str(one["ctx"]["tag"])
            key = str(one["ctx"]["discriminator"]).strip("'")
            where = f"{place}.{key}"
            found.append(Problem(where, f"'{tag}'", ", ".join(tags), nearest(tag, tags)))
        elif one["type"] in _WANTED:
            found.append(Problem(place, given, _WANTED[one["type"]], "correct it"))
        elif one["type"] == "literal_error":
            known = one["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ")
            remedy = nearest(str(one["input"]), known)
            found.append(Problem(place, given, one["ctx"]["expected"], remedy))
        elif one["type"] == "value_error":
            found.append(Problem(place, given, str(one["ctx"]["error"]), "correct it"))
        else:
            found.append(
                Problem(place, given, one["msg"][0].lower() + one["msg"][1:], "correct it")
            )
    return found


def read_model(model: type[M], path: Path, shown: str) -> M:
    """Read one YAML file into `model`, or raise every finding about it."""
    content = read_yaml(path, shown)
    try:
        return model.model_validate({} if content is None else content)
    except ValidationError as error:
        raise PhareError(*problems_of(error, model, shown)) from None
