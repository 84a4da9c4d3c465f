"""Columns by which a platform's own account of an interview is known, whatever the room."""

from __future__ import annotations

from collections.abc import Iterable

QUALTRICS = frozenset(
    (
        "distributionchannel",
        "externaldatareference",
        "externalreference",
        "ipaddress",
        "locationlatitude",
        "locationlongitude",
        "recipientemail",
        "recipientlastname",
        "recordeddate",
        "responseid",
        "responseset",
        "userlanguage",
    )
)
"""Names that Qualtrics gives its own columns, as `plain_name` writes them; those of other platforms aside."""

ENOUGH = 3
"""Such names that one file would not have by chance."""


def plain_name(header: str) -> str:
    """A header without spaces, marks and capitals: Response ID, ResponseId and response_id are one."""
    return "".join(filter(str.isalnum, header.casefold()))


def from_qualtrics(headers: Iterable[str]) -> bool:
    """Whether these are headers, or names, of a file that Qualtrics exported."""
    return len(QUALTRICS.intersection(map(plain_name, headers))) >= ENOUGH
