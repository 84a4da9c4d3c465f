"""What the pollster wants: `survey.toml` as records. Each class is a table of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from survey.vocabulary.drivers import DriversPlan
from survey.vocabulary.odds import OddsPlan
from survey.vocabulary.questions import AnswerRole, Kind, Label, Net, QuestionRole, Scale
from survey.vocabulary.table_plans import AddedTable, ReportPlan
from survey.vocabulary.trend_plans import TrendPlan
from survey.vocabulary.weight_plans import DesignPlan, TargetPlan, Weighting

Base = Literal["asked", "answered", "substantive"]


@dataclass(frozen=True)
class Study:
    """`[study]`: what the methodology page must disclose. Empty means NOT STATED.

    Parameters
    ----------
    headline
        The question or added table that the cover leads with, or an answer or net of it (`q10_2:support`).
    synthetic
        True marks every sheet and figure SYNTHETIC.
    mode
        How answers were collected, e.g. "Mail, with a web option".
    probability
        None: nobody said, and no margin of error is printed.
    """

    title: Label = field(default_factory=lambda: Label({}))
    sponsor: Label = field(default_factory=lambda: Label({}))
    conductor: Label = field(default_factory=lambda: Label({}))
    population: Label = field(default_factory=lambda: Label({}))
    mode: Label = field(default_factory=lambda: Label({}))
    fieldwork: Label = field(default_factory=lambda: Label({}))
    frame: Label = field(default_factory=lambda: Label({}))
    selection: Label = field(default_factory=lambda: Label({}))
    source: Label = field(default_factory=lambda: Label({}))
    limitations: Label = field(default_factory=lambda: Label({}))
    contact: Label = field(default_factory=lambda: Label({}))
    language: Literal["en", "ja"] | None = None
    probability: bool | None = None
    synthetic: bool = False
    headline: str = ""


@dataclass(frozen=True)
class QuestionLine:
    """A line of `[data.questions]`: what a question is, whatever the file or a guess says; None is unsaid.

    Parameters
    ----------
    missing
        {answer code: the reason for giving no answer that it is}; `substantive` makes it an answer.
    order
        Codes of answers in the order wanted; those not named follow.
    """

    kind: Kind | None = None
    role: QuestionRole | None = None
    label: Label = field(default_factory=lambda: Label({}))
    scale: Scale | None = None
    unit: str | None = None
    missing: Mapping[str, AnswerRole] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataFiles:
    """`[data]`: the files this plan is for, where in them the respondents stand, and how text is written.

    Parameters
    ----------
    encoding, delimiter
        Of a text file, where they are told wrong: "cp932", ";".
    questions
        {name of a question: what is said of it}.
    """

    files: tuple[str, ...] = ()
    sheet: str = ""
    header_rows: tuple[int, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    questions: Mapping[str, QuestionLine] = field(default_factory=dict)


@dataclass(frozen=True)
class Removal:
    """`[[clean.remove]]`: respondents who leave, by an expression, with the reason printed."""

    where: str
    reason: Label


@dataclass(frozen=True)
class Reversal:
    """`[[clean.reverse]]`: a scale whose codes run backwards for some respondents."""

    question: str
    where: str
    reason: Label = field(default_factory=lambda: Label({}))


@dataclass(frozen=True)
class Derivation:
    """`[[derive]]`: a question made from others. Exactly one of bands, map, ticked, where.

    Parameters
    ----------
    bands
        Closed numeric bands, "18-29" or "80+"; the band is the answer's code.
    map
        {new answer code: old answer codes}.
    ticked
        One answer of a multiple-response question: code "1" ticked, "0" not.
    where
        {new answer code: expression}; the first that surely holds decides, and
        no `from` is needed.
    otherwise
        The new answer code of those for whom no expression holds; empty: blank.
    labels
        {new answer code: label}; default the code.
    """

    name: str
    source: str = ""
    label: Label = field(default_factory=lambda: Label({}))
    bands: tuple[str, ...] = ()
    map: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ticked: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    labels: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True)
class Flag:
    """`[[clean.flag]]`: respondents whose answers do not go together, by an expression, with the reason."""

    where: str
    reason: Label


@dataclass(frozen=True)
class AttentionCheck:
    """`[[clean.attention]]`: a question that only checks whether it was read, and its right answers."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Quality:
    """`[clean.quality]`: what makes an interview too fast or broken off.

    Parameters
    ----------
    duration
        Numeric question that holds how long an interview took; empty: the
        column that survey platforms add, where there is one.
    mode
        Question within whose answers durations are compared.
    speeder
        Share of the median duration under which an interview is flagged.
    break_off
        Share of the questions, left open at the end, that makes a break-off.
    """

    duration: str = ""
    mode: str = ""
    speeder: float = 0.25
    break_off: float = 0.25


@dataclass(frozen=True)
class Cleaning:
    """`[clean]`: rules that change or remove.

    Nobody is removed without a line here, but for rows that Qualtrics recorded
    as previews, tests or unfinished, which stay only by a line.

    Parameters
    ----------
    duplicates
        "flag", or "keep_most_complete": of the rows that share an id keep the
        one with the most answers, then the earliest.
    previews, unfinished
        "drop" or "keep" the rows that Qualtrics recorded as a preview or test,
        or as not finished.
    exclusive
        An exclusive answer ("none") ticked beside others: "keep_others" drops
        the exclusive one, "keep_exclusive" the others, "flag" neither.
    drop_flagged
        Codes of rules whose flagged respondents leave, e.g. C503.
    off
        Codes of rules that are not applied, e.g. C121; rules that work in one
        step are named together.
    """

    duplicates: Literal["flag", "keep_most_complete"] = "flag"
    previews: Literal["drop", "keep"] = "drop"
    unfinished: Literal["drop", "keep"] = "drop"
    exclusive: Literal["flag", "keep_others", "keep_exclusive"] = "flag"
    remove: tuple[Removal, ...] = ()
    reverse: tuple[Reversal, ...] = ()
    flag: tuple[Flag, ...] = ()
    attention: tuple[AttentionCheck, ...] = ()
    quality: Quality = field(default_factory=Quality)
    drop_flagged: tuple[str, ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomesPlan:
    """`[outcomes]`: what is taken of sampled cases whose eligibility nobody knows.

    Parameters
    ----------
    eligible_share
        AAPOR's e, 0 to 1; None: as among the cases whose eligibility is known.
    reason
        Where that share comes from; printed.
    unknown_are_ineligible
        Says that none of them is eligible, which RR5, RR6 and REF3 suppose; a
        mail survey prints these only then.
    """

    eligible_share: float | None = None
    reason: Label = field(default_factory=lambda: Label({}))
    unknown_are_ineligible: bool = False


@dataclass(frozen=True)
class TablePlan:
    """`[tables]`: banner questions, bases and the rules for marks.

    Parameters
    ----------
    banner
        Names of questions; "sex × age_band" nests the second in the first. None, unlike an empty
        one, leaves it to what the codebook marks, or to sex and age.
    filter
        Whom all tables are of, by an expression; empty: everyone. Crossings,
        trends and models are not filtered.
    level
        Of intervals and of ▲▼.
    levels
        Of letters, one or two: at the stricter one they are capitals. Empty: `level`.
    auto_nets
        Whether the upper two and the lower two answers of a scale whose
        direction is known are reported together where the plan has no such net.
    """

    banner: tuple[str, ...] | None = None
    base: Base = "answered"
    bases: Mapping[str, Base] = field(default_factory=dict)
    level: float = 0.95
    correction: Literal["bh", "holm", "none"] = "bh"
    minimum_base: int = 30
    caution_base: int = 100
    auto_nets: bool = True
    levels: tuple[float, ...] = ()
    filter: str = ""

    @property
    def letter_levels(self) -> tuple[float, ...]:
        """Levels of the letters, the stricter last."""
        return tuple(sorted(self.levels or (self.level,)))


@dataclass(frozen=True)
class NetPlan:
    """`[[net]]`: answers of a question reported together."""

    question: str
    name: str
    label: Label
    answers: tuple[str, ...]


@dataclass(frozen=True)
class CrossingPlan:
    """`[[crossing]]`: two questions in depth; rows explain, columns are explained.

    Parameters
    ----------
    merge
        Answers of the row question taken together, as nets; a row each.
    odds
        The groups of both sides whose odds ratio is wanted.
    within
        A third question: the crossing is made again among those who gave each
        of its answers.
    """

    rows: str
    columns: str
    title: Label = field(default_factory=lambda: Label({}))
    merge: tuple[Net, ...] = ()
    odds: OddsPlan = field(default_factory=OddsPlan)
    within: str = ""


@dataclass(frozen=True)
class FigureStyle:
    """`[figures.style]`: a house's own look.

    Parameters
    ----------
    fonts
        Families to be asked first, the best first; each must be installed.
    palette
        Five colours as `#rrggbb`, from the negative end over the middle to the
        positive one; empty: orange to blue. The ends must be told apart by
        readers who are colour-blind.
    """

    fonts: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigurePlan:
    """`[figures]`: which figures to draw; empty lists leave the choice to the program.

    Parameters
    ----------
    formats
        Of the picture files, where the command line does not say.
    ranking, likert, dots, heat
        Table or crossing ids to draw in that kind; a likert entry may name a grid.
    trend
        Trends to draw, by their question as `[[trend]]` has it, or by id.
    drivers
        Outcomes of `[[drivers]]`, or ids of their models.
    weights
        Whether to draw shares before and after weighting, where margins were met.
    """

    formats: tuple[Literal["png", "svg", "pdf"], ...] = ("png", "svg")
    ranking: tuple[str, ...] = ()
    likert: tuple[str, ...] = ()
    dots: tuple[str, ...] = ()
    heat: tuple[str, ...] = ()
    trend: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    weights: bool = True
    style: FigureStyle = field(default_factory=FigureStyle)


@dataclass(frozen=True)
class Plan:
    """`survey.toml` as a whole. An empty plan analyses a file as it stands."""

    study: Study = field(default_factory=Study)
    data: DataFiles = field(default_factory=DataFiles)
    clean: Cleaning = field(default_factory=Cleaning)
    derive: tuple[Derivation, ...] = ()
    outcomes: OutcomesPlan = field(default_factory=OutcomesPlan)
    design: DesignPlan = field(default_factory=DesignPlan)
    weighting: Weighting = field(default_factory=Weighting)
    target: tuple[TargetPlan, ...] = ()
    tables: TablePlan = field(default_factory=TablePlan)
    table: tuple[AddedTable, ...] = ()
    net: tuple[NetPlan, ...] = ()
    crossing: tuple[CrossingPlan, ...] = ()
    drivers: tuple[DriversPlan, ...] = ()
    trend: tuple[TrendPlan, ...] = ()
    figures: FigurePlan = field(default_factory=FigurePlan)
    report: ReportPlan = field(default_factory=ReportPlan)
