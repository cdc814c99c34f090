"""Odds of acceptance checked against partners drawn from other distributions than ours.

What is known of a number is its central value and its ends; how it lies between them, and how far numbers move together,
are judgements. So the offers are weighed again where extremes come together, where numbers lie nearer to their ends or
to their centre, and where they move together more or not at all. Each draw is the same draw elsewhere: its random numbers
are the same, and what differs is the distribution alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import percent
from deals.plan.plan import Plan
from deals.uncertainty.acceptance.offers import Offers
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.draws import Draws, DrawnWorlds, Patches, as_patches, fingerprint_of
from deals.uncertainty.figures.elsewhere import odds_elsewhere
from deals.uncertainty.held.work import HeldWork
from deals.uncertainty.streams import keys, uniforms
from optimizer import Floats

DEGREES = 4.0
"""Degrees of freedom of the t copula: of two numbers that are not correlated, one is among its highest given that the
other is with a chance of .08, and with .25 at a correlation of a half (McNeil, Frey and Embrechts 2015, table 7.1); in
ours with none.
"""
TOGETHER, ENDS, CENTRE, ALIKE, APART = (
    "extremes come together",
    "nearer to the ends",
    "nearer to the centre",
    "more correlated",
    "independent",
)


@dataclass(frozen=True, eq=False)
class Extreme:
    """Draws whose extremes come together: a t copula in place of the Gaussian, each number by itself as before.

    Attributes
    ----------
    draws : Draws
    degrees : float
        Degrees of freedom: the fewer, the more extremes come together.
    """

    draws: Draws
    degrees: float = DEGREES

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters that differ between worlds, in the data's order."""
        return self.draws.names

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Parameter -> its value in each of these draws, totals kept."""
        return self.draws.at(self.normals(numbers))

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """What is chosen in each of these draws."""
        return self.draws.choices(numbers)

    def patches(self, number: int) -> Patches:
        """One draw, as patches of a reform."""
        return as_patches(self.values([number]))

    def fingerprint(self) -> str:
        """The same for the same draws: of the draws, and the degrees of freedom."""
        return fingerprint_of((self.draws.fingerprint(), self.degrees))

    def normals(self, numbers: Sequence[int]) -> Floats:
        """Standard normal numbers with the dependence of t: one row a name.

        All numbers of a draw are divided by one that they share, and brought back by the distribution of t.
        """
        from scipy.special import chdtri, ndtri, stdtr  # heavy

        shared = chdtri(self.degrees, uniforms(keys(self.draws.seed, ["spread"]), numbers)) / self.degrees
        found: Floats = ndtri(stdtr(self.degrees, self.draws.normals(numbers) / np.sqrt(shared)))
        return found


def other_draws(draws: Draws) -> dict[str, DrawnWorlds]:
    """The same draws of other distributions, by name.

    Nearer to the ends: the way to an end is Beta(1, n / 2) in place of Beta(1, n), for a judgement denser toward the end.
    Nearer to the centre: Beta(1, 2 n), for a judgement triangular in place of uniform. More correlated: every correlation
    half way from where it is to one.
    """
    ranges, together = draws.ranges, draws.together
    return {
        TOGETHER: Extreme(draws),
        ENDS: replace(draws, ranges=replace(ranges, peak=ranges.peak / 2)),
        CENTRE: replace(draws, ranges=replace(ranges, peak=ranges.peak * 2)),
        ALIKE: replace(draws, together=together.nearer),
        APART: replace(draws, together=together.apart),
    }
