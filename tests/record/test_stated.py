"""A package as stated: every mistake is named at once, and what stands is weighed to the letter or told."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.model.question import Question
from deals.record.weighing.stated import MOST_RATE, stated
from deals.uncertainty.acceptance.packages import FixedRate
from deals.world.instrument import CHIPS

BAD: dict[str, tuple[str, Any, str]] = {
    "a name nobody knows": ("investmant", 5, "unknown instrument"),
    "words": ("investment", "many", "not a number"),
    "nothing": ("investment", None, "not a number"),
    "yes where an amount is asked": ("purchases", True, "not a number"),
    "no number": ("investment", math.nan, "not a number"),
    "more than any number": ("investment", math.inf, "not a number"),
    "less than nothing": ("investment", -1, "out of its range"),
    "more than there is": ("purchases", 2e6, "out of its range"),
    "more than the whole": ("china_exit", 1.01, "out of its range"),
    "a rate beyond all that were announced": ("tariff_to", MOST_RATE + 1, "out of its range"),
    "a rate in words": ("tariff_to", "15%", "not a number"),
    "no amount at all": ("investment", [], "not an amount"),
    "three numbers": ("investment", (350, 3, 5), "not an amount"),
    "a share over years": ("china_exit", (0.5, 3), "no total that is spread over years"),
    "a yearly measure over years": ("defence", (0.5, 3), "no total that is spread over years"),
    "chips over years": ("chip_access", (100, 3), "no total that is spread over years"),
    "over no years": ("investment", (350, 0), "not a span of years"),
    "over too many years": ("investment", (350, 101), "not a span of years"),
    "over years in words": ("purchases", (350, "ten"), "not a span of years"),
    "over yes": ("purchases", (350, True), "not a span of years"),
    "the amount wrong of a pair": ("purchases", ("many", 3), "not a number"),
    "half a yes": ("security_standard", 0.5, "neither yes nor no"),
    "chips of a year beyond": ("chip_access", {2031: 100}, "not a year of the scenario"),
    "a year as text": ("chip_access", {"2026": 100}, "not a year of the scenario"),
    "chips less than none": ("chip_access", {2026: -1}, "out of its range"),
    "a mapping where an amount is asked": ("investment", {2026: 100}, "not a number"),
}


def refused(base: Question, terms: Mapping[str, Any], **more: Any) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        stated(base, "JPN", terms, **more)
    return caught.value.problems


def notes(base: Question, partner: str, terms: Mapping[str, Any], **more: Any) -> str:
    return "; ".join(stated(base, partner, terms, **more).notes)


@pytest.mark.parametrize("mistake", BAD)
def test_a_bad_term_is_refused_and_one_mistake_is_one_problem(base: Question, mistake: str) -> None:
    name, said, message = BAD[mistake]
    (problem,) = refused(base, {"deregulation": 0.1, name: said})
    assert problem.field.startswith(f"terms[{name!r}]")
    assert problem.message == message
    assert problem.fix


def test_all_mistakes_come_at_once(base: Question) -> None:
    """Seven: three names, both ways to say a rate, two years of chips, and the quarter."""
    terms: dict[str, Any] = {"investmant": 5, "china_exit": 2, "purchases": -1, "tariff_to": 15, "tariff_relief": 5}
    terms |= {"chip_access": {2020: 1, 2026: math.nan}}
    problems = refused(base, terms, signed="2040Q1")
    assert [problem.field for problem in problems] == [
        *("terms['investmant']", "terms['china_exit']", "terms['purchases']"),
        *("terms['chip_access']", "terms['chip_access'][2026]", "tariff_relief", "signed"),
    ]


def test_both_numbers_of_a_pair_may_be_wrong(base: Question) -> None:
    assert len(refused(base, {"investment": (-1, -1)})) == 2


def test_a_partner_nobody_knows_is_told_before_anything_else(base: Question) -> None:
    with pytest.raises(UnknownNameError, match="unknown partner"):
        stated(base, "JPP", {"investmant": 5})


@given(
    terms=st.dictionaries(st.sampled_from(("china_exit", "deregulation", "tariff_cut")), st.floats(0, 1)),
    pledges=st.dictionaries(st.sampled_from(("investment", "purchases")), st.floats(0, 1e6)),
    rate=st.none() | st.floats(0, MOST_RATE),
)
@settings(max_examples=30)
def test_what_is_in_range_is_weighed_to_the_letter(
    base: Question, terms: dict[str, float], pledges: dict[str, float], rate: float | None
) -> None:
    said = {**terms, **pledges, **({} if rate is None else {"tariff_to": rate})}
    found = stated(base, "JPN", said)
    package = found.package(base)
    assert found.amounts == said
    assert package.asks == {**terms, **pledges}
    assert package.rates == (() if rate is None else (FixedRate(rate, 1.0, bought=False),))
    assert package.beyond
    assert not package.licences


def test_numbers_of_a_table_are_numbers(base: Question) -> None:
    found = stated(base, "JPN", {"investment": np.int64(350), "purchases": (np.float64(20.0), np.int64(4))})
    assert found.amounts == {"investment": 350.0, "purchases": 20.0}
    assert found.years == {"purchases": 4.0}


def test_a_pledge_may_be_over_other_years(base: Question) -> None:
    found = stated(base, "JPN", {"investment": (550, 10), "purchases": 20})
    assert found.amounts == {"investment": 550.0, "purchases": 20.0}
    assert found.package(base).years == found.years == {"investment": 10.0}


def test_over_more_years_more_is_thought_possible(base: Question) -> None:
    """What can be invested in three and a half years is 538: 550 is more, but over ten years it is not."""
    assert "is more than the USD 538 bn pledged" in notes(base, "JPN", {"investment": 550})
    assert notes(base, "JPN", {"investment": (550, 10)}) == ""
    assert "is more than the USD 154 bn pledged" in notes(base, "JPN", {"investment": (550, 1)})


def test_relief_in_points_is_the_rate_below_what_is_announced(base: Question) -> None:
    announced = base.world.value("tariff.announced.JPN")
    by_relief, by_rate = (stated(base, "JPN", terms) for terms in ({"tariff_relief": 9}, {"tariff_to": announced - 9}))
    assert by_relief == by_rate
    assert by_relief.package(base).rates == (FixedRate(announced - 9, 1.0, bought=False),)
    with pytest.raises(InputError, match="from which relief counts") as refused:
        stated(base, "JPN", {"tariff_relief": announced + 1})
    assert "give at most 24 points" in refused.value.problems[0].fix


def test_relief_from_sector_duties_is_a_share_weighed_in_its_worth(base: Question) -> None:
    (limit,) = (t.limit for t in base.terms if (t.partner, t.instrument) == ("JPN", "sector_tariff_relief"))
    found = stated(base, "JPN", {"sector_tariff_relief": 0.4})
    assert found.amounts == {"sector_tariff_relief": 0.4}
    assert found.package(base).asks == {"sector_tariff_relief": pytest.approx(0.4 * limit)}


def test_chips_are_spread_within_their_year_as_what_is_refused(base: Question) -> None:
    """Signed in the second half of 2025, the first flow in 2026."""
    said = {2026: 100.0, 2027: 50.0}
    licences = stated(base, "ARE", {"chip_access": said}).package(base).licences
    refused_there = {(g.economy, g.period): g.withheld for g in base.grants if g.partner == "ARE"}
    years = {period.index: period.year for period in base.timeline.periods}
    by_year: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for economy, period in licences:
        by_year[years[period]].append((economy, period))
    assert {year: sum(licences[cell] for cell in cells) for year, cells in by_year.items()} == pytest.approx(said)
    for cells in by_year.values():
        assert len({round(licences[cell] / refused_there[cell], 9) for cell in cells}) == 1


def test_chips_of_no_year_are_spread_over_all_that_are_left(base: Question) -> None:
    found = stated(base, "ARE", {"chip_access": 200}, signed="2026Q4")
    licences = found.package(base).licences
    assert found.chips_by_year == {None: 200.0}
    assert sum(licences.values()) == pytest.approx(200)
    left = {(g.economy, g.period): g.withheld for g in base.grants if g.partner == "ARE" and g.period >= 2 + base.lag}
    assert licences == pytest.approx({cell: 200 * amount / sum(left.values()) for cell, amount in left.items()})


def test_chips_of_all_years_are_told_as_one_amount(base: Question) -> None:
    found = stated(base, "ARE", {"chip_access": {2026: 100, 2028: 20}})
    assert found.amounts == {CHIPS: 120.0}
    assert found.chips_by_year == {2026: 100.0, 2028: 20.0}


@pytest.mark.parametrize(
    ("said", "asked", "adopts"),
    [
        ({}, None, False),
        ({}, True, True),
        ({"security_standard": True}, None, True),
        ({"security_standard": True}, True, True),
        ({"security_standard": 1}, False, False),
        ({"security_standard": False}, None, False),
    ],
)
def test_the_standard_is_a_term_or_asked_for(
    base: Question, said: dict[str, Any], asked: bool | None, adopts: bool
) -> None:
    found = stated(base, "ARE", said, standard=asked)
    assert found.standard is found.package(base).standard is adopts
    assert not found.amounts
    assert not found.notes


def test_the_day_of_signing_is_the_first_possible_or_as_said(base: Question) -> None:
    assert stated(base, "JPN", {}).signed.index == min(base.talks["JPN"].load)
    assert stated(base, "JPN", {}, signed="2026Q1").signed.label == "2026H1"
    assert stated(base, "JPN", {}, signed="2026H1").signed.label == "2026H1"
    assert stated(base, "JPN", {}, signed="2028Q4").signed.index == len(base.timeline.periods) - 1


def test_signed_before_the_scenario_it_is_weighed_as_signed_at_its_start(base: Question) -> None:
    found = stated(base, "JPN", {"investment": 5}, signed="2024Q4")
    assert found.signed.index == 0
    assert found.notes == ("2024Q4 is before the scenario begins: weighed as if signed in 2025H2",)


@pytest.mark.parametrize("signed", ["2029Q1", "2026", "2026Q5", "soon", "", "20x6Q1"])
def test_signed_after_the_scenario_or_on_no_quarter_is_refused(base: Question, signed: str) -> None:
    (problem,) = refused(base, {}, signed=signed)
    assert problem.field == "signed"
    assert "2025Q3 to 2028Q4" in problem.fix


# What weighs nothing, or more than was thought possible, is told.


def test_what_the_model_sees_all_of_has_no_note(base: Question) -> None:
    assert notes(base, "JPN", {"investment": 500, "tariff_to": 15, "tariff_cut": 0.2, "defence": 0.0}) == ""


@pytest.mark.parametrize("rate", [0, 10])
def test_a_rate_where_none_is_known_weighs_nothing(base: Question, rate: float) -> None:
    assert f"the rate of {rate}% weighs nothing" in notes(base, "CAN", {"tariff_to": rate})


def test_what_the_partner_has_none_of_weighs_nothing(base: Question) -> None:
    assert "weighs nothing" in notes(base, "KHM", {"dst_removal": 1})
    assert notes(base, "KHM", {"dst_removal": 0}) == ""


def test_a_change_of_rules_is_not_weighed_here(base: Question) -> None:
    assert "a change of rules" in notes(base, "KHM", {"tier_promotion": True})


def test_chips_that_nobody_refuses_weigh_nothing(base: Question) -> None:
    assert "no chips are refused to Japan" in notes(base, "JPN", {"chip_access": 10})


def test_chips_of_a_year_in_which_none_can_flow_weigh_nothing(base: Question) -> None:
    """The first flow half a year after signing."""
    found = stated(base, "ARE", {"chip_access": {2025: 10, 2026: 10}})
    assert found.notes == (
        "no chips are refused to United Arab Emirates without a deal after 2025H2 in 2025: licences weigh nothing",
    )
    assert sum(found.package(base).licences.values()) == pytest.approx(10)


def test_more_chips_than_are_refused_are_told_as_such(base: Question) -> None:
    """0.85 of what is licensed arrives in time."""
    refused_then = sum(g.withheld for g in base.grants if g.partner == "ARE" and g.period >= base.lag) / 0.85
    assert notes(base, "ARE", {"chip_access": refused_then - 1}) == ""
    assert "in time, more than the" in notes(base, "ARE", {"chip_access": refused_then + 1})
    assert "in 2026 are expected to deliver" in notes(base, "ARE", {"chip_access": {2026: refused_then - 1}})
