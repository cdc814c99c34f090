"""Expected and worst-case diversion: the order between them, and the budget."""

import pytest

from deals.model.question import Question
from deals.model.rows.adversary import limit, network, open_deliveries, without_sides, worst_case_flow
from deals.plan.plan import Plan, solve
from deals.plan.tables import diversion_table


def check_cut(plan: Plan) -> None:
    """The max-flow that networkx finds in the answer <= the cut row's activity <= the limit, in every period."""
    small = plan.choices.question
    activity = plan.solution.activity("worst-case diversion")
    for period in small.timeline.periods:
        net = network(small, period.index)
        row = float(activity[period.label]) + without_sides(small, net, period.index)
        flow = worst_case_flow(net, plan.deliveries(period.index), plan.standards(period.index))
        assert flow <= row + 1e-5
        assert row <= limit(small, period.index) + 1e-5


def test_max_flow_is_within_the_cut_and_the_cut_within_the_limit(plan: Plan) -> None:
    check_cut(plan)


def test_a_worst_case_limit_that_binds_is_kept(few: Question) -> None:
    """A limit far below open access; a cut with continuous sides would let it be broken."""
    tight = few.world.patched({"worst_case.limit": {"set": 0.5}})
    from dataclasses import replace

    answer = solve(replace(few, world=tight))
    check_cut(answer)
    assert answer.solution.objective <= solve(few).solution.bound + 1e-6


def test_the_worst_case_is_at_least_the_expected_flow(plan: Plan) -> None:
    table = diversion_table(plan)
    assert (table["worst_case_kh"] >= table["expected_kh"] - 1e-9).all()


def test_expected_diversion_is_within_its_budget(plan: Plan) -> None:
    table = diversion_table(plan)
    assert (table["expected_kh"] <= table["budget_kh"] + 1e-6).all()


def test_the_standard_in_force_everywhere_lowers_the_worst_case(question: Question) -> None:
    net, flows = network(question, 4), open_deliveries(question, 4)
    assert worst_case_flow(net, flows, dict.fromkeys(flows, 1.0)) < worst_case_flow(net, flows, {})


def test_nothing_delivered_nothing_diverted(question: Question) -> None:
    assert worst_case_flow(network(question, 0), {}, {}) == pytest.approx(0.0)
