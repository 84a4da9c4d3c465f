"""The rules of cleaning in the order they are applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey.cleaning import (
    amounts,
    aside,
    checks,
    dates,
    declared,
    derive,
    exclusive,
    filters,
    ids,
    interviews,
    likeness,
    nets,
    numbers,
    pace,
    removal,
    reversal,
    values,
    wordings,
)
from survey.cleaning.ledger import Rule
from survey.vocabulary import Plan, Survey


@dataclass(frozen=True)
class Step:
    """A function from survey to survey, and the rules by which its notes are signed."""

    apply: Callable[[Survey, Plan], Survey]
    rules: tuple[Rule, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(aside.blank_empty_cells, (aside.EMPTY, aside.ERROR)),
    Step(ids.strip_spaces, (ids.STRIPPED,)),
    Step(ids.pad_ids, (ids.PADDED,)),
    Step(values.match_folded, (values.FOLDED,)),
    Step(wordings.decode_entities, (wordings.ENTITY,)),
    Step(wordings.settle_truths, (wordings.TRUTH, wordings.MIXED, wordings.APART)),
    Step(wordings.fold_others, (wordings.OTHER,)),
    Step(dates.read_days, (dates.READ, dates.BUDDHIST)),
    Step(dates.doubt_days, (dates.DOUBTFUL,)),
    Step(dates.doubt_writings, (dates.AMBIGUOUS, dates.IMPOSSIBLE, dates.WRITINGS)),
    Step(values.split_answers, (values.SEVERAL,)),
    Step(values.restore_turned_dates, (values.TURNED,)),
    Step(numbers.read_numbers, numbers.READ),
    Step(amounts.place_amounts, (amounts.BANDED,)),
    Step(dates.read_birth_years, (dates.BORN,)),
    Step(numbers.doubt_fractions, (numbers.FRACTION,)),
    Step(aside.set_aside, (aside.ASIDE,)),
    Step(reversal.reverse_scales, (reversal.REVERSED,)),
    Step(
        filters.apply_filters, (filters.OVERRULED, filters.NOT_ASKED, filters.LEFT_OPEN, filters.UNFILTERED)
    ),
    Step(exclusive.settle_exclusive, (exclusive.EXCLUSIVE,)),
    Step(removal.remove_respondents, (removal.REMOVED, removal.NOBODY)),
    Step(declared.leave_declared, (declared.PREVIEW, declared.UNFINISHED)),
    Step(removal.keep_most_complete, (removal.REPEATED,)),
    Step(interviews.flag_duplicates, (interviews.DUPLICATED,)),
    Step(interviews.flag_straight_lining, (interviews.STRAIGHT,)),
    Step(pace.flag_speeders, (pace.SPEEDER,)),
    Step(pace.flag_break_offs, (pace.BROKEN_OFF,)),
    Step(likeness.flag_same_answers, (likeness.SAME,)),
    Step(checks.flag_failed_checks, (checks.ATTENTION,)),
    Step(checks.flag_implausible, (checks.IMPLAUSIBLE,)),
    Step(checks.flag_tests, (checks.TEST,)),
    Step(checks.flag_singular, (checks.SINGULAR,)),
    Step(removal.drop_flagged, (removal.DROPPED,)),
    Step(removal.prove_balance, (removal.LEDGER,)),
    Step(derive.derive_questions, (derive.DERIVED, derive.UNPLACED)),
    Step(nets.add_nets),
)
"""Values first, so that filters and removals judge cleaned data; derivations last, on those who stay."""

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted((rule for step in STEPS for rule in step.rules), key=lambda rule: rule.code)
}
"""{code: rule} by code, for `survey explain rule C101`."""
