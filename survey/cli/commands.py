"""The commands: each parses, calls the function of the same name, and prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from survey.cli.inputs import read_earlier, read_input, target_of
from survey.cli.reading import check, init
from survey.cli.speaking import last_block, silence, step, visible
from survey.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from survey.analysis import OnStep
    from survey.language import Language

OUTPUT_INCOMPLETE = 4
PART = "-part"
"""Ends the folder of a part of a report, so that it does not take the place of the whole one."""
FORMATS = ("xlsx", "csv", "png", "svg", "pdf")

Command = TypeVar("Command", bound=Callable[..., Any])

_SOURCE = click.argument("source", type=click.Path(), metavar="FILE")
_PLAN = click.option(
    "--plan",
    type=click.Path(),
    metavar="TOML",
    help="The plan.  [default: survey.toml beside FILE or above it, if it is for FILE]",
)
_LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "ja"]),
    default=None,
    help="Language of the report.  [default: the plan's, else en]",
)
_ONLY = click.option(
    "--only",
    metavar="Q5,Q12",
    default=None,
    help="Show these questions, grids or added tables alone, every number as in the whole report.",
)
_QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only errors.")


def _output(help_text: str) -> Callable[[Command], Command]:
    """The option that names the folder to write to."""
    return click.option("-o", "--output", "folder", type=click.Path(), metavar="FOLDER", help=help_text)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="survey %(version)s")
def cli() -> None:
    """Public-opinion survey analysis: from the field's workbook to a report.

    \b
    survey analyze raw/2026.xlsx     read, clean, weight, tabulate, draw, report
    survey tables raw/2026.xlsx      the same without figures; --only Q5,Q12 for some questions
    survey weight raw/2026.xlsx      the weights alone, and what others would do (--compare)
    survey explain Q10 60s support   account for one number of a report, with the call of R for it
    survey explain rule C101         tell what a rule of cleaning does
    survey check raw/2026.xlsx       what would be read: every column, the evidence, misfits
    survey init raw/2026.xlsx        draft a codebook and a plan to correct
    survey demo my-study             write a synthetic study to try it on
    """


@cli.command()
@_SOURCE
@_output(f"The report's folder.  [default: reports/<name of FILE>; with --only, …{PART}]")
@_PLAN
@_LANGUAGE
@_ONLY
@click.option(
    "--formats",
    default=None,
    help=f"What to write, separated by commas, among {', '.join(FORMATS)}.  "
    "[default: xlsx,csv and the plan's figure formats, else png,svg]",
)
@_QUIET
def analyze(
    source: str,
    folder: str | None,
    plan: str | None,
    language: Language | None,
    only: str | None,
    formats: str | None,
    quiet: bool,
) -> None:
    """Analyse FILE and write its report: tables, figures, every change, every weight."""
    chosen = None if formats is None else _formats(formats)
    target = target_of(source, folder, ending="" if only is None else PART)
    _report(source, target, plan, language, only, chosen, silence if quiet else step)


@cli.command()
@_SOURCE
@_output(f"The tables' folder.  [default: reports/<name of FILE>-tables; with --only, …{PART}]")
@_PLAN
@_LANGUAGE
@_ONLY
@_QUIET
def tables(
    source: str,
    folder: str | None,
    plan: str | None,
    language: Language | None,
    only: str | None,
    quiet: bool,
) -> None:
    """Analyse FILE and write its workbook and data files, without figures."""
    from survey.reporting import WITHOUT_FIGURES

    target = target_of(source, folder, ending="-tables" if only is None else PART)
    _report(source, target, plan, language, only, WITHOUT_FIGURES, silence if quiet else step)


def _report(
    source: str,
    target: Path,
    plan: str | None,
    language: Language | None,
    only: str | None,
    formats: Sequence[str] | None,
    say: OnStep,
) -> None:
    """Read, analyse and write, telling each step; the exit code says when figures are missing."""
    shown = _names(only or "")
    if only is not None and not shown:
        raise click.BadParameter("names no question", param_hint="--only")
    given = read_input(source, plan, say)

    # What reads a file wakes less than what analyses it: a missing file is told at once.
    from survey.analysis import analyze as run
    from survey.reporting import check_folder, part, write

    check_folder(target)
    spoken = language or given.plan.study.language or "en"
    report = run(given.survey, given.plan, waves=read_earlier(given, say), on_step=say)
    written = write(report, target, language=spoken, formats=formats, only=shown)
    say("Wrote", f"{len(written.files)} files in {written.folder}")
    if say is not silence:
        last_block(part(report, shown), written, spoken)
    if written.warnings:
        sys.exit(OUTPUT_INCOMPLETE)


@cli.command()
@_SOURCE
@_output("Where the weights go.  [default: reports/<name of FILE>-weights]")
@_PLAN
@click.option("--compare", is_flag=True, help="Also try other margins and limits, and say what they do.")
@_QUIET
def weight(source: str, folder: str | None, plan: str | None, compare: bool, quiet: bool) -> None:
    """Weight FILE as its plan says, account for it, and write the weights without a report."""
    say = silence if quiet else step
    target = target_of(source, folder, ending="-weights")
    given = read_input(source, plan, say)

    from survey.analysis import compare_weights
    from survey.analysis import weight as run
    from survey.reporting import check_folder, weighting_account, write_weights

    check_folder(target)
    weighted, result = run(given.survey, given.plan)
    alternatives = compare_weights(given.survey, given.plan) if compare else ()
    written = write_weights(weighted, target)
    if not quiet:
        click.echo(visible(weighting_account(weighted, result, alternatives), lines=True))
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


for _command in (check, init):
    cli.add_command(_command)


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

    told = explain_cell(table, column, answer, report, only_r=only_r).rstrip("\n")
    click.echo(visible(told, lines=True))


@explain.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Tell what the cleaning rule CODE does, such as C101; without CODE, what all of them do."""
    from survey.cleaning import RULES, rule_of

    for told in RULES.values() if code is None else [rule_of(code)]:
        click.echo(f"{told.code}  {told.description}")


def _names(text: str) -> tuple[str, ...]:
    """What stands between the commas of an option."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _formats(text: str) -> tuple[str, ...]:
    chosen = _names(text)
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        raise click.BadParameter(
            f"{', '.join(unknown)} is not a format; choose among {', '.join(FORMATS)}"
            if unknown
            else f"names no format; choose among {', '.join(FORMATS)}",
            param_hint="--formats",
        )
    return chosen
