"""`survey.toml` to a Plan: looked for, read, and checked against the records that are its only schema."""

from __future__ import annotations

import dataclasses
import fnmatch
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

from survey.errors import PlanError, ReadingError
from survey.reading.codebook import listing
from survey.reading.plan_keys import keys_of
from survey.reading.plan_rules import emptied, misfits_of, questions_of
from survey.reading.targets_file import planned_targets
from survey.reading.toml_lines import line_of
from survey.vocabulary import Plan

PLAN_NAME = "survey.toml"
ROOT_MARKS = (".git", "pyproject.toml", "setup.py")
"""What a project's root folder holds; plans are not looked for above it."""


def find_plan(data_path: str | Path) -> Path | None:
    """The `survey.toml` beside a data file, or above it up to the project's root; None when there is none."""
    beside = Path(data_path).parent / PLAN_NAME
    if beside.is_file():
        return beside
    folder = Path(data_path).absolute().parent
    above = [folder, *folder.parents]
    root = next(
        (place for place, f in enumerate(above) if any((f / mark).exists() for mark in ROOT_MARKS)), 0
    )
    return next((f / PLAN_NAME for f in above[: root + 1] if (f / PLAN_NAME).is_file()), None)


def plan_covers(plan: Plan, data_path: str | Path) -> bool:
    """Whether `[data] files` lists the file, by name, by the end of its path, or by a pattern."""
    path = Path(data_path).absolute()
    name = _composed(path.name)
    for entry in map(_composed, plan.data.files):
        parts = entry.replace("\\", "/").removeprefix("./").split("/")
        here = [_composed(part) for part in path.parts[-len(parts) :]]
        if here == parts or (here[:-1] == parts[:-1] and fnmatch.fnmatchcase(name, parts[-1])):
            return True
    return False


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def read_plan(path: str | Path) -> Plan:
    """The plan a `survey.toml` says.

    Raises
    ------
    PlanError
        The file cannot be read, or says something no plan can hold: every
        misfit with its line, unknown keys with the nearest valid one.
    """
    path = Path(path)
    content = _content(path)
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(
            f"{path}: this is not valid TOML: {error}",
            hint='texts stand in quotes, lists in brackets: banner = ["sex", "age"]',
        ) from error
    plan, misfits = _checked(data)
    plan, misfits = _with_targets_file(plan, path.parent, misfits)
    if misfits:
        lines = sorted(_in_words(content, misfit) for misfit in misfits)
        raise PlanError(listing(str(path), [words for _, words, _ in lines]), hint=lines[0][2])
    return plan


@dataclasses.dataclass(frozen=True)
class _Misfit:
    """One thing wrong with a plan: where, as keys and places from 0; what; and what to write instead."""

    place: tuple[str | int, ...]
    text: str
    hint: str


def _checked(data: Mapping[str, Any]) -> tuple[Plan, list[_Misfit]]:
    """The plan and what is wrong with it; tables that hold wrong types are left out of the plan."""
    from survey.reading.plan_schema import validated

    plan, errors = validated(data)
    misfits = _misfits_of_types(errors)
    for place, text in (*emptied(data), *misfits_of(plan)):
        table = place[:-1] if isinstance(place[-1], str) else place
        misfits.append(_Misfit(place, f"{_table_name(place)} {text}", _keys_hint(table)))
    return plan, misfits


def _with_targets_file(plan: Plan, folder: Path, misfits: list[_Misfit]) -> tuple[Plan, list[_Misfit]]:
    """The plan with the targets of the file it names, and what is wrong with these."""
    if not plan.weighting.targets:
        return plan, misfits
    place = ("weighting", "targets")
    try:
        found = planned_targets(folder / plan.weighting.targets)
    except ReadingError as error:
        return plan, [*misfits, _Misfit(place, f"[weighting] targets: {error.message}", error.hint)]
    own = {questions_of(target): target.question for target in plan.target}
    twice = [own[key] for target in found if (key := questions_of(target)) in own]
    words = "[weighting] targets: the file and a [[target]] both give"
    told = [_Misfit(place, f"{words} {name!r}", "leave it out of one of them") for name in twice]
    return dataclasses.replace(plan, target=(*plan.target, *found)), [*misfits, *told]


def _in_words(content: str, misfit: _Misfit) -> tuple[int, str, str]:
    line = line_of(content, misfit.place) or 1
    return line, f"line {line}: {misfit.text}", misfit.hint


def _content(path: Path) -> str:
    if not path.exists():
        folder = path.parent
        near = get_close_matches(path.name, [f.name for f in folder.glob("*.toml")], n=1, cutoff=0.5)
        hint = f"did you mean {folder / near[0]}?" if near else "a plan is a file called survey.toml"
        raise PlanError(f"{path}: there is no such plan", hint=hint)
    if path.is_dir():
        raise PlanError(f"{path}: this is a folder, not a plan", hint=f"name the file: {path / PLAN_NAME}")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(
            f"{path}: the plan cannot be read as UTF-8 text: {error}", hint="save it as UTF-8 text"
        ) from error


def _misfits_of_types(errors: Sequence[Any]) -> list[_Misfit]:
    """Misfits of what the file holds with what its tables may hold; a misspelt key is told once."""
    found, meant = [], set()
    for details in errors:
        path = _path_of(details)
        if details["type"] == "extra_forbidden":
            valid = keys_of(_record_at(path[:-1]))
            close = get_close_matches(str(path[-1]), valid, n=1, cutoff=0.5)
            meant |= {(*path[:-1], key) for key in close}
            nearest = f"did you mean {close[0]!r}?" if close else f"it can be {', '.join(valid)}"
            text = f"{_table_name(path[:-1])} has no key {path[-1]!r}; {nearest}"
            found.append(_Misfit(path, text, _keys_hint(path[:-1])))
    for details in errors:
        path, kind = _path_of(details), details["type"]
        if kind == "missing" and path not in meant:
            text = f"{_table_name(path[:-1])} needs the key {path[-1]!r}"
            found.append(_Misfit(path, text, _keys_hint(path[:-1])))
        elif kind not in ("missing", "extra_forbidden"):
            text = f"{_table_name(path)} {_wanted(details)}, found {_shown(details['input'])}"
            found.append(_Misfit(path, text, _example(path, kind, details)))
    return found


def _path_of(details: Any) -> tuple[str | int, ...]:
    return tuple(part for part in details["loc"] if not (isinstance(part, str) and "[" in part))


def _table_name(path: Sequence[str | int]) -> str:
    """A place of the file as its reader would call it: `[tables] level`, `[[clean.remove]] 2 where`."""
    if not path:
        return "the plan"
    entry = next((place for place, part in enumerate(path) if isinstance(part, int)), 0)
    if entry and _record_at(path[:entry]) is not _record_at(path[: entry - 1]):
        name = f"[[{'.'.join(map(str, path[:entry]))}]] {int(path[entry]) + 1}"
        rest = path[entry + 1 :]
    else:
        name, rest = f"[{path[0]}]", path[1:]
    return " ".join([name, *(str(part + 1 if isinstance(part, int) else part) for part in rest)])


def _keys_hint(path: Sequence[str | int]) -> str:
    """The keys of the table at a place of the file."""
    head = "the tables of a plan are" if not path else f"{_table_name(path)} takes the keys"
    return f"{head} {', '.join(keys_of(_record_at(path)))}"


def _example(path: Sequence[str | int], kind: str, details: Any) -> str:
    """A line of the file as it should be."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if kind == "literal_error":
        return f"write {key} = {details['ctx']['expected'].partition(',')[0].partition(' or ')[0]}"
    in_list = isinstance(path[-1], int) and kind == "string_type"
    example = '["…", "…"]' if in_list else _EXAMPLES.get(kind, "")
    return f"write {key} = {example}" if example else _keys_hint(path[:1])


def _record_at(path: Sequence[str | int]) -> type:
    """The record whose table stands at a place of the file."""
    record: type = Plan
    for part in path:
        if isinstance(part, int):
            continue
        names = keys_of(record)
        if part not in names:
            break
        kind = get_type_hints(record)[names[part]]
        inner = [k for k in (kind, *get_args(kind)) if dataclasses.is_dataclass(k) and isinstance(k, type)]
        record = inner[0] if inner else record
    return record


_WANTED = {
    "string_type": "should be a text in quotes",
    "bool_type": "should be true or false",
    "int_type": "should be a whole number",
    "float_type": "should be a number",
    "tuple_type": "should be a list in brackets",
    "dict_type": "should be a table",
    "model_type": "should be a table",
    "is_instance_of": 'should be a text in quotes, or {en = "…", ja = "…"}',
}


_EXAMPLES = {
    "string_type": '"…"',
    "bool_type": "true",
    "int_type": "30",
    "float_type": "0.95",
    "tuple_type": '["…", "…"]',
    "is_instance_of": '{ en = "…", ja = "…" }',
}


def _wanted(details: Any) -> str:
    if details["type"] == "literal_error":
        return f"should be {details['ctx']['expected']}"
    return _WANTED.get(details["type"], f"is not usable ({details['msg']})")


def _shown(value: object) -> str:
    return "true" if value is True else "false" if value is False else repr(value)[:60]
