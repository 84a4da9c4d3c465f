"""What the keys of a plan's tables are called, against the fields of the records they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from survey.vocabulary import Derivation

_WRITTEN_AS: Mapping[tuple[type, str], str] = {(Derivation, "source"): "from"}
"""Fields whose key in the file is a word Python keeps for itself."""


def keys_of(record: type) -> dict[str, str]:
    """The keys a table of the file may hold, {key: field of its record}."""
    return {_WRITTEN_AS.get((record, field.name), field.name): field.name for field in fields(record)}
