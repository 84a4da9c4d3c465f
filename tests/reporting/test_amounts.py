from __future__ import annotations

import math

import pytest

from survey.reporting.amounts import per_cent, probability, rounded, signed, whole, without_zero


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.731, 1, "73.1"),
        (0.565, 0, "57"),
        (0.385, 0, "39"),
        (0.285, 0, "29"),
        (0.00049, 1, "0.0"),
        (1.0, 0, "100"),
        (3.674, 1, "367.4"),
    ],
)
def test_halves_are_rounded_up_on_the_decimal_number(share: float, decimals: int, text: str) -> None:
    assert per_cent(share, decimals) == text


def test_no_negative_zero_and_a_real_minus() -> None:
    assert rounded(-0.04, 1) == "0.0"
    assert rounded(-2.65, 1) == "−2.7"
    assert signed(1.25) == "+1.3"
    assert signed(0.04) == "0.0"


def test_unknown_is_a_dash() -> None:
    assert per_cent(math.nan) == "–"
    assert probability(math.nan).endswith("–")


def test_counts_and_p_values() -> None:
    assert whole(2016.0) == "2,016"
    assert probability(0.0001) == "<\u00a0.001"
    assert probability(0.032) == "=\u00a0.032"
    assert without_zero(0.083, 2) == ".08"
