"""Refusing alone is worth more than refusing together, and the two ways to reckon it agree."""

import pytest

from deals.page.wording import LEAST_MONEY
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


def test_the_figure_shows_whom_refusing_alone_gives_more_and_counts_the_rest(plan: Plan) -> None:
    """Two dots in one place for every signer said nothing: the difference is drawn, where there is one."""
    answer = lone_refusal(plan)
    more = answer.table["more"]
    gains = more[more >= LEAST_MONEY]
    chart = answer.chart()
    assert list(chart.data["value"]) == sorted(gains, reverse=True)
    assert all("→" in name for name in chart.data["row"])
    told = " ".join(chart.spec["title"]["subtitle"])
    assert (f"no difference to the other {len(more) - len(gains)} signers" in told) == (len(gains) < len(more))
