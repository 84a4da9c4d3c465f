"""A workbook as bytes that are the same whenever its content is the same."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def to_bytes(workbook: Workbook, *, stamp: str) -> bytes:
    """The .xlsx file, byte-identical for identical content.

    openpyxl writes the time of saving into the document properties and the
    archive; both are replaced by `stamp` (ISO 8601, e.g. 2026-03-01T00:00:00Z).
    """
    raw = io.BytesIO()
    workbook.save(raw)
    steady = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp.encode("ascii") + rb"\g<3>", content)
            fixed = zipfile.ZipInfo(entry.filename, _EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, content)
    return steady.getvalue()
