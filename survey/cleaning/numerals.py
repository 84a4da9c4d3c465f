"""Numbers in kanji: 三十五 is 35, 千二百 is 1,200, 二〇二六 is 2,026."""

from __future__ import annotations

import re

_DIGITS = {"〇": 0, "零": 0} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "億": 100_000_000}
_SIGNS = "〇零一二三四五六七八九十百千"
_RUN = re.compile(rf"(?<![\d.,{_SIGNS}万億])[{_SIGNS}][{_SIGNS}万億]*")
_SCALED = re.compile(r"([^万億]+)([万億])")


def in_digits(text: str) -> str:
    """The text with its kanji numerals in digits; a 万 or 億 at the end of one stays behind the digits.

    Two digits that follow each other (二三人) say "two or three" and stay.
    """
    return _RUN.sub(lambda found: _number(found[0]), text)


def _number(run: str) -> str:
    """One numeral in digits, or as it stood where it is none."""
    if scaled := _SCALED.fullmatch(run):
        below = _below_myriad(scaled[1])
        return run if below is None else f"{below}{scaled[2]}"
    total, rest = 0, run
    for sign, times in sorted(_MYRIADS.items(), key=lambda pair: -pair[1]):
        before, found, after = rest.partition(sign)
        if found:
            part = _below_myriad(before)
            if part is None:
                return run
            total, rest = total + part * times, after
    last = _below_myriad(rest) if rest else 0
    return run if last is None else str(total + last)


def _below_myriad(run: str) -> int | None:
    """千二百三十四 is 1234; None for what counts nothing."""
    if not any(letter in _TENS for letter in run):
        return _in_places(run)
    total, digit, last = 0, None, 10_000
    for letter in run:
        if letter in _DIGITS:
            if digit is not None or letter in "〇零":
                return None
            digit = _DIGITS[letter]
        elif letter in _TENS and _TENS[letter] < last:
            last = _TENS[letter]
            total, digit = total + (1 if digit is None else digit) * last, None
        else:
            return None
    return total + (digit or 0)


def _in_places(run: str) -> int | None:
    """Digits that stand for their places, as in 二〇二六."""
    digits = [_DIGITS[letter] for letter in run if letter in _DIGITS]
    if not digits or len(digits) != len(run) or (len(digits) == 2 and digits[1] == digits[0] + 1):
        return None
    return int("".join(map(str, digits)))
