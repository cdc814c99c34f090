"""Which families of rules hold a plan back, and where; without the ranges over which their prices hold."""

from deals.negotiation.binding import FAMILIES, TIGHT
from deals.negotiation.plan import Plan

SHOWN = 4
"""Places or times named for each rule that binds."""
OF_ONE_PARTNER = ("participation", "matching within chips", "investment capacity")
"""Rules that bind in almost every deal and say nothing of the regime."""
TEAMS = "negotiating teams"


def tight(plan: Plan) -> list[str]:
    """Rules at their limit that have a price, with up to four of the places or times where they are.

    Teams have no price at the margin, since deals are yes or no: they count where less than one is idle.
    """
    found = _told(TEAMS, _busy(plan))
    for family, meaning in FAMILIES.items():
        if family in OF_ONE_PARTNER:
            continue
        keys = [key for key in plan.solution.activity(family).index if meaning.subjects(plan, key)]
        if keys:
            prices = plan.solution.prices(family, keys, intervals=False)
            held = (prices["slack"] <= TIGHT) & (prices["price_up"].abs() > TIGHT)
            found += _told(
                family, [str(k[0] if isinstance(k, tuple) else k) for k, h in zip(keys, held, strict=True) if h]
            )
    return found


def _busy(plan: Plan) -> list[str]:
    question = plan.question
    own = question.scenario.teams
    teams = question.world.value("teams") if own is None else own
    used = plan.solution.activity(TEAMS)
    idle = {p.label: teams - float(used.get(p.label, 0.0)) / len(p.quarters) for p in question.timeline.periods}
    return [label for label, left in idle.items() if left < 1]


def _told(rule: str, subjects: list[str]) -> list[str]:
    different = list(dict.fromkeys(subjects))
    more = f" and {len(different) - SHOWN} more" if len(different) > SHOWN else ""
    return [f"{rule} ({', '.join(different[:SHOWN])}{more})"] if different else []
