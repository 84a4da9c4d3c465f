"""Replicate weights as files: what R makes of them, and what comes back from them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import OutputError
from survey.reporting.replicates import design_degrees, replicate_files, respondents
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation.sampling import sampling
from survey.vocabulary import Codebook, Design, Label, Margin, Question, ReplicateMethod, Survey
from survey.weighting import declare_design, declare_replicates, rake, replicate
from tests.stats.rows import poll

METHODS: list[ReplicateMethod] = ["JK1", "JKn", "BRR", "Fay", "bootstrap", "SDR"]
MARGINS = [
    Margin(("m",), {("0",): 0.3, ("1",): 0.3, ("2",): 0.4}),
    Margin(("k",), {("0",): 0.45, ("1",): 0.55}),
]
every_method = pytest.mark.parametrize("method", METHODS)

ASKED_OF_R = """
show <- function(found) cat(format(as.numeric(c(coef(found), SE(found))), digits = 17), "\\n")
show(svymean(~y, design))
show(svymean(~factor(q), subset(design, q != "")))
show(svyratio(~y, ~x, subset(design, !is.na(x))))
show(svyby(~y, ~g, design, svymean))
show(svytotal(~y, design))
cat(degf(design), "\\n")
"""


@cache
def weighted(method: ReplicateMethod) -> Survey:
    """A sample that the method fits, raked, with the replicates raked alike."""
    rows = np.arange(240)
    pairs = {"pair": encode((rows % 6).astype(str)), "half": encode((rows // 6 % 2).astype(str))}
    asked = replace(poll(), responses=poll().responses.assign(pairs))
    designs = {
        "JK1": Design("w", None, "unit"),
        "JKn": Design("w", "h", "unit", "N"),
        "BRR": Design("w", "pair", "half"),
        "Fay": Design("w", "pair", "half"),
    }
    designed = replace(asked, design=designs.get(method, Design("w", "h", "unit")))
    return rake(replicate(designed, method, replicates=60, seed=3, rho=0.4), MARGINS)[0]


def answers(design: Survey) -> pd.DataFrame:
    names = ("q", "g", "m", "k", "y", "x")
    columns = {name: decode(design.responses.column(name)) for name in names}
    return pd.DataFrame({"respondent": respondents(design), **columns})


def ours(design: Survey) -> list[np.ndarray]:
    found = [
        survey.mean(design, "y"),
        survey.proportion(design, "q"),
        survey.ratio(design, "y", "x"),
        survey.mean(design, "y", by="g"),
        survey.total(design, "y"),
    ]
    return [np.concatenate([each.estimate, each.standard_error]) for each in found]


def numbers_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def as_written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@every_method
def test_r_finds_the_same_errors_in_what_was_written(method: ReplicateMethod, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    known = program and subprocess.run([program, "-e", "library(survey)"], capture_output=True, check=False)
    if not program or not known or known.returncode:
        pytest.skip("needs R with survey")
    design = weighted(method)
    survey.write_weights(design, tmp_path / "out")
    answers(design).to_csv(tmp_path / "answers.csv", index=False)
    script = tmp_path / "ask.R"
    script.write_text(
        'options(warn = 2, survey.replicates.mse = FALSE)\nanswers <- read.csv("answers.csv")\n'
        f'source("out/replicates/read.R", chdir = TRUE)\n{ASKED_OF_R}',
        encoding="utf-8",
    )
    ran = subprocess.run(
        [program, "--vanilla", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    *numbers, degrees = [[float(part) for part in line.split()] for line in ran.stdout.splitlines() if line]
    for told, found in zip(numbers, ours(design), strict=True):
        np.testing.assert_allclose(found, told, rtol=1e-10)
    assert degrees == [sampling(design.responses, design.design).degrees]


@every_method
def test_what_was_written_comes_back(method: ReplicateMethod) -> None:
    design = weighted(method)
    files = replicate_files(design)
    lines = numbers_in(files["replicates/weights.csv"])
    names = [name for name in lines[0] if name.startswith("rw_")]
    columns = {name: encode([float(line[name]) for line in lines]) for name in ("weight", *names)}
    given = replace(poll(), responses=design.responses.assign(columns), design=Design())
    replication = design.design.replication
    assert replication is not None
    scales = [float(line["scale"]) for line in numbers_in(files["replicates/scales.csv"])]
    again = declare_replicates(
        given, names, weight="weight", method=method, scale=replication.scale, scales=scales
    )
    for there, back in zip(ours(design), ours(again), strict=True):
        np.testing.assert_array_equal(there, back)


@every_method
def test_degrees_of_freedom_are_those_of_our_tests(method: ReplicateMethod) -> None:
    design = weighted(method)
    replication = design.design.replication
    assert replication is not None
    assert design_degrees(design, replication) == sampling(design.responses, design.design).degrees
    for program in ("read.R", "read.do"):
        degrees = f"{design_degrees(design, replication)}"
        assert degrees in replicate_files(design)[f"replicates/{program}"].decode().splitlines()[-1]


@pytest.mark.parametrize(
    ("method", "declared"),
    [
        ("JK1", "vce(jackknife) jkrweight(rw_*, multiplier(0.9333333333333333)) mse dof(14)"),
        ("BRR", "vce(brr) brrweight(rw_*) mse dof(6)"),
        ("Fay", "vce(brr) brrweight(rw_*) fay(0.4) mse dof(6)"),
        ("bootstrap", "vce(bootstrap) bsrweight(rw_*) mse dof(12)"),
        ("SDR", "vce(sdr) sdrweight(rw_*) mse dof(12)"),
    ],
)
def test_stata_is_told_the_method(method: ReplicateMethod, declared: str) -> None:
    program = replicate_files(weighted(method))["replicates/read.do"].decode()
    assert program.endswith(f"svyset [pweight=weight], {declared}\n")


def test_stata_is_told_the_multiplier_of_each_replicate() -> None:
    program = replicate_files(weighted("JKn"))["replicates/read.do"].decode()
    inside = program.split("multiplier(")[1].split(")")[0].replace("///", " ")
    of_strata = [0.8 * (1 - 5 / population) for population in (20, 25, 30)]
    found = [float(part) for part in inside.split()]
    np.testing.assert_allclose(sorted(found), np.repeat(of_strata, 5))
    assert len(set(found)) == 3


def test_scales_that_no_method_has_are_declared_by_themselves() -> None:
    design = weighted("BRR")
    replication = design.design.replication
    assert replication is not None
    odd = replace(replication, scale=replication.scale * 2, about_estimate=False)
    files = replicate_files(replace(design, design=replace(design.design, replication=odd)))
    assert 'type = "other", scale = 0.25, rscales = scales$scale' in files["replicates/read.R"].decode()
    assert "mse = FALSE" in files["replicates/read.R"].decode()
    assert "jkrweight(rw_*, multiplier(0.25)) dof" in files["replicates/read.do"].decode()


def test_the_same_weights_are_the_same_bytes_and_replace_the_earlier_ones(tmp_path: Path) -> None:
    design = weighted("bootstrap")
    written = survey.write_weights(design, tmp_path / "one")
    survey.write_weights(design, tmp_path / "two")
    there = as_written(tmp_path / "one")
    assert there == as_written(tmp_path / "two")
    assert {path.relative_to(tmp_path / "one").as_posix() for path in written.files} == set(there)
    assert set(there) == {"weights.csv", "manifest.json", *replicate_files(design)}
    manifest = json.loads(there["manifest.json"])
    assert set(manifest["output"]) == set(there) - {"manifest.json"}
    (tmp_path / "one" / "mine.txt").write_text("mine", encoding="utf-8")
    survey.write_weights(rake(declare_design(poll(), weight="w"), MARGINS)[0], tmp_path / "one")
    assert set(as_written(tmp_path / "one")) == {"weights.csv", "manifest.json", "mine.txt"}
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "weights.csv").write_text("somebody's", encoding="utf-8")
    with pytest.raises(OutputError, match="no report of this program"):
        survey.write_weights(design, strange)


def test_respondents_are_told_apart_by_an_id_only_where_each_has_one() -> None:
    identity = Question("id", Label({"en": "id"}), "text", role="id")
    for values, wanted in (
        (["é,1", "=1+1", "003"], ["é,1", "'=1+1", "003"]),
        (["a", "a", "b"], ["7", "8", "9"]),
        (["a", None, "b"], ["7", "8", "9"]),
    ):
        columns = {"id": encode(values), "#row": encode([7, 8, 9])}
        sample = Survey(MemoryResponses(columns), Codebook((identity,)))
        lines = list(
            csv.reader(
                io.StringIO(replicate_files(replicate(sample, "JK1"))["replicates/weights.csv"].decode())
            )
        )
        assert lines[0] == ["respondent", "weight", "rw_1", "rw_2", "rw_3"]
        assert [line[0] for line in lines[1:]] == wanted
        assert [line[1] for line in lines[1:]] == ["1.0"] * 3
    bare = Survey(MemoryResponses({"y": encode([1.0, 2.0])}), Codebook(()))
    assert respondents(bare) == ["1", "2"]


def test_a_million_weights_are_written_in_seconds() -> None:
    rows = 2_000
    sample = Survey(MemoryResponses({"y": encode(np.arange(rows) % 7 + 0.5)}), Codebook(()))
    design = replicate(sample, "bootstrap", replicates=500)
    began = time.process_time()
    files = replicate_files(design)
    assert files["replicates/weights.csv"].count(b"\n") == rows + 1
    assert time.process_time() - began < 5


def test_without_replicate_weights_there_is_no_folder() -> None:
    assert replicate_files(declare_design(poll(), weight="w")) == {}
