"""The pages of `docs/numbers` are true: their examples run, and print what the pages say."""

from __future__ import annotations

import doctest
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import survey
from survey import weighting
from survey.tabulation import statistics
from survey.vocabulary import Plan

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "numbers"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.stem not in ("coverage", "marks"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w])")
PRINTED_BY_R = "#>"
R_SURVEY = "4.1.1"
BETWEEN = "@@"

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def blocks(page: Path, language: str) -> list[str]:
    return [code for found, code in BLOCK.findall(page.read_text(encoding="utf-8")) if found == language]


def examples(page: Path) -> str:
    """The page with everything but its examples blanked out, so that complaints name its lines."""
    text = page.read_text(encoding="utf-8")
    kept = [" "] * len(text)
    for found in BLOCK.finditer(text):
        if found[1] == "pycon":
            kept[found.start(2) : found.end(2)] = text[found.start(2) : found.end(2)]
    return "".join("\n" if now == "\n" else then for now, then in zip(text, kept, strict=True))


def said_by_r(code: str) -> str:
    """What the lines of a block say that R prints."""
    lines = [line.removeprefix(PRINTED_BY_R) for line in code.splitlines() if line.startswith(PRINTED_BY_R)]
    return " ".join(" ".join(lines).split())


def without_places(printed: str) -> str:
    """R's print without the positions that begin its lines."""
    return re.sub(r"\[\d+\]", "", printed)


def numbers(text: str) -> list[float]:
    return [float(found) for found in NUMBER.findall(text)]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the first page makes: the poll, as read and with its design."""
    monkeypatch.chdir(ROOT)
    [code] = blocks(FOLDER / "README.md", "python")
    made: dict[str, object] = {}
    with np.printoptions():
        exec(compile(code, "docs/numbers/README.md", "exec"), made)
    return made


@every_page
def test_the_examples_print_what_the_page_says(page: Path, names: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(examples(page), names, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    told: list[str] = []
    with np.printoptions(precision=4, suppress=True):
        runner.run(test, out=told.append)
    assert test.examples
    assert not runner.failures, "".join(told)


@every_page
def test_plans_on_the_pages_are_plans(page: Path, tmp_path: Path) -> None:
    for code in blocks(page, "toml"):
        plan = tmp_path / "survey.toml"
        plan.write_text(code, encoding="utf-8")
        assert survey.read_plan(plan) != Plan()


@every_page
def test_numbers_that_r_prints_are_ours_too(page: Path) -> None:
    wanted = [example.want for example in doctest.DocTestParser().get_examples(examples(page))]
    ours = np.array(numbers(" ".join(wanted)))
    printed = [number for code in blocks(page, "r") for number in numbers(without_places(said_by_r(code)))]
    assert printed
    assert not [number for number in printed if not np.isclose(ours, number, rtol=1e-9, atol=0).any()]


def test_r_prints_what_the_pages_say(tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    asked = ["-e", 'cat(as.character(utils::packageVersion("survey")))']
    found = program and subprocess.run([program, *asked], capture_output=True, text=True, check=False).stdout
    if program is None or found != R_SURVEY:
        pytest.skip(f"needs R with survey {R_SURVEY}")
    pages = sorted(PAGES, key=lambda page: page.stem != "README")
    told = [(page.stem, code) for page in pages for code in blocks(page, "r")]
    script = tmp_path / "pages.R"
    script.write_text("".join(f'cat("{BETWEEN}\\n")\n{code}' for _, code in told), encoding="utf-8")
    ran = subprocess.run(
        [program, "--vanilla", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    got = [" ".join(part.split()) for part in ran.stdout.split(BETWEEN)[1:]]
    assert list(zip([page for page, _ in told], got, strict=True)) == [
        (page, said_by_r(code)) for page, code in told
    ]


def test_every_public_statistic_and_weighting_step_has_a_page() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES if page.stem != "README")
    homes = {*statistics.__all__, *weighting.__all__}
    missing = [name for name in survey.__all__ if name in homes and f"survey.{name}(" not in text]
    assert not missing


def test_every_page_is_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES if f"({page.name})" not in index] == ["README"]


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert target == "coverage.md" or (FOLDER / target).exists(), target


def test_the_poll_is_what_its_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(FOLDER / "make_poll.py"))
    script["main"](tmp_path / "poll.csv")
    assert (tmp_path / "poll.csv").read_bytes() == (FOLDER / "poll.csv").read_bytes()
