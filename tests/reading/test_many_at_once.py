"""What is done to many cells in one piece is what is done to each."""

from __future__ import annotations

import sys
import tracemalloc
import unicodedata

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from survey.reading.folding import ASCII_SPACES, ODD_SPACES, compatible, fold, fold_all, in_one_piece
from survey.reading.joined import split_outside_brackets
from survey.reading.numerals import with_numbers
from survey.reading.profiles import spelling, spellings
from survey.reading.rows import Coder, first_places, without_blanks, without_unused
from survey.reading.workbook import text, texts_of
from survey.vocabulary import Column

ODD = "aZ 1０ー\u200b\t\x1c\0é　カﾞ〜‐日本ſẞ\u0301.,\n"
TEXTS = st.lists(st.text(alphabet=ODD, max_size=6), max_size=6)
NUMERALS = st.text(alphabet="-0123456789.eE,\0 x", min_size=1, max_size=18)


@given(TEXTS)
@example(["a \0", "\0 b"])
def test_texts_are_folded_and_spelt_alike(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(each) for each in texts]
    assert spellings(fold_all(texts)) == [spelling(each) for each in texts]


@given(st.text(alphabet=ODD + "！（Ａガ①㌔") | st.text())
@example("ａ\u0301！")
def test_wide_letters_first_make_the_same_form(words: str) -> None:
    assert compatible(words) == unicodedata.normalize("NFKC", words)


def test_a_long_text_of_wide_letters_is_folded_without_much_room() -> None:
    words = "ＡＢ" * 500_000
    tracemalloc.start()
    try:
        assert compatible(words) == "AB" * 500_000
        assert tracemalloc.get_traced_memory()[1] < 12 * len(words)
    finally:
        tracemalloc.stop()


def test_all_spaces_are_known() -> None:
    spaces = {letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isspace()} - {" "}
    assert set(ODD_SPACES) == spaces | set("\u200b\u200c\u200d\ufeff")
    assert set(ASCII_SPACES) == {letter for letter in spaces if letter.isascii()}


@given(st.text(alphabet="ab,( （)）[]、 ", max_size=20), st.sampled_from([",", ", ", "、", ";"]))
def test_texts_are_split_outside_brackets(words: str, separator: str) -> None:
    parts, inside, depth = [""], list(words), 0
    while inside:
        rest = "".join(inside)
        if depth == 0 and rest.startswith(separator):
            parts.append("")
            del inside[: len(separator)]
            continue
        letter = inside.pop(0)
        depth = depth + 1 if letter in "(（[「" else max(0, depth - 1) if letter in ")）]」" else depth
        parts[-1] += letter
    assert split_outside_brackets(words, separator) == tuple(p.strip() for p in parts if p.strip())


@given(TEXTS)
def test_pieces_fall_apart_where_they_were_joined(texts: list[str]) -> None:
    assert in_one_piece(texts, str.upper) == [each.upper() for each in texts]


@given(st.lists(st.floats() | st.integers(-(10**18), 10**18).map(float), min_size=1) | TEXTS)
def test_cells_are_written_alike(cells: list[object]) -> None:
    assert texts_of(cells) == [text(cell) for cell in cells]


@given(st.lists(NUMERALS, min_size=1, max_size=6, unique=True))
@example(["1", "2", "-3.5", ".5", "5."])
@example(["header", "1", "2"])
@example(["1", "1.0", "x"])
def test_numbers_of_a_column_are_told_one_by_one(levels: list[str]) -> None:
    column = Column(np.arange(len(levels), dtype=np.int32), tuple(levels))
    found = with_numbers(column)
    cells = [found.levels[code] for code in found.codes]
    one_by_one = [_alone(words) for words in levels]
    ids = any(isinstance(_alone(words), str) and _is_id(words) for words in levels)
    assert cells == (list(levels) if ids else one_by_one)


def _alone(words: str) -> object:
    return with_numbers(Column(np.zeros(1, dtype=np.int32), (words,))).levels[0]


def _is_id(words: str) -> bool:
    digits = words.removeprefix("-")
    return digits.isdigit() and len(digits) > 1 and (digits[0] == "0" or len(digits) > 15)


@given(st.lists(st.integers(-1, 4), min_size=1))
def test_places_are_the_first_ones(codes: list[int]) -> None:
    found = first_places(np.array(codes, dtype=np.int32), 6)
    wanted = [codes.index(code) if code in codes else len(codes) for code in (*range(5), -1)]
    assert found.tolist() == wanted


CELLS = st.sampled_from([None, "", "1", "x", True, False, 1.0, 0.0, 2.0, float("nan")])


@given(st.lists(st.lists(CELLS, max_size=6), max_size=5))
@example([[2.0, True], [1.0]])
@example([[1.0, True]])
@example([["x"], [True, "x"], [False], [0.0]])
def test_cells_of_different_types_stay_apart_however_they_come(blocks: list[list[object]]) -> None:
    coder = Coder()
    for block in blocks:
        coder.add(block)
    column = coder.column()
    found = [column.levels[code] if code >= 0 else None for code in column.codes]
    wanted = [None if cell in (None, "") or cell != cell else cell for block in blocks for cell in block]
    assert [(type(cell), cell) for cell in found] == [(type(cell), cell) for cell in wanted]
    assert len({(type(level), level) for level in column.levels}) == len(column.levels)


@given(st.lists(st.sampled_from([None, "", "a", "b", 1.0, "c"])))
def test_levels_without_cells_go_and_the_others_stand_as_first_seen(cells: list[object]) -> None:
    levels = [None, "c", "", "b", 1.0, "a"]
    codes = np.array([levels.index(cell) for cell in cells], dtype=np.int32)
    column = without_unused(without_blanks(codes, levels))
    held = [cell for cell in cells if cell not in (None, "")]
    assert column.levels == tuple(dict.fromkeys(held))
    assert [column.levels[code] for code in column.codes if code >= 0] == held
