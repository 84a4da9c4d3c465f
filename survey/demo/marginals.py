"""Weighted shares the demo's valid sample is calibrated to, per cent, and where they come from.

Every share is of the question's base: substantive answers and "don't know".
A share without an entry in `PUBLISHED` is invented for the demo.
"""

from __future__ import annotations

from collections.abc import Mapping

Shares = Mapping[str, float]

_Q1_INVENTED = {"7": 24.0, "8": 20.0, "9": 18.0, "10": 9.0, "12": 3.0, "97": 1.5, "98": 2.5}

SHARES: Mapping[int, Mapping[str, Shares]] = {
    2026: {
        "q1": {
            "1": 73.1,
            "2": 51.8,
            "3": 40.6,
            "4": 37.7,
            "5": 37.7,
            "6": 35.5,
            "11": 13.0,
            **_Q1_INVENTED,
        },
        "q2": {"1": 56.0, "2": 33.0, "3": 7.0, "4": 2.5, "8": 1.5},
        "q3": {"1": 4.5, "2": 39.4, "3": 56.1},
        "q4": {"98": 6.0},
        "q5": {"1": 53.0, "2": 40.0, "3": 7.0},
        "q6": {"1": 8.0, "2": 12.0, "3": 8.0, "4": 10.0, "5": 62.0},
        "q7": {"1": 28.0, "2": 54.0, "3": 14.0, "8": 4.0},
        "q9": {"1": 9.0, "2": 24.0, "3": 38.0, "4": 19.0, "8": 10.0},
        "q10": {"5": 11.0, "4": 29.0, "3": 23.0, "2": 15.0, "1": 9.0, "8": 13.0},
        "q11_hw": {"5": 14.0, "4": 33.0, "3": 26.0, "2": 11.0, "1": 6.0, "8": 10.0},
        "q11_infra": {"5": 11.0, "4": 28.0, "3": 30.0, "2": 13.0, "1": 7.0, "8": 11.0},
        "q11_app": {"5": 9.0, "4": 24.0, "3": 32.0, "2": 15.0, "1": 8.0, "8": 12.0},
        "q12": {"1": 61.0, "2": 22.0, "3": 8.0, "8": 9.0},
        "q13": {
            "1": 35.9,
            "2": 7.9,
            "3": 3.3,
            "4": 4.4,
            "5": 2.3,
            "6": 1.7,
            "7": 3.5,
            "8": 2.6,
            "9": 0.7,
            "10": 0.5,
            "11": 0.4,
            "12": 0.8,
            "97": 25.7,
            "98": 10.3,
        },
    },
    2025: {
        "q1": {
            "1": 70.8,
            "2": 51.1,
            "3": 46.9,
            "4": 37.1,
            "5": 39.5,
            "6": 34.4,
            "11": 15.3,
            **_Q1_INVENTED,
        },
        "q2": {"1": 52.0, "2": 36.0, "3": 8.0, "4": 2.5, "8": 1.5},
        "q3": {"1": 5.0, "2": 40.0, "3": 55.0},
        "q4": {"98": 7.0},
        "q5": {"1": 46.0, "2": 45.0, "3": 9.0},
        "q6": {"1": 4.0, "2": 7.0, "3": 6.0, "4": 9.7, "5": 73.3},
        "q7": {"1": 27.0, "2": 54.0, "3": 14.0, "8": 5.0},
        "q9": {"1": 8.0, "2": 23.0, "3": 38.0, "4": 20.0, "8": 11.0},
        "q10": {"5": 9.0, "4": 27.0, "3": 25.0, "2": 15.0, "1": 8.0, "8": 16.0},
        "q11_hw": {"5": 13.0, "4": 31.0, "3": 27.0, "2": 11.0, "1": 6.0, "8": 12.0},
        "q11_infra": {"5": 10.0, "4": 26.0, "3": 31.0, "2": 13.0, "1": 7.0, "8": 13.0},
        "q11_app": {"5": 8.0, "4": 22.0, "3": 33.0, "2": 15.0, "1": 8.0, "8": 14.0},
        "q12": {"1": 59.0, "2": 23.0, "3": 8.0, "8": 10.0},
        "q13": {
            "1": 30.0,
            "3": 4.0,
            "4": 7.0,
            "5": 9.0,
            "6": 3.0,
            "7": 1.0,
            "8": 3.0,
            "9": 3.0,
            "10": 1.0,
            "11": 0.5,
            "97": 29.0,
            "98": 9.5,
        },
    },
    2024: {
        "q1": {
            "1": 69.4,
            "2": 58.1,
            "3": 58.4,
            "4": 32.7,
            "5": 38.0,
            "6": 33.0,
            "11": 5.1,
            **_Q1_INVENTED,
        },
        "q2": {"1": 50.0, "2": 37.0, "3": 9.0, "4": 2.5, "8": 1.5},
        "q3": {"1": 5.0, "2": 41.0, "3": 54.0},
        "q4": {"98": 7.0},
        "q5": {"1": 40.0, "2": 49.0, "3": 11.0},
        "q6": {"1": 1.5, "2": 2.1, "3": 2.0, "4": 3.5, "5": 90.9},
        "q7": {"1": 26.0, "2": 54.0, "3": 14.0, "8": 6.0},
        "q9": {"1": 7.0, "2": 22.0, "3": 39.0, "4": 21.0, "8": 11.0},
        "q13": {
            "1": 31.0,
            "3": 5.0,
            "4": 3.0,
            "5": 8.0,
            "6": 3.0,
            "7": 1.0,
            "8": 3.0,
            "9": 1.5,
            "10": 0.5,
            "11": 0.5,
            "97": 34.0,
            "98": 9.5,
        },
    },
}

_PUBLISHED_WHOLE = {
    "q3": ("Bank of Japan opinion survey, September 2025 (news copy)", ("1", "3")),
    "q13": ("NHK telephone poll, 23-25 January 2026 (repost)", tuple(SHARES[2026]["q13"])[:-1]),
    "q5": ("Pew Research Center, spring 2025 (news copy)", ("1",)),
    "q7": ("Pew Research Center, spring 2025 (news copy)", ("1",)),
}
_CABINET_OFFICE = "Cabinet Office, public opinion survey on social awareness"

PUBLISHED: Mapping[int, Mapping[tuple[str, str], str]] = {
    2026: {
        **{
            ("q1", code): f"{_CABINET_OFFICE}, autumn 2025, preliminary (news copy)"
            for code in ("1", "2", "3", "4", "5", "6")
        },
        **{
            (question, code): source
            for question, (source, codes) in _PUBLISHED_WHOLE.items()
            for code in codes
        },
    },
    2025: {
        ("q1", code): f"{_CABINET_OFFICE}, autumn 2024 (news copy)"
        for code in ("1", "2", "3", "4", "5", "6", "11")
    },
    2024: {
        ("q1", code): f"{_CABINET_OFFICE}, autumn 2023 (news copy)" for code in ("1", "2", "3", "4", "11")
    },
}
"""{wave: {(question, answer code): source}} of the shares that a release printed."""

REMAINDERS: Mapping[int, frozenset[tuple[str, str]]] = {
    2026: frozenset({("q3", "2"), ("q13", "98")}),
    2025: frozenset(),
    2024: frozenset(),
}
"""What a release left over: a hundred less the shares it printed."""

_PRICES_2026 = {
    -5: 0.3, -3: 0.5, -2: 0.4, 0: 12.8, 1: 1.5, 2: 3.5, 3: 5.5, 5: 13.0, 7: 1.4, 8: 1.5, 10: 24.0,
    12: 0.5, 15: 6.5, 20: 14.0, 25: 1.9, 30: 7.5, 40: 1.0, 50: 3.6, 80: 0.2, 100: 0.4,
}  # fmt: skip
_PRICES_EARLIER = {
    -5: 0.3, -3: 0.5, -2: 0.4, 0: 12.8, 1: 2.0, 2: 5.0, 3: 7.3, 5: 18.0, 7: 1.5, 8: 2.0, 10: 25.0,
    12: 0.5, 15: 6.0, 20: 11.0, 25: 1.0, 30: 4.2, 40: 0.5, 50: 1.7, 80: 0.1, 100: 0.2,
}  # fmt: skip
EXPECTED_INFLATION: Mapping[int, Mapping[int, float]] = {
    2026: _PRICES_2026,
    2025: _PRICES_EARLIER,
    2024: _PRICES_EARLIER,
}
"""Answers to question 4 with their shares of those who give a number; heaped as people answer."""

EXPECTED_INFLATION_UP = 86.0
EXPECTED_INFLATION_MEAN = {2026: 12.8, 2025: 10.0, 2024: 10.0}

TRUST = {0: 6.0, 1: 4.0, 2: 8.0, 3: 12.0, 4: 13.0, 5: 27.0, 6: 12.0, 7: 10.0, 8: 5.0, 9: 1.5, 10: 1.5}
TRUST_MEAN = 4.5

SUPPORT_ODDS = {
    "prices_ticked": 0.65,
    "very_worried": 0.60,
    "worse_off": 0.72,
    "generative_ai_user": 2.0,
    "female": 0.70,
}
"""Planted: conditional odds ratios of support (5-4 of question 10, don't know out), all in one model."""

SOMEWHAT_WORRIED_ODDS = 0.60**0.5
FORM_B_POINTS = -9.0
USE_ODDS_PER_DECADE = 0.7
"""Planted: odds ratio of using generative AI per ten years of age."""

POINT_CORRELATION = 0.02
"""Planted: how alike respondents of one sampling point are (intra-class correlation)."""
