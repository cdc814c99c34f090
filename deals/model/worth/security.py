"""The security standard with location verification: what it removes of a leak, and what it costs."""

from deals.kit.periods import Period
from deals.model.worth.timeline import Timeline
from deals.world import World


def removed_share(world: World) -> float:
    """Share of a leak that the standard is expected to remove."""
    return world.value("leak.standard_reduction") * world.value("delivery.standard")


def burden_of_standard(world: World, timeline: Timeline, period: Period, leak: float) -> float:
    """What the standard costs a partner on each thousand H100e: compliance, and resale that it can no longer have."""
    lost = world.value("standard.resale_rent") * removed_share(world) * leak
    return (world.value("standard.partner_cost") + lost) * timeline.present_partner(period)
