"""Draws of other distributions than ours: the same random numbers, put together and spread out in another way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from deals.kit.errors import need
from deals.uncertainty.draws import DrawnWorlds, Draws, Patches, as_patches, fingerprint_of
from deals.uncertainty.streams import keys, uniforms
from optimizer import Floats

DEGREES = 4.0
"""Degrees of freedom of the t copula, few enough that extremes come together also of what is not correlated.

Given that one number is at its utmost another is with a chance of .08 without correlation and of .25 with a correlation
of a half, in the limit; in a Gaussian copula with none (Embrechts, McNeil and Straumann 2002).
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
        need("scipy")
        from scipy.special import chdtri, ndtri, stdtr  # heavy

        shared = chdtri(self.degrees, uniforms(keys(self.draws.seed, ["spread"]), numbers)) / self.degrees
        found: Floats = ndtri(stdtr(self.degrees, self.draws.normals(numbers) / np.sqrt(shared)))
        return found


def other_draws(draws: Draws) -> dict[str, DrawnWorlds]:
    """The same draws of other distributions, by name.

    Nearer to the ends: the way to an end is Beta(1, n / 2) in place of Beta(1, n), for a judgement denser toward the
    end. Nearer to the centre: Beta(1, 2) for a judgement, triangular in place of uniform. More correlated: every
    correlation half way from where it is to one.
    """
    ranges, together = draws.ranges, draws.together
    return {
        TOGETHER: Extreme(draws),
        ENDS: replace(draws, ranges=replace(ranges, peak=ranges.peak / 2)),
        CENTRE: replace(draws, ranges=replace(ranges, peak=np.maximum(ranges.peak, 2.0))),
        ALIKE: replace(draws, together=together.nearer),
        APART: replace(draws, together=together.apart),
    }
