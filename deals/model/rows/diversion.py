"""Expected diversion: end-to-end leak rates on yearly deliveries, and the limit they must stay within.

Rates are end to end: they sum to the world total by themselves and are not propagated along the network again, which
would count a chip twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deals.kit.codes import BARRED_TIER
from deals.kit.numbers import larger, possible
from deals.model.question import Question
from deals.model.worth.no_deal import leak_rate
from deals.model.worth.security import removed_share
from deals.regimes import EconomyAccess
from deals.world import World


@dataclass(frozen=True, slots=True)
class YearOfDiversion:
    """Expected diversion in one year and its limit: thousand H100e.

    The limit lies a share of the way from the flow without deals to that under open access, both under the reference
    regime, so that it is the same for all regimes. A regime that exceeds it without any deal is held to its own flow:
    a plan is not asked to undo what it does not cause, and the excess is told.

    Attributes
    ----------
    no_deal, open_access : float
        Under the regime in question without deals; with all demand outside tier 3 served.
    limit : float
        What a plan may bring.
    excess : float
        By how much the regime exceeds the common limit without any deal.
    """

    year: int
    no_deal: float
    open_access: float
    limit: float
    excess: float


def expected_diversion(question: Question) -> tuple[YearOfDiversion, ...]:
    """Expected diversion of every year of the horizon, over all economies outside tier 3."""
    share, reference = question.world.value("limit.expected"), question.reference
    years = sorted({p.year for p in question.timeline.periods})
    own, _ = _flows(question, question.world, question.path.access)
    least, most = _flows(question, reference.world, reference.access)
    found = []
    for year in years:
        common = least[year] + share * (most[year] - least[year])
        limit = larger(common, own[year])
        found.append(YearOfDiversion(year, own[year], most[year], limit, larger(0.0, own[year] - common)))
    return tuple(found)


def _flows(
    question: Question, world: World, table: Mapping[str, EconomyAccess]
) -> tuple[dict[int, float], dict[int, float]]:
    """Expected diversion by year without deals, and with all demand served."""
    without = {p.year: 0.0 for p in question.timeline.periods}
    opened, removed = dict(without), removed_share(world)
    for code, access in table.items():
        if access.tier != BARRED_TIER and any(map(possible, access.demand)):
            for period in question.timeline.periods:
                rate = leak_rate(world, code, period.year)
                here = period.index
                flow = access.no_deal[here] - removed * access.secured[here]
                without[period.year] = without[period.year] + rate * flow
                opened[period.year] = opened[period.year] + rate * access.demand[here]
    return without, opened
