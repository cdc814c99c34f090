"""Nash-in-Nash: every pair divides its own surplus as Nash would, taking what all others have agreed as given.

Pairs settle in turn until nothing moves (Horn and Wolinsky 1988; Collard-Wexler, Gowrisankaran and Lee 2019). Deals
touch through chips that are short and through limits on diversion that are shared, so what one pair takes the next
cannot have. A point where nothing moves need not be efficient, and need not be the only one: it is looked for from
several starts, and told if they end apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral, Point
from deals.division.pair import bilateral_nash
from deals.division.projection import Projection
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import counted
from deals.plan.plan import Plan
from deals.world.naming.economies import named
from optimizer import Floats, weighted_sum

ROUNDS = 12
STILL = 1e-4
"""Nothing moves if no side's gain changes by this many USD bn in a round: a hundred thousand dollars."""
APART = 1e-3
"""Two ends are one if no gain differs by this many USD bn: a million dollars."""
UNMOVED = 1e-9
STARTS = ("as planned", "nothing agreed, in order of signing", "nothing agreed, in reverse order")


@dataclass(frozen=True, eq=False)
class End:
    """Where one start ended.

    Attributes
    ----------
    start : str
        How the pairs began.
    deals : mapping
        The package of each pair, as a programme and a point of it: gains are over no deal between the two, all others
        being as they ended.
    us_gain : float
        Gain of the United States over no deals at all, USD bn.
    rounds : int
        Rounds until nothing moved, or the most there are.
    settled : bool
        Whether nothing moved in the last.
    """

    start: str
    deals: Mapping[str, tuple[Bilateral, Point]]
    us_gain: float
    rounds: int
    settled: bool

    @property
    def gains(self) -> Floats:
        """Gains of both sides of every pair."""
        return np.array([(point.us, point.partner) for _, point in self.deals.values()])


@dataclass(frozen=True, eq=False, repr=False)
class NashInNash(Answer):
    """The pairs' agreements, from several starts: found when they are first asked for, in some seconds.

    Attributes
    ----------
    plan : Plan
        The plan whose deals, dates and standards stand.
    """

    plan: Plan

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """One for each start; the first is the one that is shown."""
        parts = {code: Projection.of(self.plan, (code,)) for code in self.plan.signed}
        planned = self.plan.solution.point
        empty = planned.copy()
        for part in parts.values():
            empty[part.mine & part.free] = 0.0
        # Where no chip is granted, none is taken from anybody.
        empty[[variable.id for variable in self.plan.choices.displaced.values()]] = 0.0
        order = list(parts)
        begun = ((planned, order), (empty, order), (empty, order[::-1]))
        return tuple(
            _settled(start, self.plan, point, parts, turns) for start, (point, turns) in zip(STARTS, begun, strict=True)
        )

    @property
    def settled(self) -> bool:
        """Whether nothing moved in the last round, from every start."""
        return all(end.settled for end in self.ends)

    @property
    def unique(self) -> bool:
        """Whether all starts end at the same gains. No proof that there is no other end: none was met."""
        return self.settled and self.spread <= APART

    @property
    def rounds(self) -> int:
        """Rounds from the first start."""
        return self.ends[0].rounds

    @property
    def spread(self) -> float:
        """By how much the gain of any side differs between starts at most, USD bn."""
        first = self.ends[0].gains
        return max((float(np.abs(end.gains - first).max(initial=0.0)) for end in self.ends[1:]), default=0.0)

    @property
    def us_gain(self) -> float:
        """Gain of the United States over no deals at all, USD bn."""
        return self.ends[0].us_gain

    def point(self, partner: str) -> Point:
        """What one pair agrees.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        return self._deal(partner)[1]

    def terms(self, partner: str) -> dict[str, float]:
        """Amount of each instrument in what one pair agrees, as on a term sheet.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        deal, point = self._deal(partner)
        return deal.totals(point.terms)

    def _deal(self, partner: str) -> tuple[Bilateral, Point]:
        deals = self.ends[0].deals
        return deals[named(partner, deals, "signed partner")]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a partner: gains of both sides over no deal between them, their range over starts, and the share."""
        ends = np.array([end.gains for end in self.ends]).reshape(len(self.ends), len(self.plan.signed), 2)
        frame = pd.DataFrame(ends[0], columns=["us_gain", "partner_gain"], index=list(self.ends[0].deals))
        frame["partner_share"] = frame["partner_gain"] / frame.sum(axis=1)
        frame["us_gain_low"], frame["us_gain_high"] = ends[:, :, 0].min(axis=0), ends[:, :, 0].max(axis=0)
        frame["partner_gain_low"], frame["partner_gain_high"] = ends[:, :, 1].min(axis=0), ends[:, :, 1].max(axis=0)
        return frame.rename_axis("partner")

    @property
    def sentence(self) -> str:
        """What is to be said of it."""
        starts = len(self.ends)
        if not self.settled:
            return f"Terms still moved after {ROUNDS} rounds from at least one of {starts} starts: read with care."
        if not self.unique:
            words = f"{starts} starts end apart by up to USD {self.spread:.2g} bn for a side: several ends exist."
        else:
            words = f"Settled in {counted(self.rounds, 'round')}; {starts} starts end at the same gains."
        return f"{words} Pairs look at themselves alone, so the end need not be efficient."

    def chart(self) -> Chart:
        """What both sides of every pair gain, those with the largest gain of the United States first."""
        name = self.plan.question.partner
        table = self.table.rename(index=lambda code: name(code).name).sort_values("us_gain", ascending=False)
        return dots(
            table,
            {"us_gain": "United States", "partner_gain": "Partner"},
            "Gain over no deal between the two (USD bn)",
            "What every pair agrees, the others' deals given",
            self.sentence,
        )


def _settled(start: str, plan: Plan, point: Floats, parts: Mapping[str, Projection], turns: Iterable[str]) -> End:
    """Pairs in turn until nothing moves. A pair for which the others left the same choice keeps its terms."""
    deals: dict[str, tuple[Bilateral, Point]] = {}
    left: dict[str, Floats] = {}
    rounds, moved = 0, np.inf
    while moved > STILL and rounds < ROUNDS:
        rounds, moved = rounds + 1, 0.0
        for code in turns:
            part = parts[code]
            settled = part.restriction.settled(point)
            if code in left and np.abs(settled - left[code]).max(initial=0.0) <= UNMOVED:
                continue
            left[code] = settled
            deal = Bilateral.at_point(part, point)
            agreed = bilateral_nash(deal, plan.impasses[code]).point
            before = deals[code][1] if code in deals else None
            moved = max(moved, *_change(before, agreed))
            deals[code] = deal, agreed
            point = deal.piece.moved(agreed.terms)
    cost = plan.us_if_signed
    return End(start, {code: deals[code] for code in parts}, float(weighted_sum(cost, point)), rounds, moved <= STILL)


def _change(before: Point | None, after: Point) -> tuple[float, float]:
    if before is None:
        return np.inf, np.inf
    return abs(after.us - before.us), abs(after.partner - before.partner)
