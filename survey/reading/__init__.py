"""Files to a Survey and a Plan: workbooks, codebooks, headers, detection, `survey.toml`, targets."""

from survey.reading.checking import check, refusal
from survey.reading.confined import (
    check_confined,
    init_confined,
    read_confined,
    read_waves_confined,
)
from survey.reading.door import read
from survey.reading.drafts import init
from survey.reading.plan import find_plan, plan_covers, read_plan
from survey.reading.plan_names import check_plan
from survey.reading.replicate_columns import set_replicates_apart
from survey.reading.targets_file import read_targets
from survey.reading.waves import plan_of_wave, read_waves

__all__ = [
    "check",
    "check_confined",
    "check_plan",
    "find_plan",
    "init",
    "init_confined",
    "plan_covers",
    "plan_of_wave",
    "read",
    "read_confined",
    "read_plan",
    "read_targets",
    "read_waves",
    "read_waves_confined",
    "refusal",
    "set_replicates_apart",
]
