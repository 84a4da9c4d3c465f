"""The files of the demo study."""

from __future__ import annotations

from pathlib import Path

from survey.demo.ledger import WAVES
from survey.demo.sheets import workbook_bytes
from survey.demo.waves import build
from survey.errors import OutputError

_PLAN = Path(__file__).with_name("survey.toml")


def demo(folder: Path | str, *, seed: int = 2026) -> tuple[Path, ...]:
    """Write 2024.xlsx, 2025.xlsx, 2026.xlsx and survey.toml to `folder`; their paths.

    Parameters
    ----------
    seed
        Seed of the synthetic respondents; the same seed gives the same bytes.

    Raises
    ------
    OutputError
        The folder, or a file in it, cannot be written.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for year in WAVES:
            (target / f"{year}.xlsx").write_bytes(workbook_bytes(year, build(year, seed).rows))
        (target / _PLAN.name).write_bytes(_PLAN.read_bytes())
    except OSError as error:
        raise OutputError(
            f"{target}: the demo study cannot be written ({error.strerror})",
            hint="name a folder you may write to",
        ) from error
    return (*(target / f"{year}.xlsx" for year in WAVES), target / _PLAN.name)
