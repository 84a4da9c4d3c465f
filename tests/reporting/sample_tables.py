"""Tables and crossings of the reporting sample, by formulas simple enough to read (Kish, normal)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.vocabulary import (
    BannerColumn,
    Companion,
    Contrast,
    Crossing,
    Label,
    Question,
    Row,
    Table,
    TableTest,
)
from tests.reporting.sample_people import People
from tests.reporting.sample_questions import AGE, CODEBOOK, PRICES, Q2, Q10, REGION, SEX, text

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TOTAL = text("Total", "全体")
MEAN = text("Mean", "平均")
MEAN_SCORE = text("Mean score", "平均点")
MEDIAN = text("Median", "中央値")
MENTIONS = text("Total mentions (M.T.)", "回答計（M.T.）")
NET_SCORE = text("Support − oppose", "賛成－反対")
BANNER = (SEX, AGE, REGION, PRICES, Q2)
ANSWERED = text("All who answered", "回答者全員")
NUMBERED = text("All who gave a number", "数値を回答した人")
FAMILY = text(
    "Column against the rest, Benjamini–Hochberg over the answers of this question", "その他との比較（BH法）"
)


def rows_of(question: Question) -> tuple[Row, ...]:
    if question.kind == "numeric":
        return Row("mean", MEAN, "mean"), Row("median", MEDIAN, "median"), *_outside(question)
    rows = [Row(a.code, a.label) for a in question.answers if a.role in ("substantive", "dont_know")]
    rows += [Row(net.name, net.label, "net") for net in question.nets]
    if question.nets:
        rows.append(Row("net_score", NET_SCORE, "net_score"))
    if any(a.score for a in question.answers):
        rows.append(Row("mean", MEAN_SCORE, "mean"))
    if question.kind == "multiple":
        rows.append(Row("mentions", MENTIONS, "mentions"))
    return *rows, *_outside(question)


def _outside(question: Question) -> tuple[Row, ...]:
    codes = question.codes("no_answer") if question.kind != "numeric" else question.codes()
    return tuple(Row(code, question.answer(code).label, "outside") for code in codes)


def values_of(people: People, question: Question, row: Row) -> Floats:
    """What each respondent adds to a row, (respondents,); NaN when outside its base."""
    if question.kind == "numeric":
        if row.kind != "outside":
            return people.q4
        return np.where(np.isnan(people.q4), row.code == "98", 0.0)
    if question.kind == "multiple":
        return _ticked(people, row)
    codes = people.codes(question.name)
    if row.kind == "outside":
        return (codes == row.code).astype(float)
    scores = {row.code: 1.0}
    if row.kind == "net":
        scores = dict.fromkeys(next(n.answers for n in question.nets if n.name == row.code), 1.0)
    elif row.kind == "net_score":
        scores = dict.fromkeys(question.nets[0].answers, 1.0) | dict.fromkeys(question.nets[1].answers, -1.0)
    values = np.zeros(len(codes))
    if row.kind == "mean":
        scores = {a.code: a.score for a in question.answers if a.score is not None}
        values[~np.isin(codes, list(scores))] = np.nan
    for code, score in scores.items():
        values[codes == code] = score
    values[codes == "99"] = np.nan
    return values


def _ticked(people: People, row: Row) -> Floats:
    nothing = ~people.ticks.any(axis=1)
    if row.kind == "mentions":
        return people.ticks.sum(axis=1) + nothing.astype(float)
    if row.code == "90":
        return nothing.astype(float)
    if row.kind == "outside":
        return np.zeros(len(nothing))
    return people.ticks[:, int(row.code) - 1].astype(float)


def moments(values: Floats, weight: Floats, kind: str = "share") -> tuple[float, float, int, float]:
    """Estimate, standard error, respondents and effective base."""
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.nan, np.nan, int(known.sum()), float(known.sum())
    x, w = values[known], weight[known]
    effective = w.sum() ** 2 / (w**2).sum()
    mean = (w * x).sum() / w.sum()
    if kind == "median":
        order = np.argsort(x)
        mean = x[order][np.searchsorted(np.cumsum(w[order]), w.sum() / 2)]
    spread = (w * (x - (w * x).sum() / w.sum()) ** 2).sum() / w.sum()
    return float(mean), float(np.sqrt(spread / (effective - 1))), int(known.sum()), float(effective)


def members(people: People) -> tuple[list[BannerColumn], list[Bools], list[Bools]]:
    """Columns of the banner, who is in each, and who is in its rest."""
    everyone = np.ones(len(people.sex), dtype=bool)
    columns = [BannerColumn("", "", TOTAL, Label({}))]
    inside, rest = [everyone], [~everyone]
    for question in BANNER:
        codes = people.codes(question.name)
        for letter, code in zip("abcdefgh", question.codes("substantive"), strict=False):
            columns.append(
                BannerColumn(question.name, code, question.answer(code).label, question.label, letter)
            )
            inside.append(codes == code)
            rest.append(np.isin(codes, question.codes("substantive")) & (codes != code))
    return columns, inside, rest


def table(people: People, question: Question, weight: Floats) -> Table:
    rows = rows_of(question)
    columns, inside, rest = members(people)
    shape = (len(rows), len(columns))
    found = np.full((5, *shape), np.nan)
    gap = np.full((3, *shape), np.nan)
    for r, row in enumerate(rows):
        values = values_of(people, question, row)
        for c, (here, there) in enumerate(zip(inside, rest, strict=True)):
            estimate, error, n, effective = moments(values[here], weight[here], row.kind)
            count = np.nansum(values[here]) if row.kind in ("answer", "net", "outside") else np.nan
            found[:, r, c] = estimate, error, n, effective, count
            if c and row.kind not in ("outside", "median", "mentions"):
                other, other_error, *_ = moments(values[there], weight[there])
                both = np.hypot(error, other_error)
                z = abs(estimate - other) / both if both > 0 else np.nan
                gap[:, r, c] = estimate - other, both, 2 * stats.norm.sf(z)
    return _assembled(question, rows, columns, found, gap, _weighted_base(people, question, inside, weight))


def _weighted_base(people: People, question: Question, inside: list[Bools], weight: Floats) -> Floats:
    known = np.isfinite(values_of(people, question, rows_of(question)[0]))
    return np.array([weight[here & known].sum() for here in inside])


def _assembled(
    question: Question,
    rows: tuple[Row, ...],
    columns: list[BannerColumn],
    found: Floats,
    gap: Floats,
    weighted_base: Floats,
) -> Table:
    estimate, error, base, effective, count = found
    shares = np.array([[row.kind in ("answer", "net", "outside")] for row in rows])
    low, high = estimate - 1.96 * error, estimate + 1.96 * error
    flags = ["low" if n < 30 else "caution" if n < 100 else "ok" for n in np.minimum(base[0], effective[0])]
    columns = [
        BannerColumn(c.banner, c.code, c.label, c.banner_label, c.letter, flag)  # type: ignore[arg-type]
        for c, flag in zip(columns, flags, strict=True)
    ]
    q = np.full(estimate.shape, np.nan)
    tested = np.isfinite(gap[2]) & (np.array(flags) != "low")
    q[tested] = stats.false_discovery_control(gap[2][tested])
    spread = estimate * (1 - estimate) / np.maximum(base - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(shares & (spread > 0), error**2 / spread, np.nan)
    return Table(
        id=question.name,
        question=question,
        base_kind="substantive" if question.kind == "numeric" else "answered",
        base_label=NUMBERED if question.kind == "numeric" else ANSWERED,
        rows=rows,
        columns=tuple(columns),
        estimate=estimate,
        standard_error=error,
        low=np.where(shares, np.maximum(low, 0), low),
        high=np.where(shares, np.minimum(high, 1), high),
        count=count,
        unweighted_base=base[0],
        weighted_base=weighted_base,
        effective_base=effective[0],
        design_effect=effect,
        difference=gap[0],
        difference_error=gap[1],
        p=gap[2],
        q=q,
        mark=np.where(q < 0.05, np.sign(np.nan_to_num(gap[0])), 0).astype(np.int64),
        pairs=_letters(columns, rows, estimate, error),
        tests={banner.name: TableTest(3.21, 4.7, 5_100.0, 0.0061, 0.083) for banner in BANNER},
        family=FAMILY.to("en"),
        family_label=FAMILY,
        degrees_of_freedom=1_150.0,
    )


def _letters(
    columns: list[BannerColumn], rows: tuple[Row, ...], estimate: Floats, error: Floats
) -> tuple[tuple[str, ...], ...]:
    found = [["" for _ in columns] for _ in rows]
    for first, second in combinations(range(1, len(columns)), 2):
        one, two = columns[first], columns[second]
        if one.banner != two.banner or "low" in (one.flag, two.flag):
            continue
        for r, row in enumerate(rows):
            z = estimate[r, first] - estimate[r, second]
            wide = 2.9 * np.hypot(error[r, first], error[r, second])
            if row.kind in ("answer", "net", "mean") and abs(z) > wide:
                above, below = (first, two) if z > 0 else (second, one)
                found[r][above] += below.letter
    return tuple(tuple(line) for line in found)


def crossing(people: People, rows: Question, weight: Floats, merge: tuple[str, ...] = ()) -> Crossing:
    """Support for the package within the answers of `rows`."""
    columns = tuple(row for row in rows_of(Q10) if row.kind in ("answer", "net"))
    groups = {
        code: Row(code, rows.answer(code).label) for code in rows.codes("substantive") if code not in merge
    }
    cells = {code: (code,) for code in groups}
    if merge:
        groups["not"] = Row("not", text("Not very or not at all worried", "心配していない（計）"), "net")
        cells["not"] = merge
    codes = people.codes(rows.name)
    values = [values_of(people, Q10, column) for column in columns]
    found = np.array(
        [
            [moments(v[np.isin(codes, cells[g])], weight[np.isin(codes, cells[g])]) for v in values]
            for g in groups
        ]
    )
    total = np.array([moments(v, weight) for v in values])
    share, error, base, effective = (found[:, :, k] for k in range(4))
    answers = np.array([c.kind == "answer" for c in columns])
    residual = np.where(answers, (share - total[:, 0]) / (error * np.sqrt(1 - base / total[:, 2])), np.nan)
    q = np.full(residual.shape, np.nan)
    tested = np.isfinite(residual)
    q[tested] = stats.false_discovery_control(2 * stats.norm.sf(np.abs(residual[tested])))
    members_weight = np.array([weight[np.isin(codes, cells[g])].sum() for g in groups])
    column_share = share * members_weight[:, None]
    return Crossing(
        id=f"{rows.name}_x_q10",
        title=text(
            f"{rows.label.to('en')} × support for the AI package", f"{rows.label.to('ja')}×AI支援策への賛否"
        ),
        row_question=rows,
        column_question=Q10,
        rows=tuple(groups.values()),
        columns=columns,
        base_label=text(
            f"All who answered, and answered “{rows.label.to('en')}”",
            f"回答者全員のうち「{rows.label.to('ja')}」の回答者",
        ),
        share_of_row=share,
        standard_error=error,
        low=np.maximum(share - 1.96 * error, 0),
        high=np.minimum(share + 1.96 * error, 1),
        share_of_column=column_share / column_share.sum(axis=0),
        count=np.array([[np.nansum(v[np.isin(codes, cells[g])]) for v in values] for g in groups]),
        residual=residual,
        residual_q=q,
        unweighted_base=base[:, 0],
        weighted_base=members_weight,
        effective_base=effective[:, 0],
        total_share=total[:, 0],
        total_low=total[:, 0] - 1.96 * total[:, 1],
        total_high=total[:, 0] + 1.96 * total[:, 1],
        total_unweighted_base=float(total[0, 2]),
        test=TableTest(9.87, 4.6 * (len(groups) - 1), 5_290.0, 2.2e-8, 0.157),
        contrasts=_contrasts(list(groups.values()), columns, share, error),
        flags=tuple("low" if b < 30 else "caution" if b < 100 else "ok" for b in effective[:, 0]),
        companion=Companion(statistic=41.3, df=(len(groups) - 1) * 5, p=8.1e-8, cramers_v=0.19),
    )


def _contrasts(
    rows: list[Row], columns: tuple[Row, ...], share: Floats, error: Floats
) -> tuple[Contrast, ...]:
    found = []
    for c, column in enumerate(columns):
        for first, second in combinations(range(len(rows)), 2):
            if column.kind == "net":
                gap = share[first, c] - share[second, c]
                both = float(np.hypot(error[first, c], error[second, c]))
                p = float(2 * stats.norm.sf(abs(gap) / both))
                low, high = float(gap - 1.96 * both), float(gap + 1.96 * both)
                found.append(Contrast(column, rows[first], rows[second], float(gap), both, low, high, p))
    return tuple(found)


def tables(people: People, weight: Floats) -> dict[str, Table]:
    return {
        q.name: table(people, q, weight)
        for q in CODEBOOK
        if q.tabulated and (q.role == "question" or q in BANNER)
    }
