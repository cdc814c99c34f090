"""Demand that nothing is seen of: how far it counts."""

import pytest

import deals
from deals.model.question import setting_of
from deals.regimes.rules.access import blank, wanted
from deals.scenario.scenario import Scenario
from deals.world import World


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world()


def test_an_economy_without_cloud_region_or_cluster_wants_at_most_what_the_smallest_with_one_do(world: World) -> None:
    """The statistics of Turkey would make 240 thousand H100e in 2028; Bahrain and Serbia have a region each and 41."""
    assert world.value("demand.TUR.2028") > 200
    assert wanted(world, "TUR", 2028) == pytest.approx(world.value("demand.unseen.most"))
    assert wanted(world, "BHR", 2028) == world.value("demand.BHR.2028") > wanted(world, "TUR", 2028)
    for economy in world.countries.index:
        seen = world.seen_demand.get(economy)
        if seen == 0:
            assert wanted(world, economy, 2028) <= world.value("demand.unseen.most") + 1e-9, economy


def test_earlier_years_are_held_in_the_same_proportion(world: World) -> None:
    share = wanted(world, "TUR", 2028) / world.value("demand.TUR.2028")
    for year in (2025, 2026, 2027):
        assert wanted(world, "TUR", year) == pytest.approx(share * world.value(f"demand.TUR.{year}"))


def test_where_something_is_seen_demand_is_within_so_many_times_of_it(world: World) -> None:
    times = world.value("demand.seen.times")
    assert wanted(world, "MEX", 2028) == pytest.approx(times * world.seen_demand["MEX"])
    assert wanted(world, "BRA", 2028) == world.value("demand.BRA.2028") < times * world.seen_demand["BRA"]


@pytest.mark.parametrize("economy", ["USA", "MYS", "ARE", "IND", "SAU", "FRA"])
def test_plans_and_imports_on_record_are_taken_as_they_are(world: World, economy: str) -> None:
    assert economy not in world.seen_demand
    assert wanted(world, economy, 2027) == world.value(f"demand.{economy}.2027")


def test_the_bound_is_a_number_of_the_world_that_a_reform_moves(scenario: Scenario) -> None:
    looser = scenario.apply(deals.Reform("seen or not", {"demand.unseen.most": {"set": 120}}))
    before, after = (blank("TUR", setting_of(s, s.world())).demand for s in (scenario, looser))
    assert [a / b for a, b in zip(after, before, strict=True)] == pytest.approx([3.0] * len(before))
