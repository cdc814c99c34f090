"""Whoever has no deal is told why, and by how much the deal misses."""

from dataclasses import replace

import pandas as pd
import pytest

from deals.kit.cells import number
from deals.model.question import Question
from deals.plan.left_out import BOTH, NOT_WORTH_IT, PLACE, RULED_OUT, TALKS, left_out
from deals.plan.plan import Plan, solve
from optimizer import InfeasibleError
from tests import three

MANY = ("MYS", "IND", "QAT", "BHR", "EGY", "SGP", "VNM", "OMN")


@pytest.fixture(scope="module")
def question() -> Question:
    """Eight partners, one of which the strategist rules out."""
    return three.question(MANY, must_not_sign=("VNM",))


@pytest.fixture(scope="module")
def plan(question: Question) -> Plan:
    return solve(question)


@pytest.fixture(scope="module")
def table(plan: Plan) -> pd.DataFrame:
    return left_out(plan).set_index("partner")


def forced(question: Question, code: str) -> Plan:
    """The best plan in which this partner signs."""
    return solve(replace(question, scenario=question.scenario.changed(must_sign=(code,))))


def test_everybody_signs_or_is_told_why_not(plan: Plan, table: pd.DataFrame) -> None:
    assert list(table.columns) == ["name", "why", "misses_by_usd_bn"]
    assert sorted([*table.index, *plan.signed]) == sorted(MANY)
    assert table["why"].str.len().gt(0).all()
    assert table["name"].to_dict() == {code: plan.question.partner(code).name for code in table.index}


def test_whom_the_strategist_rules_out_is_told_so_and_misses_by_no_number(table: pd.DataFrame) -> None:
    assert table["why"].to_dict()["VNM"] == RULED_OUT
    assert table.index[table["misses_by_usd_bn"].isna()].tolist() == ["VNM"]


def test_the_nearest_come_first(table: pd.DataFrame) -> None:
    assert table["misses_by_usd_bn"].dropna().is_monotonic_increasing
    assert (table["misses_by_usd_bn"].dropna() > 0).all()


@pytest.mark.parametrize("code", ["BHR", "OMN"])
def test_forcing_a_deal_costs_by_how_much_it_misses(
    question: Question, plan: Plan, table: pd.DataFrame, code: str
) -> None:
    """With all other deals free to move it could only cost less; here none has a reason to."""
    assert table["why"].to_dict()[code] == BOTH
    other = forced(question, code)
    slack = plan.solution.absolute_gap + other.solution.absolute_gap + 1e-6
    assert code in other.signed
    assert plan.gain - other.gain == pytest.approx(number(table, code, "misses_by_usd_bn"), abs=slack)


def test_a_deal_set_aside_misses_by_at_least_what_is_proven() -> None:
    """It cannot pay for its talks on any terms; forced, it costs at least as much."""
    asked = three.question(("MYS", "AUS"))
    plan = solve(asked)
    (row,) = left_out(plan).to_dict("records")
    assert (row["partner"], row["why"]) == ("AUS", TALKS)
    assert "AUS" not in plan.asked.codes
    assert plan.gain - forced(asked, "AUS").gain >= row["misses_by_usd_bn"] - plan.solution.absolute_gap - 1e-6


@pytest.mark.parametrize("code", ["SGP", "EGY"])
def test_a_deal_that_leaves_the_partner_worse_off_on_any_terms_is_told_so_and_not_by_its_talks(
    question: Question, plan: Plan, table: pd.DataFrame, code: str
) -> None:
    """A bound at any price on the partner's gain has no floor there: what it misses by is the partner's own gain."""
    assert table["why"].to_dict()[code] == NOT_WORTH_IT
    assert code not in plan.asked.codes
    with pytest.raises(InfeasibleError):
        forced(question, code)
    short = number(table, code, "misses_by_usd_bn")
    least = min(question.political_cost(code, date) for date in question.talks[code].load)
    assert 0 < short < least + question.reservation_shift.get(code, 0.0)
    forgiven = replace(question, reservation_shift={**question.reservation_shift, code: -short - 1e-6})
    assert left_out(solve(forgiven)).set_index("partner")["why"].to_dict().get(code) != NOT_WORTH_IT


def test_a_deal_that_another_keeps_out_names_it_and_misses_by_the_difference() -> None:
    """Teams suffice for one deal in one year: with the other one forced it takes the first one's place."""
    asked = three.question(("MYS", "THA"), teams=1.0, last_quarter="2026Q4")
    plan = solve(asked)
    assert list(plan.signed) == ["THA"]
    (row,) = left_out(plan).to_dict("records")
    assert (row["partner"], row["why"]) == ("MYS", PLACE.format("Thailand"))
    other = forced(asked, "MYS")
    assert list(other.signed) == ["MYS"]
    assert row["misses_by_usd_bn"] == pytest.approx(plan.gain - other.gain, abs=1e-6)


def test_a_deal_that_no_rule_allows_beside_the_others_misses_by_no_number() -> None:
    """Talks with India take four teams, and there is one."""
    (row,) = left_out(solve(three.question(("MYS", "IND"), teams=1.0, last_quarter="2026Q4"))).to_dict("records")
    assert row["partner"] == "IND"
    assert row["why"].startswith("no rule lets it be signed")
    assert pd.isna(row["misses_by_usd_bn"])


def test_where_all_sign_nobody_is_left_out(question: Question) -> None:
    assert left_out(solve(question.keep(three.THREE))).empty
