"""Files to a Survey and a Plan: workbooks, codebooks, headers, detection, `survey.toml`, targets."""

from survey.reading.confined import read_confined, read_waves_confined
from survey.reading.door import read
from survey.reading.plan import find_plan, plan_covers, read_plan
from survey.reading.plan_names import check_plan
from survey.reading.replicate_columns import set_replicates_apart
from survey.reading.targets_file import read_targets
from survey.reading.waves import plan_of_wave, read_waves

__all__ = [
    "check_plan",
    "find_plan",
    "plan_covers",
    "plan_of_wave",
    "read",
    "read_confined",
    "read_plan",
    "read_targets",
    "read_waves",
    "read_waves_confined",
    "set_replicates_apart",
]
