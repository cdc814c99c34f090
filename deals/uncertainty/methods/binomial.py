"""How many of some draws are hits, when each is one with the same chance."""

import math

import numpy as np

from optimizer import Floats


def binomial(draws: int, chance: float) -> Floats:
    """Chance of each number of hits, from none to all draws.

    Summed in logarithms, within 1e-11 of themselves up to a hundred thousand draws.
    """
    if not 0 < chance < 1:
        return np.bincount([draws if chance >= 1 else 0], minlength=draws + 1).astype(np.float64)
    hits = np.arange(draws + 1)
    ways = np.concatenate(([0.0], np.cumsum(np.log((draws - hits[:-1]) / hits[1:]))))
    found: Floats = np.exp(ways + hits * math.log(chance) + (draws - hits) * math.log1p(-chance))
    return found
