"""Names of questions that have only a header: the variable's own where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.naming import Namer


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("economic.cond.national", "economic_cond_national"),
        ("text_while_driving_30d", "text_while_driving_30d"),
        ("EnvironmentSatisfaction", "EnvironmentSatisfaction"),
        ("_gps_latitude", "gps_latitude"),
        ("__version__", "version"),
        ("demo/age", "age"),
        ("race___1", "race___1"),
        ("Wr.Hnd", "Wr_Hnd"),
        ("年齢", "年齢"),
        ("I am open to being asked again", "q7"),
        ("Which of these do you own?", "q7"),
        ("a" * 41, "q7"),
        ("#", "q7"),
    ],
)
def test_a_header_of_one_word_names_its_question(header, name):
    assert Namer().name(header, 7) == name


@given(st.lists(st.text(alphabet="aB1._/ 年", max_size=12), min_size=1, max_size=12))
def test_no_two_questions_share_a_name_and_none_holds_a_space_or_a_dot(headers):
    namer = Namer()
    names = [namer.name(header, place) for place, header in enumerate(headers, 1)]
    assert len(set(names)) == len(names)
    assert not any(letter in name for name in names for letter in " .")
