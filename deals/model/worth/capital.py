"""Capital cost of chips: what matching investment is measured against."""

from deals.model.worth.compute_value import system_price
from deals.model.worth.terms import Grant
from deals.model.worth.timeline import Timeline
from deals.world.world import World


def chip_capex(world: World, year: int) -> float:
    """All-in capital cost of a thousand H100e, USD bn."""
    return world.value("price.allin_factor") * system_price(world, year)


def capex_of(world: World, timeline: Timeline, grant: Grant) -> float:
    """All-in capital cost of a grant in full, USD bn."""
    return grant.withheld * chip_capex(world, timeline.periods[grant.period].year)
