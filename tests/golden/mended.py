"""Reference numbers that are R's fault, with what R says when it is told to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mended:
    """The fields of a case that replace the reference's.

    Parameters
    ----------
    why
        What is wrong with the reference, and how the fields were made.
    page
        Where the documentation says so.
    """

    fields: Mapping[str, Any]
    why: str
    page: str


MENDED: Mapping[str, Mended] = {
    "dclus2_p.glm.logit": Mended(
        fields={
            "vcov": [
                [0.5575919042994704, 0.0011198615380522, -0.0027622980558065, -0.0121877813041556],
                [0.0011198615380522, 0.0004666413125109, -0.0003576426109136, 0.0003253776519251],
                [-0.0027622980558065, -0.0003576426109136, 0.0003138634002577, -0.0003042905598209],
                [-0.0121877813041556, 0.0003253776519251, -0.0003042905598209, 0.0008620762093037],
            ]
        },
        why="svyglm stops before the coefficients rest; the fields are R's with glm.control(epsilon = 1e-15)",
        page="docs/numbers/models.md",
    ),
}
