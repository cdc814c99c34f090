"""What flows while talks fail, beside the way out of them: the threat point and the outside option of each partner.

While talks fail a partner has its interim access and the tariff it expects, and waits. Its way out is to turn to the
other supplier for good; that is its reservation value. A deal must give it at least the larger of the two, but what is
divided is counted from the first: an outside option matters only where it is better than what bargaining would bring
(Binmore, Rubinstein and Wolinsky 1986; Binmore, Shaked and Sutton 1989).
"""

from dataclasses import dataclass, replace

from deals.model.question import Question
from deals.model.worth.reservation import reservation


@dataclass(frozen=True, slots=True)
class Impasse:
    """Where two sides stand while talks fail, USD bn present value over the no-deal path.

    Attributes
    ----------
    us : float
        Sales not yet lost to the other supplier: nothing or more.
    partner : float
        Interim access alone, less what it could have with the other supplier: nothing or less.
    """

    us: float = 0.0
    partner: float = 0.0


def impasses(question: Question) -> dict[str, Impasse]:
    """The threat point of every partner, from its own programme without recourse to the other supplier."""
    path = question.path
    waiting = replace(path, rival={code: (0.0,) * len(path.periods) for code in path.rival})
    interim = reservation(question.world, question.timeline, waiting, question.scenario.segments).value
    lost = question.world.value("lost_to_other_supplier")
    by_partner = {}
    for partner in question.partners:
        members = [code for code in partner.jurisdictions if code in interim.index]
        kept = sum(
            lost * path.rival[code][period.index] * question.timeline.present_us(period)
            for code in members
            for period in path.periods
        )
        less = float((interim[members] - question.reservation.value[members]).sum())
        by_partner[partner.code] = Impasse(kept, min(0.0, less))
    return by_partner
