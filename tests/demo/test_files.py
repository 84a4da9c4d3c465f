"""The committed study is what the generator writes, byte for byte, and says that it is made up."""

import shutil
import tomllib
import zipfile
from pathlib import Path

import openpyxl
import pytest

from survey.demo import demo
from survey.demo.population import PREFECTURES, REGIONS
from survey.errors import OutputError

RAW = Path(__file__).parents[2] / "raw"
NAMES = ("2024.xlsx", "2025.xlsx", "2026.xlsx", "survey.toml")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    return [demo(tmp_path_factory.mktemp("demo")) for _ in range(2)]


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The study of another seed; for reading only."""
    return demo(tmp_path_factory.mktemp("other"), seed=7)


@pytest.fixture
def standing(other, tmp_path):
    """Another seed's study stands in the folder."""
    for path in other:
        shutil.copy2(path, tmp_path)


@pytest.fixture(scope="module")
def workbook():
    return openpyxl.load_workbook(RAW / "2026.xlsx")


def parts(path):
    """What is packed in the file: the packing itself may differ between builds of zlib."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_paths_are_returned_in_order(twice):
    assert tuple(path.name for path in twice[0]) == NAMES


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_same_seed_same_bytes(twice, place):
    first, second = (paths[place].read_bytes() for paths in twice)
    assert first == second


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_committed_files_are_what_the_generator_writes(twice, place):
    written = twice[0][place]
    assert parts(written) == parts(RAW / written.name), "run `survey demo raw` and commit what changed"


def test_another_seed_another_sample(twice, other):
    assert parts(other[2]) != parts(twice[0][2])
    assert other[3].read_bytes() == twice[0][3].read_bytes()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(OutputError) as told:
        demo(tmp_path / "taken")
    assert "taken" in told.value.message
    assert told.value.hint


@pytest.mark.parametrize("name", ["2025.xlsx", "survey.toml"])
@pytest.mark.parametrize("content", [b"", b"[study]\n", b"PK\x03\x04 damaged"])
def test_somebodys_own_file_is_never_overwritten(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OutputError) as told:
        demo(tmp_path)
    assert str(tmp_path / name) in told.value.message
    assert "another folder" in told.value.hint
    assert told.value.exit_code == 4
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: content}


def test_a_workbook_saved_by_somebody_else_is_their_own(tmp_path, workbook):
    theirs = openpyxl.load_workbook(RAW / "2026.xlsx")
    theirs.properties.lastModifiedBy = "a pollster"
    theirs.save(tmp_path / "2026.xlsx")
    with pytest.raises(OutputError, match=r"2026\.xlsx"):
        demo(tmp_path)


@pytest.mark.usefixtures("standing")
def test_an_earlier_demo_is_replaced_and_what_is_the_same_stays(twice, tmp_path):
    plan = tmp_path / "survey.toml"
    untouched = plan.stat().st_mtime_ns
    first, *_ = plan.read_text(encoding="utf-8").splitlines()
    written = demo(tmp_path)
    assert written[2].read_bytes() == twice[0][2].read_bytes()
    assert plan.stat().st_mtime_ns == untouched
    edited = f"{first}\n# edited by a pollster\n"
    plan.write_text(edited, encoding="utf-8")
    with pytest.raises(OutputError, match=r"survey\.toml"):
        demo(tmp_path)
    assert plan.read_text(encoding="utf-8") == edited


@pytest.mark.usefixtures("standing")
def test_an_interruption_leaves_no_half_of_a_study(tmp_path, monkeypatch):
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write = Path.write_bytes

    def interrupted(path, content):
        if path.name == "2026.xlsx":
            raise KeyboardInterrupt
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_synthetic_is_said_wherever_the_file_is_opened(workbook):
    sheet = workbook["回答データ"]
    assert "SYNTHETIC" in sheet.cell(1, 1).value
    assert "SYNTHETIC" in workbook.properties.title
    assert "no respondent is real" in workbook.properties.subject
    assert any("SYNTHETIC" in str(sheet.cell(row, 1).value) for row in range(2060, sheet.max_row + 1))
    header, values = workbook["settings"].iter_rows(values_only=True)
    assert dict(zip(header, values, strict=True))["synthetic"] == "yes"
    plan = tomllib.loads((RAW / "survey.toml").read_text(encoding="utf-8"))
    assert plan["study"]["synthetic"] is True
    assert "No respondent is real" in plan["study"]["limitations"]["en"]


def test_sheet_is_built_as_an_agency_builds_it(workbook):
    sheet = workbook["回答データ"]
    assert workbook.sheetnames == [
        "回答データ",
        "コード表",
        "調査票",
        "targets",
        "回収状況",
        "変更履歴",
        "settings",
    ]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert merged == {"A2:G2", "H2:N2", "Y2:AA2"}
    assert [sheet.cell(3, column).value for column in (1, 8, 15, 30)] == [
        "回答者番号",
        "性別",
        "悪い方向の分野",
        "自由回答",
    ]
    assert sheet.max_column == 30
    assert sheet.cell(4 + 2060, 1).value == "合計"
    assert sheet.cell(4 + 2060 + 1, 1).value.startswith("※")
    assert sheet.cell(4 + 2060 + 2, 1).value.startswith("※")


def test_no_cell_is_a_formula(workbook):
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    answers = [row[0] for row in workbook["回答データ"].iter_rows(min_col=30, max_col=30, values_only=True)]
    assert "=1+1" in answers


def test_the_plans_regions_are_those_the_sample_was_drawn_in():
    plan = tomllib.loads((RAW / "survey.toml").read_text(encoding="utf-8"))
    (region,) = (derivation for derivation in plan["derive"] if derivation["name"] == "region")
    assert region["map"] == {block.code: list(block.prefectures) for block in REGIONS}
    assert region["labels"] == {block.code: {"en": block.english, "ja": block.japanese} for block in REGIONS}
    mapped = [code for codes in region["map"].values() for code in codes]
    assert sorted(mapped, key=int) == [place.code for place in PREFECTURES]
