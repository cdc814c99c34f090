"""Expected and worst-case diversion: the order between them, and the budget."""

from dataclasses import replace

import pytest

import deals
from deals.model.question import Question, assemble
from deals.model.rows.adversary import (
    limit,
    network,
    no_deal_deliveries,
    open_deliveries,
    without_sides,
    worst_case_flow,
)
from deals.model.rows.diversion import expected_diversion
from deals.plan.binding import binding_table
from deals.plan.plan import Plan, solve
from deals.plan.tables import diversion_table
from deals.scenario.scenario import Scenario


def check_cut(plan: Plan) -> None:
    """The max-flow that networkx finds in the answer <= the cut row's activity <= the limit, in every period."""
    small = plan.choices.question
    activity = plan.solution.activity("worst-case diversion")
    for period in small.timeline.periods:
        net = network(small, period.index)
        row = float(activity[period.label]) + without_sides(small, net, period.index)
        flow = worst_case_flow(net, plan.deliveries(period.index), plan.secured(period.index))
        assert flow <= row + 1e-5
        assert row <= limit(small, period.index) + 1e-5


def test_max_flow_is_within_the_cut_and_the_cut_within_the_limit(plan: Plan) -> None:
    check_cut(plan)


def test_a_worst_case_limit_that_binds_is_kept(few: Question) -> None:
    """A limit near the flow without deals; a cut with continuous sides would let it be broken."""
    tight = few.world.patched({"limit.worst_case": {"set": 0.02}})
    answer = solve(replace(few, world=tight))
    check_cut(answer)
    assert answer.solution.objective < solve(few).solution.objective - 0.1
    held = binding_table(answer)
    assert "worst-case diversion" in set(held["rule"])


def test_the_limit_on_expected_diversion_binds_for_some_share(few: Question) -> None:
    """Of deals that save and catch nothing; what is opened whole may leave room into which nothing fits."""
    plain = tuple(t for t in few.terms if t.instrument != "export_control_alignment")
    deals_alone = replace(few, cells=(), alone={}, standards={}, terms=plain)
    answer = solve(replace(deals_alone, world=few.world.patched({"limit.expected": {"set": 0.0}})))
    assert answer.solution.objective < solve(deals_alone).solution.objective - 1e-6
    held = binding_table(answer)
    assert "diversion budget" in set(held["rule"])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_what_is_opened_keeps_to_the_limit_on_expected_diversion(few: Question, share: float) -> None:
    """With all deals, and by itself should all talks fail; where the limit leaves no room nothing is opened."""
    answer = solve(replace(few, world=few.world.patched({"limit.expected": {"set": share}})))
    opened = [cell for cell in answer.asked.cells if answer.opened(cell) > 0]
    assert bool(opened) is (share > 0)
    table = diversion_table(answer)
    assert (table["expected_kh"] <= table["limit_kh"] + 1e-6).all()
    periods = answer.question.timeline.periods
    for year in expected_diversion(answer.question):
        adds = sum(cell.leak * cell.opened for cell in opened if periods[cell.period].year == year.year)
        assert year.no_deal + adds <= year.limit + 1e-6


def test_limits_lie_a_share_of_the_way_from_no_deals_to_open_access(question: Question) -> None:
    """Expected: least + 0.5 x (most - least) in every year; the default regime is the reference itself."""
    for row in expected_diversion(question):
        assert row.limit == pytest.approx(row.no_deal + 0.5 * (row.open_access - row.no_deal))
        assert row.excess == 0.0
    net = network(question, 3)
    least = worst_case_flow(net, *no_deal_deliveries(question.path.access, 3))
    most = worst_case_flow(net, open_deliveries(question.path.access, 3), {})
    assert limit(question, 3) == pytest.approx(least + 0.5 * (most - least))


def test_limits_are_the_same_for_all_regimes_but_for_what_flows_anyway(scenario: Scenario) -> None:
    """A regime without caps exceeds the common limit without any deal, is held to its own flow, and it is told."""
    common = {row.year: row.limit for row in expected_diversion(assemble(scenario))}
    for regime in ("diffusion_rule", "open_embargo_only"):
        for row in expected_diversion(assemble(scenario.changed(regime=regime))):
            assert row.limit == pytest.approx(max(common[row.year], row.no_deal))
            assert row.excess == pytest.approx(max(0.0, row.no_deal - common[row.year]))


def test_a_reform_of_the_law_moves_no_limit_and_new_data_do(scenario: Scenario) -> None:
    ruled = scenario.changed(regime="diffusion_rule")
    law = deals.Reform("a larger allocation", {"rule.tier2.country_allocation": {"scale": 3.0}})
    data = deals.Reform("twice the leak in Malaysia", {"diversion.leak.MYS": {"scale": 2.0}})
    before, after, moved = (assemble(s).reference for s in (ruled, ruled.apply(law), ruled.apply(data)))
    assert {c: a.no_deal for c, a in before.access.items()} == {c: a.no_deal for c, a in after.access.items()}
    assert moved.world.value("diversion.leak.MYS") == 2 * before.world.value("diversion.leak.MYS")


def test_the_worst_case_is_at_least_the_expected_flow(plan: Plan) -> None:
    table = diversion_table(plan)
    assert (table["worst_case_kh"] >= table["expected_kh"] - 1e-9).all()


def test_expected_diversion_is_within_its_budget(plan: Plan) -> None:
    table = diversion_table(plan)
    assert (table["expected_kh"] <= table["limit_kh"] + 1e-6).all()


def test_the_standard_in_force_everywhere_lowers_the_worst_case(question: Question) -> None:
    net, flows = network(question, 4), open_deliveries(question.path.access, 4)
    assert worst_case_flow(net, flows, flows) < worst_case_flow(net, flows, {})


def test_nothing_delivered_nothing_diverted(question: Question) -> None:
    assert worst_case_flow(network(question, 0), {}, {}) == pytest.approx(0.0)
