"""Talks: how many teams each deal needs, for how many quarters, and in which periods it can be signed."""

from dataclasses import dataclass

from deals.kit.periods import Period
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.timeline import Timeline
from deals.scenario.scenario import Scenario
from deals.world import World


@dataclass(frozen=True, slots=True)
class Talks:
    """Talks with one partner.

    `load` maps a signing period to the team-quarters its talks take in each period; a period that is missing is too
    early to sign in.
    """

    teams: float
    quarters: int
    load: dict[int, dict[int, float]]


def cost_of_talks(world: World, timeline: Timeline, held: Talks, signed: int) -> float:
    """What talks that end in a period cost the United States, USD bn present value: a fixed cost for each team."""
    return world.value("deal.fixed_cost") * held.teams * timeline.once_us(timeline.periods[signed])


def talks(world: World, scenario: Scenario, partner: Partner, economy: Economy, periods: tuple[Period, ...]) -> Talks:
    """Talks with `partner`: larger trade needs more teams for longer. Quarters already held count."""
    trade = economy.us_imports + economy.us_exports
    if trade >= world.value("talk.large.from_trade"):
        size = "large"
    else:
        size = "medium" if trade >= world.value("talk.medium.from_trade") else "small"
    teams = world.value(f"talk.{size}.teams")
    needed = max(1, round(world.value(f"talk.{size}.quarters")) - scenario.talks_under_way.get(partner.code, 0))
    each = len(periods[0].quarters)
    load: dict[int, dict[int, float]] = {}
    for period in periods:
        last = (period.index + 1) * each
        if last < needed:
            continue
        held = range(last - needed, last)
        load[period.index] = {
            index: teams * sum(1 for quarter in held if quarter // each == index)
            for index in {quarter // each for quarter in held}
        }
    return Talks(teams, needed, load)
