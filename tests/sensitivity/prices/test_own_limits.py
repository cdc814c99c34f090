"""Limits of one's own have prices with units, traces, repairs and bars like any other."""

from typing import Any

import pytest

from deals.kit.cells import number
from deals.model.question import Question
from deals.plan.binding import binding_table
from deals.plan.plan import Plan, solve
from deals.sensitivity import Sensitivity
from deals.sensitivity.why_not import why_not
from tests import three

PARTNERS = ("MYS", "IND", "JPN")
LIMITS: tuple[dict[str, Any], ...] = (
    {"partner": "IND", "term": "purchases", "at_least": 60},
    {"partner": "JPN", "term": "investment", "at_most": 100},
    {"partner": "IND", "term": "tariff_to", "at_least": 15},
    {"group": ("MYS", "JPN"), "term": "purchases", "at_least": 190},
    {"partner": "MYS", "term": "security_standard", "at_least": 1},
    {"partner": "JPN", "term": "chips", "exactly": 0},
)
UNITS = {"IND purchases": "USD bn pledged", "JPN investment": "USD bn pledged", "IND tariff_to": "percent"}


def question(*limits: dict[str, Any]) -> Question:
    return three.question(PARTNERS, unilateral_opening=False, limits=limits)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(question(*LIMITS))


def test_what_binds_is_told_with_the_limit_as_it_was_written(plan: Plan) -> None:
    told = {row["subject"]: row for row in binding_table(plan).to_dict("records")}
    for limit, subject in ((60, "IND purchases"), (100, "JPN investment"), (15, "IND tariff_to")):
        row = told[subject]
        assert row["limit"] == pytest.approx(limit)
        assert row["holds_from"] <= limit <= row["holds_to"]
        assert row["unit"] == f"USD bn per {UNITS[subject]}"
    assert told["JPN investment"]["price_up"] > 0
    assert told["JPN investment"]["sentence"].startswith(
        "Investment in the United States (Japan): one more allowed (USD bn pledged) would bring"
    )
    assert told["IND purchases"]["price_up"] < 0
    assert "one more asked for (USD bn pledged) would cost USD " in told["IND purchases"]["sentence"]
    assert told["MYS+JPN purchases"]["rule"] == "at least together"
    assert "cannot be kept" in told["MYS security_standard"]["sentence"]
    assert "JPN chips" not in told


@pytest.mark.parametrize(
    ("index", "field", "rule", "subject"),
    [
        (0, "at_least", "at least", "IND purchases"),
        (1, "at_most", "at most", "JPN investment"),
        (2, "at_least", "at least", "IND tariff_to"),
        (3, "at_least", "at least together", "MYS+JPN purchases"),
    ],
)
def test_a_price_is_what_another_limit_brings_in_a_plan_of_its_own(
    plan: Plan, index: int, field: str, rule: str, subject: str
) -> None:
    ask = Sensitivity(plan)
    table = ask.limit_prices(rule).table.set_index("subject")
    limit, used, price, end = (number(table, subject, name) for name in ("limit", "used", "price_up", "holds_to"))
    step = min(0.01 * limit, 0.9 * (end - limit))
    limits = list(LIMITS)
    limits[index] = {**limits[index], field: limit + step}
    other = solve(question(*limits))
    assert other.signed == plan.signed
    change = other.solution.objective - plan.solution.objective
    assert change / step == pytest.approx(price, rel=0.05)
    assert used == pytest.approx(limit)
    along = ask.trace(rule, subject, limit, limit + step)
    assert along.gain(limit + step) - along.gain(limit) == pytest.approx(change, rel=1e-3)
    assert along.unit == UNITS.get(subject, "USD bn pledged")


def test_limits_of_partners_without_a_deal_have_no_price() -> None:
    found = solve(question({"partner": "IND", "term": "purchases", "at_least": 190}))
    assert "IND" not in found.signed
    assert "at least" not in set(Sensitivity(found).limit_prices().table["rule"])
    assert "at least" not in set(binding_table(found)["rule"])


def test_why_not_names_the_limit_as_written_and_moves_it() -> None:
    dear = {"partner": "IND", "term": "purchases", "at_least": 190}
    answer = why_not(three.scenario(PARTNERS, must_sign=("IND",), limits=(dear,), must_not_sign=()))
    assert "Purchases of US goods (India) is at least 190, if it signs" in answer.sentence
    assert answer.conflict.set_index("rule").loc["at least", "limit"] == 190
    together = {"group": ("IND",), "term": "purchases", "at_least": 200}
    answer = why_not(three.scenario(PARTNERS, limits=(together,)))
    (repair,) = answer.repair.to_dict("records")
    asked = f"Purchases of US goods (India) is at least {repair['needed']:.4g} together"
    assert repair["sentence"] == f"ask instead that {asked}"
    possible = {**together, "at_least": repair["needed"] - 1e-3}
    assert why_not(three.scenario(PARTNERS, limits=(possible,))).is_possible


def test_whoever_must_wait_for_one_that_cannot_sign_is_explained() -> None:
    first = {"partner": "IND", "first": True}
    never = {"partner": "IND", "term": "deals", "exactly": 0}
    answer = why_not(three.scenario(PARTNERS, must_sign=("JPN",), limits=(first, never)))
    assert "nobody signs before IND (JPN, " in answer.sentence
    assert set(answer.conflict["rule"]) >= {"must sign", "signs first"}


def test_the_tornado_keeps_limits(plan: Plan) -> None:
    bars = Sensitivity(plan).tornado(names=["purchase.capacity", "threat.failure"], widest=0).table
    assert (bars["width"] > 0).all()
