"""Reports are written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from survey.errors import OutputError
from survey.reporting import door, write
from survey.reporting.figures.drawing import Drawing, SomeUndrawn
from tests.reporting.sample import sample_report

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)
DRAWINGS = (
    Drawing("01-ranking-q1", "Prices lead", "Bars: prices 69%", "q1", 1_203, PIXEL, b"<svg/>"),
    Drawing("02-heat", "Support by worry", "Heat map", "prices_x_q10", 1_174, PIXEL, b"<svg/>"),
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures that take no time: drawing them is tested in their own room."""
    monkeypatch.setattr("survey.reporting.figures.draw", lambda report, *, language, formats: DRAWINGS)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("drawn")
def test_everything_is_there_and_hashed(tmp_path: Path) -> None:
    written = write(sample_report(), tmp_path / "reports" / "2026")
    there = set(snapshot(written.folder))
    assert there == {
        "2026.xlsx",
        "results.csv",
        "weights.csv",
        "cleaning.csv",
        "manifest.json",
        "figures/index.json",
        "figures/01-ranking-q1.png",
        "figures/01-ranking-q1.svg",
        "figures/02-heat.png",
        "figures/02-heat.svg",
    }
    assert {path.relative_to(written.folder).as_posix() for path in written.files} == there
    assert written.warnings == ()
    manifest = json.loads((written.folder / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["output"].items():
        assert hashlib.sha256((written.folder / name).read_bytes()).hexdigest() == digest
    assert names(tmp_path / "reports") == ["2026"]
    index = json.loads((written.folder / "figures" / "index.json").read_text(encoding="utf-8"))
    assert [figure["files"] for figure in index] == [
        ["01-ranking-q1.png", "01-ranking-q1.svg"],
        ["02-heat.png", "02-heat.svg"],
    ]
    for figure in index:
        for name, digest in figure["sha256"].items():
            content = (written.folder / "figures" / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest
        assert list(figure["sha256"]) == figure["files"]


def test_the_plan_names_the_formats_of_figures_unless_the_caller_does(tmp_path: Path) -> None:
    report = sample_report()
    figures = replace(report.plan.figures, formats=("pdf",), ranking=("q1",))
    report = replace(report, plan=replace(report.plan, figures=figures))
    written = write(report, tmp_path / "own")
    pictures = {path.suffix for path in written.files if path.parent.name == "figures"}
    assert pictures == {".pdf", ".json"}
    assert any(path.suffix == ".xlsx" for path in written.files)
    written = write(report, tmp_path / "asked", formats=("csv",))
    assert not (written.folder / "figures").exists()


@pytest.mark.usefixtures("drawn")
def test_pictures_in_the_workbook_have_their_words(tmp_path: Path) -> None:
    written = write(sample_report(), tmp_path / "out", formats=("xlsx", "png"))
    book = openpyxl.load_workbook(written.files[0])
    assert len(book["Figures"]._images) == 2
    assert len(book["Prices ticked as… × Q10"]._images) == 1
    described = [image.anchor.pic.nvPicPr.cNvPr.descr for image in book["Figures"]._images]
    assert described == [drawing.alt for drawing in DRAWINGS]
    assert not list(written.folder.rglob("*.svg"))


@pytest.mark.usefixtures("drawn")
def test_same_report_same_files(tmp_path: Path) -> None:
    write(sample_report(), tmp_path / "one")
    write(sample_report(), tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize("fails", ["workbook", "results", "manifest", "move"])
def test_a_failed_run_leaves_the_earlier_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    folder = tmp_path / "2026"
    write(sample_report(), folder, formats=("xlsx", "csv"))
    earlier = snapshot(folder)

    def fail(*arguments: object, **options: object) -> bytes:
        raise OSError(28, "No space left on device")

    def move_back_only(source: Path, target: Path) -> None:
        if source.suffix == ".new":
            fail()
        source.replace(target)

    monkeypatch.setattr("survey.reporting.moving._exchanged", lambda one, other: False)
    if fails == "workbook":
        monkeypatch.setattr("survey.reporting.excel.workbook", fail)
    elif fails == "move":
        monkeypatch.setattr(Path, "rename", move_back_only)
    else:
        monkeypatch.setattr(door, f"{fails}_{'json' if fails == 'manifest' else 'csv'}", fail)
    with pytest.raises(OutputError, match="No space left"):
        write(sample_report(weighted=False), folder, formats=("xlsx", "csv"))
    assert snapshot(folder) == earlier
    assert names(tmp_path) == ["2026"]


def test_an_interrupted_run_leaves_the_earlier_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2026"
    write(sample_report(), folder, formats=("csv",))
    earlier = snapshot(folder)

    def interrupt(*arguments: object, **options: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "weights_csv", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(sample_report(), folder, formats=("csv",))
    assert snapshot(folder) == earlier
    assert names(tmp_path) == ["2026"]


def test_figures_that_cannot_be_drawn_do_not_take_the_tables_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(report: object, **options: object) -> tuple[Drawing, ...]:
        raise OutputError("no font holds 物", hint="install the ja extra")

    monkeypatch.setattr("survey.reporting.figures.draw", refuse)
    written = write(sample_report(), tmp_path / "out")
    assert "no font holds 物" in written.warnings[0]
    assert "install the ja extra" in written.warnings[0]
    assert (tmp_path / "out" / "2026.xlsx").exists()
    assert not (tmp_path / "out" / "figures").exists()
    cover = openpyxl.load_workbook(tmp_path / "out" / "2026.xlsx")["Cover"]
    assert any("no font holds" in str(cell.value) for line in cover.iter_rows() for cell in line)


def test_a_figure_that_cannot_be_read_does_not_take_the_others_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(report: object, **options: object) -> tuple[Drawing, ...]:
        raise SomeUndrawn("figure 01-ranking-q1 cannot be read as drawn", drawn=DRAWINGS[1:])

    monkeypatch.setattr("survey.reporting.figures.draw", refuse)
    written = write(sample_report(), tmp_path / "out")
    assert written.warnings == ("Not all figures were drawn: figure 01-ranking-q1 cannot be read as drawn",)
    assert {path.name for path in written.files if path.parent.name == "figures"} == {
        "02-heat.png",
        "02-heat.svg",
        "index.json",
    }


def test_a_folder_that_is_not_a_report_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(OutputError, match="no report of this program"):
        write(sample_report(), folder, formats=("csv",))
    assert snapshot(folder) == {"thesis.docx": b"years of work"}


def test_somebodys_own_files_in_a_report_stay(tmp_path: Path) -> None:
    folder = tmp_path / "2026"
    write(sample_report(), folder, formats=("csv",))
    (folder / "my notes.txt").write_text("ask about q10", encoding="utf-8")
    write(sample_report(), folder, formats=("xlsx",))
    assert set(snapshot(folder)) == {"2026.xlsx", "manifest.json", "my notes.txt"}


def test_targets_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        write(sample_report(), tmp_path / "file", formats=("csv",))
    with pytest.raises(OutputError, match="cannot be written") as error:
        write(sample_report(), tmp_path / "file" / "below", formats=("csv",))
    assert "-o" in error.value.hint


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_parent(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            write(sample_report(), tmp_path / "out", formats=("csv",))
    finally:
        tmp_path.chmod(0o700)


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="pptx"):
        write(sample_report(), tmp_path / "out", formats=("pptx",))
    assert not (tmp_path / "out").exists()


def test_without_figures_nothing_of_matplotlib_is_needed(tmp_path: Path) -> None:
    written = write(sample_report(), tmp_path / "out", formats=("xlsx", "csv"))
    assert not [path for path in written.files if path.parent.name == "figures"]
