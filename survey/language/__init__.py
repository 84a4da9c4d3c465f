"""Words of the report in English and Japanese, a module per part of it.

Every text a reader sees is written once, here, and never assembled twice in
two formats.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")
