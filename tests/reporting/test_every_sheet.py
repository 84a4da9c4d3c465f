"""What every sheet of the book keeps, in both languages: links, pages, properties, access for all."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from survey.language import LANGUAGES, Language
from survey.language.workbook import WorkbookWords
from survey.reporting.excel import workbook
from survey.reporting.figures.drawing import Drawing
from survey.vocabulary import Report
from tests.reporting.sample import sample_report
from tests.reporting.test_door import PIXEL

DRAWINGS = (
    Drawing("01-ranking-q1", "Prices lead", "Bars: prices 73%", "q1", 1_203, PIXEL),
    Drawing("02-heat-prices_q10", "Support differs", "Heat map: support 40%", "prices_q10", 1_203, PIXEL),
    Drawing("03-weights", "Weighting raises men", "Dots before and after", "", 1_203, PIXEL),
)
BARE = {"", "here", "link", "click", "こちら", "リンク"}
"""Link texts that say nothing."""


@pytest.fixture(scope="module")
def report() -> Report:
    return sample_report()


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, report: Report) -> tuple[Language, bytes]:
    return request.param, workbook(report, DRAWINGS, language=request.param)


@pytest.fixture(scope="module")
def book(made: tuple[Language, bytes]) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made[1]))


def links(book: Workbook) -> list[tuple[Worksheet, openpyxl.cell.Cell]]:
    return [
        (sheet, cell)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.hyperlink
    ]


def target(cell: openpyxl.cell.Cell) -> tuple[str, str]:
    """Sheet and cell that a link leads to."""
    name, place = cell.hyperlink.location.rsplit("!", 1)
    return name.strip("'").replace("''", "'"), place


def parts(content: bytes, pattern: str) -> list[str]:
    """The text of the package's files that have such a name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name).decode() for name in package.namelist() if re.search(pattern, name)]


def test_every_sheet_opens_at_its_first_cell_and_the_book_on_its_cover(book: Workbook) -> None:
    assert book.active is book.worksheets[0]
    for sheet in book.worksheets:
        view = sheet.sheet_view
        assert {each.activeCell for each in view.selection} <= {"A1", None}, sheet.title
        assert view.selection[-1].sqref == "A1"
        assert bool(view.tabSelected) == (sheet is book.active)
        assert not view.showGridLines
        assert sheet.sheet_properties.tabColor is not None


def test_every_sheet_prints_one_page_wide_under_the_studys_name(
    book: Workbook, report: Report, made: tuple[Language, bytes]
) -> None:
    title = report.plan.study.title.to(made[0])
    for sheet in book.worksheets:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.oddFooter.left.text == sheet.title.replace("&", "&&")
        assert "&P" in sheet.oddFooter.right.text
        if sheet is not book.worksheets[0]:
            assert sheet.oddHeader.left.text == title
            assert sheet.oddHeader.right.text, sheet.title


def test_long_lists_keep_their_heads_in_sight_and_on_paper(
    book: Workbook, made: tuple[Language, bytes]
) -> None:
    words = WorkbookWords(made[0])
    for name in (words.contents, words.findings, words.tables, words.data, words.codebook):
        assert book[name].freeze_panes, name
        assert book[name].print_title_rows, name


def test_questions_begin_pages_of_their_own_where_they_do_not_fit(
    book: Workbook, made: tuple[Language, bytes]
) -> None:
    words = WorkbookWords(made[0])
    for name in (words.tables, "Tables by row" if made[0] == "en" else "集計表（横％）"):
        breaks = [each.id for each in book[name].row_breaks.brk]
        assert breaks
        assert all(book[name].cell(row + 1, 1).value for row in breaks if row + 1 <= book[name].max_row)


def test_nothing_is_merged_and_lists_have_one_row_of_heads(
    book: Workbook, made: tuple[Language, bytes]
) -> None:
    assert not [sheet.title for sheet in book.worksheets if sheet.merged_cells.ranges]
    words = WorkbookWords(made[0])
    for name in (words.data, words.codebook):
        heads = [cell.value for cell in book[name][1]]
        assert all(heads)
        assert len(set(heads)) == len(heads)


def test_every_link_arrives_and_says_something(book: Workbook) -> None:
    found = links(book)
    assert len(found) > 30
    for _, cell in found:
        name, place = target(cell)
        text = str(cell.value).strip()
        assert book[name][place] is not None
        assert text.casefold() not in BARE
        assert "!" not in text
        assert "://" not in text


def test_the_ways_go_there_and_back(book: Workbook, made: tuple[Language, bytes]) -> None:
    """Contents, tables, findings, figures and charts lead to each other; every sheet is reached."""
    words = WorkbookWords(made[0])
    charts = "Charts" if made[0] == "en" else "グラフ"
    ways = {(sheet.title, target(cell)[0]) for sheet, cell in links(book)}
    for one, other in (
        (words.cover, words.contents),
        (words.cover, words.findings),
        (words.contents, words.tables),
        (words.contents, words.findings),
        (words.contents, words.figures),
        (words.tables, words.contents),
        (words.tables, words.findings),
        (words.findings, words.tables),
        (words.tables, words.figures),
        (words.figures, words.tables),
        (words.tables, charts),
        (charts, words.tables),
    ):
        assert (one, other) in ways, (one, other)
    for sheet in book.worksheets:
        if sheet.title not in (words.contents, words.data, words.codebook):  # lists have a row of heads only
            assert (sheet.title, words.contents) in ways, sheet.title
    reached = {name for _, name in ways}
    assert reached >= set(book.sheetnames)


def test_properties_name_title_author_and_language(
    book: Workbook, report: Report, made: tuple[Language, bytes]
) -> None:
    study = report.plan.study
    assert book.properties.title == study.title.to(made[0])
    assert book.properties.language == made[0]
    assert book.properties.creator == (study.conductor.to(made[0]) or study.sponsor.to(made[0]) or "survey")


def test_every_picture_and_chart_has_words_for_those_who_cannot_see_it(made: tuple[Language, bytes]) -> None:
    frames = [
        frame
        for drawing in parts(made[1], r"drawings/drawing\d+\.xml$")
        for frame in re.findall(r"<(?:\w+:)?cNvPr [^>]*>", drawing)
    ]
    assert len(frames) > len(DRAWINGS)
    for frame in frames:
        words = re.search(r'descr="([^"]*)"', frame)
        assert words is not None, frame
        assert len(words.group(1)) > 10, frame


def test_charts_take_their_numbers_and_formats_from_the_tables(
    book: Workbook, made: tuple[Language, bytes]
) -> None:
    charts = parts(made[1], r"charts/chart\d+\.xml$")
    assert len(charts) > 3
    tables = f"'{WorkbookWords(made[0]).tables}'!"
    for chart in charts:
        assert 'sourceLinked="1"' in chart
        assert "<title>" in chart
        for reference in re.findall(r"<(?:\w+:)?f>([^<]*)</", chart):
            name, block = reference.rsplit("!", 1)
            assert book[name.strip("'").replace("''", "'")][block.replace("$", "")] is not None
    assert sum(tables in chart for chart in charts) > 2


def test_nothing_is_told_by_colour_alone(book: Workbook, made: tuple[Language, bytes]) -> None:
    """Grey columns say "ref.", shaded rows are bold, red blanks are written out."""
    words = WorkbookWords(made[0])
    low = [
        cell
        for line in book[words.tables].iter_rows()
        for cell in line
        if words.reference in cell.number_format
    ]
    assert low
    blanks = [
        cell
        for line in book[words.methodology].iter_rows()
        for cell in line
        if cell.value in ("NOT STATED", "記載なし")
    ]
    assert blanks
    assert all(cell.font.bold for cell in blanks)


def test_notes_explain_every_sign_that_the_book_shows_and_no_other(
    book: Workbook, made: tuple[Language, bytes]
) -> None:
    words = WorkbookWords(made[0])
    notes = book[words.notes]
    told = {str(line[0].value) for line in notes.iter_rows() if line[0].value and line[1].value}
    shown = set()
    for sheet in book.worksheets:
        if sheet in (notes, book[words.cover], book[words.data]):
            continue
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None and not isinstance(cell.value, str):
                    shown |= _signs(cell.number_format, cell.value)
                elif cell.value in ("–", "-", "※"):
                    shown.add(cell.value)
                elif isinstance(cell.value, str):
                    shown |= {sign for sign in ("M.A.", "M.T.", "S.Q.") if sign in cell.value}
    lead = {"M.A.", "M.T.", "S.Q."}
    for sign in ("▲", "▼", "↑", "↓", "*", words.reference, "–", "-", "※"):
        assert (sign in told) == (sign in shown), sign
    assert told & lead <= shown
    letters = any(re.fullmatch("[a-z]+", sign) for sign in shown)
    assert ("a b c …" in told) == letters


def _signs(pattern: str, value: float) -> set[str]:
    """The signs that a number format puts beside this number."""
    sections = pattern.split(";")
    section = sections[min(1 if value < 0 else 2 if value == 0 else 0, len(sections) - 1)]
    return {part for said in re.findall(r'"([^"]*)"', section) for part in said.split()}


def test_contents_say_which_headlines_rest_on_too_few(report: Report) -> None:
    """A question that hardly anybody answered is marked there as in its table, and has no chart."""
    table = report.tables["q2"]
    columns = (replace(table.columns[0], flag="low"), *table.columns[1:])
    few = replace(report, tables={**report.tables, "q2": replace(table, columns=columns)})
    made = openpyxl.load_workbook(io.BytesIO(workbook(few)))
    [row] = [line for line in made["Contents"].iter_rows() if line[0].value == "Q2"]
    assert "ref." in row[3].number_format
    assert row[5].font.italic
    assert not any("Q2 ·" in str(cell.value) for line in made["Charts"].iter_rows() for cell in line)
