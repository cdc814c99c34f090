"""Chains of straight pieces, and the highest of several."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.build.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A continuous chain of straight pieces between its first and last corner; nothing beyond."""

    at: Floats
    value: Floats

    def covers(self, low: float, high: float) -> bool:
        """Whether it has a value everywhere between two places."""
        return bool(self.at[0] <= low and high <= self.at[-1])

    def value_at(self, at: float) -> float:
        """Its height at a place it covers."""
        return float(np.interp(at, self.at, self.value))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of the highest of several chains: from where to where, how high, and whose."""

    low: float
    high: float
    at_low: float
    at_high: float
    owner: int | None

    def value_at(self, at: float) -> float:
        """Height at a place within; minus infinity where there is no chain."""
        if self.owner is None or self.high == self.low:
            return self.at_low
        return self.at_low + (at - self.low) / (self.high - self.low) * (self.at_high - self.at_low)


def highest(chains: Sequence[Chain], low: float, high: float) -> list[Stretch]:
    """The highest of several chains between two places, from left to right.

    Where two are as high, the one that is already on top stays.
    """
    corners = {low, high}
    for chain in chains:
        corners |= {at for at in chain.at.tolist() if low < at < high}
    places = sorted(corners)
    found: list[Stretch] = []
    owner: int | None = None
    for left, right in pairwise(places):
        for stretch in _between(chains, left, right, owner):
            owner = stretch.owner
            found.append(stretch)
    return found


def _between(chains: Sequence[Chain], left: float, right: float, owner: int | None) -> list[Stretch]:
    """The highest where all chains are straight."""
    here = {n: (c.value_at(left), c.value_at(right)) for n, c in enumerate(chains) if c.covers(left, right)}
    if not here:
        return [Stretch(left, right, -math.inf, -math.inf, None)]
    width = right - left
    slopes = {n: (ends[1] - ends[0]) / width for n, ends in here.items()}
    found, at = [], left
    while True:
        heights = {n: ends[0] + slopes[n] * (at - left) for n, ends in here.items()}
        top = max(heights.values())
        close = 1e-12 * max(1.0, abs(top))
        equals = [n for n, height in heights.items() if height >= top - close]
        best = max(equals, key=lambda n: (slopes[n], n == owner))
        if owner in equals and slopes[owner] >= slopes[best] - close:
            best = owner
        leave, until = None, right
        for n, slope in slopes.items():
            if slope > slopes[best] + close:
                crossing = at + max(heights[best] - heights[n], 0.0) / (slope - slopes[best])
                if at < crossing < until:
                    leave, until = n, crossing
        value = here[best][0] + slopes[best] * (until - left)
        found.append(Stretch(at, until, heights[best], value, best))
        if leave is None:
            return found
        owner, at = leave, until
