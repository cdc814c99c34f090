"""What a unit of compute is worth to those who use it: a concave curve, cut into equal segments."""

from functools import lru_cache

from deals.world import World

USER_GRID = 400
PREMIUM_GRID = 90
"""Points over users and over premiums: enough for four digits of what a chip is worth."""


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
    users = [(i + 0.5) / USER_GRID for i in range(USER_GRID)]
    premiums = [premium_low + (k + 0.5) / PREMIUM_GRID * (premium_high - premium_low) for k in range(PREMIUM_GRID)]
    willing = [min(choke, u ** (1 / elasticity)) for u in users]
    weighted = [(v - 1, sovereign_share / USER_GRID) for v in willing]
    remote = (1 - sovereign_share) / (USER_GRID * PREMIUM_GRID)
    weighted += [(min(v - 1, premium), remote) for v in willing for premium in premiums]
    weighted.sort(reverse=True)
    means, filled, total, goal = [], 0.0, 0.0, 1 / segments
    for value, weight in weighted:
        while filled + weight > goal + 1e-12:
            part = goal - filled
            means.append((total + value * part) * segments)
            weight -= part
            filled, total = 0.0, 0.0
        filled += weight
        total += value * weight
    if len(means) < segments:
        means.append(total / filled if filled else 0.0)
    return tuple(means)


def sovereign_share(world: World, economy: str) -> float:
    """Share of an economy's demand that cannot be met by renting abroad (own figure, else the common one)."""
    own = f"sovereign.share.{economy}"
    return world.value(own if own in world.parameters else "wtp.sovereign_share")


def segment_values(world: World, economy: str, segments: int) -> tuple[float, ...]:
    """`marginal_values` of one economy, from the world's parameters."""
    return marginal_values(
        world.value("wtp.elasticity"),
        sovereign_share(world, economy),
        world.value("wtp.choke"),
        world.value("wtp.remote_premium_low"),
        world.value("wtp.remote_premium_high"),
        segments,
    )


def system_price(world: World, year: int) -> float:
    """Price of a system, USD bn per thousand H100e."""
    return world.value(f"price.system.{year}") * 1e-3


def user_cost(world: World, year: int) -> float:
    """Cost of using compute, USD bn per thousand H100e and year: annuity of the all-in price, plus running cost."""
    capital = world.value("price.allin_factor") * system_price(world, year) * world.value("usercost.annuity")
    return capital + world.value("usercost.opex")


def tpp_factor(world: World, year: int) -> float:
    """H100e by total processing performance per H100e by dense 8-bit operations, for the year's mix of chips."""
    mix = world.class_mix
    shares = dict(zip(mix.columns, mix.to_numpy()[mix.index.get_loc(year)].tolist(), strict=True))
    return float(sum(shares[name] * ratio for name, ratio in world.class_ratios.items() if name in shares))
