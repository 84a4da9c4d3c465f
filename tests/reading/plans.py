"""Plans as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import PlanError
from survey.reading import read_plan


def write(folder: Path, text: str) -> Path:
    """A plan of this text in the folder."""
    path = folder / "survey.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    """What is said of a plan that cannot be read."""
    with pytest.raises(PlanError) as caught:
        read_plan(write(folder, text))
    assert caught.value.exit_code == 2
    return caught.value.message
