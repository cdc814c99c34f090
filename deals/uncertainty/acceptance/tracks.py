"""What a partner must gain on before it signs: the whole deal, and each track of talks that are not linked."""

from dataclasses import dataclass

import numpy as np

from deals.division.bilateral import Bilateral, Point, pairs_of
from optimizer import Flags, Floats, InfeasibleError

POLITICS = "political_cost"
"""What a deal costs a government whatever its terms: of the whole deal, and of no track."""
WHOLE, ON_TRADE, ON_CHIPS = "whole", "trade", "chips"


@dataclass(frozen=True, eq=False)
class Track:
    """Something that must be worth it to the partner by itself.

    Attributes
    ----------
    name : str
        The whole deal, or what is agreed on trade or on chips.
    own : array
        Worth to the partner of a unit of each column of the deal, nothing for columns of another track: USD bn.
    fixed : float
        Worth of what is fixed.
    trade : frozenset of str
        Instruments that are agreed in talks about trade.
    """

    name: str
    own: Floats
    fixed: float
    trade: frozenset[str]

    def concerns(self, instrument: str) -> bool:
        """Whether an instrument counts in it."""
        if self.name == WHOLE:
            return True
        return instrument != POLITICS and (instrument in self.trade) == (self.name == ON_TRADE)

    def at(self, point: Point) -> float:
        """What a point brings the partner in it, in the world as judged: USD bn."""
        return self.fixed + float(self.own @ point.terms)


def politics_of(deal: Bilateral) -> float:
    """What a deal costs the partner whatever its terms, in the world as judged: USD bn, as a negative number."""
    asked, code = deal.plan.asked, deal.partner
    return -asked.political_cost(code, deal.plan.signed[code]) - asked.reservation_shift.get(code, 0.0)


def tracks_of(deal: Bilateral) -> tuple[Track, ...]:
    """The whole of a deal, and its tracks where the regime does not link them."""
    names = deal.plan.asked.world.trade_instruments
    whole = Track(WHOLE, deal.own, deal.own_fixed, names)
    if deal.plan.asked.regime.linked:
        return (whole,)
    trade: Flags = np.array([issue in names for issue in deal.issues], dtype=np.bool_)
    on_trade, on_chips = (np.where(mine, deal.own, 0.0) for mine in (trade, ~trade))
    return (
        whole,
        Track(ON_TRADE, on_trade, 0.0, names),
        Track(ON_CHIPS, on_chips, deal.own_fixed - politics_of(deal), names),
    )


def with_slack(deal: Bilateral, now: Point, count: int) -> list[Point]:
    """Offers from the plan's own to what leaves the partner most, each the best for the United States for its slack.

    Where talks are not linked every track is left the same share of what it could have beyond the plan's own: slack in
    one makes no other surer. Offers that no terms allow are left out.
    """
    tracks = tracks_of(deal)
    if len(tracks) == 1:
        most = max(deal.frontier[-1].partner, now.partner)
        return [now, *(deal.on_frontier(float(level)) for level in np.linspace(now.partner, most, count)[1:])]
    least = {track.name: track.at(now) for track in tracks}
    room = {t.name: max(0.0, t.at(_best(deal, t.own, {})) - least[t.name]) for t in tracks}
    found = [now]
    for share in np.linspace(0.0, 1.0, count)[1:].tolist():
        levels = {track.name: least[track.name] + share * room[track.name] for track in tracks}
        try:
            found.append(_best(deal, deal.us, levels))
        except InfeasibleError:
            break
    return found


def _best(deal: Bilateral, worth: Floats, levels: dict[str, float]) -> Point:
    """The terms of most worth that bring the partner at least so much in each track."""
    program, x = deal.program()
    program.objective(program.linear(pairs_of(x, worth)))
    rows = {
        track.name: program.linear(pairs_of(x, track.own)) >= levels[track.name] - track.fixed
        for track in tracks_of(deal)
        if track.name in levels
    }
    program.constraints("slack", rows)
    return deal.at(np.asarray(program.solve().values("term"), dtype=np.float64))
