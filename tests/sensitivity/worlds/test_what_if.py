"""Other worlds: the same deals put in numbers again give what a fresh assembly gives; reforms have interactions."""

import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.model.families import of_worst_case
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.model.worth.partners import partners
from deals.plan.plan import Plan, solve
from deals.plan.tables import summary_table, terms_table
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.sensitivity.worlds.measures import measures
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from optimizer import InfeasibleError

PATCHES = {
    "access.lag": 2.0,
    "align.kh_per_year": 0.5,
    "delivery.licence": 0.6,
    "demand.MYS.2027": 1.2,
    "denial.D1_D4": 0.8,
    "discount.us": 1.3,
    "diversion.leak.MYS": 1.5,
    "durability.memorandum": 0.7,
    "exemption.small_orders": 1.5,
    "harm.per_kH": 0.8,
    "hub.weight.ARE": 1.4,
    "limit.expected": 0.5,
    "home.uptake": 0.5,
    "mix.blackwell.2027": 1.5,
    "other_supplier.exports.2026": 1.5,
    "price.system.2027": 0.7,
    "standard.partner_cost": 3.0,
    "supply.2026": 0.9,
    "talk.large.quarters": 2.0,
    "tariff.partner_value_factor": 0.8,
    "wtp.elasticity": 1.1,
}
"""One of every family of assumption, and how much it is scaled by."""


UNITS = ("USD bn", "thousand H100e", "USD bn pledged")


def alone(plan: Plan) -> Scenario:
    """The plan's scenario with those whom it does anything with as the only partners: it is assembled much faster."""
    scenario, kept = plan.question.scenario, Decisions.of(plan).concerned
    others = [p.code for p in partners(plan.question.world, scenario) if p.code not in kept]
    under_way = {code: held for code, held in scenario.talks_under_way.items() if code in kept}
    return scenario.changed(excluded=tuple(others), talks_under_way=under_way)


def freshly(plan: Plan, scenario: Scenario, *, dropping: bool = False) -> float:
    """The optimum with the plan's deals and dates, by the plain way round."""
    made = formulate(assemble(scenario), without=of_worst_case())
    linear = made.program.linear
    for family in YES_OR_NO:
        held = {
            key: (linear([(v, 1.0)]), plan.values[family].get(key, 0.0)) for key, v in getattr(made, family).items()
        }
        rows = {key: row <= at if dropping else row == at for key, (row, at) in held.items()}
        made.program.constraints(f"fixed {family}", rows)
    return made.program.solve().objective


def in_another_world(plan: Plan, name: str, factor: float) -> float:
    """The optimum with deals and dates fixed, or with some of them dropped where they cannot all be kept."""
    scenario = alone(plan).apply(Reform("change", {name: {"scale": factor}}))
    try:
        return freshly(plan, scenario)
    except InfeasibleError:
        return freshly(plan, scenario, dropping=True)


def test_the_base_case_is_the_plan(sensitivity: Sensitivity) -> None:
    plan = sensitivity.plan
    assert sensitivity.elsewhere.base.solution.objective == pytest.approx(plan.solution.objective, rel=1e-7)


def test_where_some_may_be_dropped_the_plan_itself_is_still_there(sensitivity: Sensitivity, capped: Plan) -> None:
    """Licences lapse once, in the rows, and chips of an opened cell that is shut can be granted by its deal."""
    for plan in (sensitivity.plan, capped):
        free = Decisions.of(plan).at_most(plan.question).program.solve(gap=0.0)
        assert free.objective >= plan.solution.objective - 1e-6
        shut = {("opened", key): (0.0, 0.0) for key, value in plan.values["opened"].items() if value > 0.5}
        granted = Decisions.of(plan).at_most(plan.question).program.solve(gap=0.0, held=shut).mapping("grant")
        assert any(granted.get((*key, 0), 0.0) > 0 for _, key in shut)


@pytest.mark.parametrize("name", PATCHES)
def test_pieces_computed_again_agree_with_a_fresh_assembly(sensitivity: Sensitivity, name: str) -> None:
    """A piece that should have been computed again and was not would keep an old number."""
    found = sensitivity.elsewhere.under({name: {"scale": PATCHES[name]}}).solution
    expected = in_another_world(sensitivity.plan, name, PATCHES[name])
    assert found.objective == pytest.approx(expected, rel=1e-9, abs=found.absolute_gap + 1e-9)


@pytest.fixture(scope="module")
def capped(plan: Plan) -> Plan:
    """A plan under a regime with caps in TPP, chips and trade apart."""
    scenario = plan.question.scenario.changed(regime="diffusion_rule")
    return solve(assemble(scenario).keep(("ARE", "IND", "MYS")))


def test_rules_that_read_the_mix_of_chips_or_the_law_are_applied_again(capped: Plan) -> None:
    fixed = SameDealsElsewhere(Decisions.of(capped))
    assert "ARE" not in capped.signed, "its cells are opened all the same"
    for name, factor in (("mix.blackwell.2027", 1.5), ("rule.tier2.country_allocation", 0.5)):
        found = fixed.under({name: {"scale": factor}}).solution
        expected = in_another_world(capped, name, factor)
        assert found.objective == pytest.approx(expected, rel=1e-9, abs=found.absolute_gap + 1e-9)
        assert found.objective != pytest.approx(fixed.base.solution.objective, rel=1e-6)


def test_what_nothing_looks_up_is_not_felt(sensitivity: Sensitivity) -> None:
    assert sensitivity.elsewhere.felt({"harm.per_kH"})
    assert sensitivity.elsewhere.felt({"mix.blackwell.2027"})
    assert not sensitivity.elsewhere.felt({"uae.named_share"})


def test_a_world_that_differs_in_nothing_felt_is_the_base_case(sensitivity: Sensitivity) -> None:
    fixed = sensitivity.elsewhere
    assert fixed.under({"uae.named_share": {"scale": 0.5}}) is fixed.base
    assert fixed.under({"harm.per_kH": {"scale": 1.0}}).solution.objective == fixed.base.solution.objective


def test_deals_that_no_longer_hold_are_dropped_and_none_added(sensitivity: Sensitivity) -> None:
    after = sensitivity.elsewhere.under({"political_reserve": {"scale": 20.0}})
    assert after.signed.items() < sensitivity.plan.signed.items()
    assert after.adopted.items() <= sensitivity.plan.adopted.items()


def test_interaction_is_what_two_reforms_bring_beyond_each_alone(sensitivity: Sensitivity) -> None:
    less_harm = Reform("less harm", {"harm.per_kH": {"scale": 0.5}})
    less_leak = Reform("less leak", {"diversion.leak.MYS": {"scale": 0.5}})
    asked = ("US gain", "quota of ARE", "ask of IND: investment")
    frame = sensitivity.what_if(less_harm, less_leak, outcomes=asked).table
    assert dict(zip(frame["outcome"], frame["unit"], strict=True)) == dict(zip(asked, UNITS, strict=True))
    for name in asked:
        change = frame[frame["outcome"] == name].set_index("reforms")[["change", "interaction"]].astype(float)
        both = "less harm + less leak"
        alone = change["change"]["less harm"] + change["change"]["less leak"]
        assert change["interaction"][both] == pytest.approx(change["change"][both] - alone)


def test_measures_are_what_the_tables_of_the_plan_say(sensitivity: Sensitivity) -> None:
    plan = sensitivity.plan
    terms = terms_table(plan).set_index(["partner", "instrument"])["amount"]
    sheet = summary_table(plan, terms_table(plan))
    read = {name: found(plan) for name, found in measures(plan.question).items()}
    assert read["US gain"] == plan.gain
    assert read["deals signed"] == len(sheet)
    for code, row in sheet.iterrows():
        assert read[f"gain of {code}"] == pytest.approx(row["partner_gain"], abs=1e-6)
        assert read[f"quota of {code}"] == pytest.approx(row["chips_kh"], abs=1e-6)
    assert read["ask of IND: investment"] == pytest.approx(terms["IND", "investment"])
    assert read["chips granted"] == pytest.approx(sheet["chips_kh"].sum())


def test_misspelt_names_are_refused(sensitivity: Sensitivity) -> None:
    with pytest.raises(UnknownNameError, match="US gain"):
        sensitivity.tornado("US gian")
    with pytest.raises(UnknownNameError, match="ask of IND: investment"):
        sensitivity.tornado("ask of IND: investmnt")
    with pytest.raises(InputError, match="harm"):
        sensitivity.elsewhere.under({"harm.per_kh": {"scale": 2.0}})
