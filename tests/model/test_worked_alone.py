"""The worked example of refusing, dealing and opening (docs/worked-example-alone.md), solved number by number."""

import math
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import deals
from deals import regimes
from deals.kit.periods import periods
from deals.model.formulation import formulate
from deals.model.question import Question, Reference
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.reservation import Reservation
from deals.model.worth.talks import Talks
from deals.model.worth.terms import Grant, RateAlone, Segment, Term
from deals.model.worth.timeline import Timeline
from deals.plan.plan import Plan, solve
from deals.regimes import EconomyAccess
from optimizer import Label

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "worked-example-alone.md").read_text(encoding="utf-8")
SET = {
    "goodwill.floor": 0.0,
    "deal.fixed_cost": 0.2,
    "durability.licence": 0.5 / math.log(1.25),
    "home.uptake": 0.0,
    "diversion.leak.BRA": 0.0,
    "diversion.leak.IND": 0.0,
}
"""Chips left over are worth nothing at home; nothing is diverted."""
QUARTERS = ("2026Q1", "2026Q4")
TWO = (0.0, 0.0)
OPENED, SHUT = (1.0, 1.0), (0.0, 0.0)


def cell(code: str, period: int, chips: float, risk: float) -> Grant:
    """Chips refused to a country in a half-year."""
    return Grant(
        code, code, period, chips, (chips,), (0.5,), harm=0.0, margin=0.3, rivalry=0.0, risk=risk, leak=0.0, rival=0.0,
        tpp_factor=1.0,
    )  # fmt: skip


def question(failure: float) -> Question:
    """Brazil and India in 2026, where talks fail with a chance."""
    asked = deals.load("leverage-2025").changed(
        first_quarter=QUARTERS[0], last_quarter=QUARTERS[1], segments=4, baseline_deals=(), baseline_instruments={},
        talks_under_way={}, gap=0.0,
    )  # fmt: skip
    numbers = {**SET, "threat.failure": failure}
    here = deals.load("leverage-2025").world().patched({name: {"set": value} for name, value in numbers.items()})
    span = periods(*QUARTERS, 6, date(2025, 5, 13))
    table = {
        "BRA": EconomyAccess("BRA", 2, frozenset(), (6.0, 6.0), TWO, TWO, TWO),
        "IND": EconomyAccess("IND", 2, frozenset(), (0.0, 10.0), TWO, TWO, TWO),
    }
    chips = (cell("BRA", 0, 6.0, 0.1), cell("BRA", 1, 6.0, 0.5), cell("IND", 1, 10.0, 0.1))
    years = (1.0, 0.5)
    rates = (
        Segment(1.0, 0.4, 1.0, points=11.0, rate=15.0),
        Segment(1.0, -0.2, 0.4, points=5.0, rate=15.0, bought=True),
    )
    return Question(
        scenario=asked,
        world=here,
        regime=regimes.get("leverage"),
        timeline=Timeline(span, 0.0, 0.0, 1.0),
        partners=(Partner("BRA", "Brazil", ("BRA",)), Partner("IND", "India", ("IND",))),
        economies={code: Economy(1000.0, 10_000.0, 50.0, 40.0, 20.0, 1.0, 2.0, 0.0) for code in table},
        path=NoDealPath(span, table, dict.fromkeys(table, TWO), (100.0, 100.0), (500.0, 500.0), (500.0, 500.0)),
        reservation=Reservation(pd.Series({"BRA": 0.0, "IND": 0.0}), {}),
        terms=(
            Term("IND", "tariff_relief", rates, years, years, "judgement"),
            Term("IND", "investment", (Segment(12.0, 0.5, -0.4),), years, years, "judgement"),
        ),
        grants=chips,
        standards={},
        talks={code: Talks(1.0, 2, {0: {0: 2.0}, 1: {1: 2.0}}) for code in table},
        reserve=dict.fromkeys(table, 0.0),
        lag=1,
        reference=Reference(here, table),
        cells=chips,
        alone={"IND": RateAlone(26.0, 10.0, 20.0, 0.6)},
    )


def opened(plan: Plan) -> set[tuple[str, int]]:
    """Cells opened in a plan."""
    return {(c.economy, c.period) for c in plan.asked.cells if plan.opened(c) > 0}


def asked_of_india(plan: Plan) -> dict[str, float]:
    """What India gives and is given in a plan's deal of the first half-year: a whole rate is 1."""
    asks = plan.solution.mapping("ask")
    return {
        "under threat": asks["IND", "tariff_relief", 0, 0],
        "bought": asks["IND", "tariff_relief", 1, 0],
        "investment": asks["IND", "investment", 0, 0],
    }


def best(failure: float, **held: tuple[float, float]) -> float:
    """The most that can be had with some choices on India held, Brazil's 1.2 among it."""
    keys: dict[str, Label] = {
        "open": ("opened", ("IND", 1)),
        "free": ("unthreatened", "IND"),
        "sign": ("sign", ("IND", 0)),
        "later": ("sign", ("IND", 1)),
    }
    choices = formulate(question(failure))
    within = {keys[name]: bounds for name, bounds in held.items()}
    return choices.program.solve(gap=0.0, held={**within, keys["later"]: SHUT}).objective


def test_one_cell_is_refused_one_opened_and_one_dealt_on() -> None:
    """7.0 in all: 1.2 of Brazil's first half-year and 5.8 of India's deal."""
    plan = solve(question(0.25))
    assert plan.gain == pytest.approx(7.0, abs=1e-9)
    assert opened(plan) == {("BRA", 0)}
    assert plan.signed == {"IND": 0}
    assert plan.unthreatened == ()
    (india,) = plan.asked.grants
    assert plan.granted(india) == pytest.approx(8.0, abs=1e-9)
    assert asked_of_india(plan) == pytest.approx({"under threat": 1.0, "bought": 0.0, "investment": 12.0}, abs=1e-9)
    assert plan.goals == pytest.approx(
        {
            "leverage": 0.75 * (0.4 + 6.0),
            "promotion": 6 * 0.3 + 0.75 * 8 * 0.3,
            "control": -6 * 0.1 - 0.75 * 8 * 0.1,
            "talks": -0.2,
        },
        abs=1e-9,
    )


@pytest.mark.parametrize(
    ("held", "worth"),
    [
        ({"sign": SHUT, "open": SHUT, "free": SHUT}, 0.0),
        ({"sign": SHUT, "open": SHUT, "free": OPENED}, 0.6),
        ({"sign": SHUT, "open": OPENED, "free": OPENED}, 2.6),
        ({"sign": OPENED, "open": SHUT, "free": SHUT}, 5.8),
        ({"sign": OPENED, "open": SHUT, "free": OPENED}, 5.575),
        ({"sign": OPENED, "open": OPENED, "free": SHUT}, 3.0375),
    ],
)
def test_every_way_of_dealing_with_india_is_worth_what_the_page_says(
    held: dict[str, tuple[float, float]], worth: float
) -> None:
    assert best(0.25, **held) == pytest.approx(1.2 + worth, abs=1e-9)
    assert f"{worth:g}" in PAGE


@pytest.mark.parametrize(
    ("failure", "gain", "signed", "free"),
    [
        (0.0, 9.0, True, False),
        (0.25, 7.0, True, False),
        (0.5, 5.05, True, True),
        (0.75, 3.8, False, True),
        (1.0, 3.8, False, True),
    ],
)
def test_the_chance_that_talks_fail_moves_the_plan_as_the_page_says(
    failure: float, gain: float, signed: bool, free: bool
) -> None:
    plan = solve(question(failure))
    assert plan.gain == pytest.approx(gain, abs=1e-9)
    assert plan.signed == ({"IND": 0} if signed else {})
    assert plan.unthreatened == (("IND",) if free else ())
    assert opened(plan) == ({("BRA", 0)} if signed else {("BRA", 0), ("IND", 1)})
    assert re.search(rf"\| {failure:g} \| .* \| {gain} \|", PAGE)


def test_where_the_rate_is_bought_india_spends_all_it_is_given() -> None:
    """4.0 of the chips and 0.4 of the rate: 11 at 0.4 each."""
    plan = solve(question(0.5))
    assert asked_of_india(plan) == pytest.approx({"under threat": 0.0, "bought": 1.0, "investment": 11.0}, abs=1e-9)


def test_if_talks_are_sure_to_fail_the_plan_is_the_best_alone() -> None:
    never = question(1.0)
    alone = replace(never, scenario=never.scenario.changed(must_not_sign=("BRA", "IND")))
    assert solve(never).gain == pytest.approx(solve(alone).gain, abs=1e-9)


@pytest.mark.parametrize("turn", [1 - 0.6 / 1.1, 1 - 2.2 / 6.9])
def test_the_plan_turns_where_the_page_says(turn: float) -> None:
    before, after = (solve(question(turn + step)) for step in (-1e-3, 1e-3))
    assert (before.signed, before.unthreatened) != (after.signed, after.unthreatened)
    assert before.gain == pytest.approx(after.gain, abs=0.02)
    assert f"{turn:.4f}" in PAGE
