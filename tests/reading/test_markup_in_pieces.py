"""Markup is looked at piece by piece, and wherever the cuts fall the same is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.extent import Extent
from survey.reading.hidden import MANY_STYLES, Hidden, Search, Styles
from survey.reading.markup import Pieces, places
from survey.reading.reach import Reach
from survey.reading.workbook import letters

cells = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384))
ends = st.sampled_from(['"/>', '" s="3"><v>7</v></c>', '" t="s"><v>12</v></c>'])


def fed(watcher, content: bytes, size: int):
    for start in range(0, len(content), size):
        watcher.feed(content[start : start + size])
    return watcher.end()


@given(
    st.lists(st.tuples(cells, ends), min_size=1, max_size=30),
    st.integers(1, 60),
    st.sampled_from(["", "<row><cols/><col/>"]),
)
def test_reach_is_that_of_the_furthest_cell(found, size, before):
    content = before + "".join(f'<c r="{letters(column - 1)}{row}{end}' for (row, column), end in found)
    reach = Reach()
    fed(reach, content.encode(), size)
    rows, columns = zip(*(place for place, _ in found), strict=True)
    assert (reach.plain, reach.row, reach.column) == (True, max(rows), max(columns))


@pytest.mark.parametrize(
    "odd",
    [
        "<c><v>1</v></c>",
        '<c r="a1"/>',
        '<c r="A"/>',
        '<c r="1"/>',
        '<c r="ABCD1"/>',
        '<c r="A12345678"/>',
        '<c r="A1 "/>',
        '<c r="$A$1"/>',
        "<c r='A1'/>",
        '<c s="1" r="A1"/>',
        '<c\tr="A1"/>',
        '<x:c r="A1"/>',
        '<c r="A1',
        '<c r="',
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_cell_that_is_not_written_as_programs_do_is_told(odd, size):
    reach = Reach()
    fed(reach, ('<c r="A1"><v>1</v></c><c r="BC23"/>' * 3 + odd).encode(), size)
    assert not reach.plain


@given(st.text("<abcr \n", max_size=80), st.text("<abcr ", min_size=2, max_size=4))
def test_places_are_where_words_begin(content, words):
    found = places(content.encode(), words.encode())
    assert found.tolist() == [start for start in range(len(content)) if content.startswith(words, start)]


@given(st.text("<row>ab", max_size=80), st.integers(1, 90))
def test_pieces_lose_nothing_and_are_cut_before_tags(content, size):
    pieces = Pieces(b"<row")
    told = []
    for start in range(0, len(content), size):
        told += pieces.whole(content[start : start + size].encode())
    told += pieces.rest()
    assert b"".join(told) == content.encode()
    assert all(piece.startswith(b"<row") for piece in told[1:])


@given(st.integers(1, 400))
def test_hidden_cells_are_found_wherever_the_cuts_fall(size):
    rows = (
        b'<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1" s="4"><v>0.5</v></c>'
        b'<c r="C1" s="5"><v>7</v></c></row>'
        b'<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f></c></row>'
        b'<row r="3"><c r="A3" t="e"><v>#REF!</v></c></row>'
    )
    found = fed(Search(Styles(frozenset((b"4",)), {b"5": 4})), rows, size)
    errors = {(0, 0): "#DIV/0!", (2, 0): "#REF!"}
    assert found == Hidden(errors, frozenset({(0, 1)}), {(0, 2): 4}, (2,), frozenset({(1, 1)}))


ODDLY = (
    *('<row r="1">', "</row>", '<c r="A1" t="e"><v>#N/A</v></c>', '<c t="e" r="B2"><v>#DIV/0!</v></c>'),
    *('<c r="C3" s="4"><v>1</v></c>', '<x:c r="D4" s="5"><x:v>1</x:v></x:c>', "<c r='E5' s='4'/>"),
    *('<c s="5" r="F6"><v>7</v></c>', '<c r="G7" s="4" t="s"><v>7</v></c>', '<c r="H8" s="4"/>', "<", ">"),
    *('<is><t>s="4" "e"</t></is>', '<c r="I9" t="e"><f>1/0</f></c>', '"e"', 's="4"', '<c r="', 'J10" s="5'),
)


@given(st.lists(st.sampled_from(ODDLY), max_size=15).map("".join), st.integers(1, 60))
def test_cells_found_by_their_styles_are_those_that_a_look_at_each_cell_finds(content, size):
    percents, padded = [b"4"], {b"5": 4}
    some = fed(Search(Styles(frozenset(percents), padded)), content.encode(), size)
    others = [b"%d" % (100 + number) for number in range(MANY_STYLES)]
    assert some == fed(Search(Styles(frozenset(percents + others), padded)), content.encode(), size)


@given(st.integers(1, 200))
def test_extent_is_the_same_wherever_the_cuts_fall(size):
    extent = Extent()
    fed(
        extent,
        b'<row r="7"><c r="$AB$9"><v>1</v></c><c><v>2</v></c></row><row><c r="C1"><v>3</v></c></row>',
        size,
    )
    assert (extent.row, extent.column) == (9, 28)
