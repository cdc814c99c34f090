"""What signed deals teach: intervals for what could not be known before any was signed.

Maximum score (C. F. Manski, 1975; J. T. Fox, "Estimating matching games with transfers", Quantitative Economics 9,
2018): of all values those are kept under which the most deals leave neither side worse off, so that one deal that is
read wrongly moves little. The interval holds what does as well but for one deal. Signed deals alone bound what they
cost from above; the lower ends are those of the grid, and told as such.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from deals.record.lessons.inequalities import BELIEF as BELIEVED
from deals.record.lessons.inequalities import HARM, TOLERANCE, Inequality, table_of
from deals.record.lessons.revenue import REVENUE, WeightOfRevenue
from deals.scenario.reform import Reform
from optimizer import Flags, Floats

COST = (1.0, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.085, 0.06, 0.04, 0.03, 0.02, 0.01)
BELIEF = tuple(round(0.05 * step, 2) for step in range(6, 20))
POLITICS = (1.0, 0.5, 0.25, 0.1, 0.0)
TEMPLATE = (1.0, 0.5, 0.25, 0.1, 0.0)
CONTROL = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0)
NAMES = ("cost", "belief", "politics", "template", "control")
WORDS = {
    "cost": "Cost of a pledged dollar, times what is judged",
    "belief": "Chance that a threat is carried out, as partners saw it",
    "politics": "What signing costs a government, times what is judged",
    "template": "What talks on a template text cost, times what is judged",
    "control": "What the harm of a diverted chip counts, times what is judged",
    "revenue": "Political weight of a dollar of tariff revenue",
}
PLEDGE_COSTS = ("invest.partner_cost", "purchase.partner_cost", "defence.partner_cost")
TOLERATED = 1
"""Deals that a value may explain fewer than the best and still belong to the interval."""
_SPREAD = np.log(1 / COST[-1])
_HARMS = np.log(CONTROL[-1] / CONTROL[0])


@dataclass(frozen=True)
class Learned:
    """Values under which most deals leave neither side worse off.

    Attributes
    ----------
    deals : int
        Deals learned from.
    explained : int
        Deals that the central values explain.
    central, low, high : mapping of str to float
        By name of :data:`NAMES`.
    revenue : WeightOfRevenue or None
        What the rates agreed teach beside; None where it was not asked.
    """

    deals: int
    explained: int
    central: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]
    revenue: WeightOfRevenue | None = None

    def reform(self, name: str = "what signed deals taught") -> Reform:
        """The central values as a reform of a scenario.

        Whose deal will be a text like others is not known before it is signed; the part that talks on one cost is
        taken of all small talks.
        """
        factors = {parameter: {"scale": factor} for parameter, factor in self.factors.items()}
        return Reform(name, {**factors, **{parameter: {"set": value} for parameter, value in self.settings.items()}})

    @property
    def factors(self) -> dict[str, float]:
        """Parameters that the central values multiply."""
        of_pledges = dict.fromkeys(PLEDGE_COSTS, self.central["cost"])
        return {**of_pledges, "political_reserve": self.central["politics"], HARM: self.central["control"]}

    @property
    def settings(self) -> dict[str, float]:
        """Parameters that are set to the central values."""
        found = {BELIEVED: self.central["belief"], "talk.small.cost": self.central["template"]}
        return found if self.revenue is None else {**found, REVENUE: self.revenue.value}

    @property
    def table(self) -> pd.DataFrame:
        """One row a thing learned: central value, interval, and in words."""
        rows = {name: [self.low[name], self.central[name], self.high[name], WORDS[name]] for name in NAMES}
        if self.revenue is not None:
            rows["revenue"] = [self.revenue.low, self.revenue.value, self.revenue.high, WORDS["revenue"]]
        return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "value", "high", "what"])


@dataclass(frozen=True, eq=False)
class Lessons:
    """Deals, and which of them every value on the grid explains.

    Attributes
    ----------
    lines : tuple of Inequality
    grid : array
        A row a value of :data:`NAMES`.
    explains : array of bool
        A row a value, a column a deal.
    """

    lines: tuple[Inequality, ...]
    grid: Floats
    explains: Flags

    @classmethod
    def of(cls, lines: tuple[Inequality, ...]) -> "Lessons":
        """All values of the grid against all deals."""
        grid = np.array(list(product(COST, BELIEF, POLITICS, TEMPLATE, CONTROL)))
        never, surely, pledge, politics, us_never, us_surely, harm, of_template, others = table_of(lines).T
        cost, belief, signing, template, control = (column[:, None] for column in grid.T)
        partner = never * (1 - belief) + surely * belief + cost * pledge + signing * politics
        us = us_never * (1 - belief) + us_surely * belief + (control - 1) * harm - template * of_template - others
        return cls(lines, grid, (partner >= -TOLERANCE) & (us >= -TOLERANCE))

    def learned(self, without: Collection[str] = ()) -> Learned:
        """What the deals teach, some left out."""
        kept = np.array([line.partner not in without for line in self.lines], dtype=bool)
        score = self.explains[:, kept].sum(axis=1)
        best, near = score == score.max(), score >= score.max() - TOLERATED
        # Of the values that explain the most, the one in their middle; costs and harm by their ratio.
        cost, harm = np.log(self.grid[:, 0]) / _SPREAD, np.log(self.grid[:, -1]) / _HARMS
        place = np.column_stack([cost, self.grid[:, 1:-1], harm])
        middle = place[best].mean(axis=0)
        at = np.flatnonzero(best)[np.argmin(((place[best] - middle) ** 2).sum(axis=1))]
        central, low, high = self.grid[at], self.grid[near].min(axis=0), self.grid[near].max(axis=0)
        named = [dict(zip(NAMES, row.tolist(), strict=True)) for row in (central, low, high)]
        return Learned(int(kept.sum()), int(score[at]), named[0], named[1], named[2])

    def inside_as_judged(self, belief: float) -> Flags:
        """Of each deal, whether it leaves neither side worse off at the costs judged and a belief."""
        never, surely, pledge, politics, us_never, us_surely, _, of_template, others = table_of(self.lines).T
        partner = never * (1 - belief) + surely * belief + pledge + politics
        us = us_never * (1 - belief) + us_surely * belief - of_template - others
        both: Flags = (partner >= -TOLERANCE) & (us >= -TOLERANCE)
        return both
