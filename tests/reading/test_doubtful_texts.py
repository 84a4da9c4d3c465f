"""Text files that are nearly right: another encoding than those known, letters cut in two, odd quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import ReadingError
from survey.reading import read
from survey.reading.encodings import choose_encoding

RUSSIAN = [("мужской", "Москва", "да"), ("женский", "Казань", "нет")]
POLISH = [("mężczyzna", "Łódź", "źle"), ("kobieta", "Gdańsk", "średnio")]
CHINESE = [("男性", "北京", "满意"), ("女性", "上海", "不满意")]
FRENCH = [("employé", "Orléans", "d’accord"), ("retraité", "Besançon", "très d’accord")]
JAPANESE = [("男性", "髙槻市", "やや満足"), ("女性", "川﨑市", "とても不満")]


def lines(people: list[tuple[str, ...]], *, times: int = 30) -> str:
    return "id;sex;city;answer\n" + "".join(
        ";".join((str(number), *people[number % len(people)])) + "\n" for number in range(times)
    )


def warnings_of(path: Path) -> str:
    return "\n".join(note.text for note in read(path).log if note.level == "warning")


@pytest.mark.parametrize(
    ("people", "encoding"), [(RUSSIAN, "cp1251"), (POLISH, "cp1250"), (CHINESE, "gb18030")]
)
def test_an_encoding_that_is_no_candidate_is_warned_of(tmp_path, people, encoding):
    path = tmp_path / "poll.csv"
    path.write_bytes(lines(people).encode(encoding))
    assert "may be wrong" in warnings_of(path)
    assert f'"{encoding}"' in warnings_of(path)


@pytest.mark.parametrize(
    ("people", "encoding"),
    [(FRENCH, "cp1252"), (FRENCH, "mac-roman"), (JAPANESE, "cp932"), (JAPANESE, "utf-8"), (RUSSIAN, "utf-8")],
)
def test_no_doubt_where_letters_are_as_they_should(people, encoding):
    chosen = choose_encoding(lines(people).encode(encoding))
    assert (chosen.name, chosen.doubt) == (encoding, "")


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_letter_cut_in_two_does_not_change_the_encoding_of_all_others(tmp_path, encoding):
    whole = lines(JAPANESE, times=60).encode(encoding)
    cut = whole.replace("女性".encode(encoding), "女性".encode(encoding)[:-1], 1)
    assert choose_encoding(cut).name == encoding
    path = tmp_path / "poll.csv"
    path.write_bytes(cut)
    assert "1 cell with bytes that are no letters" in warnings_of(path)


CITIES = ["Springfield, IL", "Boston", "Salem, OR"]


@pytest.mark.parametrize(
    ("opening", "closing", "said"),
    [
        (' "', '"', "spaces before quotation marks"),
        ("'", "'", "quoted by apostrophes"),
        ('"the \\"big\\" one, ', '"', "a back slash before a quotation mark"),
    ],
)
def test_fields_that_are_quoted_in_another_way_stay_whole(tmp_path, opening, closing, said):
    path = tmp_path / "poll.csv"
    body = [f"r{n},{opening}{CITIES[n % 3]}{closing},{'MF'[n % 2]}\n" for n in range(40)]
    path.write_text("id,city,sex\n" + "".join(body), encoding="utf-8")
    survey = read(path)
    cities = set(survey.responses.column("city").levels)
    lead = 'the "big" one, ' if "big" in opening else ""
    assert {lead + city for city in CITIES} <= cities
    assert len(cities) == 3
    assert said in "\n".join(note.text for note in survey.log)


def test_a_back_slash_that_is_only_one_stays(tmp_path):
    path = tmp_path / "poll.csv"
    path.write_text("id,place,sex\n" + "".join(f'r{n},"C:\\dir\\",M\n' for n in range(20)), encoding="utf-8")
    assert set(read(path).responses.column("place").levels) == {"C:\\dir\\"}


@pytest.mark.parametrize("row_names", [str, lambda n: f'"{n}"', lambda n: f"North {n}"])
def test_a_header_that_lacks_one_name_is_refused(tmp_path, row_names):
    path = tmp_path / "poll.csv"
    body = [f"{row_names(n)},{'MF'[n % 2]},{20 + n},{n % 5}\n" for n in range(1, 30)]
    path.write_text("id,sex,age\n" + "".join(body), encoding="utf-8")
    with pytest.raises(
        ReadingError, match="line 1 names 3 columns, but 29 lines below it have 4 fields"
    ) as caught:
        read(path)
    assert "col.names = NA" in caught.value.hint


def test_an_apostrophe_in_a_word_makes_no_other_quoting_of_an_open_quote(tmp_path):
    path = tmp_path / "poll.csv"
    said = ("Yes", "Don't know")
    body = [f"r{n},M,{said[n % 2]},x\n" for n in range(60)]
    body[40] = 'r40,M,"Very sat,x\n'
    path.write_text("id,sex,q1,q2\n" + "".join(body), encoding="utf-8")
    with pytest.raises(ReadingError, match=r"line 42, field 3: .* is never closed"):
        read(path)


def test_ids_beside_r_row_names_are_the_ids(tmp_path):
    path = tmp_path / "poll.csv"
    body = "".join(f"{n},r{n:03},{'MF'[n % 2]}\n" for n in range(1, 61))
    path.write_text("id,sex\n" + body, encoding="utf-8")
    assert read(path).codebook["sex"].codes() == ("F", "M")


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_row_names_of_r_need_no_name(tmp_path, mark):
    """`write.table(data, sep = ",")` writes no name over them, so that names stand one field to the left."""
    path = tmp_path / "poll.csv"
    body = "".join(
        f'"{n}"{mark}{n % 5 + 1}{mark}"{"MF"[n % 2]}"{mark}{20 + n * 7 % 50}\n' for n in range(1, 61)
    )
    path.write_text(f'"trust"{mark}"sex"{mark}"age"\n{body}', encoding="utf-8")
    survey = read(path)
    assert [question.columns[0] for question in survey.codebook][1:] == ["trust", "sex", "age"]
    assert survey.codebook["sex"].codes() == ("F", "M")
    assert next(iter(survey.codebook)).role == "id"
    assert [note.level for note in survey.log if "R's row names" in note.text] == ["assumption"]


def test_a_delimiter_at_the_end_of_lines_below_the_header_is_no_field(tmp_path):
    path = tmp_path / "poll.csv"
    path.write_text(
        "id,sex,age\n" + "".join(f"r{n},{'MF'[n % 2]},{20 + n},\n" for n in range(30)), encoding="utf-8"
    )
    assert [question.name for question in read(path).codebook] == ["id", "sex", "age"]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\r\n  \r\n\t\r\n", "\ufeff\n".encode("utf-16-le")])
def test_a_file_of_blanks_is_empty(tmp_path, content):
    path = tmp_path / "poll.csv"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match="the file is empty"):
        read(path)


def test_ids_that_were_armoured_against_spreadsheets_come_out_whole(tmp_path):
    path = tmp_path / "poll.csv"
    path.write_text("id,shop\n" + "".join(f'{n},"=""00{n % 3}"""\n' for n in range(30)), encoding="utf-8")
    assert set(read(path).responses.column("shop").levels) == {"000", "001", "002"}


def test_a_large_file_with_a_stretch_of_zero_bytes_is_refused_unread(tmp_path):
    path = tmp_path / "poll.csv"
    with path.open("wb") as stream:
        stream.write(lines(JAPANESE, times=400).encode())
        stream.truncate(40 << 20)
    with pytest.raises(ReadingError, match="zero bytes only"):
        read(path)


def test_the_encoding_of_one_line_without_end_is_told_by_a_part_of_it():
    assert choose_encoding("とても満足、".encode("cp932") * 200_000).name == "cp932"


@pytest.mark.parametrize("errors", [("#NV", "#WERT!"), ("#N/D", "#VALORE!"), ("Err:502", "#N/A")])
def test_errors_of_other_languages_are_no_answers(tmp_path, errors):
    path = tmp_path / "poll.csv"
    cells = ["yes", "no", *errors, "yes", "no"]
    path.write_text("id;answer\n" + "".join(f"r{n};{cells[n % 6]}\n" for n in range(60)), encoding="utf-8")
    assert "20 cells hold a spreadsheet error" in warnings_of(path)
    assert [answer.code for answer in read(path).codebook["answer"].answers] == ["yes", "no"]


def test_a_soft_hyphen_makes_no_other_answer(tmp_path):
    path = tmp_path / "poll.csv"
    cells = ["zufrieden", "zu\u00adfrieden", "unzufrieden"]
    path.write_text("id;answer\n" + "".join(f"r{n};{cells[n % 3]}\n" for n in range(60)), encoding="utf-8")
    assert [answer.code for answer in read(path).codebook["answer"].answers] == ["zufrieden", "unzufrieden"]


@pytest.mark.parametrize("word", ["👩\u200d👩\u200d👧", "می\u200cخواهم"])
def test_joined_letters_stay_joined(tmp_path, word):
    path = tmp_path / "poll.csv"
    cells = [word, f"{word}\u200d", "no"]
    path.write_text("id;answer\n" + "".join(f"r{n};{cells[n % 3]}\n" for n in range(60)), encoding="utf-8")
    assert [answer.label.to("en") for answer in read(path).codebook["answer"].answers] == [word, "no"]


def test_a_mark_of_lost_letters_that_the_file_itself_holds_is_no_broken_byte(tmp_path):
    path = tmp_path / "poll.csv"
    said = ("n\ufffd", "yes")
    path.write_text("id,view\n" + "".join(f"{n},{said[n % 2]}\n" for n in range(60)), encoding="utf-8")
    assert not any("no letters" in note.text for note in read(path).log)
