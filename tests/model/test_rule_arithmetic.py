"""The rule's own arithmetic holds in a solved plan, and quotas answer in both bases."""

from collections import defaultdict

import pytest

import deals
from deals.model.question import assemble, setting_of
from deals.plan.plan import Plan, solve
from deals.plan.tables import quotas_table, schedule_table
from deals.regimes.rules.access import kh_of_tpp

ALLOCATION = 790_000_000.0
HELD = deals.Reform("limits that hold", {"denial.erosion": {"set": 0}})
"""Without it the refusal beyond a limit softens, and no delivery is the number of the law."""


@pytest.fixture(scope="module")
def ruled() -> Plan:
    """Deals under the diffusion rule of January 2025."""
    return solve(assemble(deals.load("diffusion-rule-2025").apply(HELD)))


def test_no_country_gets_more_than_its_allocation_or_twice_that_with_an_arrangement(ruled: Plan) -> None:
    """Licensed deliveries of 2025 to 2027, in TPP: 790 million a tier 2 country, at most doubled by a deal.

    What is opened without a deal enters the allocation as what is granted does.
    """
    opened = {economy for (economy, _), value in ruled.values["opened"].items() if value > 0}
    setting = setting_of(ruled.question.scenario, ruled.question.world)
    owner = {economy: p.code for p in ruled.question.partners for economy in p.jurisdictions}
    counted: dict[str, float] = defaultdict(float)
    for period in ruled.question.timeline.periods:
        if period.year <= 2027:
            for code, access in ruled.question.path.access.items():
                more = ruled.values["counted"].get((code, period.index), 0.0)
                counted[code] += setting.tpp_factor[period.year] * (access.licensed[period.index] + more)
    tier_2 = [code for code, access in ruled.question.path.access.items() if access.tier == 2]
    assert max(counted[code] for code in tier_2) > kh_of_tpp(ALLOCATION) * 0.99
    for code in tier_2:
        factor = 2.0 if owner.get(code) in ruled.signed or code in opened else 1.0
        assert counted[code] <= kh_of_tpp(ALLOCATION) * factor + 1e-6


def test_no_controlled_chip_goes_to_tier_3_by_place_or_by_headquarters(ruled: Plan) -> None:
    world = ruled.question.world
    for access in ruled.question.path.access.values():
        if access.tier == 3:
            assert sum(access.no_deal) + sum(access.withheld) == 0
    access = ruled.question.path.access["MYS"]
    share = world.value("headquarters.share.MYS")
    for barred, served in zip(access.barred, access.demand, strict=True):
        assert barred == pytest.approx(share * (barred + served))
    assert share > 0


def test_quotas_by_class_add_up_in_both_bases(plan: Plan) -> None:
    schedule = schedule_table(plan)
    quotas = quotas_table(plan, schedule)
    assert quotas["kh_8bit"].sum() == pytest.approx(schedule["granted_kh"].sum(), rel=1e-6)
    assert quotas["kh_tpp"].sum() == pytest.approx(schedule["granted_kh_tpp"].sum(), rel=1e-6)
    assert quotas["kh_tpp"].sum() > quotas["kh_8bit"].sum()


def test_the_legal_basis_is_a_switch() -> None:
    """790 million TPP buy 49.9 thousand H100e by TPP; by 8-bit operations fewer chips use them up."""
    legal = deals.load("diffusion-rule-2025").apply(HELD)
    naive = legal.changed(h100e_basis="8-bit")

    def licensed(scenario: deals.Scenario) -> float:
        return sum(assemble(scenario).path.access["IND"].licensed)

    assert licensed(naive) == pytest.approx(kh_of_tpp(ALLOCATION), rel=1e-6)
    assert licensed(legal) < licensed(naive)
