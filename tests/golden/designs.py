"""A golden design as a Survey: built and weighted through the public functions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from survey.errors import DesignError
from survey.vocabulary import Survey
from survey.weighting import declare_design, declare_replicates, replicate
from tests.golden.frames import Frame, NotCoveredError, Variable, columns_of, evaluate, load
from tests.golden.surveys import (
    WEIGHT,
    Bools,
    Floats,
    question,
    replicate_name,
    survey_of,
    weights_of,
    with_column,
    without_weight_outside,
)
from tests.golden.weighted import Missing, weighted

Spec = Mapping[str, Any]


@dataclass(eq=False)
class Reference:
    """One golden file: its designs made into surveys as they are asked for."""

    content: Mapping[str, Any]
    folder: Path
    _frames: dict[str, Frame] = field(default_factory=dict)
    _surveys: dict[str, Survey] = field(default_factory=dict)

    def frame(self, dataset: str) -> Frame:
        """The columns of a data set."""
        if dataset not in self._frames:
            self._frames[dataset] = load(self.folder, self.content["datasets"][dataset])
        return self._frames[dataset]

    def frame_of(self, design: str) -> Frame:
        """The columns of the data set a design is of."""
        spec = self._spec(design)
        return self.frame_of(spec["of"]) if "of" in spec else self.frame(spec["dataset"])

    def inside(self, design: str) -> Bools:
        """Which rows of the data set the design has, (rows,)."""
        spec = self._spec(design)
        if "of" not in spec:
            return np.ones(_rows(self.frame(spec["dataset"])), dtype=bool)
        inside = self.inside(spec["of"])
        if spec["type"] != "domain":
            return inside
        return inside & _holds(spec["domain"], self.frame_of(spec["of"]))

    def survey(self, design: str) -> Survey:
        """The survey of a design."""
        if design not in self._surveys:
            self._surveys[design] = self._built(self._spec(design))
        return self._surveys[design]

    def _spec(self, design: str) -> Spec:
        found: Spec = self.content["designs"][design]["spec"]
        return found

    def _built(self, spec: Spec) -> Survey:
        kinds = {
            "taylor": self._sampled,
            "domain": self._restricted,
            "adjusted": self._adjusted,
            "replicate": self._replicated,
        }
        if spec["type"] not in kinds:
            raise NotCoveredError(f"{spec['type'].replace('_', ' ')} designs")
        return kinds[spec["type"]](spec)

    def _sampled(self, spec: Spec) -> Survey:
        strata, stages, fpc = (spec.get(key) or [] for key in ("strata", "ids", "fpc"))
        if spec.get("pps"):
            raise NotCoveredError("designs with unequal probabilities without replacement")
        if len(fpc) > 2:
            raise NotCoveredError("a finite population at the third stage")
        frame = self.frame(spec["dataset"])
        if spec.get("nest") is False and strata and stages:
            _check_nested(frame, strata, stages[0])
        survey = with_column(survey_of(frame), WEIGHT, Variable(tuple(_weights(spec, frame).tolist())))
        populations = [question(each["column"]) for each in fpc]
        return declare_design(
            survey,
            weight=WEIGHT,
            stratum=[question(name) for name in strata],
            psu=[question(name) for name in stages[0]] if stages else (),
            fpc=populations[0] if populations else None,
            ssu=[question(name) for name in stages[1]] if len(fpc) > 1 and len(stages) > 1 else (),
            ssu_fpc=populations[1] if len(fpc) > 1 else None,
        )

    def _restricted(self, spec: Spec) -> Survey:
        """A domain keeps the design: weights outside it are zero."""
        survey = self.survey(spec["of"])
        if survey.design.calibration is not None:
            raise NotCoveredError("domains of weighted designs as designs of their own")
        return without_weight_outside(survey, _holds(spec["domain"], self.frame_of(spec["of"])))

    def _replicated(self, spec: Spec) -> Survey:
        """Replicate weights of the file, or of their rule; a weighting step is repeated on each of them."""
        if spec.get("steps"):
            survey = self.survey(spec["of"])
            for step in spec["steps"]:
                survey = weighted(survey, step, self.frame_of(spec["of"]), missing="error")
            return survey
        file, rule = spec["replicate_weights"], spec["replication"]
        if "file" not in file:
            return self._made(spec)
        survey = self._weighted_alike(spec)
        table = columns_of(self.folder / file["file"])
        base = file.get("base_column")
        if base:
            survey = with_column(survey, WEIGHT, Variable(tuple(table.pop(base).tolist())))
        for name, weights in table.items():
            survey = with_column(survey, replicate_name(name), Variable(tuple(weights.tolist())))
        scales = rule["rscales"]
        return declare_replicates(
            survey,
            [replicate_name(name) for name in table],
            weight=WEIGHT,
            method=rule["type"],
            scale=float(rule["scale"]),
            scales=scales if isinstance(scales, list) else [float(scales)] * len(table),
            about_estimate=bool(rule["mse"]),
        )

    def _made(self, spec: Spec) -> Survey:
        """Replicate weights made from the design that they are of."""
        survey = replicate(self.survey(spec["of"]), spec["rule"]["method"])
        made = survey.design.replication
        assert made is not None
        centred = dataclasses.replace(made, about_estimate=bool(spec["replication"]["mse"]))
        return dataclasses.replace(survey, design=dataclasses.replace(survey.design, replication=centred))

    def _weighted_alike(self, spec: Spec) -> Survey:
        """The survey that replicate weights belong to, with its weight as the column `WEIGHT`."""
        if "of" in spec:
            return with_column(
                self.survey(spec["of"]), WEIGHT, Variable(tuple(weights_of(self.survey(spec["of"])).tolist()))
            )
        frame = self.frame(spec["dataset"])
        return with_column(survey_of(frame), WEIGHT, Variable(tuple(_weights(spec, frame).tolist())))

    def _adjusted(self, spec: Spec) -> Survey:
        """Every row must be in a listed category; where a domain is weighted, not those outside it."""
        of = spec["of"]
        missing: Missing = "error" if self.inside(of).all() else "bucket"
        return weighted(self.survey(of), spec, self.frame_of(of), missing=missing)


def _rows(frame: Frame) -> int:
    return len(next(iter(frame.values())).values)


def _holds(expression: Spec, frame: Frame) -> Bools:
    """Where a domain's expression is 1, (rows,)."""
    return np.array([value == 1 for value in evaluate(expression, frame).values])


def _check_nested(frame: Frame, strata: list[str], units: list[str]) -> None:
    """R refuses unit codes that recur in other strata unless told to nest them.

    The public function always takes them for different units, so that what
    the file says of its codes is held against the data here.
    """
    rows = range(_rows(frame))
    stratum_of: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in rows:
        unit, stratum = (tuple(frame[name].values[row] for name in names) for names in (units, strata))
        if stratum_of.setdefault(unit, stratum) != stratum:
            raise DesignError(f"the sampling unit {unit} is in the strata {stratum_of[unit]} and {stratum}")


def _weights(spec: Spec, frame: Frame) -> Floats:
    rule = spec.get("weights") or {}
    if "column" in rule:
        return frame[rule["column"]].numbers
    if "inverse_of" in rule:
        return np.asarray(1 / frame[rule["inverse_of"]].numbers)
    if "constant" in rule:
        return np.full(_rows(frame), float(rule["constant"]))
    if rule.get("rule") == "population_over_sample":
        return _population_over_sample(spec, frame)
    raise NotCoveredError(f"weights by {sorted(rule)}")


def _population_over_sample(spec: Spec, frame: Frame) -> Floats:
    """Product over the stages of population over sample inside the parent unit, (rows,)."""
    rows, stages = range(_rows(frame)), spec.get("ids") or ()
    weights = np.ones(len(rows))
    parents: list[tuple[object, ...]] = [
        tuple(frame[name].values[row] for name in spec.get("strata") or ()) for row in rows
    ]
    for stage, fpc in enumerate(spec.get("fpc") or ()):
        names = stages[stage] if stage < len(stages) else []
        units = [
            (*parent, *(frame[name].values[row] for name in names), *([] if names else [row]))
            for row, parent in zip(rows, parents, strict=True)
        ]
        numbers = frame[fpc["column"]].numbers
        if fpc.get("meaning") == "inclusion_probability":
            weights = weights / numbers
        else:
            drawn: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
            for parent, unit in zip(parents, units, strict=True):
                drawn.setdefault(parent, set()).add(unit)
            weights = weights * numbers / np.array([len(drawn[parent]) for parent in parents])
        parents = units
    return weights
