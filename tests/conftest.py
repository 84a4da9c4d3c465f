"""What all tests share: properties are judged by what they find, never by the clock; the demo's report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from survey.vocabulary import Report
    from tests.demo_study import Finished

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before anything imports NumPy: tests share processors as processes

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def demo_report() -> Report:
    """The demo study's report as its plan has it, earlier waves and all."""
    from tests.demo_study import analysed

    return analysed()


@pytest.fixture(scope="session")
def finished(demo_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The demo's report written as the command writes it; for reading only."""
    from tests.demo_study import finish

    return finish(demo_report, tmp_path_factory.mktemp("reports") / "2026")
