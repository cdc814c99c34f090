"""Economies drawn at random, the same in every run."""

import numpy as np

from deals.trade import Economy
from deals.trade.economy import Array


def drawn(seed: int, regions: int = 5, sectors: int = 3, tariffs: float = 0.2) -> Economy:
    """Regions that sell most at home, with transfers, tariffs and elasticities of 2 to 8."""
    random = np.random.default_rng(seed)
    flows = random.uniform(0.1, 3, (regions, regions, sectors)) + 8 * np.eye(regions)[:, :, None]
    before = random.uniform(0, tariffs, flows.shape) if tariffs else np.zeros(flows.shape)
    names = [chr(ord("A") + place) for place in range(regions)]
    return Economy.build(names, flows, before, random.uniform(2, 8, sectors))


def raised(economy: Economy, importer: int, by: float) -> Array:
    """Tariffs of one importer higher by so much."""
    after = economy.tariffs.copy()
    after[:, importer] += by
    return after
