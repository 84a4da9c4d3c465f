"""`survey init` and `survey check`: what a file is read as, to be looked at and corrected."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from survey.cli.inputs import plan_of, refuse_own_report
from survey.cli.speaking import complain, in_json, silence, step, visible
from survey.errors import DataError

if TYPE_CHECKING:
    from survey.reading.drafts import Draft

_SOURCE = click.argument("source", type=click.Path(), metavar="FILE")


@click.command()
@_SOURCE
@click.option("--force", is_flag=True, help="Write over a codebook and a plan that are there.")
@click.option("--codebook-only", is_flag=True, help="Draft the codebook, and leave survey.toml alone.")
@click.option("-q", "--quiet", is_flag=True, help="Print only errors.")
def init(source: str, force: bool, codebook_only: bool, quiet: bool) -> None:
    """Draft a codebook and a plan for FILE, every guess filled in, to be corrected.

    FILE.codebook.xlsx and survey.toml are written beside FILE. Analysing FILE with them gives what it
    gave before; each cell that is corrected changes what it says.
    """
    from pathlib import Path

    from survey.reading import init_confined

    refuse_own_report(Path(source))
    written = init_confined(source, force=force, codebook_only=codebook_only)
    click.echo(visible(str(written.codebook)))
    if written.plan:
        click.echo(visible(str(written.plan)))
    if not quiet:
        _account(written, source)


def _account(draft: Draft, source: str) -> None:
    """How many questions there are, which to look at first, and what to do next."""
    lines = [f"\n{len(draft.survey.codebook)} questions"]
    if draft.doubtful:
        shown = ", ".join(draft.doubtful[:10]) + (", …" if len(draft.doubtful) > 10 else "")
        lines.append(f"{len(draft.doubtful)} rest on thin evidence (orange rows): {shown}")
    lines += [f"! {warning}" for warning in draft.warnings]
    lines.append(f"\nNext: correct {draft.codebook}, then survey analyze {source}")
    click.echo(visible("\n".join(lines), lines=True), err=True)


@click.command()
@_SOURCE
@click.option(
    "--plan",
    type=click.Path(),
    metavar="TOML",
    help="The plan.  [default: survey.toml beside FILE or above it, if it is for FILE]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; docs/codebook.md has its form.")
@click.option("-q", "--quiet", is_flag=True, help="Do not say which plan was found.")
def check(source: str, plan: str | None, as_json: bool, quiet: bool) -> None:
    """Say what would be read of FILE: header rows, each column's question, kind and evidence, misfits.

    Nothing is written. The exit code is 3 where FILE, or its codebook, would be refused.
    """
    from survey.reading import check_confined, refusal

    say = silence if quiet or as_json else step
    try:
        found = check_confined(source, plan=plan_of(source, plan, say))
    except DataError as error:
        if as_json:
            told = refusal(source, error.message, error.hint)
            click.echo(in_json(told))
        sys.exit(complain(error))
    click.echo(in_json(found.to_dict()) if as_json else visible(found.to_text(), lines=True))
