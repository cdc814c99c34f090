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

from deals.record.lessons.inequalities import TOLERANCE, Inequality, table_of
from deals.scenario.reform import Reform
from optimizer import Flags, Floats

COST = (1.0, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.085, 0.06, 0.04, 0.03, 0.02, 0.01)
BELIEF = tuple(round(0.05 * step, 2) for step in range(6, 20))
POLITICS = (1.0, 0.5, 0.25, 0.1, 0.0)
TEMPLATE = (1.0, 0.5, 0.25, 0.1, 0.0)
NAMES = ("cost", "belief", "politics", "template")
WORDS = {
    "cost": "Cost of a pledged dollar, times what is judged",
    "belief": "Chance that a threat is carried out, as partners saw it",
    "politics": "What signing costs a government, times what is judged",
    "template": "What talks on a template text cost, times what is judged",
}
PLEDGE_COSTS = ("invest.partner_cost", "purchase.partner_cost", "defence.partner_cost")
TOLERATED = 1
"""Deals that a value may explain fewer than the best and still belong to the interval."""
_SPREAD = np.log(1 / COST[-1])


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
    """

    deals: int
    explained: int
    central: dict[str, float]
    low: dict[str, float]
    high: dict[str, float]

    def reform(self, name: str = "what signed deals taught") -> Reform:
        """The central values as a reform of a scenario: what pledges and signing cost, and the belief in threats.

        That talks on a template text cost less belongs to single deals, and is no number of a scenario.
        """
        scaled = {parameter: {"scale": self.central["cost"]} for parameter in PLEDGE_COSTS}
        politics, belief = {"scale": self.central["politics"]}, {"set": self.central["belief"]}
        return Reform(name, {**scaled, "political_reserve": politics, "tariff.threat_probability": belief})

    @property
    def table(self) -> pd.DataFrame:
        """One row a thing learned: central value, interval, and in words."""
        rows = {name: [self.low[name], self.central[name], self.high[name], WORDS[name]] for name in NAMES}
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
        grid = np.array(list(product(COST, BELIEF, POLITICS, TEMPLATE)))
        never, surely, pledge, politics, us_never, us_surely, of_template, others = table_of(lines).T
        cost, belief, signing, template = (column[:, None] for column in grid.T)
        partner = never * (1 - belief) + surely * belief + cost * pledge + signing * politics
        us = us_never * (1 - belief) + us_surely * belief - template * of_template - others
        return cls(lines, grid, (partner >= -TOLERANCE) & (us >= -TOLERANCE))

    def learned(self, without: Collection[str] = ()) -> Learned:
        """What the deals teach, some left out."""
        kept = np.array([line.partner not in without for line in self.lines], dtype=bool)
        score = self.explains[:, kept].sum(axis=1)
        best, near = score == score.max(), score >= score.max() - TOLERATED
        # Of the values that explain the most, the one in their middle; costs by their ratio.
        place = np.column_stack([np.log(self.grid[:, 0]) / _SPREAD, self.grid[:, 1:]])
        middle = place[best].mean(axis=0)
        at = np.flatnonzero(best)[np.argmin(((place[best] - middle) ** 2).sum(axis=1))]
        central, low, high = self.grid[at], self.grid[near].min(axis=0), self.grid[near].max(axis=0)
        named = (dict(zip(NAMES, row.tolist(), strict=True)) for row in (central, low, high))
        return Learned(int(kept.sum()), int(score[at]), *named)

    def inside_without(self) -> Flags:
        """Of each deal, whether what the other deals teach explains it."""
        found = np.zeros(len(self.lines), dtype=bool)
        for place, line in enumerate(self.lines):
            values = self.learned({line.partner}).central
            at = np.flatnonzero((self.grid == [values[name] for name in NAMES]).all(axis=1))[0]
            found[place] = self.explains[at, place]
        return found

    def inside_as_judged(self, belief: float) -> Flags:
        """Of each deal, whether it leaves neither side worse off at the costs judged and a belief."""
        never, surely, pledge, politics, us_never, us_surely, of_template, others = table_of(self.lines).T
        partner = never * (1 - belief) + surely * belief + pledge + politics
        us = us_never * (1 - belief) + us_surely * belief - of_template - others
        both: Flags = (partner >= -TOLERANCE) & (us >= -TOLERANCE)
        return both
