"""A deal that is reckoned on paper: relief for investment, and worlds in which relief is worth less than was judged.

The Emirates get relief of 10 units at most, worth 1.0 each to them (of which they count nine tenths) and costing the
United States 0.1; they invest at 0.1 each to them and 0.2 to the United States. All years count once. As judged the
United States has the most at 10 and 90: 0.2 x 90 - 0.1 x 10 = 17, and the Emirates nothing: 0.9 x 10 - 0.1 x 90 = 0.
Each billion left to them costs ten units of investment, two billion to the United States.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from deals.model.question import Question
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.terms import RateAlone, Segment, Term
from deals.plan.plan import Plan
from deals.plan.search import search
from deals.uncertainty.held.work import HeldWork
from tests.many import over_worlds
from tests.model.tiny import question, written
from tests.uncertainty.given import Given

PARTNER = "ARE"
COUNTED = 0.9
YEARS = (1.0, 1.0, 1.0)
MOST = 17.0
"""What the deal brings if signed with nothing left to the partner, talks apart: USD bn."""
ALONE = 5.0
"""What the best rate alone brings where no deal is made."""


def asked(worth: float = 1.0, *, alone: float = 0.0) -> Question:
    """The deal alone on the table, and a rate that is best alone but cannot stand beside the deal."""
    bare = question().keep((PARTNER,))
    terms = (
        Term(PARTNER, "sector_tariff_relief", (Segment(10.0, -0.1, worth),), YEARS, YEARS, "judgement"),
        Term(PARTNER, "investment", (Segment(200.0, 0.2, -0.1),), YEARS, YEARS, "judgement"),
    )
    return replace(
        bare,
        terms=terms,
        grants=(),
        cells=(),
        standards={},
        alone={PARTNER: RateAlone(26.0, 10.0, 20.0, alone)} if alone else {},
        kinds={PARTNER: frozenset({False})},
        reserve={PARTNER: 0.0},
        reservation_shift={},
    )


def plan(*, alone: float = 0.0) -> Plan:
    """The plan as judged."""
    choices = written(asked(alone=alone))
    return Plan(choices.question, choices, search(choices, 0.0, 60.0))


def best_alone(*, alone: float = 0.0) -> Plan:
    """The best without a deal."""
    choices = written(asked(alone=alone))
    nothing = {("sign", key): (0.0, 0.0) for key in choices.sign}
    return Plan(choices.question, choices, search(choices, 0.0, 60.0, held=nothing))


def in_many(one: Question, count: int) -> Question:
    """A question in so many worlds that are all alike."""
    return replace(one, world=replace(one.world, elasticities=("",) * count))


@dataclass(frozen=True, eq=False)
class TypedIn(HeldWork):
    """Worlds in which a unit of relief is worth what is typed in."""

    worths: tuple[float, ...] = ()
    alone: float = 0.0

    def asked(self, numbers: Sequence[int]) -> Question:
        one = asked(alone=self.alone)
        relief, pledge = one.terms
        (segment,) = relief.segments
        array = np.array([self.worths[number] for number in numbers])
        moved = replace(relief, segments=(replace(segment, partner=over_worlds(array)),))
        return in_many(replace(one, terms=(moved, pledge)), len(numbers))


def work(worths: Sequence[float], *, alone: float = 0.0) -> TypedIn:
    """The deal in worlds in which a unit of relief is worth so much."""
    return TypedIn((), {}, Given({}), worths=tuple(worths), alone=alone)


def talks(made: Plan) -> float:
    """What the talks cost, USD bn."""
    asked = made.asked
    return cost_of_talks(asked.world, asked.timeline, asked.talks[PARTNER], made.signed[PARTNER])
