"""The referee itself: what it compares, what it refuses, and what it says of odd files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from tests.golden.agree import main
from tests.golden.comparing import Boundary, compared
from tests.golden.mended import MENDED, Mended

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).with_name("golden_small.json")

Content = dict[str, Any]
Judge = Callable[..., tuple[int, str, str]]


def tally(output: str) -> dict[str, tuple[int, ...]]:
    """{kind: agreeing, differing, not covered, explained}."""
    lines = output.split("kind\tagree", 1)[1].split("\n\n")[0].splitlines()[1:]
    return {kind: tuple(map(int, counts)) for kind, *counts in (line.split("\t") for line in lines)}


# Twelve respondents with weights 1 to 3 in two regions; one is a group of their own.
ROWS: dict[str, list[Any]] = {
    "w": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
    "y": [5, 3, 8, 1, 9, 4, 7, 2, 6, 5, 8, 3],
    "h": ["n"] * 6 + ["s"] * 6,
    "g": ["lone"] + ["rest"] * 11,
    "code": [1, 2] * 6,
    "psu": [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3],
    "golden domain": [0, 1] * 6,
    "": [1] * 6 + [3] * 6,
}
NUMBER = {"type": "number"}
TAYLOR = {"type": "taylor", "dataset": "d", "weights": {"column": "w"}}


def content(cases: Content | None = None, **designs: Content) -> Content:
    """A golden file of the twelve: the design `all`, and others."""
    columns: Content = dict.fromkeys(ROWS, NUMBER)
    columns |= {
        "h": {"type": "factor", "levels": ["n", "s"]},
        "g": {"type": "factor", "levels": ["lone", "rest"]},
    }
    return {
        "datasets": {"d": {"file": "d.csv", "columns": columns}},
        "designs": {"all": {"spec": TAYLOR}, **designs},
        "cases": cases or {},
    }


def adjusted(**spec: Any) -> Content:
    return {"spec": {"type": "adjusted", "of": "all", **spec}}


def margin(by: str, totals: dict[Any, float]) -> Content:
    return {"by": [by], "rows": [{by: level, "total": total} for level, total in totals.items()]}


def mean_case(**changes: Any) -> Content:
    case = {"design": "all", "kind": "mean", "args": {"y": ["y"]}, "cells": [{"y": "y"}], "tolerance": 1e-9}
    return {**case, **changes}


def weighted_mean(rows: list[int] | None = None) -> float:
    rows = list(range(12)) if rows is None else rows
    return float(np.average([ROWS["y"][row] for row in rows], weights=[ROWS["w"][row] for row in rows]))


@pytest.fixture
def judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    """Exit code, output and complaints of a golden file with this content."""
    lines = [",".join(f'"{name}"' for name in ROWS)]
    lines += [",".join(str(values[row]) for values in ROWS.values()) for row in range(12)]
    (tmp_path / "d.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def judged(given: Any, **files: str) -> tuple[int, str, str]:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        (tmp_path / "golden.json").write_text(json.dumps(given), encoding="utf-8")
        code = main([str(tmp_path / "golden.json")])
        said = capsys.readouterr()
        return code, said.out, said.err

    return judged


def small_with(tmp_path: Path, changed: Content) -> Path:
    (tmp_path / "data").symlink_to(SMALL.parent / "data")
    (tmp_path / "weights").symlink_to(SMALL.parent / "weights")
    (tmp_path / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    return tmp_path / "changed.json"


@pytest.mark.parametrize(
    "field", ["n", "sum", "sumsq", "min", "max", "mean", "kish_deff", "kish_neff", "degf"]
)
@pytest.mark.parametrize("design", ["pa_cl", "pa26", "pa_cl_rk"])
def test_a_wrong_summary_of_a_design_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], design: str, field: str
) -> None:
    changed = json.loads(SMALL.read_text(encoding="utf-8"))
    described = changed["designs"][design]
    (described if field == "degf" else described["weights_summary"])[field] *= 1.001
    changed["cases"], needed = {}, (design, described["spec"].get("of"))
    changed["designs"] = {name: changed["designs"][name] for name in needed if name}
    assert main([str(small_with(tmp_path, changed))]) == 1
    assert f"{design}\t{field}\t" in capsys.readouterr().out


def test_a_wrong_first_weight_is_found(judge: Judge) -> None:
    described = {"spec": TAYLOR, "weights_summary": {"first5": [1, 2, 3, 1, 2.001]}}
    assert judge(content(all=described))[0] == 1


@pytest.mark.parametrize(
    "given", [{"designs": {}, "cases": {}}, {"a": 1}, [], "text", {**content(), "cases": 3}]
)
def test_a_file_of_another_form_is_a_usage_error(judge: Judge, given: Any) -> None:
    code, _, complaint = judge(given)
    assert code == 2
    assert "golden.json" in complaint


def test_a_missing_data_file_is_named_and_the_rest_goes_on(judge: Judge) -> None:
    given = content({"good": mean_case(expected={"est": weighted_mean()}), "lost": mean_case(design="lost")})
    given["datasets"]["gone"] = {**given["datasets"]["d"], "file": "gone.csv"}
    given["designs"]["lost"] = {"spec": {**TAYLOR, "dataset": "gone"}}
    code, out, complaint = judge(given)
    assert code == 2
    assert "gone.csv" in complaint
    assert "good\test" in out


def test_missing_weights_are_named(judge: Judge) -> None:
    step = adjusted(
        method="poststratify", margins=[margin("h", {"n": 10, "s": 14})], final_weights={"file": "none.csv"}
    )
    code, _, complaint = judge(content(p=step))
    assert code == 2
    assert "none.csv" in complaint


@pytest.mark.parametrize("case", [None, mean_case(kind="olr", expected={"est": 1.0}), mean_case()])
def test_a_file_of_which_nothing_is_covered_fails(judge: Judge, case: Content | None) -> None:
    code, out, complaint = judge(content({"one": case} if case else {}))
    assert code == 2
    assert "nothing" in complaint
    assert "DIFFERS" not in out


def test_one_odd_case_does_not_end_the_run(judge: Judge) -> None:
    odd = {
        "text": "no case",
        "null": None,
        "nowhere": mean_case(design="absent"),
        "unknown": mean_case(args={"y": ["absent"]}, cells=[{"y": "absent"}]),
        "worded": mean_case(expected={"est": "many"}),
    }
    code, out, _ = judge(
        content({**odd, "good": mean_case(expected={"est": weighted_mean()})}, bad={"spec": 5})
    )
    assert code == 1
    assert out.count("DIFFERS\tthe harness broke") == len(odd)
    assert "unknown\tDIFFERS\terror: there is no question" in out
    assert (tally(out)["mean"], tally(out)["cases"], tally(out)["designs"]) == (
        (1, 3, 0, 0),
        (0, 2, 0, 0),
        (0, 1, 1, 0),
    )


def test_keys_that_are_left_out_have_their_defaults(judge: Judge) -> None:
    totals = {"n": 10.0, "s": 14.0}
    weights = "w\n" + "\n".join(str(w * (10 if row < 6 else 14) / 12) for row, w in enumerate(ROWS["w"]))
    file = {"final_weights": {"file": "final.csv", "column": "w"}}
    margins = [margin("h", totals)]
    designs = {
        "plain": adjusted(method="calibrate", margins=margins, **file),
        "null": adjusted(
            method="calibrate",
            margins=margins,
            population_size=None,
            continuous=None,
            bounds=[None, None],
            flags=None,
            **file,
        ),
        "unbounded": adjusted(method="calibrate", margins=margins, bounds=[0.1, None], **file),
        "none": adjusted(method="calibrate", population_size=24, **file),
    }
    bare = {"design": "all", "kind": "mean", "args": {"y": "y"}, "expected": {"est": weighted_mean()}}
    code, out, _ = judge(content({"bare": bare}, **designs), final=weights)
    assert tally(out)["weights"] == (3, 1, 0, 0)
    assert "none\tweights" in out
    assert tally(out)["mean"] == (1, 0, 0, 0)
    assert code == 1


def test_a_wrong_covariance_beside_a_lone_respondent_is_found(judge: Judge) -> None:
    """R says that a group of one has SE 0; the other cells of the case are compared all the same."""
    rows, weights = np.arange(1, 12), np.array(ROWS["w"][1:], dtype=float)
    estimate = weighted_mean(list(rows))
    influence = np.append(0.0, weights * (np.array(ROWS["y"][1:]) - estimate) / weights.sum())
    variance = float(influence.var(ddof=1) * 12)
    expected = {
        "est": [5, estimate],
        "se": [0, variance**0.5],
        "vcov": [[0, 0], [0, variance]],
        "deff": [None, None],
    }
    cells = [{"by": {"g": "lone"}}, {"by": {"g": "rest"}}]
    case = mean_case(kind="mean_by", args={"y": "y", "by": ["g"]}, cells=cells, expected=expected)
    del expected["deff"]
    assert judge(content({"right": case}))[0] == 0
    for planted in ([[0, 0], [0, 2 * variance]], [[0, 0, 0, 2 * variance]]):
        wrong = {**case, "expected": {**expected, "vcov": planted}}
        code, out, _ = judge(content({"wrong": wrong}))
        assert code == 1
        assert "wrong\tvcov" in out
    nobody_is_alone = {**case, "expected": {**expected, "se": [0, 0]}}
    assert judge(content({"wrong": nobody_is_alone}))[0] == 1


def test_a_case_without_expectation_does_not_agree(judge: Judge) -> None:
    good = mean_case(expected={"est": weighted_mean()})
    unsaid = {
        "null": mean_case(expected=None),
        "failed": mean_case(expected=None, flags=["reference_errors"]),
    }
    code, out, _ = judge(content({**unsaid, "good": good}))
    assert code == 0
    assert tally(out)["mean"] == (1, 0, 2, 0)
    assert "2\tno expectation of the case" in out
    assert judge(content({"number": mean_case(expected=None, flags=["expect_error"])}))[0] == 1


def test_fields_that_are_not_compared_are_listed(judge: Judge) -> None:
    code, out, _ = judge(content({"one": mean_case(expected={"est": weighted_mean(), "median": 5})}))
    assert code == 0
    assert out.rstrip().endswith("fields not compared:\n1\tmedian")


@pytest.mark.parametrize(
    ("field", "got", "agrees"),
    [
        ("lo", 0.0, True),
        ("lo", np.nan, True),
        ("lo", -0.1, False),
        ("lo", 0.2, False),
        ("hi", 0.3, True),
        ("hi", 1.2, False),
        ("hi", np.inf, False),
        ("se", 0.0, True),
        ("se", np.nan, True),
        ("se", -1.0, False),
        ("se", np.inf, False),
        ("est", 2e-7, True),
        ("est", 0.1, False),
        ("est", np.nan, False),
        ("df", 39, True),
        ("df", 38, False),
    ],
)
def test_at_a_boundary_numbers_must_make_sense(field: str, got: float, agrees: bool) -> None:
    boundary = Boundary(np.array([True]), np.array([0.0]), share=True)
    expected = {"lo": 5, "hi": 5, "se": 5, "est": 0, "df": 39}[field]
    assert compared(field, expected, got, {}, boundary).agrees is agrees


def test_only_shares_of_nought_or_one_are_at_a_boundary(judge: Judge) -> None:
    case = mean_case(
        kind="ciprop", args={"y": "golden domain", "method": "logit"}, cells=[], flags=["boundary"]
    )
    share = sum(ROWS["w"][1::2]) / sum(ROWS["w"])
    code, out, _ = judge(content({"inside": {**case, "expected": {"est": share, "lo": 0.9, "hi": 0.1}}}))
    assert code == 1
    assert "inside\tlo" in out or "inside\thi" in out


def test_a_number_with_levels_is_a_category(judge: Judge) -> None:
    cells = [{"y": "code", "level": 1}, {"y": "code", "level": "2"}]
    weights = [sum(ROWS["w"][0::2]), sum(ROWS["w"][1::2])]
    prop = {"est": [weight / sum(weights) for weight in weights]}
    cases = {
        "prop": mean_case(kind="prop", args={"y": ["code"]}, cells=cells, expected=prop),
        "total": mean_case(kind="total", args={"y": ["code"]}, cells=cells, expected={"est": weights}),
    }
    code, out, _ = judge(content(cases))
    assert (code, tally(out)["prop"], tally(out)["total"]) == (0, (1, 0, 0, 0), (1, 0, 0, 0))


def test_columns_may_have_any_name(judge: Judge) -> None:
    domain = {"op": "eq", "column": "golden domain", "value": 1}
    cases = {
        "domain": mean_case(domain=domain, expected={"est": weighted_mean(list(range(1, 12, 2)))}),
        "column": mean_case(
            args={"y": ["golden domain"]}, cells=[{"y": "golden domain"}], expected={"est": 0.5}
        ),
        "empty": mean_case(args={"y": [""]}, cells=[{"y": ""}], expected={"est": 2.0}),
    }
    code, out, _ = judge(content(cases))
    assert code == 0, out


def test_sampling_unit_codes_recur_only_where_the_file_says_so(judge: Judge) -> None:
    """R refuses clusters that are not nested in strata."""
    spec, described = {**TAYLOR, "strata": ["h"], "ids": [["psu"]]}, {"degf": 4}
    assert judge(content(d={"spec": {**spec, "nest": True}, **described}))[0] == 0
    refused = {**spec, "nest": False}
    assert judge(content(d={"spec": refused, **described}))[0] == 1
    assert judge(content(d={"spec": refused, "error": "clusters not nested in strata"}))[0] == 0
    failing = mean_case(design="d", expected=None, flags=["expect_error"])
    assert judge(content({"one": failing}, d={"spec": refused}))[0] == 0


@pytest.mark.parametrize("method", ["poststratify", "rake", "calibrate"])
def test_an_answer_without_a_target_is_an_error(judge: Judge, method: str) -> None:
    unlisted = {"method": method, "margins": [margin("h", {"n": 24.0})]}
    assert judge(content(p=adjusted(**unlisted, expect_error=True)))[0] == 0
    code, out, _ = judge(content(p=adjusted(**unlisted, final_weights={"file": "d.csv", "column": "w"})))
    assert code == 1
    assert "p\tDIFFERS\terror: " in out


@pytest.mark.parametrize(
    "step",
    [
        {"method": "rake", "margins": [margin("h", {"n": 12, "s": 12}), margin("code", {1: 20, 2: 16})]},
        {"method": "calibrate", "margins": [margin("h", {"n": 12, "s": 12}), margin("code", {1: 20, 2: 16})]},
        {"method": "calibrate", "margins": [margin("h", {"n": 12, "s": 12})], "population_size": 30},
    ],
)
def test_totals_that_contradict_each_other_are_an_error(judge: Judge, step: Content) -> None:
    assert judge(content(p=adjusted(**step, expect_error=True)))[0] == 0
    assert judge(content(p=adjusted(**step, infeasible=True)))[0] == 0


def test_an_error_that_does_not_come_is_found(judge: Judge) -> None:
    step = adjusted(method="poststratify", margins=[margin("h", {"n": 10, "s": 14})], expect_error=True)
    code, out, _ = judge(content(p=step))
    assert code == 1
    assert "an error was expected" in out


@pytest.mark.parametrize(("mended", "code"), [(5.0, 0), (5.1, 1)])
def test_an_explained_case_is_held_against_the_mended_number(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, mended: float, code: int
) -> None:
    right = weighted_mean()
    why = Mended({"est": mended * right / 5}, "the reference stopped early", "docs/numbers/models.md")
    monkeypatch.setitem(cast("dict[str, Mended]", MENDED), "odd", why)
    given = content({"odd": mean_case(expected={"est": right * 1.01})})
    found, out, _ = judge(given)
    assert found == code
    assert tally(out)["mean"] == ((0, 0, 0, 1) if code == 0 else (0, 1, 0, 0))
