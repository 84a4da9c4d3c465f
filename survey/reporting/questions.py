"""Labels, answers and design as the manifest keeps them: a report explains itself without the data."""

from __future__ import annotations

from collections.abc import Mapping

from survey.vocabulary import MARGIN_PREFIX, Base, Calibration, Label, Net, Question, Report, Survey
from survey.vocabulary.nets import nets_of

Plain = dict[str, object]


def questions_of(report: Report) -> Plain:
    """Every question that a table, banner, crossing or margin speaks of, {name: labels, answers and nets}."""
    codebook = report.survey.codebook
    bases = {table.id: table.base_kind for table in report.tables.values()}
    used = dict.fromkeys(
        [
            *(table.id for table in report.tables.values()),
            *(column.banner for table in report.tables.values() for column in table.columns if column.banner),
            *(side.name for each in report.crossings for side in (each.row_question, each.column_question)),
        ]
    )
    return {
        name: _question(codebook[name], bases.get(name), nets_of(codebook[name], report.plan))
        for name in used
        if name in codebook
    }


def design_of(survey: Survey) -> Plain:
    """The design as declared, and how its weights were made, the last calibration first."""
    design = survey.design
    return {
        **{
            name: getattr(design, name)
            for name in ("weight", "stratum", "psu", "fpc", "ssu", "ssu_fpc", "probability", "lonely")
        },
        "replicates": design.replication.method if design.replication else None,
        "calibration": [_calibration(step, survey) for step in design.calibration.steps]
        if design.calibration
        else [],
    }


def _calibration(step: Calibration, survey: Survey) -> Plain:
    names = survey.responses.names
    return {
        "method": step.method,
        "entering": step.entering,
        "continuous": list(step.continuous),
        "margins": [
            {
                "columns": [name.removeprefix(MARGIN_PREFIX) for name in margin],
                "categories": [
                    [str(level) for level in survey.responses.column(name).levels]
                    for name in margin
                    if name in names
                ],
            }
            for margin in step.margins
        ],
    }


def _question(question: Question, base: Base | None, nets: tuple[Net, ...]) -> Plain:
    return {
        "label": _texts(question.label),
        "kind": question.kind,
        "base": base,
        "answers": [
            {
                "code": answer.code,
                "label": _texts(answer.label),
                "role": answer.role,
                "score": answer.score,
            }
            for answer in question.answers
        ],
        "nets": [
            {"name": net.name, "label": _texts(net.label), "answers": list(net.answers)} for net in nets
        ],
    }


def _texts(label: Label) -> Mapping[str, str]:
    return dict(label.texts)
