"""How far one deal can be pushed: ends are met, nested, and nobody signs beyond them."""

import math
from typing import Any

import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.sensitivity import Sensitivity
from deals.sensitivity.one_deal.one_deal import OneDeal

TINY = 1e-5


@pytest.mark.parametrize("code", ["ARE", "MYS", "JPN"])
def test_the_plan_lies_in_the_zone_and_equivalent_terms_lie_inside_it(sensitivity: Sensitivity, code: str) -> None:
    zone = sensitivity.zone(code).table.set_index("instrument")
    near = sensitivity.equivalent_terms(code, 0.1).table.set_index("instrument")
    for frame in (zone, near):
        slack = TINY * (1 + frame["in_plan"].abs())
        assert (frame["smallest"] <= frame["in_plan"] + slack).all()
        assert (frame["largest"] >= frame["in_plan"] - slack).all()
    assert (zone["smallest"] <= near["smallest"] + TINY).all()
    assert (zone["largest"] >= near["largest"] - TINY).all()


def test_a_larger_loss_widens_every_range(sensitivity: Sensitivity) -> None:
    small = sensitivity.equivalent_terms("ARE", 0.05).table
    large = sensitivity.equivalent_terms("ARE", 0.5).table
    assert (large["smallest"] <= small["smallest"] + TINY).all()
    assert (large["largest"] >= small["largest"] - TINY).all()


def test_three_packages_are_as_good_to_us_and_apart(sensitivity: Sensitivity) -> None:
    best = OneDeal(sensitivity.plan, "ARE")
    most = best.push(best.deal.us).us
    packages = sensitivity.different_packages("ARE", 0.2).table
    assert sorted(packages["package"].unique()) == [1, 2, 3]
    assert (packages["us_gain"] >= most - 0.2 - TINY).all()
    assert (packages["partner_gain"] >= -TINY).all()
    table = packages.pivot_table(index="package", columns="instrument", values="amount")
    assert len(table.round(6).drop_duplicates()) == 3


def test_partners_without_a_deal_are_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="signed partner"):
        sensitivity.zone("XXX")


@pytest.mark.parametrize("loss", [-1.0, math.nan, math.inf, None, "1", True])
def test_a_loss_that_is_none_is_refused_by_name(sensitivity: Sensitivity, loss: Any) -> None:
    for ask in (sensitivity.equivalent_terms, sensitivity.different_packages):
        with pytest.raises(InputError) as error:
            ask("ARE", loss)
        (problem,) = error.value.problems
        assert problem.field == "loss"
        assert problem.value is loss
        assert "zero or more" in problem.message
