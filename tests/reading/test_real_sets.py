"""Every real survey is read with no plan as its SOURCE.md says, and has a report."""

from __future__ import annotations

import json

import pytest

from tests.reading import sets

THERE = {folder.name: folder for folder in sets.default_folders()}
SPSS = {
    "afrobarometer-tun-r9",
    "anes-2020",
    "cces-2018-sample",
    "efc-sjlabelled",
    "gss-2010",
    "illinois-pollster",
    "nes-1948-por",
    "pew-dec13",
}
"""Sets that need the extra `spss`."""
NAMES = [
    "538-comma",
    "538-flying",
    "538-foodworldcup",
    "538-nonvoters",
    "538-starwars",
    "538-steak",
    "538-thanksgiving",
    "538-weather",
    "anes04-anesrake",
    "balance-cbps",
    "expss-product-test",
    "hdv2003-questionr",
    "jp-fukui-kanko",
    "jp-sdf-experiment",
    "jp-tokyo-tourism-r5",
    "jupyter-2015",
    "jupyter-2020",
    "nyt-siena-2018",
    "qss-afghan",
    "qualtrics-excluder",
    "qualtrics-samples",
    "quantipy-example-a",
    "r-survey-api",
    "rcommunity-2019",
    "rcrunch-pets-so",
    "recs-2020-codebook",
    "rp-2020",
    "rse-2018",
    "rse-uk-2016",
    *sorted(SPSS),
]
REPORTED = {"538-steak", "anes04-anesrake", "qualtrics-samples", "expss-product-test"}
"""Small sets, of which the whole report is written too."""


@pytest.mark.parametrize("name", NAMES)
def test_a_real_set_is_read_as_its_source_says(name: str) -> None:
    if name not in THERE:
        pytest.skip(f"the data of {name} are not beside the repository (../shared/data)")
    if name in SPSS:
        pytest.importorskip("pyreadstat", reason="needs the extra `spss`")
    files = sets.files_of(THERE[name])
    assert files
    for file in files:
        small = name in REPORTED
        outcome = sets.outcome_of(THERE[name], file, analysed=small, written=small)
        assert outcome.as_said, str(outcome)
        assert not small or "files" in outcome.report


def test_all_sets_that_are_there_are_tested() -> None:
    if not THERE:
        pytest.skip("needs the real surveys of ../shared/data")
    assert set(NAMES) == set(THERE)


@pytest.fixture
def invented(tmp_path):
    """A set of two files of thirty respondents, said to be `words`."""

    def make(words: str):
        folder = tmp_path / "invented"
        (folder / "raw").mkdir(parents=True)
        for name in ("a", "b"):
            rows = [f"{n},{'yes' if n % 2 else 'no'},{n % 5}" for n in range(30)]
            (folder / "raw" / f"{name}.csv").write_text(
                "\n".join(["id,vote,region", *rows]), encoding="utf-8"
            )
        (folder / "SOURCE.md").write_text(f"# invented\n\n- Rows × columns: {words}\n", encoding="utf-8")
        blocks = {"computed": [{"file": "a.csv"}, {"file": "b.RData"}], "published": []}
        (folder / "EXPECTED.json").write_text(json.dumps(blocks), encoding="utf-8")
        return folder

    return make


@pytest.mark.parametrize("words", ["30 × 3", "20 / 30 × 3", "10+30 × 2–4", "20–40 × 3"])
def test_the_tally_agrees_with_what_is_said(invented, capsys, words):
    assert sets.main([str(invented(words))]) == 0
    printed = capsys.readouterr().out
    assert printed.count("as said\t1\t") == 2
    assert "2 tables" in printed
    assert "1 of 1 sets as said" in printed


@pytest.mark.parametrize("words", ["31 × 3", "30 × 4", "20 / 40 × 3"])
def test_the_tally_finds_what_differs(invented, capsys, words):
    assert sets.main([str(invented(words))]) == 1
    assert "DIFFERS" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_told_with_its_reason(invented, capsys):
    folder = invented("30 × 3")
    (folder / "raw" / "b.csv").write_text("", encoding="utf-8")
    assert sets.main([str(folder)]) == 1
    assert "0 bytes" in capsys.readouterr().out
