"""What the command line says: steps, complaints, and the last block of a report."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import click

from survey.errors import SurveyError
from survey.language.told import one_of_them

if TYPE_CHECKING:
    from pathlib import Path

    from survey.reporting import Written
    from survey.vocabulary import Report

PICTURES = {".png", ".svg", ".pdf"}
_UNSEEN = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str, *, lines: bool = False) -> str:
    """The text with an escape for each character that would steer a terminal, or that none can show.

    Names of files and words of respondents may hold such. Line ends stay where
    the text has `lines`.
    """
    shown = _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return shown if lines else shown.replace("\n", "\\n")


def in_json(value: object) -> str:
    """The value as JSON, with JSON's own escapes for what would steer a terminal."""
    told = json.dumps(value, ensure_ascii=False, indent=1)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def step(name: str, counts: str) -> None:
    """Tell a finished step with its counts."""
    click.echo(f"{_styled(f'{name:<11}')}{visible(counts)}", err=True)


def silence(name: str, counts: str) -> None:
    """Tell nobody."""


def complain(error: SurveyError) -> int:
    """Say what went wrong and what to do; gives the exit code."""
    click.echo(f"{_styled('error:', fg='red')} {visible(error.message)}", err=True)
    if error.hint:
        click.echo(f"{_styled('hint:')} {visible(error.hint)}", err=True)
    return error.exit_code


def _styled(text: str, *, fg: str | None = None) -> str:
    """Bold, and coloured where the terminal's owner has not said no (no-color.org)."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=fg, bold=True)


def last_block(report: Report, written: Written, language: str) -> None:
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
            else "  none looked for: no plan names a banner question, and none of sex or age was found"
        )
    if report.warnings or written.warnings:
        lines += ["", "Warnings"]
        lines += [f"  ! {one_of_them(text)}" for text in (*written.warnings, *report.warnings)]
    workbook = next((path for path in written.files if path.suffix == ".xlsx"), written.folder)
    lines += ["", f"Next: open {workbook}"]
    click.echo("\n".join(map(visible, lines)))


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
    pictures = len({path.stem for path in files if path.suffix in PICTURES})
    others = [path.name for path in files if path.suffix not in PICTURES]
    counted = [f"{pictures} {'figure' if pictures == 1 else 'figures'}"] if pictures else []
    *first, last = counted + others
    return f"{', '.join(first)}, and {last}" if first else last
