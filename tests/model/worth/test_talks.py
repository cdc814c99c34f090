"""Talks by hand: how many teams for how long, what has been held already, and what they cost."""

from dataclasses import replace
from datetime import date

import pytest

from deals.kit.periods import periods
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.talks import Talks, cost_of_talks, talks
from deals.model.worth.timeline import Timeline
from deals.scenario.scenario import Scenario
from deals.world import World

SPAN = periods("2025Q3", "2026Q4", 6, date(2025, 5, 13))
PARTNER = Partner("AAA", "A", ("AAA",))


def economy(trade: float) -> Economy:
    """An economy whose trade with the United States is half imports, half exports."""
    return Economy(100.0, 10_000.0, trade / 2, trade / 2, 20.0, 1.0, 2.0, 0.0)


@pytest.fixture
def world(scenario: Scenario) -> World:
    """Large talks from 100 of trade: 4 teams for 3 quarters; medium from 10: 2 teams for 2; small: 1 for 1."""
    numbers = {"large.from_trade": 100.0, "medium.from_trade": 10.0, "large.teams": 4.0, "large.quarters": 3.0}
    numbers |= {"medium.teams": 2.0, "medium.quarters": 2.0, "small.teams": 1.0, "small.quarters": 1.0}
    patches = {f"talk.{name}": {"set": value} for name, value in numbers.items()}
    return scenario.world().patched(patches | {"deal.fixed_cost": {"set": 0.05}})


def test_three_quarters_of_four_teams_by_hand(world: World, scenario: Scenario) -> None:
    """Signed at the end of 2026H1: its last quarter-load is two of the four quarters there, one in 2025H2."""
    held = talks(world, scenario, PARTNER, economy(100.0), SPAN)
    assert (held.teams, held.quarters) == (4.0, 3)
    assert held.load == {1: {0: 4.0, 1: 8.0}, 2: {1: 4.0, 2: 8.0}}


def test_the_size_of_trade_decides(world: World, scenario: Scenario) -> None:
    sizes = {trade: talks(world, scenario, PARTNER, economy(trade), SPAN).teams for trade in (9.9, 10.0, 99.9, 100.0)}
    assert sizes == {9.9: 1.0, 10.0: 2.0, 99.9: 2.0, 100.0: 4.0}


def test_quarters_already_held_shorten_talks_to_one_at_least(world: World, scenario: Scenario) -> None:
    started = scenario.model_copy(update={"talks_under_way": {"AAA": 2}})
    held = talks(world, started, PARTNER, economy(100.0), SPAN)
    assert held.quarters == 1
    assert held.load == {0: {0: 4.0}, 1: {1: 4.0}, 2: {2: 4.0}}
    over = scenario.model_copy(update={"talks_under_way": {"AAA": 9}})
    assert talks(world, over, PARTNER, economy(100.0), SPAN).quarters == 1


def test_small_talks_may_take_a_part_of_a_teams_cost(world: World, scenario: Scenario) -> None:
    """One team at 0.05 of which a tenth counts; medium ones cost it all."""
    easy = world.patched({"talk.small.cost": {"set": 0.1}})
    line = Timeline(SPAN, 0.0, 0.08, 1.0)
    costs = [cost_of_talks(easy, line, talks(easy, scenario, PARTNER, economy(t), SPAN), 1) for t in (9.9, 10.0, 100.0)]
    assert costs == pytest.approx([0.005, 0.1, 0.2])


def test_talks_cost_so_much_a_team_when_they_end(world: World) -> None:
    """4 teams at 0.05, paid in the middle of the second half-year: 0.2 / 1.05 ** 0.75."""
    line = Timeline(SPAN, 0.05, 0.08, 1.0)
    assert cost_of_talks(world, line, Talks(4.0, 3, {}), 1) == pytest.approx(0.2 * 1.05**-0.75)
    assert cost_of_talks(world, replace(line, discount_us=0.0), Talks(2.0, 1, {}), 2) == pytest.approx(0.1)
