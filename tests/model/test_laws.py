"""Laws that hold whatever the numbers: of reservation values, of limits, and of what a partner ends with."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deals.kit.cells import number
from deals.model.question import Question, setting_of, timeline_of
from deals.model.worth.no_deal import NoDealPath, no_deal_path
from deals.model.worth.reservation import reservation
from deals.plan.plan import Plan, solve
from deals.regimes import get
from deals.scenario.scenario import Scenario
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
        NoDealPath(path.periods, access, path.rival, path.spare, path.home),
        question.scenario.segments,
    )
    gains = (after.value - question.reservation.value) * world.value("delivery.licence")
    from deals.plan.tables import summary_table, terms_table

    terms = terms_table(plan)
    chips = terms[terms["instrument"] == "chip_access"].set_index("partner")["partner_value"]
    for code, worth in chips.items():
        members = question.partner(str(code)).jurisdictions
        assert gains[list(members)].sum() == pytest.approx(worth, rel=1e-6, abs=1e-6)
    assert (summary_table(plan, terms)["partner_gain"] >= -1e-6).all()


def test_refusing_alone_leaves_more_of_the_other_supplier(plan: Plan) -> None:
    from deals.plan.lone_refusal import lone_refusal

    found = lone_refusal(plan).table
    assert (found["more"] >= -1e-7).all()
    assert number(found, "ARE", "more") > 0
    assert number(found, "JPN", "more") == pytest.approx(0.0)


def test_what_the_united_states_gains_is_the_sum_over_deals(plan: Plan) -> None:
    from deals.plan.tables import goals_series, summary_table, terms_table

    total = summary_table(plan, terms_table(plan))["us_gain"].sum()
    assert total == pytest.approx(plan.solution.objective, rel=1e-6)
    assert goals_series(plan).sum() == pytest.approx(plan.solution.objective, rel=1e-6)
