"""Finished crossings for figure tests, and the report that has one of each record."""

from __future__ import annotations

import numpy as np

from survey.vocabulary import Answer, Contrast, Crossing, Report, Row, TableTest
from tests.reporting.figures.records import areas, both, layers, package, question, report


def worry_by_support() -> Crossing:
    """A crossing of four rows by six answers and two nets."""
    asked = package().question
    worry = question(
        "q2",
        both("Worry about prices", "物価上昇の心配"),
        [
            Answer("1", both("Very worried", "非常に心配")),
            Answer("2", both("Somewhat worried", "ある程度心配")),
            Answer("3", both("Not very worried", "あまり心配していない")),
            Answer("4", both("Not at all worried", "まったく心配していない")),
        ],
    )
    shares = np.array(
        [
            [0.09, 0.26, 0.23, 0.17, 0.12, 0.13],
            [0.12, 0.335, 0.23, 0.13, 0.055, 0.13],
            [0.19, 0.33, 0.22, 0.10, 0.05, 0.11],
            [0.20, 0.29, 0.24, 0.10, 0.06, 0.11],
        ]
    )
    shares = np.column_stack([shares, shares[:, :2].sum(axis=1), shares[:, 3:5].sum(axis=1)])
    total = np.array([0.11, 0.29, 0.23, 0.15, 0.09, 0.13, 0.40, 0.24])
    base = np.array([1130.0, 665.0, 141.0, 50.0])
    error = np.sqrt(shares * (1 - shares) * 1.4 / base[:, None])
    residual = (shares - total) / error * np.sqrt(1 - base / base.sum())[:, None]
    columns = [Row(answer.code, answer.label) for answer in asked.answers]
    columns += [Row(net.name, net.label, "net") for net in asked.nets]
    rows = tuple(Row(answer.code, answer.label) for answer in worry.answers)
    return Crossing(
        id="worry",
        title=both("Worry about prices × support", "物価の心配×賛否"),
        row_question=worry,
        column_question=asked,
        rows=rows,
        columns=tuple(columns),
        base_label=both("All who answered both", "両問の回答者"),
        share_of_row=shares,
        standard_error=error,
        low=shares - 2 * error,
        high=shares + 2 * error,
        share_of_column=shares,
        count=np.round(shares * base[:, None]),
        residual=residual,
        residual_q=np.where(np.abs(residual) > 2.4, 0.01, 0.4),
        unweighted_base=base,
        weighted_base=base,
        effective_base=base / 1.3,
        total_share=total,
        total_low=total - 0.02,
        total_high=total + 0.02,
        total_unweighted_base=1986,
        test=TableTest(4.21, 13.2, 1912.4, 0.00002, 0.083),
        contrasts=(Contrast(columns[6], rows[0], rows[2], -0.17, 0.05, -0.27, -0.07, 0.001),),
        flags=("ok", "ok", "ok", "caution"),
        total_effective_base=1528.0,
    )


def wide_crossing(rows: int, columns: int) -> Crossing:
    """A crossing with more rows and answers than a page holds."""
    answers = [Answer(str(n), both(f"Answer {n}")) for n in range(columns)]
    regions = [Answer(str(n), both(f"Region {n}")) for n in range(rows)]
    share = np.full((rows, columns), 1 / columns)
    zero, base = np.zeros((rows, columns)), np.linspace(100.0, 400.0, rows)
    total = np.full(columns, 1 / columns)
    return Crossing(
        id="wide",
        title=both("Wide"),
        row_question=question("region", both("Region"), regions),
        column_question=question("party", both("Party"), answers),
        rows=tuple(Row(answer.code, answer.label) for answer in regions),
        columns=tuple(Row(answer.code, answer.label) for answer in answers),
        base_label=both("All who answered both"),
        share_of_row=share,
        standard_error=zero,
        low=share,
        high=share,
        share_of_column=share,
        count=zero,
        residual=zero,
        residual_q=zero + 1.0,
        unweighted_base=base,
        weighted_base=base,
        effective_base=base,
        total_share=total,
        total_low=total,
        total_high=total,
        total_unweighted_base=float(base.sum()),
        test=TableTest(np.nan, np.nan, np.nan, np.nan, np.nan),
    )


def demo() -> Report:
    return report(areas(), package(), *layers(), crossings=(worry_by_support(),))
