"""The porch: commands that parse, call the function of the same name, and print.

Nothing of science is imported before a command runs, so that `survey --help`
answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from survey.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from survey.analysis import OnStep
    from survey.errors import SurveyError
    from survey.language import Language
    from survey.reporting import Written
    from survey.vocabulary import Plan, Report, Survey

INTERRUPTED = 130
OUTPUT_INCOMPLETE = 4
SINGLE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
FORMATS = ("xlsx", "csv", "png", "svg")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="survey %(version)s")
def cli() -> None:
    """Public-opinion survey analysis: from the field's workbook to a report.

    \b
    survey analyze raw/2026.xlsx     read, clean, weight, tabulate, draw, report
    survey demo my-study             write a synthetic study to try it on
    """


@cli.command()
@click.argument("source", type=click.Path(), metavar="FILE")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(),
    metavar="FOLDER",
    help="The report's folder.  [default: reports/<name of FILE>]",
)
@click.option(
    "--plan",
    type=click.Path(),
    metavar="TOML",
    help="The plan.  [default: survey.toml beside FILE or above it, if it is for FILE]",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "ja"]),
    default=None,
    help="Language of the report.  [default: the plan's, else en]",
)
@click.option(
    "--formats",
    default=",".join(FORMATS),
    show_default=True,
    help="What to write, separated by commas.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def analyze(
    source: str, folder: str | None, plan: str | None, language: Language | None, formats: str, quiet: bool
) -> None:
    """Analyse FILE and write its report: tables, figures, every change, every weight."""
    chosen = _formats(formats)
    say = _silence if quiet else _step
    from pathlib import Path

    from survey.analysis import analyze as run
    from survey.reporting import write

    survey, the_plan = _read(Path(source), Path(plan) if plan else None, say)
    report = run(survey, the_plan, on_step=say)
    target = Path(folder) if folder else Path("reports") / Path(source).stem
    written = write(report, target, language=language or the_plan.study.language or "en", formats=chosen)
    say("Wrote", f"{len(written.files)} files in {written.folder}")
    if not quiet:
        _last_block(report, written, language or the_plan.study.language or "en")
    if written.warnings:
        sys.exit(OUTPUT_INCOMPLETE)


@cli.command()
@click.argument("folder", type=click.Path(), default="demo")
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of the synthetic respondents.")
def demo(folder: str, seed: int) -> None:
    """Write a synthetic study to FOLDER: three waves as workbooks, and the plan.

    No respondent in it is real. The same seed gives the same bytes.
    """
    from survey.demo import demo as make

    written = make(folder, seed=seed)
    for path in written:
        click.echo(path)
    latest = max(path for path in written if path.suffix == ".xlsx")
    click.echo(f"\nNext: survey analyze {latest}", err=True)


def main() -> None:
    """The command `survey`: runs it, and turns every complaint into one clear line.

    Our matrices are small: a linear algebra library that shares them out among
    threads is several times slower, and may add in another order each time.
    """
    for name in SINGLE_THREAD:
        os.environ.setdefault(name, "1")
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as complaint:
        complaint.show()
        sys.exit(complaint.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; the earlier report, if any, is untouched", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        from survey.errors import SurveyError

        if not isinstance(error, SurveyError):
            raise
        _complain(error)
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _read(source: Path, plan_path: Path | None, say: OnStep) -> tuple[Survey, Plan]:
    """The survey and the plan it goes with; an empty plan when none is for this file."""
    from survey.errors import PlanError
    from survey.reading import find_plan, plan_covers, read, read_plan
    from survey.vocabulary import Plan

    found = plan_path or find_plan(source)
    plan = read_plan(found) if found else Plan()
    remark = ""
    if found and not plan_covers(plan, source):
        if plan_path:
            listed = ", ".join(plan.data.files) or "no file"
            raise PlanError(
                f"{plan_path}: the plan is for {listed}, not for {source.name}",
                hint=f'add "{source.name}" to files under [data]',
            )
        remark = f"{found} is not for {source.name} (see its [data] files): analysed without a plan"
        plan = Plan()
    survey = read(source, plan=plan)
    where = f"sheet {survey.source.sheet}, " if survey.source.sheet else ""
    say(
        "Read",
        f"{source}: {where}{survey.source.rows:,} rows × {survey.source.columns} columns, "
        f"{len(survey.codebook)} questions",
    )
    say("Plan", str(found) if found and not remark else remark or "none found; everything below is detected")
    return survey, plan


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is not a format; choose among {', '.join(FORMATS)}",
            param_hint="--formats",
        )
    return chosen


def _step(name: str, counts: str) -> None:
    click.echo(f"{click.style(f'{name:<11}', bold=True)}{counts}", err=True)


def _silence(name: str, counts: str) -> None:
    """Tell nobody."""


def _complain(error: SurveyError) -> None:
    click.echo(f"{click.style('error:', fg='red', bold=True)} {error.message}", err=True)
    if error.hint:
        click.echo(f"{click.style('hint:', bold=True)} {error.hint}", err=True)


def _last_block(report: Report, written: Written, language: str) -> None:
    """What was written, the three largest findings, warnings, and the next command."""
    lines = ["", "Written"]
    lines += [f"  {path}" for path in _listing(written)]
    lines += ["", "Largest findings"]
    lines += [f"  {n}. {f.sentence.to(language)}" for n, f in enumerate(report.findings[:3], 1)]
    if not report.findings:
        compared = bool(report.plan.tables.banner)
        lines.append(
            "  none survives the correction for multiple comparisons"
            if compared
            else "  none looked for: no banner question is named in a plan, so nothing was compared"
        )
    if report.warnings or written.warnings:
        lines += ["", "Warnings"]
        lines += [f"  ! {text}" for text in (*written.warnings, *report.warnings)]
    workbook = next((path for path in written.files if path.suffix == ".xlsx"), written.folder)
    lines += ["", f"Next: open {workbook}"]
    click.echo("\n".join(lines))


def _listing(written: Written) -> list[str]:
    """The files in the folder, the figures of one folder in one line."""
    plain = [str(path) for path in written.files if path.parent == written.folder]
    figures = [path for path in written.files if path.parent != written.folder]
    pictures = len({path.stem for path in figures if path.suffix in {".png", ".svg"}})
    noun = "figure" if pictures == 1 else "figures"
    return plain + ([f"{figures[0].parent} ({pictures} {noun}, and index.json)"] if figures else [])
