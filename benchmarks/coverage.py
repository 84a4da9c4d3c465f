"""How often 95% intervals hold the truth and 5% tests reject a true null, by simulation.

.venv/bin/python benchmarks/coverage.py [REPETITIONS] [SEED]

A population is a law that respondents are drawn from, so every true share is
known exactly: each question is a normal variable cut at its quantiles. What
was found is kept in docs/numbers/coverage.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtri

from survey.errors import DataError
from survey.responses import MemoryResponses, encode
from survey.tabulation.axes import answer_axis, everyone
from survey.tabulation.estimates import interval, shares, table_test
from survey.vocabulary import Codebook, Column, Margin, Survey
from survey.weighting import declare_design, rake, replicate

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SIZES = (50, 200, 500, 2000)
POINTS = {50: 8, 200: 20, 500: 32, 2000: 120}
"""Sampling points by respondents: about 6, 10, 16 and 17 respondents to a point."""
WITHIN = 0.08
"""Correlation within a sampling point; of a yes or no that half say, 0.05."""

ANSWERS = {
    "opinion": (0.5, 0.3, 0.15, 0.04, 0.01),
    "group": (0.4, 0.35, 0.25),
    "town": (0.4, 0.35, 0.25),
    "age": (1 / 3, 1 / 3, 1 / 3),
    "school": (1 / 3, 1 / 3, 1 / 3),
    "home": (0.5, 0.5),
    "household": (1 / 3, 1 / 3, 1 / 3),
}
"""Share of each answer in the population."""
LOADINGS = {"opinion": {"age": 0.4, "school": 0.3, "household": 0.2}, "group": {"home": 0.4}}
"""How answers hang on the margins, as correlations; opinion, group and town are independent."""
RESPONSE = {"age": (0.35, 0.6, 1.0), "school": (0.6, 0.8, 1.0), "home": (1.0, 0.7)}
"""Who responds, by each margin, where weights are raked to mend it."""
CHOSEN = (1.0, 1 / 2, 1 / 3)
"""Chance to be the one asked in a household of one, two or three adults."""
MARGINS = [
    Margin((name,), {(str(answer),): share for answer, share in enumerate(ANSWERS[name])})
    for name in RESPONSE
]

TRUE = (0.01, 0.05, 0.2, 0.5)
NETS = [["4"], ["3", "4"], ["2", "3", "4"], ["1", "2", "3", "4"]]
"""Answers to `opinion` that are given by these true shares."""
ROWS, COLUMNS = [["0"], ["1"], ["2", "3", "4"]], [["0"], ["1"], ["2"]]
TESTED = ("group", "town")
"""The opinion's cells, crossed with those of two questions that it is independent of."""
LEAST, ALLOWED = 0.94, (0.04, 0.06)
"""The promise: how many intervals hold the truth, how many tests reject."""


@dataclass(frozen=True)
class Drawing:
    """How respondents are drawn.

    Parameters
    ----------
    halves
        Share of the population in the first half of each of two regions, whose
        four crossings are the strata, equally many respondents each; 0: one stratum.
    region
        Correlation of the opinion with the first region, of the group with the second.
    clustered
        From sampling points, which lie in one stratum each.
    unequal
        One person of each household.
    """

    name: str
    halves: float = 0.0
    region: float = 0.0
    clustered: bool = False
    unequal: bool = False

    @property
    def strata(self) -> Floats:
        """Share of the population in each stratum, (strata,)."""
        half = np.array([self.halves, 1 - self.halves])
        return np.outer(half, half).ravel() if self.halves else np.ones(1)


DRAWINGS = (
    Drawing("simple random"),
    Drawing("stratified", halves=0.5, region=0.6),
    Drawing("clustered", clustered=True),
    Drawing("clustered, stratified, unequal", halves=0.7, region=0.3, clustered=True, unequal=True),
)


@dataclass(frozen=True)
class Setting:
    """A drawing of so many respondents, and how it is analysed.

    Parameters
    ----------
    raked
        There is nonresponse, and raking mends it.
    jackknife
        Errors from leaving out each sampling unit in turn, raked anew, instead of linearised.
    """

    drawing: Drawing
    raked: bool
    size: int
    jackknife: bool = False

    @property
    def name(self) -> str:
        return self.drawing.name + (", raked" if self.raked else "")

    @property
    def chances(self) -> dict[str, tuple[float, ...]]:
        """{question: chance of each of its answers to become a respondent}."""
        chosen = {"household": CHOSEN} if self.drawing.unequal else {}
        return (RESPONSE if self.raked else {}) | chosen


@dataclass(frozen=True, eq=False)
class People:
    """Those who were approached, or those who responded.

    Parameters
    ----------
    stratum
        (people,) whole numbers from 0.
    point
        (people,) sampling point, whole numbers from 0; None: drawn one by one.
    traits
        {question: (people,) standard normal values, which are cut into answers}.
    """

    stratum: Ints
    point: Ints | None
    traits: dict[str, Floats] = field(default_factory=dict)

    def answers(self, name: str) -> Ints:
        """Position of each one's answer, (people,)."""
        return np.searchsorted(ndtri(np.cumsum(ANSWERS[name])[:-1]), self.traits[name])

    def having(self, traits: dict[str, Floats]) -> People:
        """The same people with more traits."""
        return replace(self, traits={**self.traits, **traits})

    def keep(self, rows: Ints) -> People:
        """Only these people."""
        point = None if self.point is None else self.point[rows]
        return People(self.stratum[rows], point, {name: trait[rows] for name, trait in self.traits.items()})


def neighbourly(people: People, rng: np.random.Generator, within: float = WITHIN) -> Floats:
    """Standard normal values, (people,), so correlated within sampling points."""
    own = rng.standard_normal(len(people.stratum))
    if people.point is None:
        return own
    common = rng.standard_normal(people.point.max() + 1)[people.point]
    return np.sqrt(within) * common + np.sqrt(1 - within) * own


def regional(people: People, half: Ints, first: float, rng: np.random.Generator) -> Floats:
    """Standard normal values, (people,), below the quantile of `first` in half 0; one to a point."""
    place = rng.random(len(people.stratum))
    if people.point is not None:
        place = place[people.point]
    return ndtri(np.where(half, first + place * (1 - first), place * first))


def respondents(setting: Setting, rng: np.random.Generator) -> People:
    """A sample with its margins: in each stratum, the first who respond."""
    drawing, chances = setting.drawing, setting.chances
    strata = len(drawing.strata)
    wanted = [len(part) for part in np.array_split(np.arange(setting.size), strata)]
    likely = np.prod([np.dot(ANSWERS[name], chance) for name, chance in chances.items()])
    approached = int(1.5 * wanted[0] / likely) + 60 if chances else wanted[0]

    stratum = np.repeat(np.arange(strata), approached)
    points = POINTS[setting.size] // strata
    point = stratum * points + rng.integers(0, points, len(stratum)) if drawing.clustered else None
    people = People(stratum, point)
    people = people.having({name: neighbourly(people, rng) for name in (*RESPONSE, "household")})
    chance = np.ones(len(stratum))
    for name, by_answer in chances.items():
        chance *= np.asarray(by_answer)[people.answers(name)]
    responding = rng.random(len(stratum)) < chance
    return people.keep(
        np.concatenate([np.flatnonzero(responding & (stratum == h))[:n] for h, n in enumerate(wanted)])
    )


def questioned(people: People, drawing: Drawing, rng: np.random.Generator) -> People:
    """The same people with their opinion, their group, and the kind of town their sampling point is."""
    found = {"town": neighbourly(people, rng, within=1.0)}
    halves = {"opinion": people.stratum // 2, "group": people.stratum % 2}
    for name, loadings in LOADINGS.items():
        trait = sum(loading * people.traits[margin] for margin, loading in loadings.items())
        if drawing.halves:
            trait = trait + drawing.region * regional(people, halves[name], drawing.halves, rng)
        rest = 1 - sum(loading**2 for loading in loadings.values()) - drawing.region**2
        found[name] = trait + np.sqrt(rest) * neighbourly(people, rng)
    return people.having(found)


def sample(setting: Setting, rng: np.random.Generator) -> Survey:
    """A survey as it would be analysed: its design declared, weights of mean one, raked if so set."""
    drawing = setting.drawing
    people = questioned(respondents(setting, rng), drawing, rng)
    weight = (drawing.strata / np.bincount(people.stratum))[people.stratum]
    if drawing.unequal:
        weight = weight / np.asarray(CHOSEN)[people.answers("household")]
    columns = {name: column(people.answers(name), len(given)) for name, given in ANSWERS.items()}
    columns["weight"] = encode(weight / weight.mean())
    columns["stratum"] = column(people.stratum, len(drawing.strata))
    if people.point is not None:
        columns["point"] = column(people.point, POINTS[setting.size])
    survey = declare_design(
        Survey(MemoryResponses(columns), Codebook()),
        weight="weight",
        stratum="stratum" if drawing.halves else (),
        psu="point" if drawing.clustered else (),
    )
    if setting.jackknife:
        survey = replicate(survey, "JKn")
    return rake(survey, MARGINS)[0] if setting.raked else survey


def column(codes: Ints, levels: int) -> Column:
    """A column whose levels are called by their positions."""
    return Column(codes.astype(np.int32), tuple(map(str, range(levels))))


def limits(survey: Survey) -> tuple[Floats, Floats, float]:
    """Lower and upper limits, (methods, true shares) each, and Kish's effective respondents.

    Both naive methods are Clopper and Pearson's, so that only their bases differ from ours.
    """
    found = shares(survey, answer_axis(survey, "opinion", NETS), everyone(), everyone())
    effective = float(found.effective_base[0])
    base = np.array([[found.weighted_base[0]], [effective]])
    ticked = np.clip(found.estimate[:, 0], 0, 1) * base
    low = stats.beta.ppf(0.025, ticked, base - ticked + 1)
    high = stats.beta.isf(0.025, ticked + 1, base - ticked)
    lower, upper = interval(found, method="korn_graubard", level=0.95)
    return (
        np.vstack([lower.T, np.where(ticked > 0, low, 0.0)]),
        np.vstack([upper.T, np.where(ticked < base, high, 1.0)]),
        effective,
    )


def independence(survey: Survey, question: str, effective: float) -> Floats:
    """p of each method's test that the opinion and this question are independent, (methods,)."""
    rows, columns = answer_axis(survey, "opinion", ROWS), answer_axis(survey, question, COLUMNS)
    [table] = survey.responses.count([(rows, columns)], weight=survey.design.weight)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    share = table / table.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    distance = ((share - expected) ** 2 / expected).sum()
    degrees = (len(table) - 1) * (len(table.T) - 1)
    naive = stats.chi2.sf(distance * np.array([table.sum(), effective]), degrees)
    return np.array([table_test(survey, rows, columns).p, *naive])


@dataclass(frozen=True, eq=False)
class Judged:
    """What the methods found in the repetitions of a setting: ours, counts, Kish.

    Parameters
    ----------
    lower, upper
        (repetitions, methods, true shares) confidence limits.
    p
        (repetitions, methods, tested questions).
    refused
        Further repetitions, in which raking or the design was refused.
    """

    setting: Setting
    lower: Floats
    upper: Floats
    p: Floats
    refused: int

    @property
    def coverage(self) -> Floats:
        """Share of the intervals that hold the truth, (methods, true shares)."""
        return ((self.lower <= TRUE) & (self.upper >= TRUE)).mean(axis=0)

    @property
    def width(self) -> Floats:
        """Mean width of the intervals, (methods, true shares)."""
        return (self.upper - self.lower).mean(axis=0)

    @property
    def rejected(self) -> Floats:
        """Share of the tests that reject at 5%, (methods, tested questions); one without p does not."""
        return (self.p < 0.05).mean(axis=0)


def judged(setting: Setting, repetitions: int, rng: np.random.Generator) -> Judged:
    """All methods on so many samples."""
    found = []
    for _ in range(repetitions):
        try:
            survey = sample(setting, rng)
            lower, upper, effective = limits(survey)
        except DataError:
            continue
        tests = [independence(survey, question, effective) for question in TESTED]
        found.append((lower, upper, np.column_stack(tests)))
    return Judged(setting, *map(np.array, zip(*found, strict=True)), refused=repetitions - len(found))


def cell(values: Floats, least: float = 0.0, most: float = 1.0) -> str:
    """All methods' values in per cent, ours in bold outside what was promised."""
    ours, *others = (f"{100 * value:.1f}" for value in values)
    return " / ".join([ours if least <= values[0] <= most else f"**{ours}**", *others])


def print_table(
    title: str, columns: Sequence[str], found: Sequence[Judged], cells: Callable[[Judged], list[str]]
) -> None:
    """A Markdown table below its title, a line for each setting."""
    head = ["sample", "n", *columns]
    lines = [[each.setting.name, str(each.setting.size), *cells(each)] for each in found]
    print(f"\n## {title}\n")
    for line in (head, ["---"] * len(head), *lines):
        print("|", " | ".join(line), "|")


def promises(found: Judged) -> list[str]:
    """How often intervals hold each true share and tests reject, in per cent, and samples refused."""
    held = [cell(methods, least=LEAST) for methods in found.coverage.T]
    return [*held, *(cell(methods, *ALLOWED) for methods in found.rejected.T), str(found.refused)]


def widths(found: Judged) -> list[str]:
    """Mean width of the intervals for each true share, in points."""
    return [cell(methods) for methods in found.width.T]


def main() -> None:
    given = [int(word) for word in sys.argv[1:]]
    repetitions, seed = (*given, *(2500, 1)[len(given) :])
    analyses = [(False, False, SIZES), (True, False, SIZES), (True, True, SIZES[:2])]
    settings = [
        Setting(drawing, raked, size, jackknife)
        for raked, jackknife, sizes in analyses
        for drawing in DRAWINGS
        for size in sizes
    ]
    streams = np.random.default_rng(seed).spawn(len(settings))
    found = [judged(setting, repetitions, stream) for setting, stream in zip(settings, streams, strict=True)]
    linearised = [each for each in found if not each.setting.jackknife]
    jackknifed = [each for each in found if each.setting.jackknife]

    error = 100 * np.sqrt(0.05 * 0.95 / repetitions)
    print(f"{repetitions} repetitions, seed {seed}: Monte Carlo error {error:.2f} points at 95% and at 5%.")
    columns = [f"{100 * share:.0f}%" for share in TRUE]
    kept = [*columns, *(f"by {question}" for question in TESTED), "refused"]
    print_table("Intervals that hold the truth, tests that reject, per cent", kept, linearised, promises)
    print_table("Mean width of the intervals, points", columns, linearised, widths)
    print_table("With a jackknife that rakes every replicate anew", kept, jackknifed, promises)


if __name__ == "__main__":
    main()
