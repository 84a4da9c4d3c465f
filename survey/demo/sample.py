"""Who was drawn and who answered: points, strata, design weights, attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from survey.demo.calibrate import cut
from survey.demo.draws import Draws
from survey.demo.ledger import PER_POINT, Wave
from survey.demo.population import (
    AGE_BANDS,
    CITY_SIZE,
    LONELY,
    POINTS,
    PREFECTURES,
    REGIONS,
    RESPONDENT_AGE,
    RESPONDENT_SEX,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_BAND_LIMITS = ((18, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 79), (80, 97))
_WOMEN_AMONG_OLDEST = 0.60
_OTHER_SEX = 12

_EDUCATION = (
    (0.03, 0.37, 0.20, 0.40),
    (0.03, 0.33, 0.24, 0.40),
    (0.04, 0.38, 0.24, 0.34),
    (0.04, 0.43, 0.23, 0.30),
    (0.08, 0.50, 0.16, 0.26),
    (0.20, 0.52, 0.11, 0.17),
    (0.36, 0.46, 0.08, 0.10),
)
_WORK_MEN = (
    (0.55, 0.15, 0.04, 0.04, 0.20, 0.02),
    (0.78, 0.08, 0.08, 0.03, 0.02, 0.01),
    (0.77, 0.07, 0.11, 0.02, 0.01, 0.02),
    (0.72, 0.08, 0.14, 0.02, 0.01, 0.03),
    (0.32, 0.26, 0.18, 0.02, 0.02, 0.20),
    (0.04, 0.16, 0.14, 0.01, 0.03, 0.62),
    (0.01, 0.03, 0.06, 0.00, 0.03, 0.87),
)
_WORK_WOMEN = (
    (0.45, 0.25, 0.02, 0.03, 0.23, 0.02),
    (0.42, 0.30, 0.05, 0.02, 0.20, 0.01),
    (0.36, 0.38, 0.07, 0.02, 0.16, 0.01),
    (0.32, 0.38, 0.08, 0.02, 0.18, 0.02),
    (0.12, 0.34, 0.10, 0.01, 0.30, 0.13),
    (0.01, 0.12, 0.07, 0.00, 0.33, 0.47),
    (0.00, 0.02, 0.03, 0.00, 0.30, 0.65),
)
_INCOME = (0.14, 0.24, 0.21, 0.15, 0.10, 0.06, 0.05, 0.05)


@dataclass(frozen=True)
class Point:
    """A sampling point: where it lies and what one of its respondents stands for."""

    number: int
    region: str
    city_size: str
    prefecture: str
    stratum: str
    weight: float


@dataclass(frozen=True, eq=False)
class Sample:
    """The respondents before anybody garbled anything; every field (respondents,).

    Parameters
    ----------
    point
        Position of the respondent's sampling point in `points`.
    serial
        Number of the respondent within the point's gross sample, from 1.
    """

    points: tuple[Point, ...]
    point: Ints
    serial: Ints
    sex: NDArray[np.str_]
    age: Ints
    education: NDArray[np.str_]
    employment: NDArray[np.str_]
    income: NDArray[np.str_]
    mode: NDArray[np.str_]
    form: NDArray[np.str_]
    day: tuple[date, ...]

    def __len__(self) -> int:
        return len(self.point)

    @property
    def woman(self) -> Floats:
        """1.0 for women, else 0.0."""
        return np.asarray(self.sex == "2", dtype=np.float64)

    @property
    def decades(self) -> Floats:
        """Age in decades from fifty."""
        return np.asarray((self.age - 50) / 10.0)


def draw_sample(wave: Wave, draws: Draws) -> Sample:
    """The wave's valid respondents with the attributes they really have."""
    points = draw_points(draws)
    point, serial = _respond(len(points), wave.valid, draws)
    sex, band = _sex_and_band(wave.valid, draws)
    age = _age(band, draws)
    employment = _by_table(np.where(sex == "2", 1, 0), band, (_WORK_MEN, _WORK_WOMEN), "employment", draws)
    mode_scale = draws.logistic("mode", wave.valid) - 0.35 * (age - 50) / 10
    mode = np.where(mode_scale > 0.85, "2", "1")
    return Sample(
        points=points,
        point=point,
        serial=serial,
        sex=sex,
        age=age,
        education=_by_table(np.zeros(wave.valid, dtype=int), band, (_EDUCATION,), "education", draws),
        employment=employment,
        income=_income(employment, band, draws),
        mode=mode,
        form=_forms(point, draws),
        day=_days(wave, mode, draws),
    )


def draw_points(draws: Draws) -> tuple[Point, ...]:
    """All sampling points in order of region and city size."""
    uneven = draws.uniform("size measure", sum(map(sum, POINTS.values())))
    points: list[Point] = []
    for region in REGIONS:
        strata = strata_of(region.code)
        for size, count in zip(CITY_SIZE, POINTS[region.code], strict=True):
            places = _prefectures_for(region.prefectures, size, count, draws)
            for place in places:
                weight = _cell_weight(region.code, size) * (0.5 + uneven[len(points)])
                points.append(
                    Point(len(points) + 1, region.code, size, place, strata[size], round(weight, 4))
                )
    return tuple(points)


def strata_of(region: str) -> dict[str, str]:
    """Stratum of each city size in a region.

    A cell that would hold fewer than two points joins the next city size, or
    the one before when it is the last; one stratum is left alone on purpose.
    """
    counts = dict(zip(CITY_SIZE, POINTS[region], strict=True))
    groups: list[list[str]] = []
    waiting: list[str] = []
    for size in CITY_SIZE:
        if (region, size) == LONELY:
            groups.append([size])
            continue
        if counts[size]:
            waiting.append(size)
        if sum(counts[one] for one in waiting) >= 2:
            groups.append(waiting)
            waiting = []
    if waiting:
        groups[-1].extend(waiting)
    return {size: f"{int(region):02d}-{''.join(group)}" for group in groups for size in group}


def _cell_weight(region: str, size: str) -> float:
    """Population over sample in a cell, from the shares of its region and its city size."""
    region_share = next(block.share for block in REGIONS if block.code == region)
    total = sum(map(sum, POINTS.values()))
    of_size = sum(row[int(size) - 1] for row in POINTS.values())
    return region_share * total / sum(POINTS[region]) * CITY_SIZE[size] * total / of_size


def _prefectures_for(codes: Sequence[str], size: str, count: int, draws: Draws) -> list[str]:
    """Prefectures of a cell's points, drawn systematically with chances by population."""
    places = [p for p in PREFECTURES if p.code in codes and (size != "1" or p.large_city)]
    if not places or not count:
        return []
    edges = np.cumsum([place.population for place in places])
    start = draws.uniform(f"prefecture {codes[0]} {size}", 1)[0]
    hits = (np.arange(count) + start) * edges[-1] / count
    return [places[int(position)].code for position in np.searchsorted(edges, hits)]


def _respond(points: int, wanted: int, draws: Draws) -> tuple[Ints, Ints]:
    """Who of each point's gross sample answers, as (point, serial)."""
    point = np.repeat(np.arange(points), PER_POINT)
    serial = np.tile(np.arange(1, PER_POINT + 1), points)
    reluctance = (
        draws.logistic("response", len(point)) + 0.3 * draws.logistic("response of points", points)[point]
    )
    answers = np.sort(np.argsort(reluctance, kind="stable")[:wanted])
    return point[answers], serial[answers]


def _sex_and_band(size: int, draws: Draws) -> tuple[NDArray[np.str_], Ints]:
    """Sex and age band with the mix of a real poll's respondents."""
    oldest = RESPONDENT_AGE[AGE_BANDS[-1]] / 100
    others = (RESPONDENT_SEX["2"] / 100 - oldest * _WOMEN_AMONG_OLDEST) / (1 - oldest)
    edges = np.round(np.cumsum(list(RESPONDENT_AGE.values())) / sum(RESPONDENT_AGE.values()) * size)
    band = np.searchsorted(edges, np.arange(size), side="right")
    sex = np.full(size, "1")
    for position in range(len(AGE_BANDS)):
        members = np.flatnonzero(band == position)
        share = _WOMEN_AMONG_OLDEST if position == len(AGE_BANDS) - 1 else others
        sex[members[: round(share * len(members))]] = "2"
    order = draws.order("who is who", size)
    sex, band = sex[order], band[order]
    sex[draws.order("other sex", size)[:_OTHER_SEX]] = "3"
    return sex, band


def _age(band: Ints, draws: Draws) -> Ints:
    """Age in years, thinning out above eighty."""
    low = np.array([limits[0] for limits in _BAND_LIMITS])[band]
    high = np.array([limits[1] for limits in _BAND_LIMITS])[band]
    uniform = draws.uniform("age", len(band))
    uniform = np.where(band == len(_BAND_LIMITS) - 1, uniform**1.8, uniform)
    return np.asarray(low + np.floor(uniform * (high - low + 1)), dtype=np.int64)


def _by_table(
    which: Ints,
    band: Ints,
    tables: Sequence[Sequence[Sequence[float]]],
    purpose: str,
    draws: Draws,
) -> NDArray[np.str_]:
    """An answer code per respondent, drawn with the chances of the respondent's table and age band."""
    chances = np.cumsum(np.asarray(tables), axis=2)[which, band]
    uniform = draws.uniform(purpose, len(band)) * chances[:, -1]
    position = (uniform[:, None] > chances).sum(axis=1)
    return np.array([str(place + 1) for place in position])


def _income(employment: NDArray[np.str_], band: Ints, draws: Draws) -> NDArray[np.str_]:
    """Household income: higher with regular work and in middle age."""
    lift = {"1": 1.4, "2": 0.2, "3": 0.7, "4": -1.2, "5": 0.3, "6": -1.0}
    scale = np.array([lift[code] for code in employment]) - 0.15 * np.abs(band - 3)
    scale = scale + draws.logistic("income", len(band))
    codes = np.array([str(code) for code in range(1, 9)])[cut(scale, np.ones(len(band)), _INCOME)]
    silent = draws.uniform("income not told", len(band))
    return np.where(silent < 0.06, "98", np.where(silent < 0.085, "99", codes))


def _forms(point: Ints, draws: Draws) -> NDArray[np.str_]:
    """Ballot form, drawn at random and as evenly as can be within each point."""
    order = draws.order("form", len(point))
    form = np.full(len(point), "A")
    for here in np.unique(point):
        members = order[point[order] == here]
        form[members[int(here) % 2 :: 2]] = "B"
    return form


def _days(wave: Wave, mode: NDArray[np.str_], draws: Draws) -> tuple[date, ...]:
    """Day of each answer; the web answers come earlier."""
    span = (wave.last_day - wave.first_day).days
    uniform = draws.uniform("day", len(mode)) ** np.where(mode == "2", 1.8, 1.3)
    return tuple(wave.first_day + timedelta(days=int(days)) for days in np.floor(uniform * (span + 1)))
