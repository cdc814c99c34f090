"""Limits of one's own: every formula by hand, what each does to a plan, and the laws they keep."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deals
from deals.model.families import of_plan_alone
from deals.model.pruning import worth_talking
from deals.model.question import Question
from deals.model.rows.own_limits import limit_problems
from deals.plan.baselines import ALONE, DEALS, OPENING, PLAN, baselines
from deals.plan.plan import Plan, solve
from deals.plan.tables import summary_table, terms_table
from tests import three
from tests.model import tiny

PARTNERS = ("MYS", "IND", "JPN")
FEW = settings(deadline=None, max_examples=6)
CLOSE = 1e-5

type Point = Mapping[tuple[str, Any], float]

BOUGHT: Point = {
    ("sign", ("IND", 1)): 1.0,
    ("bought", ("IND", 1)): 1.0,
    ("ask", ("IND", "tariff_relief", 3, 1)): 0.5,
    ("ask", ("IND", "purchases", 0, 1)): 7.0,
}
"""India signs in 2026H1 and buys half its trade down from 20 to 10 percent: a rate of 15; it buys for 7."""
THREATENED: Point = {
    ("sign", ("IND", 2)): 1.0,
    ("ask", ("IND", "tariff_relief", 0, 2)): 0.25,
    ("ask", ("IND", "tariff_relief", 1, 2)): 0.5,
    ("ask", ("IND", "purchases", 0, 2)): 7.0,
    ("grant", ("IND", 1, 1)): 20.0,
    ("grant", ("IND", 2, 0)): 11.0,
}
"""India signs in 2026H2; of 26 percent 11 points come off a quarter of its trade and 16 off half: 15.25 are left."""


def left(limit: dict[str, Any], family: str, point: Point) -> float:
    """By how much a point keeps the one row of a limit, below nothing where it does not."""
    snapshot = tiny.written(tiny.question(limits=(limit,))).program.snapshot()
    (key,) = snapshot.rows.keys(family)
    row = snapshot.rows.position(family, key)
    columns, values = snapshot.arrays.matrix.row(row)
    labels = snapshot.columns.all
    held = sum(float(value) * point.get(labels[column], 0.0) for column, value in zip(columns, values, strict=True))
    high, low = float(snapshot.arrays.row_upper[row]), float(snapshot.arrays.row_lower[row])
    return float(min(high - held, held - low))


@pytest.mark.parametrize(
    ("limit", "family", "point", "kept"),
    [
        ({"partner": "IND", "term": "purchases", "at_most": 10}, "at most", BOUGHT, 3.0),
        ({"partner": "IND", "term": "purchases", "at_most": 5}, "at most", BOUGHT, -2.0),
        ({"partner": "IND", "term": "purchases", "at_most": 5, "by": "2026Q2"}, "at most", BOUGHT, -2.0),
        ({"partner": "IND", "term": "purchases", "at_most": 5, "by": "2026Q1"}, "at most", BOUGHT, -2.0),
        ({"partner": "IND", "term": "purchases", "at_most": 5, "by": "2026Q2"}, "at most", THREATENED, 5.0),
        ({"partner": "IND", "term": "purchases", "at_least": 5}, "at least", BOUGHT, 2.0),
        ({"partner": "IND", "term": "purchases", "at_least": 5}, "at least", {}, 0.0),
        ({"partner": "IND", "term": "purchases", "at_least": 5, "by": "2026Q2"}, "at least", THREATENED, -5.0),
        ({"partner": "IND", "term": "tariff_to", "at_most": 18}, "at most", BOUGHT, 3.0),
        ({"partner": "IND", "term": "tariff_to", "at_most": 18}, "at most", THREATENED, 2.75),
        ({"partner": "IND", "term": "tariff_to", "at_most": 18}, "at most", {}, 0.0),
        ({"partner": "IND", "term": "tariff_to", "at_least": 15.5}, "at least", BOUGHT, -0.5),
        ({"partner": "IND", "term": "tariff_to", "at_least": 15.5}, "at least", THREATENED, -0.25),
        ({"partner": "IND", "term": "tariff_relief", "at_least": 8}, "at least", THREATENED, 2.75),
        ({"partner": "IND", "term": "chips", "at_most": 25}, "at most", THREATENED, -6.0),
        ({"partner": "IND", "term": "chip_access", "at_most": 25, "by": "2026Q2"}, "at most", THREATENED, 5.0),
        ({"partner": "IND", "term": "chips", "at_least": 40}, "at least", THREATENED, -9.0),
        ({"partner": "IND", "term": "deals", "at_least": 1, "by": "2026Q2"}, "at least", THREATENED, -1.0),
        ({"group": ("IND", "MYS"), "term": "deals", "at_most": 0, "by": "2026Q2"}, "at most", BOUGHT, -1.0),
        ({"group": ("IND", "ARE"), "term": "chips", "at_least": 30}, "at least together", THREATENED, 1.0),
        ({"group": ("IND", "ARE"), "term": "chips", "at_least": 30}, "at least together", {}, -30.0),
    ],
)
def test_every_formula_is_the_one_reckoned_by_hand(
    limit: dict[str, Any], family: str, point: Point, kept: float
) -> None:
    assert left(limit, family, point) == pytest.approx(kept)


def test_the_standard_and_promotion_count_where_they_are_adopted() -> None:
    adopted: Point = {("sign", ("MYS", 0)): 1.0, ("standard", ("MYS", 0)): 1.0}
    assert left({"partner": "MYS", "term": "security_standard", "at_most": 0}, "at most", adopted) == -1
    assert left({"partner": "MYS", "term": "security_standard", "at_least": 1}, "at least", adopted) == 0
    assert left({"partner": "MYS", "term": "security_standard", "at_least": 1}, "at least",
                {("sign", ("MYS", 0)): 1.0}) == -1  # fmt: skip


def test_nobody_signs_in_a_period_before_the_first_does() -> None:
    program = tiny.written(tiny.question(limits=({"partner": "IND", "first": True},))).program
    rows = program.snapshot().rows
    assert set(rows.keys("signs first")) == {
        f"IND ({code}, {label})"
        for code, dates in {"ARE": ("2025H2", "2026H1"), "MYS": ("2025H2", "2026H1", "2026H2")}.items()
        for label in dates
    }
    plan = solve(tiny.question(limits=({"partner": "IND", "first": True},)))
    free = solve(tiny.question())
    assert min(free.signed.values()) < min(plan.signed.values())
    assert plan.signed["IND"] == min(plan.signed.values())


@pytest.mark.parametrize(("india", "malaysia", "kept"), [(1, 1, True), (1, 2, True), (2, 1, False), (None, 2, False)])
def test_to_sign_in_the_same_period_is_not_to_sign_before(india: int | None, malaysia: int, kept: bool) -> None:
    """Rows of India first at points where either has signed in a period, or India in none."""
    snapshot = tiny.written(tiny.question(limits=({"partner": "IND", "first": True},))).program.snapshot()
    point: Point = {("sign", ("MYS", malaysia)): 1.0, ("sign", ("IND", india)): 1.0}
    at = [point.get(label, 0.0) for label in snapshot.columns.all]
    activity = snapshot.arrays.activity(np.array(at))
    rows = snapshot.rows.positions("signs first")
    assert bool((activity[rows] <= snapshot.arrays.row_upper[rows]).all()) == kept


def test_what_is_not_on_the_table_is_not_limited() -> None:
    limits = ({"partner": "MYS", "term": "purchases", "at_least": 5}, {"group": ("MYS",), "term": "dst_removal",
              "at_least": 1}, {"partner": "JPN", "first": True})  # fmt: skip
    rows = tiny.written(tiny.question(limits=limits)).program.snapshot().rows
    assert not [key for name in ("at least", "at least together", "signs first") for key in rows.keys(name)]


# On the real data


def question(**changes: Any) -> Question:
    return three.question(PARTNERS, unilateral_opening=False, **changes)


@pytest.fixture(scope="module")
def free() -> Plan:
    return solve(question())


def amounts(plan: Plan) -> dict[tuple[str, str], float]:
    table = terms_table(plan)
    found = {(row["partner"], row["instrument"]): row["amount"] for row in table.to_dict("records")}
    rates = summary_table(plan, table)["tariff_to"]
    return found | {(str(code), "tariff_to"): float(rate) for code, rate in rates.items()}


@pytest.mark.parametrize(
    ("limit", "term", "asked"),
    [
        ({"partner": "IND", "term": "purchases", "exactly": 60}, ("IND", "purchases"), 60),
        ({"partner": "JPN", "term": "investment", "at_most": 100}, ("JPN", "investment"), 100),
        ({"partner": "JPN", "term": "sector_tariff_relief", "at_most": 0.5}, ("JPN", "sector_tariff_relief"), 0.5),
        ({"partner": "IND", "term": "tariff_to", "at_least": 15}, ("IND", "tariff_to"), 15),
        ({"partner": "MYS", "term": "chips", "exactly": 100}, ("MYS", "chip_access"), 100),
        ({"partner": "IND", "term": "defence", "at_least": 0.3}, ("IND", "defence"), 0.3),
    ],
)
def test_a_limit_holds_in_the_amounts_of_the_term_sheet(
    free: Plan, limit: dict[str, Any], term: tuple[str, str], asked: float
) -> None:
    plan = solve(question(limits=(limit,)))
    assert amounts(free).get(term, 0.0) != pytest.approx(asked)
    assert amounts(plan)[term] == pytest.approx(asked)
    assert plan.solution.objective < free.solution.objective - CLOSE


def test_a_floor_makes_no_deal_but_a_group_s_does_and_baselines_follow_neither() -> None:
    alone = solve(question(limits=({"partner": "IND", "term": "purchases", "at_least": 190},)))
    assert "IND" not in alone.signed
    base = baselines(question(limits=({"group": ("IND",), "term": "purchases", "at_least": 100},)))
    assert amounts(base.plans[PLAN])["IND", "purchases"] >= 100 - CLOSE
    below = [amounts(base.plans[name]).get(("IND", "purchases"), 0.0) for name in (OPENING, DEALS)]
    assert max(below) < 100
    assert not base.plans[ALONE].signed


def test_a_ceiling_binds_baselines_too() -> None:
    base = baselines(question(limits=({"partner": "JPN", "term": "investment", "at_most": 100},)))
    for name in (OPENING, DEALS, PLAN):
        assert amounts(base.plans[name])["JPN", "investment"] <= 100 + CLOSE
    assert "at most" not in of_plan_alone()


def test_whoever_must_sign_for_a_limit_is_not_set_aside() -> None:
    cost = deals.Reform("talks that no deal can pay for", {"deal.fixed_cost": {"scale": 1000}})
    assert not worth_talking(question(reforms=(cost,))).codes
    group = question(reforms=(cost,), limits=({"group": ("IND", "JPN"), "term": "deals", "at_least": 1},))
    assert set(worth_talking(group).codes) == {"IND", "JPN"}
    assert len(solve(group).signed) == 1
    first = question(reforms=(cost,), limits=({"partner": "MYS", "first": True},))
    assert worth_talking(first).codes == ("MYS",)


@FEW
@given(
    limit=st.sampled_from(
        [
            ({"partner": "IND", "term": "purchases"}, 200.0),
            ({"partner": "JPN", "term": "investment"}, 500.0),
            ({"group": ("IND", "MYS"), "term": "chips"}, 700.0),
            ({"group": ("IND", "MYS", "JPN"), "term": "purchases", "by": "2026Q4"}, 300.0),
        ]
    ),
    share=st.floats(0, 1),
    more=st.floats(0, 1),
)
def test_relaxing_a_limit_never_lowers_the_optimum(
    limit: tuple[dict[str, Any], float], share: float, more: float
) -> None:
    """Reservation values are those of the same world, which no limit moves."""
    whom, whole = limit

    def optimum(**numbers: float) -> float:
        return solve(question(limits=({**whom, **numbers},))).solution.objective

    loose, tight = whole * (share + more * (1 - share)), whole * share
    assert optimum(at_most=loose) >= optimum(at_most=tight) - CLOSE
    assert optimum(at_least=tight * 0.8) >= optimum(at_least=loose * 0.8) - CLOSE


@FEW
@given(beyond=st.floats(1.001, 3), term=st.sampled_from(["purchases", "investment", "defence", "chip_access"]))
def test_a_limit_that_does_not_bind_changes_nothing(free: Plan, beyond: float, term: str) -> None:
    held = amounts(free).get(("IND", term), 0.0)
    limits = (
        {"partner": "IND", "term": term, "at_most": held * beyond},
        {"partner": "IND", "term": term, "at_least": held / beyond},
    )
    plan = solve(question(limits=limits))
    assert plan.solution.objective == pytest.approx(free.solution.objective, rel=1e-9)
    assert plan.signed == free.signed


@pytest.mark.parametrize(
    ("limit", "field", "message", "fix"),
    [
        ({"partner": "JPN", "term": "investment", "at_least": 900}, "at_least", "more than Japan can give", "537.5"),
        (
            {"partner": "IND", "term": "tariff_to", "at_most": 5},
            "at_most",
            "less than any deal with India leaves",
            "10",
        ),
        ({"partner": "IND", "term": "tariff_to", "exactly": 40}, "exactly", "more than India can give", "26"),
        (
            {"partner": "MYS", "term": "deregulation", "at_least": 1},
            "term",
            "not on the table with Malaysia",
            "another term",
        ),
        (
            {"group": ("IND", "MYS"), "term": "purchases", "at_least": 999},
            "at_least",
            "more than India and Malaysia",
            "249.4",
        ),
        ({"partner": "IND", "term": "tier_promotion", "exactly": 1}, "term", "not on the table with India", "another"),
    ],
)
def test_what_no_deal_could_hold_is_refused_with_what_it_could(
    limit: dict[str, Any], field: str, message: str, fix: str
) -> None:
    (problem,) = limit_problems(question(limits=(limit,)))
    assert problem.field == f"limits.1.{field}"
    assert message in problem.message
    assert fix in problem.fix


def test_what_deals_can_hold_is_not_refused() -> None:
    limits = (
        {"partner": "JPN", "term": "investment", "at_least": 537},
        {"partner": "IND", "term": "deals", "exactly": 1},
        {"partner": "IND", "first": True},
        {"partner": "MYS", "term": "chips", "exactly": 0},
        {"partner": "JPN", "term": "chips", "exactly": 0},
        {"partner": "MYS", "term": "deregulation", "at_most": 1},
    )
    assert not limit_problems(question(limits=limits))
