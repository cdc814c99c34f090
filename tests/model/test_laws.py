"""Laws that hold whatever the numbers: of reservation values, of limits, and of what a partner ends with."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import deals
from deals.kit.cells import number
from deals.model.question import Question, assemble, setting_of, timeline_of
from deals.model.worth.no_deal import no_deal_path
from deals.model.worth.reservation import reservation
from deals.plan.plan import Plan, solve
from deals.regimes import get
from deals.scenario.scenario import Scenario
from deals.scenario.settings import Goals
from deals.world import World

FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DENIALS = ("denial.A5_A6", "denial.other_tier2", "denial.D1_D4")


def reservations(scenario: Scenario, world: World) -> "dict[str, float]":
    """Reservation values of every economy in one world."""
    timeline = timeline_of(scenario, world)
    path = no_deal_path(world, timeline.periods, get(scenario.regime).access(setting_of(scenario, world)))
    found = reservation(world, timeline, path, scenario.segments).value
    return dict(zip(map(str, found.index), found.tolist(), strict=True))


def never_lower(after: "dict[str, float]", before: "dict[str, float]") -> bool:
    return all(after[code] >= before[code] - 1e-7 for code in before)


@FEW
@given(share=st.floats(0.0, 1.0))
def test_a_reservation_value_never_falls_when_less_is_refused(scenario: Scenario, share: float) -> None:
    world = scenario.world()
    softer = world.patched({name: {"scale": share} for name in DENIALS})
    assert never_lower(reservations(scenario, softer), reservations(scenario, world))


@FEW
@given(factor=st.floats(1.0, 20.0), parameter=st.sampled_from(["volume", "quality"]))
def test_a_reservation_value_never_falls_with_the_other_supplier_s_volume_or_quality(
    scenario: Scenario, factor: float, parameter: str
) -> None:
    world = scenario.world()
    names = [f"other_supplier.exports.{year}" for year in (2025, 2026, 2027, 2028)]
    patch = names if parameter == "volume" else ["other_supplier.quality"]
    stronger = world.patched({name: {"scale": factor} for name in patch})
    assert never_lower(reservations(scenario, stronger), reservations(scenario, world))


@FEW
@given(code=st.sampled_from(["ARE", "MYS", "IND", "JPN"]), shift=st.floats(0.0, 5.0))
def test_a_higher_reservation_value_never_raises_the_optimum(few: Question, code: str, shift: float) -> None:
    dearer = solve(replace(few, reservation_shift={code: shift})).solution
    assert dearer.objective <= solve(few).solution.bound + 1e-6


@FEW
@given(code=st.sampled_from(["ARE", "MYS", "IND"]), cap=st.floats(0, 500), more=st.floats(0, 500))
def test_relaxing_a_cap_never_lowers_the_optimum(few: Question, code: str, cap: float, more: float) -> None:
    def optimum(ceiling: float) -> Plan:
        return solve(replace(few, scenario=few.scenario.changed(caps={code: ceiling}, gap=0.0)))

    assert optimum(cap + more).solution.objective >= optimum(cap).solution.objective - 1e-5


@FEW
@given(teams=st.floats(1, 10), more=st.floats(0, 10))
def test_more_teams_never_lower_the_optimum(few: Question, teams: float, more: float) -> None:
    def optimum(number: float) -> float:
        return solve(replace(few, scenario=few.scenario.changed(teams=number, gap=0.0))).solution.objective

    assert optimum(teams + more) >= optimum(teams) - 1e-5


@FEW
@given(year=st.sampled_from([2025, 2026, 2027, 2028]), factor=st.floats(1.0, 3.0))
def test_more_supply_never_lowers_the_optimum_and_never_makes_chips_scarcer(
    scenario: Scenario, few: Question, year: int, factor: float
) -> None:
    more = deals.Reform("more supply", {f"supply.{year}": {"scale": factor}})
    richer = assemble(scenario.apply(more)).keep(few.codes)
    assert all(a >= b for a, b in zip(richer.path.left, few.path.left, strict=True))
    for period in few.timeline.periods:
        for sold in (0.0, 100.0, 1000.0):
            before, after = (q.displacement.marginal(period.index, sold) for q in (few, richer))
            assert after <= before + 1e-12
    assert solve(richer).solution.bound >= solve(few).solution.objective - 1e-6


@FEW
@given(scale=st.floats(0.01, 100))
def test_weights_of_the_goals_have_no_scale(few: Question, scale: float) -> None:
    def plan(times: float) -> Plan:
        goals = Goals(leverage=1.0 * times, promotion=0.5 * times, control=2.0 * times)
        return solve(replace(few, scenario=few.scenario.changed(goals=goals, gap=0.0)))

    one, other = plan(1.0), plan(scale)
    assert other.solution.objective == pytest.approx(one.solution.objective, rel=1e-6)
    assert other.gain == pytest.approx(one.gain, rel=1e-4)
    assert one.gain == pytest.approx(sum(one.goals.values()))


def test_money_is_never_weighted(few: Question) -> None:
    """The gain by goal is USD whatever the weights; the best by money has the largest sum."""
    plain = solve(replace(few, scenario=few.scenario.changed(gap=0.0)))
    tilted = solve(replace(few, scenario=few.scenario.changed(goals=Goals(control=4.0), gap=0.0)))
    assert plain.solution.objective == pytest.approx(plain.gain)
    assert tilted.solution.objective != pytest.approx(tilted.gain)
    assert tilted.gain <= plain.gain + 1e-6
    assert tilted.goals["control"] >= plain.goals["control"] - 1e-6


def test_malaysia_s_chips_move_in_steps(question: Question) -> None:
    """Certified places, not the whole country: a dearer standard takes chips step by step, not all at once.

    That is so in deals; what is opened without a deal is opened whole.
    """
    granted = []
    for cost in (0.2, 1.0, 3.0, 8.0, 20.0):
        reform = deals.Reform("another cost of the standard", {"standard.partner_cost": {"scale": cost}})
        asked = assemble(question.scenario.apply(reform).changed(unilateral_opening=False))
        plan = solve(asked.keep(("MYS", "IND", "JPN")))
        granted.append(sum(plan.granted(g) for g in plan.asked.grants if g.partner == "MYS"))
    assert granted == sorted(granted, reverse=True)
    assert len({round(kh) for kh in granted}) >= 3
    assert max(a - b for a, b in pairwise(granted)) < 0.7 * granted[0]


def test_no_partner_ends_below_its_reservation_value(plan: Plan) -> None:
    """Each partner's own programme, solved again with the plan's chips, must give what the plan says it gains."""
    question, world = plan.question, plan.question.world
    path = question.path
    granted = {
        (g.economy, g.period): plan.granted(g) * (1 - g.rival / g.withheld) for g in plan.choices.question.grants
    }
    access = {
        code: replace(a, licensed=tuple(x + granted.get((code, p), 0.0) for p, x in enumerate(a.licensed)))
        for code, a in path.access.items()
    }
    after = reservation(
        world,
        question.timeline,
        replace(path, access=access),
        question.scenario.segments,
    )
    gains = after.value - question.reservation.value
    from deals.plan.tables import summary_table, terms_table

    terms = terms_table(plan)
    chips = terms[terms["instrument"] == "chip_access"].set_index("partner")["partner_value"]
    for code, worth in chips.items():
        members = question.partner(str(code)).jurisdictions
        burden = sum(g.burden * plan.granted(g) for g in plan.asked.grants if g.partner == code)
        # Licences stand or fall, so the plan counts a mean of values; the value of the mean is no less.
        assert gains[list(members)].sum() - burden >= worth - 1e-6
    assert (summary_table(plan, terms)["partner_gain"] >= -1e-6).all()


def test_refusing_alone_leaves_more_of_the_other_supplier(plan: Plan) -> None:
    from deals.plan.lone_refusal import lone_refusal

    found = lone_refusal(plan).table
    assert (found["more"] >= -1e-7).all()
    assert number(found, "ARE", "more") > 0
    assert number(found, "JPN", "more") == pytest.approx(0.0)


def test_what_the_united_states_gains_is_the_sum_over_deals_and_what_is_done_alone(plan: Plan) -> None:
    from deals.plan.alone import done_alone
    from deals.plan.tables import goals_series, summary_table, terms_table

    deals_made, alone = summary_table(plan, terms_table(plan)), done_alone(plan)
    toward_others = alone.loc[~alone.index.isin(list(plan.signed)), "us_value"].sum()
    total = deals_made["expected_gain"].sum() + toward_others
    assert total == pytest.approx(plan.solution.objective, rel=1e-6)
    assert goals_series(plan).sum() == pytest.approx(plan.solution.objective, rel=1e-6)
