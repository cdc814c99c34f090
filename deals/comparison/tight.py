"""Which families of rules hold a plan back, and where; without the ranges over which their prices hold."""

from deals.model.family import Kind
from deals.plan.binding import TEAMS, TIGHT, busy, priced_at_the_margin, told, whom
from deals.plan.plan import Plan

SHOWN = 4
"""Places or times named for each rule that binds."""
OF_ONE_PARTNER = (Kind.GAIN, Kind.CAPACITY)
"""Rules that bind in almost every deal and say nothing of the regime."""


def tight(plan: Plan) -> list[str]:
    """Rules at their limit that have a price, with up to four of the places or times where they are.

    Teams have no price at the margin, since deals are yes or no: they count where less than one is idle.
    """
    binding = _told(TEAMS, list(busy(plan)))
    for family in priced_at_the_margin():
        keys = [] if family.kind in OF_ONE_PARTNER else told(plan, family)
        if keys:
            prices = plan.solution.prices(family.name, keys, intervals=False)
            held = (prices["slack"] <= TIGHT) & (prices["price_up"].abs() > TIGHT)
            first = [k[:1] if isinstance(k, tuple) else k for k, h in zip(keys, held, strict=True) if h]
            names = [whom(plan.question, family, key) for key in first]
            binding += _told(family.name, names)
    return binding


def _told(rule: str, subjects: list[str]) -> list[str]:
    different = list(dict.fromkeys(subjects))
    more = f" and {len(different) - SHOWN} more" if len(different) > SHOWN else ""
    return [f"{rule} ({', '.join(different[:SHOWN])}{more})"] if different else []
