"""The command line: help, start-up, exit codes, and one clear line for each complaint."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from survey.cli import cli
from tests.commands import run_here

RAW = Path(__file__).parent.parent / "raw" / "2026.xlsx"

HEAVY = (
    "numpy",
    "pandas",
    "matplotlib",
    "scipy",
    "seaborn",
    "pingouin",
    "openpyxl",
    "pydantic",
    "python_calamine",
)


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "survey", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its name, those of groups too."""
    for name, command in cli.commands.items():
        if isinstance(command, click.Group):
            yield from command.commands.items()
        else:
            yield name, command


@pytest.mark.parametrize(
    "statement", ["import survey", "from survey.cli import cli; cli(['--help'], standalone_mode=False)"]
)
def test_start_up_wakes_no_science(statement: str) -> None:
    code = f"{statement}\nimport sys\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip().endswith("[]")


def test_every_command_and_option_has_help() -> None:
    for name, command in commands():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


def test_options_share_their_names_with_the_functions() -> None:
    import inspect

    import survey
    from survey.cleaning import rule_of
    from survey.demo import demo

    known = {
        "analyze": {
            *inspect.signature(survey.read).parameters,
            *inspect.signature(survey.analyze).parameters,
            *inspect.signature(survey.write).parameters,
            "quiet",
        },
        "tables": {
            *inspect.signature(survey.read).parameters,
            *inspect.signature(survey.analyze).parameters,
            *inspect.signature(survey.tables).parameters,
            "quiet",
        },
        "weight": {
            *inspect.signature(survey.read).parameters,
            *inspect.signature(survey.weight).parameters,
            *inspect.signature(survey.write_weights).parameters,
            "compare",
            "quiet",
        },
        "check": {*inspect.signature(survey.check).parameters, "as_json", "quiet"},
        "init": {*inspect.signature(survey.init).parameters, "quiet"},
        "demo": {*inspect.signature(demo).parameters},
        "rule": {*inspect.signature(rule_of).parameters},
        "cell": {*inspect.signature(survey.explain_cell).parameters},
    }
    for name, command in commands():
        assert {parameter.name for parameter in command.params} <= known[name], name


@pytest.mark.parametrize(
    "arguments", [("tables",), ("tables", "--only", "q10,Q11"), ("analyze", "--formats", "xlsx,csv")]
)
def test_a_run_without_figures_wakes_nothing_that_draws(arguments: tuple[str, ...], tmp_path: Path) -> None:
    command, *options = arguments
    code = (
        "import sys\nfrom survey.cli import main\n"
        f"sys.argv = ['survey', {command!r}, {str(RAW)!r}, '-q', '-o', 'out', *{options!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    print(end.code)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'matplotlib', 'seaborn'}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["0", "[]"], found.stderr
    assert (tmp_path / "out" / "2026.xlsx").exists()
    assert not (tmp_path / "out" / "figures").exists()


def test_a_check_of_a_file_without_a_plan_loads_nothing_that_is_slow_to_load(tmp_path: Path) -> None:
    """They take longer to load than most files take to be read."""
    poll = tmp_path / "poll.csv"
    poll.write_text("id,sex\n" + "".join(f"{n},{'mf'[n % 2]}\n" for n in range(40)), encoding="utf-8")
    for path in (RAW, poll):
        code = (
            "import sys\nfrom survey.reading import check\n"
            f"check({str(path)!r})\n"
            "slow = {'numpy.ma', 'pandas', 'pydantic', 'scipy'}\nprint(slow & set(sys.modules))"
        )
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert found.stdout == "set()\n", found.stderr


def test_a_part_does_not_take_the_place_of_the_whole(tmp_path: Path) -> None:
    control(tmp_path)
    assert run_here("tables", "poll.xlsx", "-q", cwd=tmp_path).returncode == 0
    assert run_here("tables", "poll.xlsx", "-q", "--only", "VIEW", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["poll-part", "poll-tables"]
    refused = run_here("tables", "poll.xlsx", "--only", "sex, vieuw", cwd=tmp_path)
    assert refused.returncode == 2
    assert "did you mean 'view'" in refused.stderr
    assert run_here("analyze", "poll.xlsx", "--only", " , ", cwd=tmp_path).returncode == 2


def test_weights_are_written_and_accounted_for_without_a_report(tmp_path: Path) -> None:
    made = run_here("weight", RAW, "--compare", "-o", tmp_path / "weights", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    account = made.stdout.replace("\u00a0", " ")
    for part in ("Targets", "Diagnosis", "Result", "Largest corrections", "Compared", "design weights alone"):
        assert part in account
    assert "Sex × Age: Male × 18-29" in account
    lines = (tmp_path / "weights" / "weights.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "respondent,design_weight,weight"
    assert len(lines) == 2_017
    again = run_here("weight", RAW, "-q", "-o", tmp_path / "weights", cwd=tmp_path)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_weights_never_replace_a_report(tmp_path: Path) -> None:
    report, source = tmp_path / "report", control(tmp_path)
    assert run_here("analyze", source, "-q", "--formats", "csv", "-o", report, cwd=tmp_path).returncode == 0
    before = {path: path.read_bytes() for path in report.iterdir()}
    refused = run_here("weight", RAW, "-o", report, cwd=tmp_path)
    assert refused.returncode == 4
    assert "holds a report" in refused.stderr
    assert {path: path.read_bytes() for path in report.iterdir()} == before


def test_version(tmp_path: Path) -> None:
    import survey

    assert run("--version", cwd=tmp_path).stdout == f"survey {survey.__version__}\n"


def test_a_rule_is_explained_and_an_unknown_one_names_the_nearest(tmp_path: Path) -> None:
    found = run_here("explain", "rule", "c101", cwd=tmp_path)
    assert (found.returncode, found.stdout.split()[0]) == (0, "C101")
    everything = run_here("explain", "rule", cwd=tmp_path).stdout.splitlines()
    assert found.stdout.strip() in everything
    assert len(everything) > 20
    unknown = run_here("explain", "rule", "C10l", cwd=tmp_path)
    assert unknown.returncode == 2
    assert "did you mean C1" in unknown.stderr


def test_unknown_option_is_usage(tmp_path: Path) -> None:
    found = run_here("analyze", "x.xlsx", "--colour", cwd=tmp_path)
    assert found.returncode == 2
    assert "--colour" in found.stderr


def test_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    found = run_here("analyze", "x.xlsx", "--formats", "xlsx,gif", cwd=tmp_path)
    assert found.returncode == 2
    assert "gif" in found.stderr
    assert "svg" in found.stderr


def test_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    found = run("analyze", "raw/2026.xlsx", cwd=tmp_path)
    assert found.returncode == 3
    assert found.stderr.startswith("error: ")
    assert "2026.xlsx" in found.stderr
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "reports").exists()


def test_a_run_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    control(tmp_path)
    plan = '[data]\nfiles = ["poll.xlsx"]\n[weighting]\nmargins = ["region"]\n'
    (tmp_path / "survey.toml").write_text(plan, encoding="utf-8")
    assert run_here("analyze", "poll.xlsx", cwd=tmp_path).returncode == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["poll.xlsx", "survey.toml"]


def test_plan_for_another_file_says_so(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["sex", "age"], ["male", 31], ["female", 52], ["female", 44]):
        book.active.append(row)
    book.save(tmp_path / "2026.xlsx")
    (tmp_path / "other.toml").write_text('[data]\nfiles = ["2025.xlsx"]\n', encoding="utf-8")
    found = run_here("analyze", "2026.xlsx", "--plan", "other.toml", cwd=tmp_path)
    assert found.returncode == 2
    assert "2025.xlsx" in found.stderr
    assert "[data]" in found.stderr


def control(folder: Path, name: str = "poll.xlsx") -> Path:
    """A small workbook with one row per respondent."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["sex", "view"])
    for row in range(40):
        book.active.append([["male", "female"][row % 2], ["support", "oppose"][row % 3 > 0]])
    book.save(folder / name)
    return folder / name


def test_an_input_inside_the_output_folder_is_never_replaced(tmp_path: Path) -> None:
    source = control(tmp_path)
    assert run_here("analyze", source.name, "-o", "report", "--formats", "csv", cwd=tmp_path).returncode == 0
    inside = tmp_path / "report" / "poll.xlsx"
    inside.write_bytes(source.read_bytes())
    found = run_here("analyze", "report/poll.xlsx", "-o", "report", "--formats", "xlsx", cwd=tmp_path)
    assert found.returncode == 4
    assert "would replace it" in found.stderr
    assert inside.read_bytes() == source.read_bytes()


def test_our_own_report_is_no_survey(tmp_path: Path) -> None:
    control(tmp_path)
    assert run_here("analyze", "poll.xlsx", "-o", "report", "--formats", "xlsx", cwd=tmp_path).returncode == 0
    found = run_here("analyze", "report/poll.xlsx", cwd=tmp_path)
    assert found.returncode == 3
    assert "is a report of this program" in found.stderr


@pytest.mark.parametrize("folder", [".", ".."])
def test_the_working_directory_is_never_replaced(folder: str, tmp_path: Path) -> None:
    control(tmp_path)
    found = run_here("analyze", "poll.xlsx", "-o", folder, cwd=tmp_path)
    assert found.returncode == 4
    assert (tmp_path / "poll.xlsx").exists()


def test_an_interruption_leaves_the_earlier_report_whole(tmp_path: Path) -> None:
    import signal
    import time

    control(tmp_path)
    assert run("analyze", "poll.xlsx", "-o", "report", "--formats", "csv", cwd=tmp_path).returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()}
    command = [sys.executable, "-m", "survey", "analyze", "poll.xlsx", "-o", "report"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first step is done: it is at work
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["poll.xlsx", "report"]


def test_no_colour_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("analyze", "absent.xlsx", cwd=tmp_path).stderr
