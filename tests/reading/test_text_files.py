"""Text files: encodings by score, any delimiter, ids and truths as they stand, rows that do not fit."""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import ReadingError
from survey.reading import read
from survey.reading.delimited import TextForm, open_text
from survey.reading.encodings import choose_encoding
from survey.vocabulary import DataFiles, Plan, Survey

JAPANESE = (
    "番号,性別,ご意見\n1,男性,髙橋さんの①番が良い。ﾃﾚﾋﾞで見た\n2,女性,使いやすい～と思います\n3,男性,なし\n"
)
EUROPEAN = "id;Geschlecht;Größe\n1;Männlich;1,75\n2;Weiblich;1,62\n3;Männlich;1,80\n4;Übrige;1,70\n"
ENGLISH = "id,answer,words\n1,Yes,I don’t know — it’s fine\n2,No,“no”\n3,Yes,café\n"


def written(tmp_path: Path, words: str | bytes, encoding: str = "utf-8", name: str = "poll.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode(encoding))
    return path


def cells(path: Path) -> list[list[object]]:
    return [list(row) for row in open_text(path).rows]


def said(survey: Survey, level: str = "assumption") -> str:
    return "\n".join(note.text for note in survey.log if note.level == level)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (JAPANESE, "utf-8"),
        (JAPANESE, "utf-8-sig"),
        (JAPANESE, "utf-16"),
        (JAPANESE, "utf-16-le"),
        (JAPANESE, "cp932"),
        (JAPANESE.replace("髙", "高").replace("①", "1").replace("～", "〜"), "euc-jp"),
        (EUROPEAN, "cp1252"),
        (EUROPEAN, "mac-roman"),
        (EUROPEAN, "utf-8"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "utf-8"),
    ],
)
def test_the_encoding_is_told_by_its_letters(tmp_path, words, encoding):
    content = words.encode(encoding)
    assert choose_encoding(content).name.replace("-sig", "") == encoding.replace("-sig", "")
    held = cells(written(tmp_path, words, encoding))
    delimiter = ";" if words == EUROPEAN else ","
    expected = list(csv.reader(io.StringIO(words), delimiter=delimiter))
    assert [row[1] for row in held] == [row[1] for row in expected]


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp", "utf-8"])
def test_letters_that_are_few_among_long_lines_tell_the_encoding_too(encoding):
    plain = "Strongly agree,Somewhat agree," * 100
    content = f"{plain}\n{plain}\r\n" * 700 + f"{plain}とても満足,{plain}\n{plain}"
    assert choose_encoding(content.encode(encoding)).name == encoding


def test_the_encoding_of_very_wide_lines_is_told_too():
    line = ",".join(["とても満足している"] * 700)
    assert choose_encoding(f"{line}\n{line}\n".encode("cp932")).name == "cp932"
    assert choose_encoding(f"{line}\n{line}\n".encode("euc-jp")).name == "euc-jp"


def test_marks_in_the_midst_of_utf_8_make_it_no_other():
    words = "id,level\n" + "".join(f"{n},\ufeff1 (None at all)\n" for n in range(30)) + "9,Généralité\n"
    assert choose_encoding(words.encode()).name == "utf-8"


def test_spaces_of_mac_roman_are_no_letters():
    words = "id,movie\n1,Star Wars: Episode IV\xa0 A New Hope\n2,Return\xa0of the Jedi\n"
    chosen = choose_encoding(words.encode("mac-roman"))
    assert (chosen.name, bool(chosen.runner_up)) == ("mac-roman", True)


def test_choice_and_runner_up_are_said_and_the_plan_overrules_them(tmp_path):
    path = written(tmp_path, JAPANESE, "cp932")
    assert "cp932: of its letters outside ASCII" in said(read(path))
    assert 'say encoding = "' in said(read(path))
    wrong = read(path, plan=Plan(data=DataFiles(encoding="mac-roman")))
    assert "mac-roman: the plan says so" in said(wrong)
    with pytest.raises(ReadingError, match="no encoding that is known"):
        read(path, plan=Plan(data=DataFiles(encoding="cp93")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter(tmp_path, delimiter):
    rows = [["id", "sex", "words"], *[[str(n), "MF"[n % 2], f"a{n}; b, c"] for n in range(30)]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    held = cells(written(tmp_path, out.getvalue()))
    assert held[0] == rows[0]
    assert held[5] == [4.0, "M", "a4; b, c"]


def test_a_rare_delimiter_is_named_by_the_plan_or_the_first_line(tmp_path):
    words = "id#sex\n" + "".join(f"{n}#M\n" for n in range(9))
    path = written(tmp_path, words)
    with pytest.raises(ReadingError, match="single fields"):
        read(path)
    assert open_text(path, TextForm(delimiter="#")).width == 2
    assert cells(written(tmp_path, "sep=#\r\n" + words))[1] == [0.0, "M"]


def test_quoted_line_ends_and_quotes_stay_in_their_cell(tmp_path):
    path = written(tmp_path, 'id,words\n1,"two\nlines, ""quoted"""\n2,5" tall\n3,plain\n')
    assert cells(path) == [["id", "words"], [1.0, 'two\nlines, "quoted"'], [2.0, '5" tall'], [3.0, "plain"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path, end):
    assert cells(written(tmp_path, end.join(["id,sex", "1,M", "2,F"])))[2] == [2.0, "F"]


def test_ids_truths_errors_and_long_numbers_stay_what_they_are(tmp_path):
    head = "id,zip,flag,card,q\n"
    rows = ["1,007,True,1234567890123456,#N/A", "2,120,False,2234567890123456,3", "3,12E4,TRUE,1,2"]
    held = cells(written(tmp_path, head + "\n".join(rows) + "\n"))
    assert [row[1] for row in held[1:]] == ["007", "120", "12E4"]
    assert [row[2] for row in held[1:]] == ["True", "False", "TRUE"]
    assert held[1][3] == "1234567890123456"
    assert [row[4] for row in held[1:]] == ["#N/A", 3.0, 2.0]


def test_an_error_is_counted_and_is_no_blank_like_others(tmp_path):
    rows = "".join(f"{n},{'#N/A' if n < 3 else n % 4}\n" for n in range(40))
    survey = read(written(tmp_path, "id,answer\n" + rows))
    assert "3 cells hold a spreadsheet error (#N/A 3)" in said(survey, "warning")


def test_a_decimal_comma_is_told_and_a_grouping_comma_is_not(tmp_path):
    path = written(tmp_path, EUROPEAN, "cp1252")
    assert cells(path)[1] == [1.0, "Männlich", 1.75]
    assert "decimal comma" in said(read(path))
    grouped = written(tmp_path, 'id;x\n1;"1,000"\n2;1.5\n3;2.5\n', name="g.csv")
    assert cells(grouped)[1] == [1.0, "1,000"]


def test_rows_of_the_wrong_length_are_listed_by_line(tmp_path):
    rows = [f"{n},M,x" for n in range(40)]
    rows[4], rows[9] = "4,M", '9,M,x,"y"'
    survey = read(written(tmp_path, "id,sex,words\n" + "\n".join(rows)))
    assert len(survey.responses) == 40
    warned = said(survey, "warning")
    assert "1 row with too few fields (not 3), the lacking ones are blank: line 6" in warned
    assert "1 row with too many fields (not 3), the surplus ones were left out: line 11" in warned


def test_bytes_that_are_no_letters_are_counted(tmp_path):
    body = "".join(f"{n},テレビ\n" for n in range(60)).encode()
    content = "id,媒体\n".encode() + body * 900 + b"9,\xff\xfe\n"
    survey = read(written(tmp_path, content))
    assert "1 cell with bytes that are no letters" in said(survey, "warning")


def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path):
    path = written(tmp_path, 'id,words\n1,a\n2,"b\n' + "3,c\n" * 400_000)
    with pytest.raises(ReadingError, match="line 3 holds a field of more than 1,000,000") as caught:
        read(path)
    assert "never closed" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            'id,q\n1,"yes\n2,no\n3,no\n',
            'line 2, field 2: the quotation mark before "yes" is never closed; the 2 lines',
        ),
        ('id,q\n1,yes\n2,"no', 'line 3, field 2: the quotation mark before "no" is never closed'),
        ('id,q\r\n1,"a\r\nb"\r\n2,"\r\n3,c\r\n', "line 4, field 2: the quotation mark before"),
        ('sep=;\nid;q\n1;"a\nb;c\n', "line 3, field 2"),
        ('"id,q\n1,yes\n2,no\n', 'line 1, field 1: the quotation mark before "id,q" is never closed; the 2'),
        ('id,q\n1,yes\n2,"no ""never""\n3,a', 'line 3, field 2: the quotation mark before "no "never""'),
    ],
)
def test_a_quote_that_takes_in_the_rest_of_a_short_file_is_refused_with_its_line(tmp_path, content, said):
    with pytest.raises(ReadingError, match=re.escape(said)) as caught:
        read(written(tmp_path, content))
    assert "cut short" in caught.value.hint


def test_a_last_field_in_quotes_without_a_line_end_is_closed(tmp_path):
    assert cells(written(tmp_path, 'id,q\n1,yes\n2,"n\no"'))[-1] == [2.0, "n\no"]
    assert cells(written(tmp_path, 'id,q\n1,yes\n2,"no ""1"""'))[-1] == [2.0, 'no "1"']


def test_too_many_columns_are_refused(tmp_path):
    path = written(tmp_path, ",".join(f"q{n}" for n in range(200_000)) + "\n")
    with pytest.raises(ReadingError, match="more than 5,000 columns"):
        read(path)


def test_a_text_file_and_its_workbook_are_the_same_survey(tmp_path, make_book):
    rows = [["id", "sex", "age"], *[[n, "MF"[n % 2], 20 + n % 50] for n in range(80)]]
    words = "\n".join(",".join(map(str, row)) for row in rows)
    book, file = read(make_book({"Data": rows})), read(written(tmp_path, words))
    assert book.codebook == file.codebook
    for name in (question.name for question in book.codebook):
        ours, theirs = book.responses.column(name), file.responses.column(name)
        assert ours.levels == theirs.levels
        assert ours.codes.tolist() == theirs.codes.tolist()


FIELDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=8)


@given(st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=3, max_size=12), st.sampled_from("\n\r"))
def test_every_text_comes_back_from_either_way_of_reading(tmp_path_factory, rows, line):
    """The quick way for tidy files and the slow one for others give the same cells."""
    folder = tmp_path_factory.mktemp("texts")
    table = [["first", "second", "third"], *[[f"x{a}", f"y{b}", f"z{line}{c}"] for a, b, c in rows]]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    tidy = written(folder, out.getvalue(), "utf-8-sig")
    ragged = written(folder, out.getvalue() + '"a","b"\r\n', "utf-8-sig", name="ragged.csv")
    assert cells(tidy) == [list(map(str, row)) for row in table]
    assert cells(ragged)[:-1] == cells(tidy)


def test_interviews_the_platform_marks_are_counted_and_kept(tmp_path):
    head = "id,submitdate,Finished,Status,q1\n"
    rows = [
        f"{n},{'' if n < 3 else '2026-03-01'},{n >= 5},{'Survey Preview' if n == 7 else 'IP Address'},{n % 3}"
        for n in range(40)
    ]
    survey = read(written(tmp_path, head + "\n".join(rows) + "\n"))
    warned = said(survey, "warning")
    assert "not completed: 3 interviews, by column 'submitdate'" in warned
    assert "not completed: 5 interviews, by column 'Finished'" in warned
    assert "previews or tests: 1 interview, by column 'Status'" in warned
    assert len(survey.responses) == 40


def test_an_option_with_a_comma_and_a_space_is_whole_among_bare_commas(tmp_path):
    options = ("TV", "Online, incl. apps", "Paper")
    picked = [[o for i, o in enumerate(options) if n % 7 + 1 >> i & 1] for n in range(70)]
    rows = [f'{n},"{",".join(picked[n])}"' for n in range(70)]
    survey = read(written(tmp_path, "id,news\n" + "\n".join(rows) + "\n"))
    (question,) = (each for each in survey.codebook if each.kind == "multiple")
    assert [answer.label.to("en") for answer in question.answers] == list(options)
    column = survey.responses.column(question.name)
    assert [list(column.levels[code]) for code in column.codes.tolist()] == picked


@pytest.mark.parametrize("encoding", ["iso-2022-jp", "utf-32"])
def test_escape_sequences_and_wide_marks_tell_the_encoding(tmp_path, encoding):
    path = tmp_path / "poll.csv"
    path.write_bytes(("性別,満足度\n" + "男性,満足\n女性,不満\n" * 20).encode(encoding))
    sheet = open_text(path)
    assert list(sheet.rows[1]) == ["男性", "満足"]
    assert encoding in sheet.notes[0].text


@pytest.mark.parametrize("zeros", [1, 3])
def test_stray_zero_bytes_are_taken_out_and_counted(tmp_path, zeros):
    path = tmp_path / "poll.csv"
    path.write_bytes(("sex,q1\n" + "male,yes\n" * 80).encode().replace(b"male", b"ma\0le", zeros))
    poll = read(path)
    assert [len(poll.responses), len(poll.codebook["sex"].answers)] == [80, 1]
    (note,) = [note for note in poll.log if "zero byte" in note.text]
    assert (note.count, note.level) == (zeros, "warning")


def test_whatever_names_a_path_is_read(tmp_path):
    class Named(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "poll.csv")

    Path(Named()).write_text("id,sex\n" + "1,M\n2,F\n" * 9, "utf-8")
    assert len(read(Named()).responses) == 18
    with pytest.raises(TypeError, match="PathLike"):
        read(18)
