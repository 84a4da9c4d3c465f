"""`survey init`: the draft changes nothing, and each correction changes what it says and no more."""

from __future__ import annotations

import datetime
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey
from survey.errors import PlanError
from survey.reading import read, read_plan
from survey.reading.door import companion_of
from survey.reading.lists import as_entries, as_separators, entries_in, separators_in
from survey.vocabulary import DataFiles, Plan
from tests.reading.drafted import analysed, cell_of, correct, results

RAW = Path(__file__).resolve().parents[2] / "raw"
N = 60
COMMON = ["Apples", "Pears", "Plums (red, blue)"]
LIKERT = ["Agree", "Disagree", "Neither agree nor disagree", "Strongly agree", "Don't know", None]
HEADER = [
    *(
        "Respondent ID",
        "weight",
        "Vote",
        "Age",
        "Share of income, %",
        "Interview date",
        "Why? (please specify)",
    ),
    *(
        "Do you own a car?",
        "Fruit",
        "Media: TV",
        "Media: Web",
        "Q7_1",
        "Q7_2",
        "Q7_3",
        "Trust",
        "Town",
        "Empty",
    ),
    *("On a scale from 0 to 10, how likely?", "A=B;C", "Opinion [prices]", "Opinion [war]", "E-mail"),
]


def row(n: int) -> list[object]:
    """One respondent's answers, of every kind a file may hold."""
    fruit = [", ".join(COMMON[: 1 + n % 3]), COMMON[n % 3], f"my own {n}" if n % 9 == 0 else COMMON[1]][n % 3]
    return [
        *(f"r{n:03}", 0.5 + n % 7 / 10, ["Red ", "Blue", "red", "R&amp;D", "NA"][n % 5], 18 + n),
        *([10, "12%", "わからない", 8.5][n % 4], datetime.date(2026, 1, 1 + n % 28), f"because of {n}" * 2),
        *([True, "no", "Yes", False][n % 4], fruit, "TV" if n % 2 else None, "Web" if n % 3 else None),
        *(n % 2, n % 3 % 2, 1 if n % 5 == 0 else 0, n % 4 + 1, ["Leeds", "York", "Bath"][n % 3] + " ", None),
        *(n % 11, ["=1+1", "x;y", ' "z" '][n % 3], LIKERT[n % 6], LIKERT[(n + 2) % 6], f"a{n}@example.org"),
    ]


@pytest.fixture
def poll(make_book) -> Path:
    return make_book({"Notes": [["Read me"]], "Data": [["A title"], HEADER, *[row(n) for n in range(N)]]})


def without_codebook(path: Path, target: Path) -> Path:
    """A wave of the demo without the sheets that explain it."""
    book = openpyxl.load_workbook(path)
    for name in ("コード表", "調査票"):
        del book[name]
    book.save(target)
    return target


def test_a_draft_of_every_kind_of_question_changes_no_number(poll: Path, tmp_path: Path) -> None:
    before = results(poll, tmp_path / "before")
    draft = survey.init(poll)
    assert (draft.codebook, draft.plan) == (tmp_path / "poll.codebook.xlsx", tmp_path / "survey.toml")
    assert not draft.warnings
    kinds = {question.kind for question in draft.survey.codebook}
    assert kinds == {"single", "multiple", "scale", "numeric", "date", "text"}
    assert results(poll, tmp_path / "after") == before
    assert not read(poll).guesses
    assert sorted(path.name for path in tmp_path.glob(".draft*")) == []


@pytest.mark.parametrize("wave", ["2024", "2025", "2026"])
def test_a_wave_of_the_demo_without_its_codebook_is_drafted_whole(wave: str, tmp_path: Path) -> None:
    path = without_codebook(RAW / f"{wave}.xlsx", tmp_path / "poll.xlsx")
    before = results(path, tmp_path / "before")
    assert not survey.init(path).warnings
    assert results(path, tmp_path / "after") == before


def test_a_codebook_that_is_there_is_drafted_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "2026.xlsx"
    shutil.copy(RAW / "2026.xlsx", path)
    before = results(path, tmp_path / "before")
    draft = survey.init(path)
    assert not draft.warnings
    assert not draft.doubtful
    assert results(path, tmp_path / "after") == before


REAL = [
    *("538-comma/*.csv", "538-steak/*.csv", "538-weather/*.csv", "538-starwars/*.csv", "538-flying/*.csv"),
    *("538-thanksgiving/*.csv", "qualtrics-samples/sample.csv", "rse-uk-2016/public_data.csv"),
    *("rcommunity-2019/*English*Responses.xlsx", "nyt-siena-2018/*azsen-3.csv", "qss-afghan/afghan.csv"),
    *(
        "jupyter-2020/*.csv",
        "jupyter-2015/*.csv",
        "rcrunch-pets-so/*.csv",
        "gss-2010/*.sav",
        "efc-sjlabelled/*.sav",
    ),
]


@pytest.mark.parametrize("pattern", REAL)
def test_real_files_are_drafted_whole(pattern: str, shared: Path, tmp_path: Path) -> None:
    folder, _, file = pattern.partition("/")
    source = next((shared / "data" / folder / "raw").glob(file), None)
    if source is None:
        pytest.skip(f"needs the real survey {folder}")
    if source.suffix == ".sav":
        pytest.importorskip("pyreadstat")
    path = tmp_path / f"poll{source.suffix}"
    shutil.copyfile(source, path)
    draft = survey.init(path)
    assert not draft.warnings
    again = read(path, plan=read_plan(tmp_path / "survey.toml"))
    assert not again.guesses
    assert again.codebook == draft.survey.codebook


def shares(path: Path) -> dict[str, dict[str, float]]:
    """{table: {kind and label of a row: its estimate in the total}}."""
    return {
        name: {
            f"{line.kind} {line.label.to('en')}": round(float(table.estimate[place, 0]), 12)
            for place, line in enumerate(table.rows)
        }
        for name, table in analysed(path).tables.items()
    }


def others(found: dict[str, dict[str, float]], *names: str) -> dict[str, dict[str, float]]:
    return {name: table for name, table in found.items() if name not in names}


def test_correcting_a_label_changes_that_label(poll: Path) -> None:
    before = analysed(poll)
    survey.init(poll)

    def mend(page):
        cell_of(page, "Trust", "label").value = "Trust in parliament"

    correct(poll, "survey", mend)
    after = analysed(poll)
    assert after.tables["Trust"].question.label.to("en") == "Trust in parliament"
    assert after.tables.keys() == before.tables.keys()
    for name, table in after.tables.items():
        assert name == "Trust" or table.question.label == before.tables[name].question.label


def test_correcting_a_kind_makes_numbers_of_codes(poll: Path) -> None:
    before = shares(poll)
    survey.init(poll)

    def mend(page):
        cell_of(page, "Trust", "type").value = "integer"

    correct(poll, "survey", mend)
    assert read(poll).codebook["Trust"].kind == "numeric"
    assert others(shares(poll), "Trust") == others(before, "Trust")


def test_correcting_a_kind_makes_answers_of_texts_told_from_the_cells(poll: Path) -> None:
    survey.init(poll)

    def mend(page):
        cell_of(page, "Age", "type").value = "select_one"

    correct(poll, "survey", mend)
    question = read(poll).codebook["Age"]
    assert (question.kind, len(question.answers)) == ("single", N)


def test_correcting_what_an_answer_means_takes_it_out_of_the_base(poll: Path) -> None:
    before = shares(poll)
    survey.init(poll)

    def mend(page):
        cell_of(page, "Trust", "missing", code="4").value = "dont_know"

    correct(poll, "choices", mend)
    assert read(poll).codebook["Trust"].codes("dont_know") == ("4",)
    assert others(shares(poll), "Trust") == others(before, "Trust")


def test_correcting_an_order_changes_the_order_of_the_rows(poll: Path) -> None:
    before = shares(poll)
    survey.init(poll)

    def mend(page):
        first, second = cell_of(page, "Trust", "name", code="1"), cell_of(page, "Trust", "name", code="2")
        for one, other in zip(page[first.row], page[second.row], strict=True):
            one.value, other.value = other.value, one.value

    correct(poll, "choices", mend)
    after = shares(poll)
    assert read(poll).codebook["Trust"].codes() == ("2", "1", "3", "4")
    assert after["Trust"] == before["Trust"]
    assert others(after, "Trust") == others(before, "Trust")


def test_correcting_the_role_of_a_weight_takes_the_weights_away(poll: Path) -> None:
    assert analysed(poll).survey.design.weight
    survey.init(poll)

    def mend(page):
        cell_of(page, "weight", "role").value = "drop"

    correct(poll, "survey", mend)
    assert analysed(poll).survey.design.weight is None


@pytest.mark.parametrize("way", ["role", "row"])
def test_dropping_a_column_drops_its_table_and_no_other(way: str, poll: Path) -> None:
    before = shares(poll)
    survey.init(poll)

    def mend(page):
        cell = cell_of(page, "Trust", "role")
        if way == "role":
            cell.value = "drop"
        else:
            page.delete_rows(cell.row)

    correct(poll, "survey", mend)
    assert shares(poll) == others(before, "Trust")


def test_nothing_that_is_there_is_written_over_unless_told(poll: Path, tmp_path: Path) -> None:
    survey.init(poll)
    kept = {path: path.read_bytes() for path in (companion_of(poll), tmp_path / "survey.toml")}
    with pytest.raises(PlanError, match=r"survey.toml is the plan for poll.xlsx already"):
        survey.init(poll)
    with pytest.raises(PlanError, match=r"poll.codebook.xlsx is there already") as caught:
        survey.init(poll, codebook_only=True)
    assert "--force" in caught.value.hint
    assert {path: path.read_bytes() for path in kept} == kept
    (tmp_path / "survey.toml").write_text("[study]\ntitle = 'mine'\n", encoding="utf-8")
    companion_of(poll).unlink()
    with pytest.raises(PlanError, match=r"survey.toml is there already; nothing was written"):
        survey.init(poll)
    assert not companion_of(poll).exists()
    assert survey.init(poll, codebook_only=True).plan is None
    assert "mine" in (tmp_path / "survey.toml").read_text(encoding="utf-8")
    survey.init(poll, force=True)
    assert read_plan(tmp_path / "survey.toml") == Plan(data=DataFiles(files=("poll.xlsx",)))


def test_a_plan_further_up_that_is_for_the_file_is_not_shadowed(make_book, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "survey.toml").write_text('[data]\nfiles = ["raw/poll.xlsx"]\n', encoding="utf-8")
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / "poll.xlsx"
    shutil.move(make_book({"Data": [["id", "vote"], *[[n, "ab"[n % 2]] for n in range(30)]]}), path)
    with pytest.raises(PlanError, match="is the plan for"):
        survey.init(path)
    assert [each.name for each in path.parent.iterdir()] == ["poll.xlsx"]


def test_the_plan_that_is_drafted_decides_nothing_and_every_line_of_it_can_be_said(poll, tmp_path) -> None:
    survey.init(poll)
    text = (tmp_path / "survey.toml").read_text(encoding="utf-8")
    assert read_plan(tmp_path / "survey.toml") == Plan(data=DataFiles(files=("poll.xlsx",)))
    lines = text.replace('= ""', '= "x"').splitlines()
    said = "\n".join(line[2:] if line.startswith("# ") and " = " in line else line for line in lines)
    tables = tomllib.loads(said)
    assert {"study", "data", "clean", "design", "weighting", "tables"} <= tables.keys()
    assert tables["data"]["sheet"] == "Data"
    (tmp_path / "all.toml").write_text(said, encoding="utf-8")
    assert read_plan(tmp_path / "all.toml").data.questions


def test_a_japanese_file_is_drafted_in_japanese(make_book) -> None:
    rows = [
        ["番号", "性別", "暮らし向き"],
        *[[n, "男女"[n % 2], ["良い", "悪い", "わからない"][n % 3]] for n in range(30)],
    ]
    path = make_book({"回答": rows})
    survey.init(path)
    book = openpyxl.load_workbook(companion_of(path))
    assert book.sheetnames[-1] == "説明"
    assert "選択肢" in book["choices"]["B1"].comment.text
    assert cell_of(book["choices"], "暮らし向き", "missing", code="わからない").value == "dont_know"
    assert "出現順" in cell_of(book["survey"], "性別", "evidence").value
    assert "計画の下書き" in (path.parent / "survey.toml").read_text(encoding="utf-8")


def test_the_draft_says_where_to_look_first(poll: Path) -> None:
    draft = survey.init(poll)
    assert "Trust" in draft.doubtful
    page = openpyxl.load_workbook(companion_of(poll))["survey"]
    cell = cell_of(page, "Trust", "confidence")
    assert (cell.value, cell.fill.fgColor.rgb) == ("low", "00FDE3C3")
    assert "taken for codes" in cell_of(page, "Trust", "evidence").value
    assert all(page.cell(1, column).comment for column in range(1, 5))


ENTRY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(st.lists(ENTRY, max_size=5))
def test_entries_of_a_cell_come_back(entries: list[str]) -> None:
    assert entries_in(as_entries(entries).strip()) == tuple(entries)


def test_separators_of_a_cell_come_back() -> None:
    written = ("\n", ";", ", ", " ", "、", "\t")
    assert separators_in(as_separators(written)) == written
    assert separators_in("; 改行") == (";", "\n")
