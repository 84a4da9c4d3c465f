"""Finished records for figure tests: shares in, tables with plausible intervals out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from survey.responses.memory import MemoryResponses
from survey.vocabulary import (
    Answer,
    BannerColumn,
    Codebook,
    ColumnFlag,
    Crossing,
    Drivers,
    Kind,
    Label,
    MetMargin,
    Net,
    Plan,
    Question,
    Report,
    Row,
    Study,
    Summary,
    Survey,
    Table,
    TablePlan,
    WeightingResult,
)

NO_LABEL = Label({})


def both(english: str, japanese: str = "") -> Label:
    return Label({"en": english, "ja": japanese or english})


def question(
    name: str,
    label: Label,
    answers: Sequence[Answer],
    *,
    kind: Kind = "single",
    wording: Label | None = None,
    nets: Sequence[Net] = (),
    grid: str | None = None,
    provenance: Label = NO_LABEL,
) -> Question:
    return Question(
        name,
        label,
        kind,
        wording or label,
        tuple(answers),
        nets=tuple(nets),
        grid=grid,
        provenance=provenance,
    )


def table(
    asked: Question,
    total: Mapping[str, float],
    *,
    columns: Sequence[BannerColumn] = (),
    shares: Sequence[Mapping[str, float]] = (),
    bases: Sequence[int] = (2016,),
    marked: Mapping[tuple[str, int], int] | None = None,
    mentions: bool = False,
) -> Table:
    """A table of answers and nets; `marked` is {(row code, column): mark}."""
    rows = [Row(answer.code, answer.label) for answer in asked.answers if answer.code in total]
    rows += [Row(net.name, net.label, "net") for net in asked.nets]
    every = [total, *shares]
    estimate = np.array(
        [[sum(column[code] for code in members(asked, row)) for column in every] for row in rows]
    )
    if mentions:
        rows.append(Row("mentions", both("Mentions", "M.T."), "mentions"))
        estimate = np.vstack([estimate, estimate.sum(axis=0)])
    base = np.array(bases, dtype=float)
    error = np.sqrt(np.clip(estimate * (1 - estimate), 0.0001, None) * 1.4 / base)
    mark = np.zeros(estimate.shape, dtype=np.int64)
    for (code, column), sign in (marked or {}).items():
        mark[[row.code for row in rows].index(code), column] = sign
    blank = np.full(estimate.shape, np.nan)
    return Table(
        id=asked.name,
        question=asked,
        base_kind="answered",
        base_label=both("All who answered", "回答者全員"),
        rows=tuple(rows),
        columns=(BannerColumn("", "", both("All", "全体"), both("")), *columns),
        estimate=estimate,
        standard_error=error,
        low=np.clip(estimate - 1.97 * error, 0, 1),
        high=np.clip(estimate + 1.97 * error, 0, 1),
        count=np.round(estimate * base),
        unweighted_base=base,
        weighted_base=base,
        effective_base=base / 1.3,
        design_effect=np.full(estimate.shape, 1.4),
        difference=blank,
        difference_error=blank,
        p=blank,
        q=blank,
        mark=mark,
        pairs=tuple(tuple("" for _ in every) for _ in rows),
        family="q10, all columns",
    )


def members(asked: Question, row: Row) -> tuple[str, ...]:
    nets = {net.name: net.answers for net in asked.nets}
    return nets.get(row.code, (row.code,))


def group(banner: str, code: str, label: Label, banner_label: Label, flag: ColumnFlag = "ok") -> BannerColumn:
    return BannerColumn(banner, code, label, banner_label, letter="a", flag=flag)


AREAS = (
    ("1", 0.731, "Prices", "物価"),
    ("2", 0.518, "Economic conditions", "景気"),
    ("3", 0.406, "State finances", "国の財政"),
    ("4", 0.377, "Public safety", "治安"),
    ("5", 0.377, "Economic strength", "経済力"),
    ("6", 0.355, "Food", "食糧"),
    ("7", 0.24, "Diplomacy", "外交"),
    ("8", 0.20, "Employment and working conditions", "雇用・労働条件"),
    ("9", 0.18, "Gaps between regions", "地域格差"),
    ("10", 0.09, "Science and technology", "科学技術"),
    ("11", 0.13, "Disaster preparedness", "防災"),
    ("98", 0.025, "None of these", "特にない"),
    ("99", 0.015, "Don’t know", "わからない"),
)


def areas() -> Table:
    """The multiple-response question that the 73.1% comes from."""
    answers = [
        Answer(
            code,
            both(english, japanese),
            role="dont_know" if code == "99" else "substantive",
            exclusive=code in ("98", "99"),
        )
        for code, _, english, japanese in AREAS
    ]
    asked = question(
        "q1",
        both("Areas heading the wrong way", "悪い方向に向かっている分野"),
        answers,
        kind="multiple",
        wording=both(
            "In which areas do you think Japan is heading in a bad direction? (Mark all that apply)",
            "あなたは、現在の日本の状況について、悪い方向に向かっていると思われるのは、"
            "どのような分野についてですか。（○はいくつでも）",
        ),
    )
    return table(asked, {code: share for code, share, _, _ in AREAS}, mentions=True)


SCALE = (
    ("5", "Support", "賛成"),
    ("4", "Somewhat support", "どちらかといえば賛成"),
    ("3", "Neither", "どちらともいえない"),
    ("2", "Somewhat oppose", "どちらかといえば反対"),
    ("1", "Oppose", "反対"),
    ("8", "Don’t know", "わからない"),
)


def scale_question(name: str, label: Label, wording: Label, grid: str | None = None) -> Question:
    answers = [
        Answer(
            code,
            both(english, japanese),
            role="dont_know" if code == "8" else "substantive",
            score=float(code) if code != "8" else None,
        )
        for code, english, japanese in SCALE
    ]
    nets = (
        Net("support", both("Support", "賛成"), ("5", "4")),
        Net("oppose", both("Oppose", "反対"), ("2", "1")),
    )
    return question(
        name,
        label,
        answers,
        kind="scale",
        wording=wording,
        nets=nets,
        grid=grid,
        provenance=Label({"en": "invented for the demo"}),
    )


def spread(*shares: float) -> dict[str, float]:
    return dict(zip([code for code, _, _ in SCALE], shares, strict=True))


def layers() -> tuple[Table, ...]:
    """A grid of three scale items."""
    wording = both(
        "How far do you support public money for each of these layers of domestic AI?",
        "国内AIの次の各層に公的資金を投じることに、あなたは賛成ですか、反対ですか。",
    )
    items = (
        (
            "q11_hw",
            both("Chip materials, parts and equipment", "半導体の材料・部品・装置"),
            (0.15, 0.32, 0.22, 0.12, 0.08, 0.11),
        ),
        (
            "q11_infra",
            both("Data centres and cloud", "データセンター・クラウド"),
            (0.11, 0.28, 0.25, 0.15, 0.09, 0.12),
        ),
        (
            "q11_app",
            both("Domestic SaaS and AI start-ups", "国内SaaS・AI新興企業"),
            (0.08, 0.25, 0.27, 0.16, 0.11, 0.13),
        ),
    )
    return tuple(
        table(scale_question(name, label, wording, "q11"), spread(*shares)) for name, label, shares in items
    )


BANNERS: tuple[tuple[str, str, str, tuple[tuple[str, str, int, float, int], ...]], ...] = (
    ("sex", "Sex", "性別", (("Male", "男性", 940, 0.45, 1), ("Female", "女性", 1060, 0.355, -1))),
    (
        "age_band",
        "Age",
        "年齢",
        (
            ("18–29", "18～29歳", 160, 0.46, 0),
            ("30–39", "30～39歳", 240, 0.44, 0),
            ("40–49", "40～49歳", 340, 0.42, 0),
            ("50–59", "50～59歳", 330, 0.40, 0),
            ("60–69", "60～69歳", 380, 0.385, 0),
            ("70–79", "70～79歳", 370, 0.37, 0),
            ("80+", "80歳以上", 186, 0.33, 0),
        ),
    ),
    (
        "q2",
        "Worry about prices",
        "物価上昇の心配",
        (
            ("Very worried", "非常に心配", 1130, 0.35, -1),
            ("Somewhat worried", "ある程度心配", 665, 0.455, 1),
            ("Not very worried", "あまり心配していない", 141, 0.52, 1),
            ("Not at all worried", "まったく心配していない", 50, 0.49, 0),
        ),
    ),
    (
        "prices",
        "Prices heading the wrong way",
        "物価が悪い方向",
        (("Ticked", "選んだ", 1473, 0.37, -1), ("Not ticked", "選ばなかった", 543, 0.48, 1)),
    ),
    (
        "q6",
        "Generative AI",
        "生成AIの利用",
        (("Has used", "利用経験あり", 766, 0.54, 1), ("Never", "なし", 1250, 0.31, -1)),
    ),
    (
        "city_size",
        "City size",
        "都市規模",
        (
            ("Major cities", "大都市", 610, 0.42, 0),
            ("200,000+", "20万人以上", 490, 0.41, 0),
            ("100,000+", "10万人以上", 330, 0.40, 0),
            ("Smaller cities", "小都市", 420, 0.38, 0),
            ("Towns and villages", "町村", 140, 0.36, 0),
            ("Abroad", "海外", 12, 0.20, 0),
        ),
    ),
)


def package(banners: Sequence[str] = ("sex", "age_band", "q2", "prices", "q6", "city_size")) -> Table:
    """Support for the package by banner groups."""
    columns, shares, bases, marked = [], [], [2016], {}
    for name, english, japanese, groups in BANNERS:
        if name not in banners:
            continue
        for number, (label, label_ja, base, support, sign) in enumerate(groups):
            flag: ColumnFlag = "low" if base < 30 else "caution" if base < 100 else "ok"
            columns.append(group(name, str(number), both(label, label_ja), both(english, japanese), flag))
            rest = 1 - support - 0.23 - 0.13
            shares.append(spread(support * 0.3, support * 0.7, 0.23, rest * 0.6, rest * 0.4, 0.13))
            bases.append(base)
            if sign:
                marked[("support", len(columns))] = sign
    asked = scale_question(
        "q10",
        both("Support for the ¥1 trillion package", "1兆円支援への賛否"),
        both(
            "The government is considering about 1 trillion yen of support over five years for domestic AI "
            "development. Do you support or oppose it?",
            "政府は、国内のAI開発を支えるため、5年間で約1兆円の支援を検討しています。"
            "あなたは、この支援に賛成ですか、反対ですか。",
        ),
    )
    total = spread(0.11, 0.29, 0.23, 0.15, 0.09, 0.13)
    return table(asked, total, columns=columns, shares=shares, bases=bases, marked=marked)


def crowded(banners: int, groups: int) -> Table:
    """Support by more groups than a page holds; the first banner's differ from the rest."""
    total = spread(0.11, 0.29, 0.23, 0.15, 0.09, 0.13)
    columns = [
        group(f"b{b}", str(g), both(f"Group {g}"), both(f"Banner {b}"))
        for b in range(1, banners + 1)
        for g in range(groups)
    ]
    return table(
        package(()).question,
        total,
        columns=columns,
        shares=[total] * len(columns),
        bases=(2016, *([220] * len(columns))),
        marked={("support", 1): 1},
    )


def study(probability: bool | None = True) -> Study:
    return Study(
        title=both("Prices and AI", "物価とAI"),
        population=both("adults 18 and over in Japan", "全国の18歳以上"),
        mode=both("Mail, with a web option", "郵送（ウェブ回答可）"),
        fieldwork=both("15 January to 20 February 2026", "2026年1月15日～2月20日"),
        source=both("demonstration study, generated by a program", "プログラムで生成した実演用調査"),
        probability=probability,
        synthetic=True,
        headline="q1:1",
    )


def report(
    *tables: Table,
    crossings: Sequence[Crossing] = (),
    models: Sequence[Drivers] = (),
    plan: Plan | None = None,
    weighted: bool = True,
) -> Report:
    questions = tuple(one.question for one in tables)
    banners = tuple(
        Question(name, both(english, japanese), "single") for name, english, japanese, _ in BANNERS
    )
    known = {one.name for one in questions}
    codebook = Codebook(questions + tuple(one for one in banners if one.name not in known))
    margins = (MetMargin("sex × age_band", "census", "2025"), MetMargin("city_size", "census", "2025"))
    return Report(
        survey=Survey(MemoryResponses({}), codebook),
        plan=plan or Plan(study=study(), tables=TablePlan(banner=("sex", "age_band"))),
        summary=Summary(2060, 2016, 2015, 1551.0, 1.4, 0.026, None),
        tables={one.id: one for one in tables},
        crossings=tuple(crossings),
        drivers=tuple(models),
        weighting=WeightingResult("rake", margins, (), 12, 1e-11, 0.4, 0.9, 2.7, 2015.0, 0.5, 1.3, 1551.0)
        if weighted
        else None,
    )
