"""Which nets a question has: those of the plan and of the codebook, and those of a scale's ends."""

from __future__ import annotations

from survey.vocabulary.plans import Plan
from survey.vocabulary.questions import Net, Question
from survey.vocabulary.scales import ends_of

UPPER, LOWER = "top2", "bottom2"
"""Names of the nets of a scale's ends."""


def nets_of(question: Question, plan: Plan) -> tuple[Net, ...]:
    """The nets that the codebook and the plan give a question; of two of one name the plan's."""
    nets = {net.name: net for net in question.nets}
    for wanted in plan.net:
        if wanted.question == question.name:
            nets[wanted.name] = Net(wanted.name, wanted.label, wanted.answers)
    return tuple(nets.values())


def ends_added(question: Question, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Nets of a scale's ends beside those of `nets_of`, {name: answer codes}.

    Not where a net has the name or the answers already, nor where the plan wants none.
    """
    ends = ends_of(question) if plan.tables.auto_nets else None
    there = nets_of(question, plan)
    return {
        name: codes
        for name, codes in zip((UPPER, LOWER), ends or (), strict=False)
        if not any(net.name == name or set(net.answers) == set(codes) for net in there)
    }


def net_names(question: Question, plan: Plan) -> tuple[str, ...]:
    """Names of all nets that a question will have."""
    return (*(net.name for net in nets_of(question, plan)), *ends_added(question, plan))
