from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import matplotlib.image
import pytest
from matplotlib.figure import Figure

from survey.errors import OutputError, PlanError
from survey.language import Language
from survey.reporting.figures import Drawing, SomeUndrawn, draw, theme
from survey.reporting.figures.choice import choose
from survey.vocabulary import FigurePlan, FigureStyle, Plan, Report, Table, TablePlan
from tests.reporting.figures import crossing_records, records


@pytest.fixture(scope="module")
def drawings() -> tuple[Drawing, ...]:
    return draw(crossing_records.demo())


def test_one_of_each_kind_is_chosen_in_order(drawings: tuple[Drawing, ...]) -> None:
    assert [drawing.name for drawing in drawings] == [
        "01-ranking-q1",
        "02-likert-q11",
        "03-dots-q10",
        "04-heat-worry",
    ]
    assert [drawing.unweighted_base for drawing in drawings] == [2016, 2016, 2016, 1986]


def test_pictures_fill_a_slide(drawings: tuple[Drawing, ...]) -> None:
    for drawing in drawings:
        height, width = matplotlib.image.imread(BytesIO(drawing.png), format="png").shape[:2]
        assert (width, height) == (1920, 1080)
        root = ElementTree.fromstring(drawing.svg)
        assert (root.get("width"), root.get("height")) == ("960pt", "540pt")


def test_titles_state_the_finding_with_the_table_s_numbers(drawings: tuple[Drawing, ...]) -> None:
    ranking, likert, dots, heat = (drawing.title for drawing in drawings)
    assert "Areas heading the wrong way: “Prices” leads at 73.1%" in ranking
    assert likert.startswith("“Support” runs from 47% for “Chip materials")
    assert "52% among “Not very worried”, 35% among “Very worried” (Worry about prices)" in dots
    assert "35% among “Very worried”, 52% among “Not very worried”" in heat


def test_alternative_texts_hold_the_numbers(drawings: tuple[Drawing, ...]) -> None:
    ranking, likert, dots, heat = (drawing.alt for drawing in drawings)
    for _, share, english, _ in records.AREAS:
        assert f"{english} {share:.1%}" in ranking
    assert "Data centres and cloud: Support 39%, Oppose 24%" in likert
    assert "Female (Sex) 36% (differs from the rest)" in dots
    assert "Abroad" not in dots
    assert "Very worried: Support 9%, Somewhat support 26%" in heat


def test_the_same_report_gives_the_same_bytes(drawings: tuple[Drawing, ...]) -> None:
    assert draw(crossing_records.demo()) == drawings


def test_only_the_formats_asked_for(drawings: tuple[Drawing, ...]) -> None:
    found = draw(records.report(records.areas()), formats=("svg",))
    assert found[0].png == b""
    assert found[0].svg == drawings[0].svg


def test_a_format_nobody_draws_is_refused() -> None:
    with pytest.raises(PlanError, match="gif"):
        draw(crossing_records.demo(), formats=("gif",))


def test_pdf_on_request_is_a_page_with_text_and_the_same_bytes_each_time() -> None:
    [first, *_], [second, *_] = (draw(records.report(records.areas()), formats=("pdf",)) for _ in range(2))
    assert first.pdf.startswith(b"%PDF")
    assert first.pdf == second.pdf
    assert first.png == first.svg == b""
    assert not any(word in first.pdf for word in (b"CreationDate", b"Producer", b"Creator"))
    assert b"/MediaBox [ 0 0 960 540 ]" in first.pdf


def test_files_say_nothing_of_the_machine(drawings: tuple[Drawing, ...]) -> None:
    for drawing in drawings:
        assert b"Software" not in drawing.png
        assert b"dc:date" not in drawing.svg


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_languages(language: Language, japanese_font: str) -> None:
    found = draw(crossing_records.demo(), language=language, formats=("png",))
    assert len(found) == 4
    if language == "ja":
        assert found[0].title == "悪い方向に向かっている分野：「物価」が73.1%で最多、次いで「景気」が51.8%"
        assert "物価73.1%" in found[0].alt


Names = tuple[str, ...]


def planned(ranking: Names = (), likert: Names = (), dots: Names = (), heat: Names = ()) -> Plan:
    figures = FigurePlan(ranking=ranking, likert=likert, dots=dots, heat=heat)
    return Plan(study=records.study(), tables=TablePlan(), figures=figures)


def test_the_plan_chooses() -> None:
    plan = planned(dots=("q10:oppose",), likert=("q10", "q11_hw"))
    made = records.report(*crossing_records.demo().tables.values(), plan=plan)
    found = draw(made, formats=())
    assert [drawing.name for drawing in found] == ["01-likert-q10", "02-likert-q11_hw", "03-dots-q10"]
    assert "“Oppose”" in found[2].title


@pytest.mark.parametrize("name", ["worry", "q2 × q10"])
def test_a_crossing_is_named_by_its_id_or_by_its_questions(name: str) -> None:
    made = records.report(crossings=(crossing_records.worry_by_support(),), plan=planned(heat=(name,)))
    assert [drawing.name for drawing in draw(made, formats=())] == ["01-heat-worry"]


@pytest.mark.parametrize(
    ("figures", "hint"),
    [
        ({"ranking": ("q1x",)}, "did you mean q1?"),
        ({"heat": ("worries",)}, "did you mean worry?"),
        ({"likert": ("q1",)}, "[[net]]"),
        ({"dots": ("q1",)}, "banner"),
        ({"dots": ("q10:suport",)}, "q10:support"),
    ],
)
def test_a_plan_that_names_what_is_not_there(figures: dict[str, tuple[str, ...]], hint: str) -> None:
    crossings = (crossing_records.worry_by_support(),)
    made = records.report(
        *crossing_records.demo().tables.values(), crossings=crossings, plan=planned(**figures)
    )
    with pytest.raises(PlanError) as caught:
        draw(made, formats=())
    assert hint in caught.value.hint


def test_toplines_alone_give_a_ranking() -> None:
    answers = records.areas().question.answers[:5]
    single = records.question("q3", records.both("Household"), answers)
    shares = {answer.code: share for answer, share in zip(answers, (0.4, 0.3, 0.2, 0.06, 0.04), strict=True)}
    found = draw(records.report(records.table(single, shares), plan=Plan(), weighted=False), formats=())
    assert [drawing.name for drawing in found] == ["01-ranking-q3"]


def test_a_report_without_groups_shows_its_lists_and_its_grids() -> None:
    five = records.areas().question.answers[:5]
    spread = dict(zip([answer.code for answer in five], (0.4, 0.3, 0.2, 0.06, 0.04), strict=True))

    def single(name: str, **more: object) -> Table:
        asked = records.question(name, records.both(name), five)
        return records.table(replace(asked, **more), spread)  # type: ignore[arg-type]

    def grid(name: str) -> list[Table]:
        scales = [
            records.scale_question(f"{name}_{k}", records.both(f"{name} {k}"), records.both(name), name)
            for k in "ab"
        ]
        return [records.table(scale, records.spread(0.2, 0.3, 0.2, 0.1, 0.1, 0.1)) for scale in scales]

    several = [single("m1", kind="multiple"), single("m2", kind="multiple")]
    batteries = [table for name in ("g1", "g2") for table in grid(name)]
    tables = [single("place", role="banner"), single("s1"), *batteries, *several, single("s2"), single("s3")]
    made = records.report(*tables, plan=Plan(), weighted=False)
    assert [f"{each.kind} {each.id}" for each in choose(made)] == [
        *("ranking m1", "ranking m2", "ranking s1", "ranking s2"),
        *("likert g1", "likert g2"),
    ]
    assert len(draw(made, formats=())) == 6


def test_nothing_to_draw_is_no_figure() -> None:
    assert draw(records.report()) == ()
    few = records.table(records.areas().question, {"1": 0.5, "2": 0.4, "3": 0.3}, bases=(12,))
    assert draw(records.report(few)) == ()


HOUSE = ("#7b3294", "#c2a5cf", "#dddddd", "#a6dba0", "#00702a")


def styled(**style: tuple[str, ...]) -> Report:
    report = crossing_records.demo()
    figures = replace(report.plan.figures, style=FigureStyle(**style))
    return replace(report, plan=replace(report.plan, figures=figures))


def test_a_house_s_colours_are_in_every_figure_and_ours_in_none(drawings: tuple[Drawing, ...]) -> None:
    for own, house in zip(drawings, draw(styled(palette=HOUSE), formats=("svg",)), strict=True):
        drawn = {colour for colour in (*HOUSE, *theme.OWN) if colour.encode() in house.svg}
        assert drawn
        assert not drawn & {*theme.OWN}
        assert not any(colour.encode() in own.svg for colour in HOUSE)
    assert theme.colours() == theme.OWN


def test_a_house_s_font_comes_first_and_has_to_be_there() -> None:
    assert (
        draw(styled(fonts=("DejaVu Sans Mono",)), formats=("svg",))[0].svg
        != draw(styled(), formats=("svg",))[0].svg
    )
    with pytest.raises(OutputError, match="names the font 'Nowhere Grotesk', which is not installed"):
        draw(styled(fonts=("Nowhere Grotesk",)), formats=("svg",))


def test_figures_that_can_be_read_are_carried_past_one_that_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw(crossing_records.demo(), formats=("svg",))

    def faults(figure: Figure) -> list[str]:
        ranked = any("Economic conditions" in text.get_text() for text in figure.texts)
        return ["text over text: “a” and “b”"] if ranked else []

    monkeypatch.setattr("survey.reporting.figures.lint.faults", faults)
    with pytest.raises(
        SomeUndrawn, match="figure 01-ranking-q1 cannot be read as drawn: text over"
    ) as caught:
        draw(crossing_records.demo(), formats=("svg",))
    assert caught.value.drawn == whole[1:]
