"""survey.toml: found, validated against the records, and checked against the survey."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from survey.errors import PlanError
from survey.reading import check_plan, read, read_plan
from survey.reading.plan import keys_of
from survey.reading.toml_lines import key_lines, line_of
from survey.vocabulary import DataFiles, Derivation, Plan
from tests.reading.plans import complaint, write

GOOD = """
[study]
title = { en = "Prices", ja = "物価" }
probability = true
[data]
files = ["2026.xlsx"]
header_rows = [2, 3]
[[derive]]
name = "age_band"
from = "age"
label = "Age"
bands = ["18-29", "30+"]
labels = { "18-29" = "Young" }
[[derive]]
name = "region"
from = "pref"
label = "Region"
[derive.map]
1 = ["01", "02"]
[tables]
banner = ["sex"]
level = 0.9
bases = { q1 = "asked" }
[[crossing]]
rows = "q1"
columns = "q2"
title = "One by two"
[[crossing.merge]]
name = "m"
label = "M"
answers = ["1", "2"]
"""


def test_a_plan_becomes_records(tmp_path):
    plan = read_plan(write(tmp_path, GOOD))
    assert plan.study.title.to("ja") == "物価"
    assert plan.study.probability is True
    assert plan.data == DataFiles(files=("2026.xlsx",), header_rows=(2, 3))
    assert plan.derive[0].source == "age"
    assert plan.derive[0].labels["18-29"].to("en") == "Young"
    assert plan.derive[1].map == {"1": ("01", "02")}
    assert plan.tables.level == 0.9
    assert plan.crossing[0].merge[0].answers == ("1", "2")


def test_an_empty_plan_is_the_default_plan(tmp_path):
    assert read_plan(write(tmp_path, "")) == Plan()


def test_unknown_keys_name_the_nearest_and_the_line(tmp_path):
    message = complaint(
        tmp_path, '[study]\ntitel = "x"\n\n[tables]\nbaner = ["sex"]\n[desing]\nweight = "w"\n'
    )
    assert "line 2: [study] has no key 'titel'; did you mean 'title'?" in message
    assert "line 5: [tables] has no key 'baner'; did you mean 'banner'?" in message
    assert "line 6: the plan has no key 'desing'; did you mean 'design'?" in message


def test_wrong_types_say_what_is_wanted_and_what_was_found(tmp_path):
    message = complaint(
        tmp_path,
        '[study]\nprobability = "yes"\ntitle = 3\nlanguage = "fr"\n[tables]\nbanner = "sex"\nlevel = "high"\n'
        'minimum_base = 30.5\nbases = { q1 = "all" }\n[[net]]\nquestion = "q"\nname = "n"\nlabel = "l"\n'
        "answers = [1]\n",
    )
    for part in (
        "line 2: [study] probability should be true or false, found 'yes'",
        "line 3: [study] title should be a text in quotes, or {en",
        "line 4: [study] language should be 'en' or 'ja', found 'fr'",
        "line 6: [tables] banner should be a list in brackets, found 'sex'",
        "line 7: [tables] level should be a number",
        "line 8: [tables] minimum_base should be a whole number",
        "line 9: [tables] bases q1 should be 'asked', 'answered' or 'substantive'",
        "line 14: [[net]] 1 answers 1 should be a text in quotes, found 1",
    ):
        assert part in message


def test_missing_keys_and_derivations_that_say_too_much(tmp_path):
    assert "line 1: [[derive]] 1 needs the key 'from'" in complaint(
        tmp_path, '[[derive]]\nname = "b"\nlabel = "B"\nbands = ["1-2"]\n'
    )
    both = '[[derive]]\nname = "b"\nfrom = "a"\nlabel = "B"\nbands = ["1-2"]\nticked = "1"\n'
    message = complaint(tmp_path, both)
    assert "needs exactly one of bands, map, ticked, where, found bands and ticked" in message


def test_source_is_written_from(tmp_path):
    assert "source" not in keys_of(Derivation)
    assert "has no key 'source'" in complaint(
        tmp_path, '[[derive]]\nname = "b"\nsource = "a"\nfrom = "a"\nlabel = "B"\nbands = ["1-2"]\n'
    )


def test_every_record_can_be_written_in_full(tmp_path):
    """The schema has no second copy: each field of each table is a key of the file."""
    assert set(keys_of(Plan)) == {field.name for field in dataclasses.fields(Plan)}


def test_bad_toml_missing_file_folder_and_encoding(tmp_path):
    assert "line 2" in complaint(tmp_path, '[study]\ntitle = "open\n')
    with pytest.raises(PlanError, match="no such plan") as caught:
        read_plan(tmp_path / "servey.toml")
    assert "survey.toml" in caught.value.hint
    with pytest.raises(PlanError, match="a folder"):
        read_plan(tmp_path)
    (tmp_path / "u.toml").write_bytes('[study]\ntitle = "物価"'.encode("cp932"))
    with pytest.raises(PlanError, match="UTF-8"):
        read_plan(tmp_path / "u.toml")
    (tmp_path / "b.toml").write_bytes(b'\xef\xbb\xbf[study]\ntitle = "x"')
    assert read_plan(tmp_path / "b.toml").study.title.to("en") == "x"


def test_lines_of_keys():
    text = (
        'a = """\n[x]\nb = 1\n"""\n[t]\nk = [\n  "[u]",\n  "v = 1",\n]\nm = 2\n'
        "[[p.q]]\nr = 1\n[[p.q]]\nr = {s = 1}\n"
    )
    lines = key_lines(text)
    assert lines[("a",)] == 1
    assert lines[("t", "m")] == 10
    assert lines[("p", "q", 1, "r", "s")] == 14
    assert ("x",) not in lines
    assert line_of(text, ("t", "k", 1)) == 6
    assert line_of(text, ("nowhere",)) is None


@pytest.fixture
def survey():
    rows = range(40)
    return read(
        pd.DataFrame(
            {
                "sex": [n % 2 + 1 for n in rows],
                "age": [18 + n for n in rows],
                "q1": ["TV;Web" if n % 3 == 0 else "TV" if n % 2 else "Web" for n in rows],
            }
        )
    )


def test_a_plan_that_fits_passes(survey, tmp_path):
    text = """
[[derive]]
name = "age_band"
from = "age"
label = "Age"
bands = ["18-29", "30+"]
[[derive]]
name = "tv"
from = "q1"
label = "TV"
ticked = "TV"
[[clean.remove]]
where = "${age} < 18"
reason = "young"
[tables]
banner = ["sex", "age_band", "tv"]
[[crossing]]
rows = "age_band"
columns = "sex"
title = "t"
[figures]
heat = ["age_band_x_sex"]
ranking = ["q1"]
[study]
headline = "q1:TV"
"""
    check_plan(read_plan(write(tmp_path, text)), survey)


def test_every_misfit_comes_at_once_with_the_nearest_name(survey, tmp_path):
    text = """
[study]
headline = "q1:TVs"
[design]
weight = "wight"
[weighting]
margins = ["sex × age"]
[[derive]]
name = "tv"
from = "q11"
label = "TV"
ticked = "TV"
[[derive]]
name = "radio"
from = "q1"
label = "Radio"
ticked = "Radio"
[[clean.remove]]
where = "${agee} < 18"
reason = "young"
[[clean.remove]]
where = "${age} <"
reason = "young"
[tables]
banner = ["sx"]
bases = { qq = "asked" }
[[net]]
question = "sex"
name = "all"
label = "All"
answers = ["1", "3"]
[[crossing]]
rows = "sex"
columns = "q3"
title = "t"
[[drivers]]
outcome = "sex:maybe"
explain = ["q1", "aged"]
[figures]
drivers = ["sex:mayb"]
heat = ["sex_x_q1"]
"""
    with pytest.raises(PlanError) as caught:
        check_plan(read_plan(write(tmp_path, text)), survey)
    for part in (
        "[study] headline: q1 has no answer 'TVs'; did you mean 'TV'?",
        "[design]: weight is 'wight', which is no question",
        "[weighting] margins: there are no targets for 'sex × age'",
        "[[derive]] tv: from is 'q11', which is no question; did you mean 'q1'?",
        "[[derive]] radio: q1 has no answer 'Radio'",
        "[[clean.remove]] 1 where: there is no question 'agee'; did you mean 'age'?",
        "[[clean.remove]] 2: ",
        "[tables] banner: there is no question 'sx'; did you mean 'sex'?",
        "[tables] bases: there is no question 'qq'",
        "[[net]] all: sex has no answer '3'",
        "[[crossing]] 1: columns is 'q3', which is no question; did you mean 'q1'?",
        "[[drivers]] 1 explain: there is no question 'aged'; did you mean 'age'?",
        "[[drivers]] 1 outcome: sex has no answer or net 'maybe'",
        "[[drivers]] 1 explain: 'q1' is a multiple question, which no model can go on",
        "[figures] heat: there is no table or crossing 'sex_x_q1'",
        "[figures] drivers: there is no model of 'sex:mayb'; did you mean 'sex:maybe'?",
    ):
        assert part in caught.value.message


def test_what_no_type_can_say_is_refused_all_at_once_with_lines(tmp_path):
    message = complaint(
        tmp_path,
        """[data]
header_rows = [0]
[tables]
level = 95
minimum_base = -1
banner = ["sex", "age", "sex"]
[weighting]
margins = ["sex", "sex"]
[[derive]]
name = ""
from = "a"
label = "A"
bands = ["1-2"]
[[net]]
question = "q"
name = "n"
label = "N"
answers = ["1"]
[[net]]
question = "q"
name = "n"
label = "N"
answers = []
[[crossing]]
rows = "q"
columns = "q"
[[clean.remove]]
where = 3
reason = "r"
[study]
sponsr = "x"
[outcomes]
eligible_share = 50
[[drivers]]
outcome = "q10"
explain = ["sex", "sex"]
references = { age = "1" }
""",
    )
    for part in (
        "line 35: [[drivers]] 1 outcome is 'q10'; write question:answer or question:net",
        "line 36: [[drivers]] 1 explain 2 'sex' occurs twice",
        "line 37: [[drivers]] 1 references speaks of 'age', which is not among the questions to explain",
        "line 2: [data] header_rows should count rows from 1, as Excel shows them, found 0",
        "line 4: [tables] level should lie between 0.5 and 0.999, found 95; write 0.95, not 95",
        "line 5: [tables] minimum_base should be a number of respondents, 0 or more, found -1",
        "line 6: [tables] banner 3 names 'sex' twice",
        "line 8: [weighting] margins 2 names 'sex' twice",
        "line 10: [[derive]] 1 name is empty",
        "line 21: [[net]] 2 name 'n' names a net of 'q' twice",
        "line 23: [[net]] 2 answers is empty",
        "line 26: [[crossing]] 1 columns rows and columns are both 'q'",
        "line 28: [[clean.remove]] 1 where should be a text in quotes, found 3",
        "line 31: [study] has no key 'sponsr'; did you mean 'sponsor'?",
        "line 33: [outcomes] eligible_share should lie between 0 and 1, found 50; write 0.5, not 50",
    ):
        assert part in message


def test_a_misspelt_key_that_is_needed_is_told_once(tmp_path):
    message = complaint(tmp_path, '[[net]]\nquestion = "q"\nnam = "n"\nlabel = "l"\nanswers = ["1"]\n')
    assert message.endswith("line 3: [[net]] 1 has no key 'nam'; did you mean 'name'?")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[weighting]\nmargin = ["sex"]\n', "[weighting] takes the keys margins, method, means"),
        ("[tables]\nlevel = 2\n", "[tables] takes the keys banner, base, bases, level"),
        ('[tables]\nbanner = "sex"\n', 'write banner = ["…", "…"]'),
        ('[study]\ntitle = { en = "A", fr = "B" }\n', 'write title = { en = "…", ja = "…" }'),
        ('[study]\nlanguage = "fr"\n', "write language = 'en'"),
        ("[[net]]\n", "[[net]] 1 takes the keys question, name, label, answers"),
    ],
)
def test_hints_say_what_to_write(tmp_path, text, hint):
    with pytest.raises(PlanError) as caught:
        read_plan(write(tmp_path, text))
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "misfit", "hint"),
    [
        ('[figures]\nranking = ["age"]\n', "ranking: 'age' is a text question", "kinds single, scale"),
        ('[figures]\nlikert = ["q1"]\n', "likert: 'q1' is a multiple question", "kinds single, scale"),
        ('[figures]\nranking = ["q1:1"]\n', "no table or crossing 'q1:1'", "ranking can name"),
        ('[figures]\nheat = ["q1"]\n', "no table or crossing 'q1'", "a [[crossing]], but the plan has none"),
        ('[figures]\ndrivers = ["sex:1"]\n', "no model of 'sex:1'", "a [[drivers]], but the plan has none"),
        ('[figures]\ntrend = ["q1"]\n', "no [[trend]] of 'q1'", "a [[trend]], but the plan has none"),
        (
            '[[trend]]\nquestion = "sex:1"\nwaves = [{ name = "2024", share = 0.5, n = 900 }]\n'
            '[figures]\ntrend = ["sex:2"]\n',
            "no [[trend]] of 'sex:2'; did you mean 'sex:1'?",
            "trend can name sex:1",
        ),
        (
            '[[net]]\nquestion = "sex"\nname = "1"\nlabel = "L"\nanswers = ["1", "2"]\n',
            "[[net]] 1: sex has an answer of this code already",
            "in a word that is no code",
        ),
        ('[tables]\nbanner = ["sx"]\n', "there is no question 'sx'", "questions: sex, age, q1"),
        (
            '[[clean.remove]]\nwhere = "${age} =< 18"\nreason = "r"\n',
            "[[clean.remove]] 1: ",
            "",
        ),
    ],
)
def test_misfits_with_the_survey_say_what_can_be_named(survey, tmp_path, text, misfit, hint):
    with pytest.raises(PlanError) as caught:
        check_plan(read_plan(write(tmp_path, text)), survey)
    assert misfit in caught.value.message
    assert hint in caught.value.hint
    if not hint:
        assert "questions:" not in caught.value.hint
