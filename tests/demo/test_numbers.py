"""The package's own copy of every figure agrees with the project's authority, where that is at hand."""

import json
from pathlib import Path

import pytest

from survey.demo import marginals, population
from survey.demo.ledger import GROSS, PER_POINT, WAVES

TARGETS = Path(__file__).parents[3] / "shared" / "targets.json"
AREAS = {
    "1": "prices",
    "2": "economy",
    "3": "state_finances",
    "4": "public_safety",
    "5": "economic_strength",
    "6": "food",
    "7": "diplomacy",
    "8": "employment",
    "9": "regional_gap",
    "10": "science_tech",
    "11": "disaster_preparedness",
    "97": "dk",
    "98": "none",
}
PARTIES = (
    "LDP",
    "Centrist Reform Alliance",
    "JIP",
    "DPP",
    "CDP",
    "Komeito",
    "Sanseito",
    "JCP",
    "Reiwa",
    "CPJ",
    "SDP",
    "Team Mirai",
)
SIZES = ("large", "mid_200k", "mid_100k", "small", "town")


@pytest.fixture(scope="module")
def targets():
    if not TARGETS.exists():
        pytest.skip("targets.json, the project's authority for the demo's figures, is not beside the project")
    return json.loads(TARGETS.read_text(encoding="utf-8"))


def calibration(targets, name):
    return targets["calibration_2026"][name]["value"]


def test_areas_in_a_bad_direction(targets):
    wanted = targets["calibration_2026"]["q1_bad_direction_pct"]
    shares = marginals.SHARES[2026]["q1"]
    assert {AREAS[code]: shares[code] for code in AREAS} == {name: wanted[name]["value"] for name in wanted}
    published = {code for code, name in AREAS.items() if wanted[name]["status"] == "published"}
    assert {code for question, code in marginals.PUBLISHED[2026] if question == "q1"} == published


@pytest.mark.parametrize(
    ("question", "name", "order"),
    [
        ("q2", "q2_inflation_concern_4pt_pct", "12348"),
        ("q3", "q3_household_vs_last_year_pct", "123"),
        ("q10", "q10_support_1tn_5pt_pct", "543218"),
        ("q12", "q12_tradeoff_pct", "1238"),
    ],
)
def test_shares_of_closed_questions(targets, question, name, order):
    wanted = list(calibration(targets, name).values())
    assert [marginals.SHARES[2026][question][code] for code in order] == wanted


def test_top_two_of_the_layers(targets):
    wanted = calibration(targets, "q11_layer_support_top2_pct")
    found = {
        layer: marginals.SHARES[2026][question]["5"] + marginals.SHARES[2026][question]["4"]
        for layer, question in zip(wanted, ("q11_hw", "q11_infra", "q11_app"), strict=True)
    }
    assert found == wanted


def test_expected_inflation(targets):
    wanted = targets["calibration_2026"]["q4_expected_inflation_1y"]
    distribution = marginals.EXPECTED_INFLATION[2026]
    assert wanted["share_up"]["value"] == marginals.EXPECTED_INFLATION_UP / 100
    assert wanted["mean_pct"]["value"] == marginals.EXPECTED_INFLATION_MEAN[2026]
    assert wanted["mean_2024_09_pct"]["value"] == marginals.EXPECTED_INFLATION_MEAN[2025]
    assert sum(distribution.values()) == pytest.approx(100)
    rising = sum(share for value, share in distribution.items() if value > 0)
    assert rising == pytest.approx(marginals.EXPECTED_INFLATION_UP)


def test_artificial_intelligence(targets):
    wanted, shares = targets["calibration_2026"], marginals.SHARES[2026]
    assert shares["q5"]["1"] == wanted["q5_ai_heard_a_lot_pct"]["value"]
    assert 100 - shares["q6"]["5"] == wanted["q6_genai_use"]["demo_2026_target_ever_pct"]["value"]
    balance = wanted["q7_ai_concern_balance_pct"]
    rest = balance["equal_excited"]["value"]
    assert shares["q7"] == {
        "1": balance["more_concerned"]["value"],
        "2": rest["equal"],
        "3": rest["more_excited"],
        "8": rest["dk"],
    }


def test_parties_leave_the_remainder_to_dont_know(targets):
    wanted, shares = calibration(targets, "q13_party_pct"), marginals.SHARES[2026]["q13"]
    assert [shares[str(code)] for code in range(1, 13)] == [wanted[party] for party in PARTIES]
    assert shares["97"] == wanted["none"]
    assert shares["98"] == pytest.approx(100 - sum(wanted.values()))


def test_planted_effects(targets):
    wanted = calibration(targets, "built_in_associations")
    assert {
        "prices_ticked": wanted["prices_ticked_x_support_OR"],
        "very_worried": wanted["q2_very_vs_not_worried_x_support_OR"],
        "worse_off": wanted["household_worse_x_support_OR"],
        "generative_ai_user": wanted["genai_user_x_support_OR"],
        "female": wanted["female_x_support_OR"],
    } == marginals.SUPPORT_ODDS
    assert wanted["form_B_x_support_points"] == marginals.FORM_B_POINTS
    assert wanted["age_per_decade_x_genai_use_OR"] == marginals.USE_ODDS_PER_DECADE
    assert wanted["psu_icc"] == marginals.POINT_CORRELATION


def test_earlier_waves(targets):
    waves = targets["calibration_2026"]["prior_waves"]
    codes = {name: code for code, name in AREAS.items()}
    for year in (2024, 2025, 2026):
        for name, value in waves[str(year)].items():
            if name in codes:
                assert marginals.SHARES[year]["q1"][codes[name]] == value
                assert ("q1", codes[name]) in marginals.PUBLISHED[year]
    printed = {2025: targets["poll_73"]["items_pct_2024"], 2024: targets["poll_73"]["items_pct_2023"]}
    for year, items in printed.items():
        found = {name: marginals.SHARES[year]["q1"][codes[name]] for name in items}
        assert found == {name: item["value"] for name, item in items.items()}


def test_population(targets):
    wanted = targets["weighting"]
    sexes = {"male": "1", "female": "2"}
    cells = {
        (sexes[sex], band): cell["share"]
        for name, cell in wanted["sex_age"]["cells"].items()
        for sex, band in [name.split("|")]
    }
    assert cells == population.SEX_AGE
    regions = wanted["region10_cabinet_office_style"]["cells"].values()
    assert [block["share"] for block in regions] == [block.share for block in population.REGIONS]
    names = {place.code: place.japanese for place in population.PREFECTURES}
    assert [block["prefectures"] for block in regions] == [
        [names[code] for code in block.prefectures] for block in population.REGIONS
    ]
    assert [wanted["city_size"]["cells"][size]["share"] for size in SIZES] == list(
        population.CITY_SIZE.values()
    )
    assert all(wanted["prefecture"][place.japanese] == place.population for place in population.PREFECTURES)
    profile = wanted["respondent_profile_for_realistic_nonresponse"]
    assert profile["age_pct"] == population.RESPONDENT_AGE
    assert list(profile["sex_pct"].values()) == list(population.RESPONDENT_SEX.values())


def test_design_and_ledger(targets):
    design, wave = targets["demo_design"], WAVES[2026]
    assert (design["gross_sample"], design["per_psu"]) == (GROSS, PER_POINT)
    assert sum(map(sum, population.POINTS.values())) == design["psu"]
    assert (wave.valid, wave.rows) == (design["valid_n"], design["raw_rows"])
    assert (wave.duplicates, wave.tests, wave.blanks, wave.under_age + wave.abroad) == tuple(
        design["raw_row_ledger"][name]
        for name in (
            "duplicate_id_mail_and_web",
            "test_rows",
            "blank_rows",
            "ineligible_under18_or_out_of_frame",
        )
    )
    assert wave.dispositions == design["dispositions"]


@pytest.mark.parametrize("year", WAVES)
def test_dispositions_account_for_every_case(year):
    wave = WAVES[year]
    assert sum(wave.dispositions.values()) == GROSS
    assert wave.dispositions["I"] + wave.dispositions["P"] == wave.valid


@pytest.mark.parametrize("year", WAVES)
def test_shares_of_single_answers_sum_to_a_hundred(year):
    whole = {name: sum(shares.values()) for name, shares in marginals.SHARES[year].items()}
    assert {name: total for name, total in whole.items() if name not in ("q1", "q4")} == pytest.approx(
        dict.fromkeys(whole.keys() - {"q1", "q4"}, 100)
    )
