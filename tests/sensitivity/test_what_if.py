"""Other worlds: the same deals put in numbers again give what a fresh assembly gives."""

import pytest

from deals.errors import InputError, UnknownNameError
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.negotiation.plan import Plan
from deals.reform import Reform
from deals.sensitivity import Sensitivity
from deals.sensitivity.rebuilding import FixedDeals
from deals.sensitivity.what_if import reformed

PATCHES = {
    "harm.per_kH": 0.8,
    "demand.MYS.2027": 1.2,
    "discount.us": 1.3,
}


def freshly(plan: Plan, name: str, factor: float) -> float:
    """The optimum with the plan's deals and dates in another world, by the plain way round."""
    question = assemble(plan.question.scenario.apply(Reform("change", {name: {"scale": factor}})))
    made = formulate(question.keep(plan.signed), budgets=True)
    for family in ("sign", "standard", "promoted"):
        variables = getattr(made, family)
        made.program.constraints(
            f"fixed {family}",
            {key: made.program.linear([(v, 1.0)]) == plan.values[family].get(key, 0.0) for key, v in variables.items()},
        )
    return made.program.solve().objective


def test_the_base_case_is_the_plan(plan: Plan) -> None:
    assert FixedDeals(plan).base.solution.objective == pytest.approx(plan.solution.objective, rel=1e-7)


@pytest.mark.parametrize("name", PATCHES)
def test_pieces_computed_again_agree_with_a_fresh_assembly(sensitivity: Sensitivity, name: str) -> None:
    """A piece that should have been computed again and was not would keep an old number."""
    found = sensitivity.fixed_deals.under({name: {"scale": PATCHES[name]}}).solution.objective
    assert found == pytest.approx(freshly(sensitivity.plan, name, PATCHES[name]), rel=1e-6)


def test_what_nothing_looks_up_is_not_felt(sensitivity: Sensitivity) -> None:
    assert sensitivity.fixed_deals.felt({"harm.per_kH"})
    assert not sensitivity.fixed_deals.felt({"uae.named_share"})


def test_a_tornado_stands_on_the_ends_of_ranges(sensitivity: Sensitivity) -> None:
    names = ["harm.per_kH", "demand of MYS", "delivery.licence"]
    bars = sensitivity.tornado(names=names, widest=1).set_index("assumption")
    assert set(bars.index) == set(names)
    assert bars["width"].is_monotonic_decreasing
    assert bars["remade"].tolist() == [True, False, False]
    quantity = sensitivity.plan.question.world.parameters["harm.per_kH"]
    low = sensitivity.fixed_deals.under({"harm.per_kH": {"set": quantity.low}})
    assert bars.loc["harm.per_kH", "at_low"] == pytest.approx(low.solution.objective)


def test_a_plan_made_anew_is_never_worse_than_the_same_deals(sensitivity: Sensitivity) -> None:
    patches = {"demand.MYS.2027": {"scale": 1.2}}
    anew = reformed(sensitivity.plan, Reform("change", patches)).solution
    assert anew.bound >= sensitivity.fixed_deals.under(patches).solution.objective - 1e-6


def test_deals_that_no_longer_hold_are_dropped_and_none_added(sensitivity: Sensitivity) -> None:
    low = sensitivity.plan.question.world.parameters["delivery.licence"].low
    after = sensitivity.fixed_deals.under({"delivery.licence": {"set": low}})
    assert after.signed.items() <= sensitivity.plan.signed.items()
    assert after.adopted.items() <= sensitivity.plan.adopted.items()


def test_interaction_is_what_two_reforms_bring_beyond_each_alone(sensitivity: Sensitivity) -> None:
    less_harm = Reform("less harm", {"harm.per_kH": {"scale": 0.5}})
    less_leak = Reform("less leak", {"diversion.leak.MYS": {"scale": 0.5}})
    change = sensitivity.what_if(less_harm, less_leak).set_index("reforms")[["change", "interaction"]].astype(float)
    both = "less harm + less leak"
    alone = change["change"]["less harm"] + change["change"]["less leak"]
    assert change["interaction"][both] == pytest.approx(change["change"][both] - alone)


def test_misspelt_names_are_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="US gain"):
        sensitivity.tornado("US gian")
    with pytest.raises(InputError, match="harm"):
        sensitivity.fixed_deals.under({"harm.per_kh": {"scale": 2.0}})
