"""Columns that platforms of many countries add, ids that are no numbers, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.reading.test_columns_of_platforms import N, role


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("来自IP", [f"10.0.{n}.7(北京-北京)" for n in range(N)], "pii"),
        ("origin", [f"10.0.{n}.7 (Lima)" for n in range(N)], "pii"),
        ("이메일 주소", ["a", "b"], "pii"),
        ("Vorname", ["A", "B"], "pii"),
        ("所用时间", [f"{40 + n}秒" for n in range(N)], "quality"),
        ("Timestamp (mm/dd/yyyy)", [f"{1 + n % 28} Mar, 2025 09:00:00 AM" for n in range(N)], "quality"),
        ("Started", [f"{1 + n % 28:02}/03/2025 09:{n:02}:00" for n in range(N)], "quality"),
        ("Datum", [f"{1 + n % 28:02}.03.2025 09:{n:02}" for n in range(N)], "quality"),
        ("DATEINTR", [f"{1 + n % 28:02}-Mar-25" for n in range(N)], "quality"),
        ("Dauer", [f"00:0{n % 10}:{n:02}" for n in range(N)], "quality"),
        ("回収日", [f"3/{1 + n % 28}" for n in range(N)], "quality"),
        ("SAMPLEID", [f"{n:06}" for n in range(N)], "id"),
        ("Unique ID", [f"a{n:09x}" for n in range(N)], "id"),
        ("Combinwt_new", [0.5 + n / N for n in range(N)], "weight"),
        ("WB", [0.5 + n / N for n in range(N)], "weight"),
        ("When do you get up?", [f"0{n % 10}:{n:02}" for n in range(N)], "question"),
        ("Fact sheet", [f"v{n % 7}" for n in range(N)], "question"),
        ("Which route?", [f"Route {n}" for n in range(N)], "question"),
        ("Completed schooling", ["Primary", "Secondary"], "question"),
    ],
)
def test_the_part_of_a_column(header, values, expected):
    assert role(header, values) == expected
