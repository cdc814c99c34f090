"""Refusing alone is worth more than refusing together, and the two ways to reckon it agree."""

import pytest

from deals.plan.lone_refusal import lone_recourse, lone_refusal
from deals.plan.plan import Plan


def test_a_partner_that_leaves_alone_has_more_recourse_than_all_together(plan: Plan) -> None:
    """Period by period its own programme gives at least as much, and the sum is what a lone refusal is worth."""
    answer, by_partner = lone_refusal(plan), lone_recourse(plan)
    refusal = answer.table["more"].to_dict()
    for partner, recourse in by_partner.items():
        assert min(recourse) >= -1e-9
        assert sum(recourse) == pytest.approx(refusal[partner], abs=1e-9)
    assert sum(by_partner["ARE"]) > 0
    assert len(answer.chart().data) == 2 * len(plan.signed)
