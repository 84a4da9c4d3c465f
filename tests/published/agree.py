"""Agreement with published surveys: `python -m tests.published.agree [FOLDER…]`.

Each folder holds a public survey: its files, and EXPECTED.json with figures
that its owner or the press `published`, and numbers `computed` from it with R.
The files are read, analysed by our plan (`tests/published/plans/NAME/`), and
every figure is looked up in the report; computed numbers come from the public
functions. Printed is each number that differs or is not covered, then a tally
per set: reproduced of all, and of those that are not, how many differ for a
stated reason. By default, all sets of ../shared/data that have a plan.

Exit code 0 when every published figure is reproduced or its difference has a
stated reason, 1 when one has not, 2 when there is nothing to compare.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.published import computed, figures
from tests.published.comparing import Compared
from tests.published.opening import PLANS, Published

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = "EXPECTED.json"


def default_folders() -> list[Path]:
    """Sets beside the repository that have a plan here, in the order of their names."""
    data = Path(os.environ.get("SURVEY_PUBLISHED", ROOT.parent / "shared" / "data"))
    named = (data / plan.name for plan in sorted(PLANS.iterdir()))
    return [folder for folder in named if (folder / EXPECTED).is_file()]


def compared(folder: Path) -> Iterator[Compared]:
    """Every number of a set's reference file, held against ours."""
    chosen = Published(folder)
    expected = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    yield from figures.compared(chosen, expected["published"])
    yield from computed.compared(chosen, expected["computed"])


def _tally(name: str, found: Sequence[Compared]) -> str:
    line = [name]
    for part in ("published", "computed"):
        verdicts = Counter(each.verdict for each in found if each.part == part)
        line += [
            f"{verdicts['agrees']}/{verdicts.total()}",
            *(str(verdicts[verdict]) for verdict in ("explained", "differs", "not covered")),
        ]
    return "\t".join(line)


def main(arguments: Sequence[str]) -> int:
    """Print how the sets fare; the exit code says whether all that was published is reproduced."""
    folders = [Path(argument) for argument in arguments] or default_folders()
    without = [folder for folder in folders if not (folder / EXPECTED).is_file()]
    unplanned = [folder for folder in folders if not (PLANS / folder.name).is_dir()]
    for folder in without:
        print(f"{folder} holds no {EXPECTED}", file=sys.stderr)
    for folder in unplanned:
        print(f"{folder}: there is no plan {folder.name!r} in tests/published/plans", file=sys.stderr)
    if without or unplanned or not folders:
        print("" if folders else "there are no published surveys to compare with", file=sys.stderr)
        return 2
    results = {folder.name: list(compared(folder)) for folder in folders}
    print("verdict\tpart\tabout\texpected\tgot\treason")
    for name, found in results.items():
        for each in found:
            if each.verdict != "agrees":
                print(f"{name}\t{each}")
    columns = [f"{part} {what}" for part in ("published", "computed") for what in ("", *_BESIDE)]
    print("\nset", *(column.strip() for column in columns), sep="\t")
    for name, found in results.items():
        print(_tally(name, found))
    everything = [each for found in results.values() for each in found]
    print(_tally("all", everything))
    return int(
        any(each.part == "published" and each.verdict in ("differs", "not covered") for each in everything)
    )


_BESIDE = ("explained", "differ", "not covered")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
