"""Where reports leave the house: all files written aside, then moved into place together."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from survey.errors import OutputError
from survey.language import Language
from survey.language.workbook import WorkbookWords
from survey.reporting.data import cleaning_csv, manifest_json, results_csv, weights_csv, weights_manifest
from survey.reporting.moving import new_folder, put_back, second_name, take_place, why_held
from survey.reporting.parts import part
from survey.reporting.published import drawable, published
from survey.reporting.replicates import FOLDER, replicate_files
from survey.reporting.versions import versions

if TYPE_CHECKING:
    from survey.reporting.figures.drawing import Drawing
    from survey.vocabulary import Report, Survey

PICTURES = ("png", "svg", "pdf")
WITHOUT_FIGURES = ("xlsx", "csv")
FORMATS = (*WITHOUT_FIGURES, *PICTURES)
MANIFEST = "manifest.json"

Made = tuple[dict[str, bytes], list[str]]
"""Files by their path in the folder, and what could not be made."""


@dataclass(frozen=True)
class Written:
    """What stands in the report's folder now.

    Parameters
    ----------
    files
        Every file written, the workbook first.
    warnings
        What was asked for and could not be made.
    """

    folder: Path
    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


def write(
    report: Report,
    folder: str | Path,
    *,
    language: Language = "en",
    formats: Sequence[str] | None = None,
    only: Sequence[str] = (),
) -> Written:
    """The report as files in a folder, replacing an earlier report there as a whole.

    An earlier report that is read-only or open in another program stays, and
    the new one goes to a folder of a second name: see `folder` and `warnings`.

    Figures that cannot be drawn are left out and named in `warnings`; anything
    else that fails leaves the earlier report as it was.

    Parameters
    ----------
    formats
        Among xlsx, csv, png, svg and pdf. By default xlsx, csv, and what
        `[figures] formats` of the plan names: png and svg.
    only
        Questions, grids or added tables whose part of the report is wanted,
        every number as in the whole; by default all of them.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds files that no report put there.
    PlanError
        `only` names what has no table.
    """
    target = Path(folder)
    check_folder(target)
    if formats is None:
        formats = ("xlsx", "csv", *report.plan.figures.formats)
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise OutputError(
            f"{', '.join(unknown)} is not a format of reports", hint=f"choose among {', '.join(FORMATS)}"
        )
    stem, shown = _stem(report, target), part(published(report), only)
    return _replaced(target, lambda: _everything(shown, language, formats, stem))


def tables(
    report: Report, folder: str | Path, *, language: Language = "en", only: Sequence[str] = ()
) -> Written:
    """The report's workbook and data files in a folder, without figures; else as `write`.

    Parameters
    ----------
    only
        Questions, grids or added tables; by default all of them.
    """
    return write(report, folder, language=language, formats=WITHOUT_FIGURES, only=only)


def write_weights(survey: Survey, folder: str | Path) -> Written:
    """The weights and replicate weights of a survey as files in a folder, without a report.

    `weights.csv` holds everyone's weight; where the survey has replicate
    weights, the folder `replicates` holds them, their scales, and programs
    that declare them to R and Stata. What an earlier call wrote there is
    replaced as a whole.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds files that this program did not put there.
    """
    target = Path(folder)
    check_folder(target)
    _refuse_report(target)

    def made() -> Made:
        files = {"weights.csv": weights_csv(survey), **replicate_files(survey)}
        files[MANIFEST] = weights_manifest(survey, _hashes(files), versions())
        return files, []

    return _replaced(target, made)


def _refuse_report(target: Path) -> None:
    """A report is not to be replaced by weights alone."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(manifest, dict) and "plan" in manifest:
        raise OutputError(
            f"{target} holds a report, which the weights alone would replace",
            hint="name another folder; a report's own weights are in its weights.csv",
        )


def _replaced(target: Path, make: Callable[[], Made]) -> Written:
    """The folder with these files in place of those that stood there; as it was where that fails.

    Where what stands there is read-only or open in another program, the files
    go to a folder of a second name, which `warnings` tells.
    """
    put_back(target)
    kept, ours = _contents(target)
    held = why_held(target, ours)
    place = second_name(target) if held else target
    aside = _new_folder(place)
    try:
        made, warnings = make()
        for name, content in made.items():
            path = aside / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        for path in () if held else kept:
            _carry_over(target / path, aside / path)
        try:
            take_place(aside, place)
        except PermissionError as error:  # as Windows has it of files that are open
            held, place = error.strerror or str(error), second_name(target)
            take_place(aside, place)
    except OSError as error:
        raise OutputError(
            f"{target}: the report could not be written ({error.strerror or error})",
            hint="close files that are open in another program, or name another folder with -o",
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if held:
        said = f"{target} was left as it is ({held}); what was written now stands in {place}"
        warnings = [f"{said}: close or free it and run again, or name another folder with -o", *warnings]
    return Written(place, tuple(place / name for name in made), tuple(warnings))


def check_folder(folder: str | Path) -> None:
    """Find out, before any work is done, whether a report may be written there.

    Raises
    ------
    OutputError
        The folder cannot be written, is the working directory, or holds files
        that no report put there.
    """
    target = Path(folder)
    if Path.cwd().is_relative_to(target.resolve()):
        raise OutputError(
            f"{target} is the folder this command runs in, which cannot be replaced as a whole",
            hint="name a folder of its own with -o",
        )
    try:
        _contents(target)
        above = next(folder for folder in target.resolve().parents if folder.exists())
        _new_folder(above / target.name).rmdir()
    except OSError as error:
        raise OutputError(
            f"{target}: the folder cannot be written ({error.strerror or error})",
            hint="name a folder you may write to with -o",
        ) from error


def _everything(report: Report, language: Language, formats: Sequence[str], stem: str) -> Made:
    """Every file of a report, and what could not be made."""
    drawings, warnings = _drawings(report, language, formats)
    made: dict[str, bytes] = {}
    beside = _beside(report, language, formats, bool(drawings))
    if "xlsx" in formats:
        from survey.reporting.excel import workbook

        made[f"{stem}.xlsx"] = workbook(
            report, drawings, language=language, beside=beside, missing=warnings, versions=versions()
        )
    if "csv" in formats:
        made["results.csv"] = results_csv(report, language)
        made["weights.csv"] = weights_csv(report.survey)
        made["cleaning.csv"] = cleaning_csv(report)
        made |= replicate_files(report.survey)
    made |= _figure_files(drawings, formats)
    made[MANIFEST] = manifest_json(report, _hashes(made), versions(), language=language)
    words = WorkbookWords(language)
    return made, [words.no_figures.format(reason=reason) for reason in warnings]


def _hashes(made: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}


def _drawings(
    report: Report, language: Language, formats: Sequence[str]
) -> tuple[tuple[Drawing, ...], list[str]]:
    """The figures, and why there are none, or not all, when they cannot be drawn."""
    wanted = [name for name in PICTURES if name in formats]
    if not wanted:
        return (), []
    from survey.reporting.figures import SomeUndrawn, draw

    if "xlsx" in formats and "png" not in wanted:
        wanted.insert(0, "png")
    try:
        return draw(drawable(report), language=language, formats=tuple(wanted)), []
    except OutputError as error:
        drawn = error.drawn if isinstance(error, SomeUndrawn) else ()
        return drawn, [" – ".join(filter(None, (error.message, error.hint)))]


def _figure_files(drawings: Sequence[Drawing], formats: Sequence[str]) -> dict[str, bytes]:
    """The figures' files and their index."""
    if not drawings:
        return {}
    made: dict[str, bytes] = {}
    index = []
    for drawing in drawings:
        files = {
            f"{drawing.name}.{name}": content
            for name in PICTURES
            if name in formats and (content := getattr(drawing, name))
        }
        made |= {f"figures/{name}": content for name, content in files.items()}
        index.append(
            {
                "files": list(files),
                "sha256": _hashes(files),
                "title": drawing.title,
                "alt": drawing.alt,
                "table": drawing.table,
                "unweighted_base": drawing.unweighted_base,
            }
        )
    made["figures/index.json"] = (json.dumps(index, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return made


def _beside(
    report: Report, language: Language, formats: Sequence[str], figures: bool
) -> list[tuple[str, str]]:
    """Files next to the workbook and what each holds, for its cover."""
    words = WorkbookWords(language)
    listed = []
    if "csv" in formats:
        listed += [
            ("results.csv", words.results_file),
            ("weights.csv", words.weights_file),
            ("cleaning.csv", words.cleaning_file),
        ]
        if report.survey.design.replication is not None:
            listed.append((f"{FOLDER}/", words.replicates_folder))
    if figures:
        listed.append(("figures/", words.figures_folder))
    return [*listed, (MANIFEST, words.manifest_file)]


def _stem(report: Report, target: Path) -> str:
    """What the workbook is called: as the input, or as the folder when the input had no name."""
    return Path(report.survey.source.name).stem.strip(". ") or target.resolve().name or "report"


def _contents(target: Path) -> tuple[list[Path], list[str]]:
    """Files in the folder that no earlier report wrote, which are carried over; and those that one did.

    Raises
    ------
    OutputError
        The folder is a file, or holds files and no report of ours.
    """
    if not target.exists():
        return [], []
    if not target.is_dir():
        raise OutputError(f"{target} is a file, not a folder", hint="name a folder with -o")
    there = sorted(path.relative_to(target) for path in target.rglob("*") if not path.is_dir())
    if not there:
        return [], []
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        ours = {MANIFEST, *manifest["output"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{target} holds {len(there)} files and no report of this program, so nothing there is replaced",
            hint="name a new or empty folder with -o",
        ) from error
    return [path for path in there if path.as_posix() not in ours], sorted(ours)


def _new_folder(target: Path) -> Path:
    """An empty folder beside the target."""
    try:
        return new_folder(target)
    except OSError as error:
        raise OutputError(
            f"{target}: the folder cannot be written ({error.strerror or error})",
            hint="name a folder you may write to with -o",
        ) from error


def _carry_over(source: Path, destination: Path) -> None:
    """Somebody's own file keeps its place in the folder.

    Raises
    ------
    OutputError
        The report has a file of that name.
    """
    if destination.exists():
        raise OutputError(
            f"{source} was not written by a report, and this report would replace it",
            hint="name another folder with -o, or move the file away",
        )
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, destination)
