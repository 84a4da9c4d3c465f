"""The final weights that cleaning and weighting will give these respondents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from survey.demo.population import (
    AGE_BANDS,
    CITY_SIZE,
    REGION_OF,
    REGIONS,
    SEX_AGE,
    SOURCES,
    TARGET_DATE,
)
from survey.demo.questionnaire import codebook
from survey.demo.records import Records
from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import (
    WEIGHT_COLUMN,
    Column,
    DesignPlan,
    Margin,
    Plan,
    Survey,
    Targets,
    Weighting,
)
from survey.weighting import weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DECIMALS = 9
"""Places kept, so that the last bits of another machine's sums choose no other respondent."""

MARGINS = (
    Margin(
        ("sex", "age_band"),
        {(sex, band): share for (sex, band), share in SEX_AGE.items()},
        SOURCES["sex × age_band"][0],
        TARGET_DATE,
    ),
    Margin(
        ("region",),
        {(region.code,): region.share for region in REGIONS},
        SOURCES["region"][0],
        TARGET_DATE,
    ),
    Margin(
        ("city_size",),
        {(size,): share for size, share in CITY_SIZE.items()},
        SOURCES["city_size"][0],
        TARGET_DATE,
    ),
)
_PLAN = Plan(
    design=DesignPlan(weight="base_w", stratum="stratum", psu="psu", lonely="adjust"),
    weighting=Weighting(margins=tuple(margin.name for margin in MARGINS)),
)


def age_band(age: object) -> str | None:
    """The band of an age in years; None when the age is not known."""
    if not isinstance(age, float):
        return None
    return AGE_BANDS[int(np.searchsorted((30, 40, 50, 60, 70, 80), age, side="right"))]


def final_weights(records: Records) -> Floats:
    """Final weight per respondent, (respondents,); they sum to the respondents in the base."""
    truth = records.truth
    columns: Mapping[str, Column] = {
        "base_w": encode(truth["base_w"]),
        "stratum": encode(truth["stratum"]),
        "psu": encode(truth["psu"]),
        "sex": encode(truth["sex"]),
        "age_band": encode([age_band(age) for age in truth["age"]]),
        "region": encode([REGION_OF[str(code)] for code in truth["pref"]]),
        "city_size": encode(truth["city_size"]),
    }
    survey = Survey(MemoryResponses(columns), codebook(records.draws.year), targets=Targets(MARGINS))
    weighted, _ = weight(survey, _PLAN)
    final = decode(weighted.responses.column(WEIGHT_COLUMN)).astype(float)
    return np.asarray(np.round(final, _DECIMALS))
