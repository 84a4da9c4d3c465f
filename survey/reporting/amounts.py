"""Numbers as readers see them: rounded half up on the decimal number, never on its binary shadow."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
DASH = "–"
GLUE = "\u00a0"
"""A space that no line breaks at."""
JOINER = "\u2060"
"""Holds two characters together without a space, where a line could break between them."""


def rounded(value: float, decimals: int) -> str:
    """A number with so many decimals, halves away from zero as spreadsheets do; a dash for NaN."""
    if math.isnan(value):
        return DASH
    exact = Decimal(f"{value:.12g}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if exact == 0:
        exact = abs(exact)
    return f"{exact:,f}".replace("-", MINUS)


def per_cent(share: float, decimals: int = 0) -> str:
    """A share of 0–1 in per cent, without the sign: 0.731 is 73.1."""
    return rounded(share * 100, decimals)


def whole(value: float) -> str:
    """A count with thousands separated."""
    return rounded(value, 0)


def signed(value: float, decimals: int = 1) -> str:
    """A number that always shows its sign."""
    text = rounded(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def probability(value: float) -> str:
    """A p-value with its relation: `< .001` or `= .032`."""
    if math.isnan(value):
        return f"={GLUE}{DASH}"
    return f"<{GLUE}.001" if value < 0.0005 else f"={GLUE}{rounded(value, 3).removeprefix('0')}"


def level(value: float) -> str:
    """A confidence level: 95%."""
    return f"{value * 100:g}%"


def without_zero(value: float, decimals: int) -> str:
    """A number between −1 and 1 as statisticians write it: .11, or .05."""
    return rounded(value, decimals).replace("0.", ".", 1)
