"""What an OpenDocument sheet says beside its values: errors, per cents, hidden rows, repeated cells."""

from __future__ import annotations

import pytest

from survey.reading import read
from survey.reading.hidden import Hidden
from survey.reading.opendocument import OpenSearch
from tests.reading.open_document import document

BLANK = "<table:table-cell/>"


def words(said: str, kind: str = "string") -> str:
    return (
        f'<table:table-cell office:value-type="string" calcext:value-type="{kind}">'
        f"<text:p>{said}</text:p></table:table-cell>"
    )


def number(value: float, kind: str = "float", more: str = "") -> str:
    return (
        f'<table:table-cell{more} office:value-type="{kind}" office:value="{value}" '
        f'calcext:value-type="{kind}"><text:p>as shown</text:p></table:table-cell>'
    )


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def respondents(first: int, last: int) -> str:
    return "".join(
        row(words(f"r{n}"), words(("yes", "no")[n % 2]), number(0.5 + n % 3 / 10, "percentage"))
        for n in range(first, last)
    )


HIDDEN = ' table:visibility="collapse"'
HEADER = row(words("id"), words("Do you agree?"), words("Share spent on rent"))


def test_errors_are_no_blanks(tmp_path):
    odd = row(words("r98"), words("#N/A", "error"), number(0.5, "percentage"))
    odd += row(words("r99"), words("Err:502", "error"), number(0.5, "percentage"))
    survey = read(document(tmp_path / "a.ods", {"Data": HEADER + respondents(0, 60) + odd}))
    told = [note for note in survey.log if note.rule == "C203"]
    assert [(note.count, note.rows) for note in told] == [(2, (62, 63))]
    assert "#N/A 1" in told[0].text
    assert "Err:502 1" in told[0].text


def test_rows_above_columns_before_and_repeats_are_counted(tmp_path):
    """Errors and hidden rows are told by their place in the sheet, whatever stands for many cells."""
    above = row(
        '<table:table-cell table:number-columns-repeated="9"/>', more=' table:number-rows-repeated="3"'
    )
    body = "".join(row(BLANK, words(f"r{n}"), words(("yes", "no")[n % 2]), number(n)) for n in range(20))
    twins = row(
        BLANK,
        words("twin"),
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
        more=' table:number-rows-repeated="2" table:visibility="filter"',
    )
    header = row(BLANK, words("id"), words("Do you agree?"), words("How many?"))
    survey = read(document(tmp_path / "a.ods", {"Data": above + header + body + twins}))
    told = {note.question: note.rows for note in survey.log if note.rule == "C203"}
    assert set(told.values()) == {(25, 26)}
    assert len(told) == 2
    assert any(
        "2 rows" in note.text and "hidden" in note.text for note in survey.log if note.rows == (25, 26)
    )


def test_numbers_shown_as_per_cents_are_told_from_bare_ones(tmp_path):
    bare = "".join(row(words(f"s{n}"), words("yes"), number(40 + n)) for n in range(20))
    survey = read(document(tmp_path / "a.ods", {"Data": HEADER + respondents(0, 30) + bare}))
    assert any(note.rule == "C116" for note in survey.log)
    plain = HEADER + bare + "".join(row(words(f"r{n}"), words("no"), number(0.5)) for n in range(30))
    assert not any(note.rule == "C116" for note in read(document(tmp_path / "b.ods", {"Data": plain})).log)


def test_each_sheet_has_its_own(tmp_path):
    notes = row(words("Made by hand"), words("#REF!", "error"))
    path = document(tmp_path / "a.ods", {"Notes": notes, "Data": HEADER + respondents(0, 60)})
    assert not [note for note in read(path).log if note.rule == "C203"]


@pytest.mark.parametrize("size", [1, 50, 10_000])
def test_all_is_found_wherever_the_pieces_are_cut(size):
    content = (
        f'<table:table table:name="A &amp; B">{row(words("#NAME?", "error"))}'
        f"{row(number(0.2, 'percentage'), BLANK, number(0.3, 'percentage'))}"
        f"{row(words('x'), more=HIDDEN)}"
        f'<table:table-row><table:table-cell table:formula="of:=1"/></table:table-row></table:table>'
        f'<table:table table:name="C">{row(words("y"))}</table:table>'
    ).encode()
    search = OpenSearch()
    for start in range(0, len(content), size):
        search.feed(content[start : start + size])
    percents = frozenset({(1, 0), (1, 2)})
    assert search.end() == {"A & B": Hidden({(0, 0): "#NAME?"}, percents, {}, (3,), frozenset({(3, 0)}))}


def test_cells_that_stand_for_very_many_are_passed_over():
    endless = number(0.5, "percentage", ' table:number-columns-repeated="16000"')
    rows = row(endless, more=' table:number-rows-repeated="9999"')
    search = OpenSearch()
    search.feed(f'<table:table table:name="A">{rows}'.encode())
    assert search.end() == {}


def test_tags_left_open_are_looked_at_in_time_that_grows_with_their_number():
    """70,000 rows and cells that never close take no longer than as many that do."""
    search = OpenSearch()
    rows = '<table:table-row table:number-rows-repeated="2">' * 70_000
    cells = '<table:table-cell table:number-columns-repeated="3" calcext:value-type="error">' * 70_000
    search.feed(f'<table:table table:name="A">{rows}{cells}'.encode())
    assert len(search.end()["A"].errors) == 2 * 3 * 70_000
    assert (search.rows, search.columns) == (2, 3)


@pytest.mark.parametrize("times", ["99000000", "9" * 30])
def test_rows_and_columns_without_end_are_told(times):
    search = OpenSearch()
    filled = (
        f'<table:table-cell table:number-columns-repeated="{times}"><text:p>x</text:p></table:table-cell>'
    )
    search.feed(f'<table:table table:name="A">{row(filled)}'.encode())
    search.feed(f'<table:table-row table:number-rows-repeated="{times}">{words("x")}'.encode())
    search.end()
    assert min(search.rows, search.columns) >= 99_000_000


def shown(value: str, said: str) -> str:
    return (
        f'<table:table-cell table:style-name="ce1" office:value-type="float" office:value="{value}" '
        f'calcext:value-type="float"><text:p>{said}</text:p></table:table-cell>'
    )


@pytest.mark.parametrize(
    ("value", "said", "width"),
    [
        pytest.param("7", "00007", 5, id="an id"),
        pytest.param("0", "000", 3, id="nothing but zeros"),
        pytest.param("0", "0", 0, id="nought"),
        pytest.param("7", "7", 0, id="as it is"),
        pytest.param("0.5", "0.5", 0, id="a fraction"),
        pytest.param("8", "007", 0, id="another number"),
        pytest.param("45000", "01/02/23", 0, id="a day"),
    ],
)
def test_zeros_before_a_number_are_kept(value, said, width):
    search = OpenSearch()
    search.feed(f'<table:table table:name="Data">{row(words("r1"), shown(value, said))}'.encode())
    padded = search.end().get("Data", Hidden()).padded
    assert padded == ({(0, 1): width} if width else {})


def test_ids_with_zeros_before_them_are_texts(tmp_path):
    body = "".join(row(shown(str(n), f"{n:05}"), words(("yes", "no")[n % 2])) for n in range(1, 61))
    path = document(tmp_path / "a.ods", {"Data": row(words("id"), words("Do you agree?")) + body})
    assert read(path).responses.column("id").levels[:2] == ("00001", "00002")
