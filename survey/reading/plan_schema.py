"""What the tables of a plan may hold: pydantic's models, made of the records that are its only schema.

Apart from `plan`, which loads it only where there is a plan to read.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    Strict,
    TypeAdapter,
    ValidationError,
    create_model,
)

from survey.reading.plan_keys import keys_of
from survey.vocabulary import Label, Plan, plain

LANGUAGES = {"en", "ja"}
"""Languages a text of the plan may be given in: those a report is written in."""


def validated(data: Mapping[str, Any]) -> tuple[Plan, list[Any]]:
    """The plan, and pydantic's errors; tables that hold wrong types are left out of the plan."""
    plan: Plan
    try:
        plan = _adapter().validate_python(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        wrong = {found["loc"][0] for found in errors}
        plan = _adapter().validate_python({key: value for key, value in data.items() if key not in wrong})
        return plan, list(errors)
    return plan, []


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(_type_of(Plan))


def _type_of(kind: Any) -> Any:
    """The type a value of the file is validated against, for a type of the records."""
    if kind is Label:
        return Annotated[InstanceOf[Label], BeforeValidator(_label)]
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return Annotated[_model(kind), AfterValidator(lambda model: _record(kind, model))]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return types.GenericAlias(tuple, (_type_of(arguments[0]), ...))
    if origin is not None and issubclass(dict, origin if isinstance(origin, type) else ()):
        return types.GenericAlias(dict, (str, _type_of(arguments[1])))
    if origin in (Union, types.UnionType):
        options = tuple(_type_of(option) for option in arguments if option is not type(None))
        return Union[(*options, None)]
    if kind in (str, int, float, bool):
        return Annotated[kind, Strict()]
    return kind


@cache
def _model(record: type) -> Any:
    """A pydantic model with the fields, defaults and order of a record; other keys are refused."""
    hints = get_type_hints(record)
    keys = {name: key for key, name in keys_of(record).items()}
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        default: Any = ...
        if field.default is not dataclasses.MISSING:
            default = field.default
        elif field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        fields[field.name] = (_type_of(hints[field.name]), Field(default, alias=keys[field.name]))
    return create_model(record.__name__, __config__=ConfigDict(extra="forbid"), **fields)


def _record(record: type, model: Any) -> Any:
    return record(**{field.name: getattr(model, field.name) for field in dataclasses.fields(record)})


def _label(value: object) -> object:
    """A text, or texts by language, as a Label."""
    if isinstance(value, str):
        return plain(value)
    if (
        isinstance(value, Mapping)
        and set(value) <= LANGUAGES
        and all(isinstance(text, str) for text in value.values())
    ):
        return Label(dict(value))
    return value
