"""Talks: how many teams each deal needs, for how many quarters, and in which periods it can be signed."""

from dataclasses import dataclass
from functools import partial

from deals.kit.numbers import decided, larger, possible, smaller, whole
from deals.kit.periods import Period
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.timeline import Timeline
from deals.scenario.scenario import Scenario
from deals.world import World


@dataclass(frozen=True, slots=True)
class Talks:
    """Talks with one partner.

    `load` maps a signing period to the team-quarters its talks take in each period; a period that is missing is too
    early to sign in. `part` is the part of a team's fixed cost that counts: talks with a small economy, on a text
    like others, may take less of those at the top.
    """

    teams: float
    quarters: float
    load: dict[int, dict[int, float]]
    part: float = 1.0


def cost_of_talks(world: World, timeline: Timeline, held: Talks, signed: int) -> float:
    """What talks that end in a period cost the United States, USD bn present value: a fixed cost for each team."""
    return held.part * world.value("deal.fixed_cost") * held.teams * timeline.once_us(timeline.periods[signed])


def talks(world: World, scenario: Scenario, partner: Partner, economy: Economy, periods: tuple[Period, ...]) -> Talks:
    """Talks with `partner`: larger trade needs more teams for longer. Quarters already held count."""
    trade = economy.us_imports + economy.us_exports
    large, medium = (trade >= world.value(f"talk.{size}.from_trade") for size in ("large", "medium"))

    def of_size(what: str) -> float:
        lookups = (partial(world.value, f"talk.{size}.{what}") for size in ("large", "medium", "small"))
        of_large, of_medium, of_small = lookups
        found: float = decided(large, of_large, lambda: decided(medium, of_medium, of_small))
        return found

    teams = of_size("teams")
    needed = larger(1, whole(of_size("quarters")) - scenario.talks_under_way.get(partner.code, 0))
    each = len(periods[0].quarters)
    load: dict[int, dict[int, float]] = {}
    for period in periods:
        last = (period.index + 1) * each
        if not possible(last >= needed):
            continue
        held = {
            index: larger(0, smaller((index + 1) * each, last) - larger(index * each, last - needed))
            for index in range(period.index + 1)
        }
        load[period.index] = {index: teams * count for index, count in held.items() if possible(count)}
    part = decided(medium | large, lambda: 1.0, partial(world.value, "talk.small.cost"))
    return Talks(teams, needed, load, part)
