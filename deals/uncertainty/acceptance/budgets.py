"""A budget of bad surprises: terms from which the partner still gains if so many of its worths are at their worst.

The second way to an offer that is accepted, beside leaving slack. Slack is left where it costs the United States least
in the world as judged; a budget takes terms away from instruments whose worth to the partner is in doubt. D. Bertsimas
and M. Sim, "The Price of Robustness", Operations Research 52 (2004): what is uncertain is the worth of each instrument,
all its steps and dates together, and its worst what nine of ten drawn worlds exceed. Their bound on the chance of a
refusal holds for surprises that are independent, stay within the worst and are as likely good as bad. Drawn worlds keep
to none of this, so that the odds are measured beside it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.division.bilateral import Point, pairs_of
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import money, percent, rate
from deals.plan.plan import Plan
from deals.uncertainty.acceptance.doubts import Doubts
from deals.uncertainty.acceptance.offers import DRAWS, Offer, offer_to
from deals.uncertainty.acceptance.reckoning import CURVE, Talked, halves
from deals.uncertainty.acceptance.tracks import tracks_of
from deals.uncertainty.figures.budgets import price_of_robustness
from deals.uncertainty.held.work import HeldWork
from optimizer import InfeasibleError, protected, violation_bound

BOUND = "bound"
LEVELS = 25
"""Budgets tried, from none to the largest that some terms can meet."""
FINEST = 0.01
"""Part of one instrument to which the largest budget is found."""

type Points = dict[float, Point]


@dataclass(frozen=True, eq=False, repr=False)
class Budgets(Answer):
    """Offers to one partner by the number of instruments that may be at their worst together.

    Attributes
    ----------
    partner, name : str
    points : mapping of float to Point
        What is offered, by budget.
    deviations : DataFrame
        By how much each instrument, as offered, is worth less to the partner at its worst than in the world as judged,
        USD bn: a row an instrument, a column a budget.
    chosen : float
        The budget whose offer has the greatest expected gain on the worlds that choose.
    slack : Offer
        The first way: offers that leave slack, on the same worlds.
    """

    partner: str
    name: str
    points: Points
    deviations: pd.DataFrame
    chosen: float
    slack: Offer
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a budget, from nothing to all instruments or to the most that some terms can meet; USD bn.

        Gain `us` if signed and `slack` left to the partner, in the world as judged; the paper's `bound` on the chance
        of refusal; on drawn worlds, the `odds` of signing with `odds_error` (one standard error), `us_if_accepted`, the
        mean where it is signed, `expected`, the mean over all, and `over_alone`, that less what acting alone brings.
        """
        return self._table.copy()

    @property
    def count(self) -> int:
        """Instruments whose worth to the partner is in doubt."""
        return len(self.deviations)

    @property
    def most(self) -> float:
        """The largest budget that some terms can meet."""
        return max(self.points)

    @property
    def broken(self) -> pd.DataFrame:
        """Budgets whose measured chance of refusal is beyond the paper's bound by more than two standard errors."""
        refused = 1 - self._table["odds"] - 2 * self._table["odds_error"]
        return self._table[refused > self._table[BOUND]]

    @property
    def sentence(self) -> str:
        """What a budget buys, beside slack, and how the paper's bound fares."""
        here = self._table.loc[self.chosen].to_dict()
        there = self.slack.table.iloc[self.slack.chosen].to_dict()
        rest = "" if self.most == self.count else f"; no terms withstand more than {rate(self.most)}"
        held = "holds" if self.broken.empty else f"is exceeded at {len(self.broken)} of {len(self.points)} budgets"
        return (
            f"{self.name}: terms that withstand {rate(self.chosen)} of {self.count} worths at their worst are signed "
            f"in {percent(here['odds'])} of worlds for an expected {money(here['expected'])}, those that leave slack "
            f"in {percent(there['odds'])} for {money(there['expected'])}{rest}; the bound on refusals for independent "
            f"and even surprises {held}"
        )

    def chart(self) -> Chart:
        """Gain against odds, by budget and by slack."""
        return price_of_robustness(self._table, self.slack.table, self.name)


def budgets(plan: Plan, alone: Plan, work: HeldWork, partner: str, *, draws: int = DRAWS) -> Budgets:
    """Find the best terms for the United States that a partner gains from under each budget of bad surprises.

    Deviations are taken from one half of the draws, odds from the other.

    Parameters
    ----------
    plan, alone : Plan
        The plan, and the best the United States can do without deals.
    work : HeldWork
        The plan in drawn worlds.
    partner : str
    draws : int
        Worlds, an even number.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    InputError
        If there are fewer than two draws.
    """
    halves(draws)
    talked = Talked.of(plan, alone, work.asked(range(draws - draws % 2)), partner)
    doubts = Doubts.of(talked)
    count = len(doubts.names)
    points = _offered(talked, doubts)
    worths = [talked.weigh(point) for point in points.values()]
    table = talked.curve(list(points.values()), worths).set_axis(list(points), axis=0)
    table.insert(CURVE.index("us") + 1, BOUND, [violation_bound(count, budget) if count else 0.0 for budget in points])
    fallen = {budget: doubts.falls @ point.terms + doubts.fixed for budget, point in points.items()}
    return Budgets(
        partner=partner,
        name=talked.name,
        points=points,
        deviations=pd.DataFrame(fallen, index=pd.Index(doubts.names, name="instrument")),
        chosen=list(points)[talked.best(worths)],
        slack=offer_to(talked),
        _table=table.rename_axis("budget"),
    )


def _offered(talked: Talked, doubts: Doubts) -> Points:
    """The best terms at each budget, up to the largest that some terms can meet."""
    least, most = 0.0, float(len(doubts.names))
    if _best(talked, doubts, most) is None:
        beyond = most
        while beyond - least > FINEST:
            middle = (least + beyond) / 2
            least, beyond = (least, middle) if _best(talked, doubts, middle) is None else (middle, beyond)
        most = least
    tried = {round(budget, 6): _best(talked, doubts, budget) for budget in np.linspace(0.0, most, LEVELS).tolist()}
    return {budget: point for budget, point in tried.items() if point is not None}


def _best(talked: Talked, doubts: Doubts, budget: float) -> Point | None:
    """The best terms for the United States from which the partner gains within a budget; None where there are none."""
    deal = talked.deal
    program, x = deal.program()
    program.objective(program.linear(pairs_of(x, deal.us)))
    fall = program.variables("fall", doubts.names, lower=0.0)
    each = zip(doubts.names, doubts.falls, doubts.fixed.tolist(), strict=True)
    falls = {name: program.linear([(fall[name], 1.0), *pairs_of(x, -row)]) == fixed for name, row, fixed in each}
    program.constraints("fall", falls)
    for track in tracks_of(deal):
        doubted = [(fall[name], 1.0) for name in doubts.names if track.concerns(name)]
        protected(program, track.name, pairs_of(x, -track.own), doubted, budget=budget, limit=track.fixed)
    try:
        solution = program.solve()
    except InfeasibleError:
        return None
    return deal.at(np.asarray(solution.values("term"), dtype=np.float64))
