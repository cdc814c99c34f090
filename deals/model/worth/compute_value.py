"""What a unit of compute is worth to those who use it: a concave curve, cut into equal segments."""

from functools import lru_cache

import numpy as np

from deals.kit.numbers import Array, of_many
from deals.world import World

USER_GRID = 400
PREMIUM_GRID = 90
"""Points over users and over premiums: enough for four digits of what a chip is worth."""
CURVE = ("wtp.elasticity", "wtp.choke", "wtp.remote_premium_low", "wtp.remote_premium_high")


@lru_cache(maxsize=256)
def marginal_values(
    elasticity: float, sovereign_share: float, choke: float, premium_low: float, premium_high: float, segments: int
) -> tuple[float, ...]:
    """Net marginal value of compute over equal segments of demand, highest first, in multiples of its user cost.

    A share of demand is sovereign: it cannot go abroad and follows ``x = share * v**elasticity`` up to a choke price.
    The rest can rent abroad, so no user pays more than one plus its own premium for being abroad (latency, law,
    currency), spread evenly over users. Net value is willingness to pay less the user cost of one.

    Parameters
    ----------
    elasticity : float
        Price elasticity of demand, negative.
    sovereign_share : float
        Share of demand that cannot be met from abroad, 0 to 1.
    choke : float
        Highest willingness to pay, in multiples of user cost.
    premium_low, premium_high : float
        Range of the premium users would pay rather than rent abroad, in multiples of user cost.
    segments : int
        Number of equal segments of demand.

    Returns
    -------
    tuple of float
        Mean net value of each segment, falling.
    """
    grid = _grid(*(np.array([number]) for number in (elasticity, choke, premium_low, premium_high)))
    return tuple(_means(grid, np.array([sovereign_share]), segments)[:, 0].tolist())


type Grid = tuple[Array, Array, Array]
"""What users that can go abroad, and all others, value compute at: a row a world, highest first, and their weights."""


def _grid(elasticity: Array, choke: Array, low: Array, high: Array) -> Grid:
    """Values of compute with their weight among those who can go abroad and among those who cannot, a row a world.

    Users that can go abroad value it at what they would pay or at their premium, whichever is less: in each world there
    are as many values as points on both grids together.
    """
    users = (np.arange(USER_GRID) + 0.5) / USER_GRID
    # The highest first, as users come: two rows in order are merged faster than others are sorted.
    places = (np.arange(PREMIUM_GRID)[::-1] + 0.5) / PREMIUM_GRID
    value = np.minimum(choke[:, None], users ** (1 / elasticity[:, None])) - 1
    premium = low[:, None] + places * (high - low)[:, None]
    # Of equal ones premiums come first, for a user whose value is its premium is at its value.
    values = np.hstack([premium, value])
    order = np.argsort(-values, axis=1, kind="stable")
    is_value = order >= PREMIUM_GRID
    values = np.take_along_axis(values, order, axis=1)
    before = np.cumsum(is_value, axis=1)
    # A value counts as often as premiums are no lower, a premium as often as values are higher.
    abroad = np.where(is_value, np.arange(1, values.shape[1] + 1) - before, before)
    return values, abroad / (USER_GRID * PREMIUM_GRID), is_value / USER_GRID


def _means(grid: Grid, sovereign: Array, segments: int) -> Array:
    """Mean net value of each segment, a row a segment and a column a world."""
    values, abroad, own = grid
    filled = np.cumsum(abroad * (1 - sovereign)[:, None] + own * sovereign[:, None], axis=1)
    filled /= filled[:, -1:]
    totals = np.cumsum(values * np.diff(filled, axis=1, prepend=0.0), axis=1)
    rows, ends = np.arange(len(values)), []
    for step in range(segments + 1):
        # The value at a place of the curve is that of the first point that reaches it.
        goal = step / segments
        place = np.minimum(np.count_nonzero(filled < goal, axis=1), filled.shape[1] - 1)
        ends.append(totals[rows, place] - values[rows, place] * (filled[rows, place] - goal))
    return np.diff(np.array(ends), axis=0) * segments


def sovereign_share(world: World, economy: str) -> str:
    """Name of the share of an economy's demand that cannot be met by renting abroad: its own figure, else common."""
    own = f"sovereign.share.{economy}"
    return own if own in world.parameters else "wtp.sovereign_share"


def segment_values(world: World, economy: str, segments: int) -> tuple[float, ...]:
    """`marginal_values` of one economy, from the world's parameters."""
    share, numbers = sovereign_share(world, economy), [world.value(name) for name in CURVE]
    if of_many(world.value(share), *numbers):
        return _in_many(world, share, segments)
    elasticity, *others = numbers
    return marginal_values(elasticity, world.value(share), *others, segments)


@lru_cache(maxsize=32)
def _in_many(world: World, share: str, segments: int) -> tuple[float, ...]:
    """The same in many worlds at once; remembered, since most economies share a curve."""
    sovereign = np.broadcast_to(world.value(share), len(world.elasticities))
    return tuple(_means(_grid_of(world), sovereign, segments))


@lru_cache(maxsize=4)
def _grid_of(world: World) -> Grid:
    """Values of compute in many worlds."""
    return _grid(*(np.broadcast_to(world.value(name), len(world.elasticities)) for name in CURVE))


def system_price(world: World, year: int) -> float:
    """Price of a system, USD bn per thousand H100e."""
    return world.value(f"price.system.{year}") * 1e-3


def chip_capex(world: World, year: int) -> float:
    """All-in capital cost of a thousand H100e, USD bn: what matching investment is measured against."""
    return world.value("price.allin_factor") * system_price(world, year)


def user_cost(world: World, year: int) -> float:
    """Cost of using compute, USD bn per thousand H100e and year: annuity of the all-in price, plus running cost."""
    capital = world.value("price.allin_factor") * system_price(world, year) * world.value("usercost.annuity")
    return capital + world.value("usercost.opex")


def tpp_factor(world: World, year: int) -> float:
    """H100e by total processing performance per H100e by dense 8-bit operations, for the year's mix of chips."""
    shares = {name: world.value(f"mix.{name}.{year}") for name in world.class_mix.columns}
    total = sum(shares.values())
    return sum(shares[name] / total * ratio for name, ratio in world.class_ratios.items() if name in shares)
