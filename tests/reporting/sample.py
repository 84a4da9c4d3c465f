"""A small made-up report, rich enough to look at: for the tests of workbook and figures. SYNTHETIC."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    ROW_COLUMN,
    WEIGHT_COLUMN,
    Achieved,
    Calibration,
    CrossingPlan,
    DataFiles,
    Design,
    Finding,
    Guess,
    Label,
    Margin,
    MetMargin,
    Note,
    Plan,
    Reliability,
    Removal,
    Report,
    Source,
    Study,
    Summary,
    Survey,
    Table,
    TablePlan,
    Targets,
    Weighting,
    WeightingResult,
    plain,
)
from survey.vocabulary.plans import Cleaning
from tests.reporting.sample_people import REGION_SHARES, SEX_AGE, People, people
from tests.reporting.sample_questions import AGE, CODEBOOK, LAYERS, PRICES, Q2, REGION, SEX, text
from tests.reporting.sample_tables import BANNER, crossing, tables

RAW_ROWS = 1_230
MARGINS = (
    Margin(("sex", "age_band"), SEX_AGE, "Population census, preliminary counts", "2025-10-01"),
    Margin(
        ("region",),
        {(k,): v for k, v in REGION_SHARES.items()},
        "Population census",
        "2025-10-01",
        "All ages, not 18+",
    ),
)
STUDY = Study(
    title=text("Prices and AI: a made-up survey", "物価とAIに関する架空の世論調査"),
    sponsor=text("The test suite of this program", "本プログラムのテスト"),
    conductor=text("The test suite of this program", "本プログラムのテスト"),
    population=text("Adults aged 18 and over living in Japan", "日本に居住する18歳以上の者"),
    mode=text("Mail, with a web option", "郵送（ウェブ回答可）"),
    fieldwork=text("15 January to 20 February 2026", "2026年1月15日～2月20日"),
    frame=text("Resident register", "住民基本台帳"),
    selection=text("Stratified two-stage random sample", "層化二段無作為抽出"),
    source=text("Made-up answers, drawn at random", "乱数による架空の回答"),
    language="en",
    probability=True,
    synthetic=True,
    headline="q1:1",
)
PLAN = Plan(
    study=STUDY,
    data=DataFiles(("2026.xlsx",)),
    clean=Cleaning(
        duplicates="keep_most_complete",
        remove=(
            Removal("starts(${resp_id}, 'T')", plain("test row")),
            Removal("${age} < 18", plain("ineligible: under 18")),
        ),
    ),
    weighting=Weighting(("sex × age_band", "region")),
    tables=TablePlan(banner=tuple(question.name for question in BANNER)),
    crossing=tuple(
        CrossingPlan(question.name, "q10", text("Crossing", "クロス集計")) for question in (PRICES, Q2)
    ),
)
LOG = (
    Note(
        "reading",
        "the two header rows were joined",
        level="assumption",
        before="問2 | Q2",
        after="q2",
    ),
    Note("cleaning", "full-width digits read as digits", "C103", "q4", "１０", "10", 14, (7, 81, 200)),
    Note("cleaning", "a range read as its middle", "C105", "q4", "5〜10", "7.5", 3, (19, 402)),
    Note("cleaning", "per-cent sign dropped", "C104", "q4", "10%", "10", 31, (8, 12, 44)),
    Note("cleaning", "label of another spelling", "C101", "sex", "Ｆ", "2", 22, (5, 6, 31)),
    Note("cleaning", "label of another spelling", "C101", "sex", "男", "1", 87, (9, 10, 11)),
    Note("cleaning", "no answer of the codebook explains it", "C190", "q2", "88", "", 4, (61, 77, 300, 512)),
    Note("cleaning", "outside the plausible range", "C190", "q4", "300", "", 2, (91, 640)),
    Note("cleaning", "codes run backwards on the web form", "C402", "q2", "1", "4", 118, (4, 5, 9)),
    Note(
        "cleaning",
        "same answer to all items of a grid",
        "C502",
        "q11",
        count=17,
        rows=(33, 70),
        level="warning",
    ),
    Note("cleaning", "5 rows removed: test row", "C601", "", "test row", "", 5, (1201, 1202)),
    Note("cleaning", "8 rows removed: under 18", "C601", "", "ineligible: under 18", "", 8, (48, 555)),
    Note("cleaning", "14 rows removed: duplicate id", "C602", "", "duplicate id", "", 14, (101, 230, 231)),
    Note("cleaning", "1,230 rows in = 1,203 kept + 27 removed", "C690", "", "1230", "1203", 27),
    Note(
        "weighting", "a blank design weight took its stratum’s mean", "W101", "base_w", "", "1.02", 3, (15,)
    ),
    Note(
        "weighting",
        "one respondent has weight zero and is in no base",
        "W102",
        "base_w",
        count=1,
        level="warning",
    ),
)
GUESSES = (
    Guess("q4", "q4", "numeric", "96% of cells are numbers", "type = decimal in the codebook"),
    Guess(
        "base_w",
        "base_w",
        "weight",
        "the header says weight; mean 1.03, all above 0",
        'weight = "" under [design]',
    ),
)


@cache
def sample_report(*, weighted: bool = True, probability: bool | None = True) -> Report:
    """The report; unweighted, or of a sample nobody called random, when asked."""
    who = people()
    weight = who.weight if weighted else np.ones(len(who.weight))
    made = tables(who, weight)
    effect = float(1 + weight.var() / weight.mean() ** 2)
    n = len(weight)
    return Report(
        survey=_survey(who, weighted, probability),
        plan=PLAN,
        summary=Summary(
            raw_rows=RAW_ROWS,
            respondents=n,
            unweighted_base=n,
            effective_base=n / effect,
            design_effect=effect,
            margin_of_error=1.96 * float(np.sqrt(effect * 0.25 / n)) if probability else float("nan"),
            headline=("q1", 0),
        ),
        tables=made,
        crossings=(crossing(who, PRICES, weight), crossing(who, Q2, weight, ("3", "4"))),
        findings=_findings(made),
        weighting=_weighting(who) if weighted else None,
        reliability=(Reliability("q11", LAYERS, 0.42, 0.36, 0.47, 1_010),),
        warnings=(
            "17 respondents gave the same answer to all items of q11; they were kept",
            "6 cells in 2 questions hold values that no answer of the codebook explains",
        ),
    )


def _survey(who: People, weighted: bool, probability: bool | None) -> Survey:
    columns = {
        ROW_COLUMN: encode(list(range(4, 4 + len(who.sex)))),
        "resp_id": encode([f"{i:07d}" for i in range(1, 1 + len(who.sex))]),
        "base_w": encode(who.base_weight),
    }
    for question in CODEBOOK:
        if question.tabulated and question.kind in ("single", "scale"):
            columns[question.name] = encode(who.codes(question.name).tolist())
    columns["q4"] = encode(["98" if np.isnan(v) else float(v) for v in who.q4])
    columns["q1"] = encode([tuple(str(k + 1) for k in np.flatnonzero(line)) or ("90",) for line in who.ticks])
    if weighted:
        columns[WEIGHT_COLUMN] = encode(who.weight)
        columns[DESIGN_WEIGHT_COLUMN] = encode(who.base_weight)
    calibration = Calibration("rake", (("sex", "age_band"), ("region",)), "base_w")
    return Survey(
        responses=MemoryResponses(columns),
        codebook=CODEBOOK,
        design=Design(
            weight=WEIGHT_COLUMN if weighted else None,
            probability=probability,
            calibration=calibration if weighted else None,
        ),
        log=LOG,
        source=Source("2026.xlsx", "0" * 64, "回答データ", (2, 3), RAW_ROWS, 30),
        guesses=GUESSES,
        targets=Targets(MARGINS),
        dispositions={"I": RAW_ROWS - 27, "P": 20, "R": 610, "NC": 900, "O": 40, "UO": 60},
    )


def _weighting(who: People) -> WeightingResult:
    achieved = []
    for margin in MARGINS:
        codes = [who.codes(name) for name in margin.questions]
        for key, target in margin.shares.items():
            cell = np.logical_and.reduce([code == wanted for code, wanted in zip(codes, key, strict=True)])
            shares = [float(w[cell].sum() / w.sum()) for w in (who.base_weight, who.weight)]
            achieved.append(Achieved(margin.name, _category(key), target, *shares, int(cell.sum())))
    effect = float(1 + who.weight.var() / who.weight.mean() ** 2)
    return WeightingResult(
        method="rake",
        margins=tuple(MetMargin.of(margin) for margin in MARGINS),
        achieved=tuple(achieved),
        iterations=12,
        max_error=3e-12,
        minimum=float(who.weight.min()),
        median=float(np.median(who.weight)),
        maximum=float(who.weight.max()),
        total=float(who.weight.sum()),
        coefficient_of_variation=float(who.weight.std() / who.weight.mean()),
        design_effect=effect,
        effective_base=len(who.weight) / effect,
    )


def _category(key: tuple[str, ...]) -> Label:
    questions = (SEX, AGE) if len(key) == 2 else (REGION,)
    parts = [question.answer(code).label for question, code in zip(questions, key, strict=True)]
    return Label({language: " × ".join(part.to(language) for part in parts) for language in ("en", "ja")})


_TRIVIAL = ({"q2"}, {"prices"}, {"q1", "prices"})


def _findings(made: dict[str, Table]) -> tuple[Finding, ...]:
    found = []
    for table in made.values():
        for r, c in product(range(len(table.rows)), range(len(table.columns))):
            if (
                table.question.role == "question"
                and {table.id, table.columns[c].banner} not in _TRIVIAL
                and table.mark[r, c]
                and table.rows[r].kind in ("answer", "net")
            ):
                found.append(_finding(table, r, c))
    return tuple(sorted(found, key=lambda f: -abs(f.gap))[:8])


def _finding(table: Table, r: int, c: int) -> Finding:
    row, column = table.rows[r], table.columns[c]
    gap, error = float(table.difference[r, c]), float(table.difference_error[r, c])
    low, high, base = gap - 2.6 * error, gap + 2.6 * error, int(table.unweighted_base[c])
    share, way = f"{table.estimate[r, c]:.0%}", ("above", "高い") if gap > 0 else ("below", "低い")
    question, answer, group = table.question.label, row.label, column.label
    sentence = text(
        f"{question.to('en')}, “{answer.to('en')}”: {share} among “{group.to('en')}”, "
        f"{abs(gap) * 100:.0f} points {way[0]} the rest (n = {base:,})",
        f"{question.to('ja')}「{answer.to('ja')}」は「{group.to('ja')}」で{share}、"
        f"それ以外より{abs(gap) * 100:.0f}ポイント{way[1]}（n={base:,}）",
    )
    q = float(table.q[r, c])
    return Finding(sentence, table.id, row.code, column.banner, column.code, gap, low, high, q, base)
