"""The porch: commands that parse, call the function of the same name, and print.

Nothing of science is imported before a command runs, so that `survey --help`
answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from survey.errors import OutputError, PlanError, ReadingError, SurveyError
from survey.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from survey.analysis import OnStep
    from survey.language import Language
    from survey.reporting import Written
    from survey.vocabulary import EarlierWave, Plan, Report, Survey

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
    survey weight raw/2026.xlsx      the weights alone, and what others would do (--compare)
    survey explain Q10 60s support   account for one number of a report, with the call of R for it
    survey explain rule C101         tell what a rule of cleaning does
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

    if folder is not None and not folder.strip():
        raise click.BadParameter("names no folder", param_hint="-o")
    target = Path(folder) if folder else Path("reports") / _stem(source)
    _refuse_own_report(Path(source))
    survey, the_plan = _read(Path(source), Path(plan) if plan else None, say)

    # What reads a file wakes less than what analyses it: a missing file is told at once.
    from survey.analysis import analyze as run
    from survey.reporting import check_folder, write

    check_folder(target)
    spoken = language or the_plan.study.language or "en"
    report = run(survey, the_plan, waves=_waves(source, plan, the_plan, say), on_step=say)
    written = write(report, target, language=spoken, formats=chosen)
    say("Wrote", f"{len(written.files)} files in {written.folder}")
    if not quiet:
        _last_block(report, written, spoken)
    if written.warnings:
        sys.exit(OUTPUT_INCOMPLETE)


@cli.command()
@click.argument("source", type=click.Path(), metavar="FILE")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(),
    metavar="FOLDER",
    help="Where the weights go.  [default: reports/<name of FILE>-weights]",
)
@click.option(
    "--plan",
    type=click.Path(),
    metavar="TOML",
    help="The plan.  [default: survey.toml beside FILE or above it, if it is for FILE]",
)
@click.option("--compare", is_flag=True, help="Also try other margins and limits, and say what they do.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def weight(source: str, folder: str | None, plan: str | None, compare: bool, quiet: bool) -> None:
    """Weight FILE as its plan says, account for it, and write the weights without a report."""
    say = _silence if quiet else _step
    from pathlib import Path

    target = Path(folder) if folder else Path("reports") / f"{_stem(source)}-weights"
    _refuse_own_report(Path(source))
    survey, the_plan = _read(Path(source), Path(plan) if plan else None, say)

    from survey.analysis import compare_weights
    from survey.analysis import weight as run
    from survey.reporting import check_folder, weighting_account, write_weights

    check_folder(target)
    weighted, result = run(survey, the_plan)
    alternatives = compare_weights(survey, the_plan) if compare else ()
    written = write_weights(weighted, target)
    if not quiet:
        click.echo(weighting_account(weighted, result, alternatives))
    say("Wrote", ", ".join(map(str, written.files)))


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


class _CellUnlessNamed(click.Group):
    """A group whose first argument, where it is no command of its, belongs to `cell`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `cell` before what names no command."""
        if args and args[0] not in (*self.commands, *self.get_help_option_names(ctx)):
            args = ["cell", *args]
        return super().parse_args(ctx, args)


@cli.group(cls=_CellUnlessNamed)
def explain() -> None:
    """Say what stands behind a number or a rule of the report.

    \b
    survey explain Q10 "60s" "support" -r reports/2026     a number: table, column, answer
    survey explain rule C101                               a rule of cleaning

    The first is short for `survey explain cell`.
    """


@explain.command()
@click.argument("table")
@click.argument("column")
@click.argument("answer")
@click.option(
    "-r",
    "--report",
    type=click.Path(),
    metavar="FOLDER",
    help="The report's folder.  [default: the one in reports/]",
)
@click.option("--only-r", is_flag=True, help="Print the call of R alone, to be saved and run.")
def cell(table: str, column: str, answer: str, report: str | None, only_r: bool) -> None:
    """Tell what stands behind one number: counts, error, test, mark, design, and the call of R for it.

    TABLE, COLUMN and ANSWER are codes or labels, in any language of the report and in capitals or
    not; a column is also its letter, and `sex:1` where several banner questions have such a column;
    `total` is everyone. A crossing is TABLE `q2 x q10`, its groups are columns. Only the report's
    folder is read.
    """
    from survey.reporting import explain_cell

    click.echo(explain_cell(table, column, answer, report, only_r=only_r).rstrip("\n"))


@explain.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Tell what the cleaning rule CODE does, such as C101; without CODE, what all of them do."""
    from survey.cleaning import RULES, rule_of

    for told in RULES.values() if code is None else [rule_of(code)]:
        click.echo(f"{told.code}  {told.description}")


def main() -> None:
    """The command `survey`: runs it, and turns every complaint into one clear line.

    Our matrices are small: a linear algebra library that shares them out among
    threads is several times slower, and may add in another order each time.
    """
    for name in SINGLE_THREAD:
        os.environ.setdefault(name, "1")
    interruption = _Interruption()
    try:
        code = cli.main(standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except NoArgsIsHelpError as complaint:
        complaint.show()
        code = complaint.exit_code
    except click.UsageError as complaint:
        code = _complain(PlanError(complaint.format_message(), hint=_help_of(complaint)))
    except SurveyError as error:
        code = _complain(error)
    except OSError as error:
        code = _complain(OutputError(f"{error.filename or 'the output'}: {error.strerror or error}"))
    except Exception:
        if not interruption.asked:
            raise
        code = INTERRUPTED
    if code == INTERRUPTED:
        _end_interrupted()
    sys.exit(code if isinstance(code, int) else 0)


def _end_interrupted() -> NoReturn:
    """Say so and end at once.

    An interruption that met a library's start-up makes Python end by the
    signal itself, whatever exit code it is asked for; only this is certain.
    """
    click.echo("interrupted; the earlier report, if any, is untouched", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


class _Interruption:
    """Whether the person at the keyboard, or the system, asked for an end.

    What a library makes of the interruption may be another error; that it was
    asked for decides.
    """

    def __init__(self) -> None:
        self.asked = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._note)

    def _note(self, _number: int, _frame: object) -> None:
        self.asked = True
        raise KeyboardInterrupt


def _help_of(complaint: click.UsageError) -> str:
    command = complaint.ctx.command_path if complaint.ctx else "survey"
    return f"see {command} --help"


def _stem(source: str) -> str:
    """What the outputs of a file are named after."""
    from pathlib import Path

    return Path(source).stem.strip(". ") or "report"


def _read(source: Path, plan_path: Path | None, say: OnStep) -> tuple[Survey, Plan]:
    """The survey and the plan it goes with; an empty plan when none is for this file."""
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


def _waves(source: str, plan_path: str | None, plan: Plan, say: OnStep) -> dict[str, EarlierWave]:
    """The earlier waves of the plan's trends, as far as their files are there."""
    from dataclasses import replace
    from pathlib import Path

    from survey.reading import find_plan, read_waves

    found = Path(plan_path) if plan_path else find_plan(source)
    if not found or not plan.trend:
        return {}
    files = {wave.file for trend in plan.trend for wave in trend.waves if wave.file}
    missing = sorted(file for file in files if not (found.parent / file).exists())
    if missing:
        say("Waves", f"{', '.join(missing)} not found in {found.parent}: trends that name them are left out")
    there = tuple(trend for trend in plan.trend if not any(wave.file in missing for wave in trend.waves))
    return read_waves(replace(plan, trend=there), found.parent)


def _refuse_own_report(source: Path) -> None:
    """A workbook that stands in a report's folder as its output is no survey."""
    import json

    try:
        manifest = json.loads((source.parent / "manifest.json").read_text(encoding="utf-8"))
        ours = source.name in manifest["output"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    if ours:
        raise ReadingError(
            f"{source} is a report of this program, not a survey",
            hint="name the workbook with one row per respondent, e.g. raw/2026.xlsx",
        )


def _formats(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        raise click.BadParameter(
            f"{', '.join(unknown)} is not a format; choose among {', '.join(FORMATS)}"
            if unknown
            else f"names no format; choose among {', '.join(FORMATS)}",
            param_hint="--formats",
        )
    return chosen


def _step(name: str, counts: str) -> None:
    click.echo(f"{_styled(f'{name:<11}')}{counts}", err=True)


def _silence(name: str, counts: str) -> None:
    """Tell nobody."""


def _complain(error: SurveyError) -> int:
    """Say what went wrong and what to do; gives the exit code."""
    click.echo(f"{_styled('error:', fg='red')} {error.message}", err=True)
    if error.hint:
        click.echo(f"{_styled('hint:')} {error.hint}", err=True)
    return error.exit_code


def _styled(text: str, *, fg: str | None = None) -> str:
    """Bold, and coloured where the terminal's owner has not said no (no-color.org)."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=fg, bold=True)


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
    """The files in the folder, those of a folder in it in one line."""
    plain = [str(path) for path in written.files if path.parent == written.folder]
    inner: dict[Path, list[Path]] = {}
    for path in written.files:
        if path.parent != written.folder:
            inner.setdefault(path.parent, []).append(path)
    return plain + [f"{folder} ({_inside(files)})" for folder, files in inner.items()]


def _inside(files: list[Path]) -> str:
    """What a folder of the report holds, figures counted and other files named."""
    pictures = len({path.stem for path in files if path.suffix in {".png", ".svg"}})
    others = [path.name for path in files if path.suffix not in {".png", ".svg"}]
    counted = [f"{pictures} {'figure' if pictures == 1 else 'figures'}"] if pictures else []
    *first, last = counted + others
    return f"{', '.join(first)}, and {last}" if first else last
