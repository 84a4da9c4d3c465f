"""The demo's report as R agrees with it to the last digit."""

from __future__ import annotations

import pytest

from tests.demo_study import Finished, analysed, finish


@pytest.fixture(scope="session")
def certain(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The stratum of one sampling point taken as certain, on which R agrees to the last digit."""
    folder = tmp_path_factory.mktemp("certain") / "2026"
    return finish(analysed(lonely="certainty"), folder, formats=("csv",))
