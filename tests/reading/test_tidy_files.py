"""Large and tidy text files: polars makes of them what Python's csv makes, or leaves them to it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from survey.reading import tidy
from survey.reading.rows import CodedRows

FIELDS = st.text(alphabet=' ab"é日\n\t,', max_size=4)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
Parser = Callable[[bytes, int], CodedRows | None]


@pytest.fixture(params=["whole", "in small pieces"], scope="module")
def parse(request: pytest.FixtureRequest) -> Iterator[Parser]:
    """Reads a comma-separated file by polars, however small it is."""
    pytest.importorskip("polars", reason="needs the extra `large`")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tidy, "LARGE", 0)
        if request.param != "whole":
            patch.setattr(tidy, "PIECE", 16)
            patch.setattr(tidy, "LOOKED_BACK", 3)
        yield lambda content, width: tidy.tidy_rows(content, ",", width)


def cells(rows: CodedRows | None) -> list[list[object]] | None:
    return None if rows is None else list(map(list, rows))


def by_csv(content: bytes) -> list[list[str | None]]:
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [[words or None for words in record] for record in csv.reader(lines)]


@st.composite
def quoted(draw: st.DrawFn) -> tuple[bytes, int]:
    """A file whose fields are quoted as the standard has it, and its width."""
    width = draw(st.integers(2, 4))
    records = draw(st.lists(st.lists(FIELDS, min_size=width, max_size=width), min_size=1, max_size=5))
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=draw(LINE_ENDS)).writerows(records)
    ended = stream.getvalue() if draw(st.booleans()) else stream.getvalue().rstrip("\r\n")
    return ended.encode("utf-8-sig" if draw(st.booleans()) else "utf-8"), width


@given(quoted())
@example((b'a,"x\ny"\n"",\n', 2))
@example((b"a,b\r\n,\r\n,b", 2))
def test_it_is_read_as_the_csv_module_reads_it(parse: Parser, file: tuple[bytes, int]) -> None:
    content, width = file
    found = cells(parse(content, width))
    assert found is None or found == by_csv(content)


@given(st.lists(st.lists(st.sampled_from(["", "1", "é", "日本", "x y"]), min_size=3, max_size=3), min_size=1))
def test_plain_files_are_tidy(parse: Parser, records: list[list[str]]) -> None:
    content = "\n".join(map(",".join, records)).encode()
    assert cells(parse(content, 3)) == by_csv(content)


@given(st.lists(st.text(alphabet='a",\n', max_size=6), min_size=1, max_size=4).map("\n".join))
@example(",\n\n,,")
def test_whatever_the_quotes_it_is_read_as_csv_reads_it_or_left(parse: Parser, words: str) -> None:
    found = cells(parse(words.encode(), 2))
    assert found is None or found == by_csv(words.encode())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a,b\nc\n", id="too short"),
        pytest.param(b"a,b\nc,d,e\nf\n", id="too long and too short"),
        pytest.param(b"a,b\n\nc,d\n", id="a blank line"),
        pytest.param(b",\n\n,,", id="a blank line and one too long"),
        pytest.param(b"a,b,c\nd,e\nf,g,h,", id="too short, and an empty field too many at the end"),
        pytest.param(b'a,b\nc "quoted", d"\n', id="stray quotes"),
        pytest.param(b'a,b\n"c,d\n', id="an open quote"),
        pytest.param(b"a,b\nc,\xff\n", id="no UTF-8"),
        pytest.param(b"a,b\rc,d\n", id="two kinds of line end"),
        pytest.param(b"a,b\n\0,d\n", id="a zero byte"),
    ],
)
def test_untidy_files_are_left(parse: Parser, content: bytes) -> None:
    assert parse(content, 2) is None
    assert parse(content, 3) is None


def test_ids_keep_their_zeros_however_far_down(parse: Parser) -> None:
    """Fields that are all numbers, or all TRUE and FALSE, stay the texts they are."""
    content = b"id,q\n" + b"".join(b"%05d,True\n" % number for number in range(300))
    rows = parse(content, 2)
    assert rows is not None
    assert rows[300] == ["00299", "True"]
    assert {type(level) for column in rows.columns for level in column.levels} == {str}


def test_levels_are_distinct_and_none_is_blank(parse: Parser) -> None:
    rows = parse(b"q,r\nyes,1\nno,\nyes,1\n,2\n", 2)
    assert rows is not None
    assert [sorted(map(str, column.levels)) for column in rows.columns] == [
        ["no", "q", "yes"],
        ["1", "2", "r"],
    ]
    assert [code >= 0 for code in rows.columns[1].codes] == [True, True, False, True, True]


@given(st.text(alphabet='a"\n', max_size=40), st.integers(1, 40))
def test_records_end_outside_quotes(words: str, size: int) -> None:
    content = words.encode()
    ends = [place for place in range(1, size + 1) if content[place - 1 : place] == b"\n"]
    outside = [place for place in ends if content.count(b'"', 0, place) % 2 == 0]
    whole = len(content) if size >= len(content) or not outside else outside[-1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tidy, "LOOKED_BACK", 3)
        assert tidy._end_of_record(content, 0, size) == whole


def test_a_record_of_many_lines_is_gone_through_quickly() -> None:
    content = b'a,"' + b"\n" * 30_000_000 + b'",b\n'
    assert tidy._end_of_record(content, 0, len(content) - 8) == len(content)
