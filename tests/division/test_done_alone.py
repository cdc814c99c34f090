"""What is done without deals is no part of what deals divide, however it is divided."""

import pytest

from deals.division.joint_division import JointDivision
from deals.plan.plan import solve
from tests import three


def test_one_deal_divided_as_a_pair_or_as_all_deals_at_once_is_divided_alike() -> None:
    """Chips are opened to two partners that do not sign: neither reckoning counts them."""
    plan = solve(three.question(("MYS", "AUS", "EGY")))
    assert list(plan.signed) == ["MYS"]
    assert plan.gain - solve(plan.question.keep(("MYS",))).gain > 0.01
    division = JointDivision(plan)
    rows = division.table.to_dict("index")
    assert rows["nash_in_nash"] == pytest.approx(rows["nash"], rel=2e-3)
    assert -1e-6 <= division.lost_by_pairs < rows["utilitarian"]["sum"]
