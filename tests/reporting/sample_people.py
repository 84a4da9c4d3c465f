"""Made-up respondents of the reporting sample, and simple sums over them. SYNTHETIC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.reporting.sample_questions import AGE, AREAS, REGION

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RESPONDENTS = 1_203
SEX_AGE = {
    ("1", "18-29"): 0.072,
    ("1", "30-49"): 0.139,
    ("1", "50-69"): 0.157,
    ("1", "70+"): 0.114,
    ("2", "18-29"): 0.069,
    ("2", "30-49"): 0.134,
    ("2", "50-69"): 0.158,
    ("2", "70+"): 0.157,
}
REGION_SHARES = {"1": 0.106, "2": 0.354, "3": 0.343, "4": 0.084, "5": 0.113}


@dataclass(frozen=True, eq=False)
class People:
    """Answers as codes, (respondents,); "" is a blank. `ticks` is (respondents, areas)."""

    sex: NDArray[np.str_]
    age_band: NDArray[np.str_]
    region: NDArray[np.str_]
    ticks: Bools
    q2: NDArray[np.str_]
    q4: Floats
    layers: dict[str, NDArray[np.str_]]
    base_weight: Floats
    weight: Floats

    def codes(self, name: str) -> NDArray[np.str_]:
        if name == "prices":
            return np.where(self.ticks[:, 0], "1", "0")
        return self.layers[name] if name in self.layers else getattr(self, name)


def people() -> People:
    """The same respondents each time."""
    random = np.random.default_rng(7)
    n = RESPONDENTS
    sex = random.choice(["1", "2"], n, p=[0.46, 0.54])
    age = random.choice([a.code for a in AGE.answers], n, p=[0.08, 0.24, 0.36, 0.32])
    region = random.choice([a.code for a in REGION.answers], n, p=[0.13, 0.33, 0.40, 0.018, 0.122])
    ticks = random.random((n, len(AREAS))) < np.array([share for *_, share in AREAS])
    ticks[:, 1] ^= (age == "70+") & (random.random(n) < 0.2)
    worried = np.where(ticks[:, 0], 0.62, 0.25)
    draw = random.random(n)
    q2 = np.select(
        [draw < worried, draw < worried + 0.25, draw < 0.93, draw < 0.96, draw < 0.99],
        [*"1234", "98"],
        "99",
    )
    leaning = -0.35 * ticks[:, 0] - 0.35 * (q2 == "1") + 0.3 * (age == "18-29") + 0.15 * (sex == "1")
    base = np.round(np.exp(random.normal(0, 0.25, n)), 3)
    expected = np.round(np.exp(random.normal(2.2, 0.7, n)))
    expected[random.random(n) < 0.08] = np.nan
    return People(
        sex=sex,
        age_band=age,
        region=region,
        ticks=ticks,
        q2=q2,
        q4=expected,
        layers={
            name: _support(random, leaning + shift)
            for name, shift in (("q10", 0.1), ("q11_hw", 0.4), ("q11_infra", 0.1), ("q11_app", -0.2))
        },
        base_weight=base,
        weight=_raked(base, sex, age, region),
    )


def _support(random: np.random.Generator, leaning: Floats) -> NDArray[np.str_]:
    latent = leaning + random.normal(0, 1, len(leaning))
    codes = np.select([latent > 1.2, latent > 0.2, latent > -0.5, latent > -1.2], list("5432"), "1")
    draw = random.random(len(leaning))
    return np.where(draw < 0.12, "98", np.where(draw < 0.14, "99", codes))


def _raked(base: Floats, *answers: NDArray[np.str_]) -> Floats:
    sex, age, region = answers
    weight = base.copy()
    for _ in range(60):
        for (s, a), share in SEX_AGE.items():
            cell = (sex == s) & (age == a)
            weight[cell] *= share * len(base) / weight[cell].sum()
        for code, share in REGION_SHARES.items():
            weight[region == code] *= share * len(base) / weight[region == code].sum()
    return weight
