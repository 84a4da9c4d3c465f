"""A golden design as a Survey: built and weighted through the public functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import SurveyError
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, Column, Margin, Question, Survey, plain
from survey.weighting import calibrate, declare_design, poststratify, rake
from tests.golden.frames import Frame, NotCoveredError, Variable, evaluate, load, text

Spec = Mapping[str, Any]
Floats = NDArray[np.float64]

WEIGHT = "golden weight"
CATEGORY = " as category"
EQUAL = "one for everyone"
DOMAIN = "golden domain"


@dataclass(eq=False)
class Reference:
    """One golden file: its designs made into surveys as they are asked for."""

    content: Mapping[str, Any]
    folder: Path
    _frames: dict[str, Frame] = field(default_factory=dict)
    _surveys: dict[str, Survey | Exception] = field(default_factory=dict)

    def frame(self, dataset: str) -> Frame:
        """The columns of a data set."""
        if dataset not in self._frames:
            self._frames[dataset] = load(self.folder, self.content["datasets"][dataset])
        return self._frames[dataset]

    def frame_of(self, design: str) -> Frame:
        """The columns of the data set a design is of."""
        spec = self.content["designs"][design]["spec"]
        return self.frame_of(spec["of"]) if "of" in spec else self.frame(spec["dataset"])

    def survey(self, design: str) -> Survey:
        """The survey of a design; what went wrong the first time goes wrong again."""
        if design not in self._surveys:
            try:
                self._surveys[design] = self._built(self.content["designs"][design]["spec"])
            except (SurveyError, NotCoveredError) as error:
                self._surveys[design] = error
        found = self._surveys[design]
        if isinstance(found, Exception):
            raise found
        return found

    def _built(self, spec: Spec) -> Survey:
        kinds = {"taylor": self._sampled, "domain": self._restricted, "adjusted": self._adjusted}
        if spec["type"] not in kinds:
            raise NotCoveredError(f"{spec['type'].replace('_', ' ')} designs")
        return kinds[spec["type"]](spec)

    def _sampled(self, spec: Spec) -> Survey:
        if spec.get("pps"):
            raise NotCoveredError("designs with unequal probabilities without replacement")
        if len(spec["fpc"]) > 2:
            raise NotCoveredError("a finite population at the third stage")
        frame = self.frame(spec["dataset"])
        survey = with_column(survey_of(frame), WEIGHT, Variable(tuple(_weights(spec, frame).tolist())))
        stages = spec["ids"]
        return declare_design(
            survey,
            weight=WEIGHT,
            stratum=spec["strata"],
            psu=stages[0] if stages else (),
            fpc=spec["fpc"][0]["column"] if spec["fpc"] else None,
            ssu=stages[1] if len(spec["fpc"]) > 1 and len(stages) > 1 else (),
            ssu_fpc=spec["fpc"][1]["column"] if len(spec["fpc"]) > 1 else None,
        )

    def _restricted(self, spec: Spec) -> Survey:
        """A domain keeps the design: weights outside it are zero."""
        survey = self.survey(spec["of"])
        if survey.design.calibration is not None:
            raise NotCoveredError("domains of weighted designs as designs of their own")
        inside = evaluate(spec["domain"], self.frame_of(spec["of"])).values
        return without_weight_outside(survey, np.array([value == 1 for value in inside]))

    def _adjusted(self, spec: Spec) -> Survey:
        survey, frame = self.survey(spec["of"]), self.frame_of(spec["of"])
        method = spec["method"]
        if method == "trim" or survey.design.calibration is not None:
            raise NotCoveredError("trimmed weights" if method == "trim" else "weighting in several steps")
        if spec.get("aggregate_stage"):
            raise NotCoveredError("calibration of sampling units")
        for name in {name for margin in spec["margins"] for name in margin["by"]}:
            survey = with_column(survey, name + CATEGORY, frame[name].as_category)
        margins = [_margin(margin) for margin in spec["margins"]]
        if method == "calibrate":
            totals = {each["column"]: float(each["total"]) for each in spec["continuous"]}
            bounds = tuple(spec["bounds"]) if spec["bounds"] else None
            return calibrate(
                survey,
                margins,
                totals=totals,
                distance=spec["calfun"],
                bounds=bounds,
                population=float(spec["population_size"]),
            )[0]
        population = float(sum(row["total"] for row in spec["margins"][0]["rows"]))
        if method == "poststratify":
            return poststratify(survey, margins[0], population=population)[0]
        if method == "rake":
            return _as_r_rakes(rake(survey, margins, population=population)[0])
        raise NotCoveredError(f"weighting by {method!r}")


def survey_of(frame: Frame) -> Survey:
    """A survey of the columns: numbers as they are, categories as single-response questions."""
    columns = {name: encode(variable.values) for name, variable in frame.items()}
    questions = tuple(_question(name, variable) for name, variable in frame.items())
    return Survey(MemoryResponses(columns), Codebook(questions))


def with_column(survey: Survey, name: str, variable: Variable) -> Survey:
    """The survey with one more question."""
    responses = survey.responses.assign({name: encode(variable.values)})
    questions = (question for question in survey.codebook if question.name != name)
    return replace(survey, responses=responses, codebook=Codebook((*questions, _question(name, variable))))


def weights_of(survey: Survey) -> Floats:
    """The final weights, (rows,)."""
    column: Column = survey.responses.column(str(survey.design.weight))
    return np.array(column.levels, dtype=float)[column.codes]


def without_weight_outside(survey: Survey, inside: NDArray[np.bool_]) -> Survey:
    """The survey with a weight of zero for whoever is outside."""
    return with_column(survey, WEIGHT, Variable(tuple(np.where(inside, weights_of(survey), 0.0).tolist())))


def _question(name: str, variable: Variable) -> Question:
    if variable.levels is None:
        return Question(name, plain(name), "numeric")
    answers = tuple(Answer(level, plain(level)) for level in variable.levels)
    return Question(name, plain(name), "single", answers=answers)


def _margin(spec: Spec) -> Margin:
    totals = {tuple(text(_level(row[name])) for name in spec["by"]): row["total"] for row in spec["rows"]}
    whole = sum(totals.values())
    return Margin(
        tuple(name + CATEGORY for name in spec["by"]), {cell: total / whole for cell, total in totals.items()}
    )


def _level(level: object) -> object:
    return float(level) if isinstance(level, int) else level


def _as_r_rakes(survey: Survey) -> Survey:
    """R's rake() takes out plain, not design-weighted, cell means; its calibrate() does as we do."""
    calibration = survey.design.calibration
    if calibration is None:
        return survey
    survey = with_column(survey, EQUAL, Variable((1.0,) * len(survey.responses)))
    calibration = replace(calibration, entering=EQUAL)
    return replace(survey, design=replace(survey.design, calibration=calibration))


def _weights(spec: Spec, frame: Frame) -> Floats:
    rule = spec["weights"]
    if "column" in rule:
        return frame[rule["column"]].numbers
    if "inverse_of" in rule:
        return np.asarray(1 / frame[rule["inverse_of"]].numbers)
    if "constant" in rule:
        return np.full(len(next(iter(frame.values())).values), float(rule["constant"]))
    if rule.get("rule") == "population_over_sample":
        return _population_over_sample(spec, frame)
    raise NotCoveredError(f"weights by {sorted(rule)}")


def _population_over_sample(spec: Spec, frame: Frame) -> Floats:
    """Product over the stages of population over sample inside the parent unit, (rows,)."""
    rows = range(len(next(iter(frame.values())).values))
    weights = np.ones(len(rows))
    parents: list[tuple[object, ...]] = [
        tuple(frame[name].values[row] for name in spec["strata"]) for row in rows
    ]
    for stage, fpc in enumerate(spec["fpc"]):
        names = spec["ids"][stage] if stage < len(spec["ids"]) else []
        units = [
            (*parent, *(frame[name].values[row] for name in names), *([] if names else [row]))
            for row, parent in zip(rows, parents, strict=True)
        ]
        numbers = frame[fpc["column"]].numbers
        if fpc["meaning"] == "inclusion_probability":
            weights = weights / numbers
        else:
            drawn: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
            for parent, unit in zip(parents, units, strict=True):
                drawn.setdefault(parent, set()).add(unit)
            weights = weights * numbers / np.array([len(drawn[parent]) for parent in parents])
        parents = units
    return weights
