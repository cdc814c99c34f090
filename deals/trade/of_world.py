"""From a world of the project to the trade model of it."""

from pathlib import Path

from deals.kit.codes import EUROPEAN_UNION, UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.kit.frozen import FrozenMapping
from deals.trade.data import TradeData, elasticity_set, trade_data
from deals.trade.model import Insider, Judged, TradeModel, interned
from deals.trade.schema import REST
from deals.world import World

DEFAULT_SET = "BSY"
"""The middle one of the sets of elasticities."""
AGREED = ("tariff_to", "tariff_baseline")
"""Terms of real deals that name the rate a partner is left with."""
NOT_AGREED = ("withdrawn", "event")


def set_of(world: World) -> str:
    """The set of elasticities that a world's tariffs are valued by.

    Raises
    ------
    TypeError
        For many worlds in one, of which each has its own.
    """
    if isinstance(world.elasticities, tuple):
        raise TypeError("many worlds in one: each has its own set of elasticities")
    return world.elasticities or DEFAULT_SET


def model_of(world: World, elasticities: str = "", folder: Path | None = None) -> TradeModel:
    """The trade model of a world: the same object for the same numbers.

    Parameters
    ----------
    world : World
        Gives the day, the country rates, and the judgements.
    elasticities : str
        Name of a set in ``trade/elasticities.csv``; where empty that of the world, else the default set.
    folder : Path, optional
        Where the tables are; by default the packaged ones.

    Raises
    ------
    InputError
        For an unknown set, or tables that do not hold together.
    """
    data = trade_data(folder)
    name = elasticities or set_of(world)
    elasticity_set(data, name)
    insiders = _insiders(world, data)
    region_of = _regions(world, data)
    answer = "tariff.answer."
    made = TradeModel(
        data=data,
        date=world.date,
        elasticities=name,
        in_force=_rates(world, data, "in_force", insiders),
        announced=_rates(world, data, "announced", insiders),
        agreed=_agreed(world),
        chances=FrozenMapping(
            {name.removeprefix(answer): q.value for name, q in world.parameters.items() if name.startswith(answer)}
        ),
        names=FrozenMapping({**_names(world), EUROPEAN_UNION: "European Union", REST: "Rest of the world"}),
        region_of=FrozenMapping(region_of),
        judged=Judged(
            pass_through=world.value("tariff.pass_through"),
            partner_value=world.value("tariff.partner_value_factor"),
            floor=world.value("tariff.floor"),
            revenue_weight=world.value("tariff.revenue_weight"),
            carved_home=world.value("tariff.carved_home"),
            dollars=world.value("money.2024_to_2025"),
        ),
        insiders=insiders,
    )
    return interned(made)


def _insiders(world: World, data: TradeData) -> tuple[Insider, ...]:
    """Economies inside the rest of which output and trade with the United States are known."""
    columns = ("gdp_usd_bn", "us_goods_imports_usd_bn", "us_goods_exports_usd_bn")
    table = world.countries[~world.countries["eu_member"].astype(bool)]
    known = table[list(columns)].astype(float).dropna()
    rows = zip(known.index, *(known[name] for name in columns), strict=True)
    return tuple(
        Insider(str(code), float(gdp), float(sold), float(bought))
        for code, gdp, sold, bought in rows
        if code not in data.regions and gdp > 0 and sold > 0 and bought > 0
    )


def _rates(world: World, data: TradeData, which: str, insiders: tuple[Insider, ...]) -> FrozenMapping[str, float]:
    """Country rates of one kind; that of the rest is its economies' mean, weighted by what they sell."""
    start = f"tariff.{which}."
    rates = {name.removeprefix(start): q.value for name, q in world.parameters.items() if name.startswith(start)}
    weights = {one.code: one.sold for one in insiders if one.code in rates}
    rates[REST] = sum(rates[code] * weight for code, weight in weights.items()) / sum(weights.values())
    missing = [name for name in data.regions if name not in rates and name != UNITED_STATES]
    if missing:
        raise InputError(
            [Problem("tariff_rates.csv", f"{start}{name}", None, "no rate", "add its row") for name in missing]
        )
    return FrozenMapping(rates)


def _agreed(world: World) -> FrozenMapping[str, float]:
    """The newest rate that a deal left each partner with, of the deals the world knows."""
    found: dict[str, float] = {}
    if not world.deals.empty:
        terms = world.deals[world.deals["instrument"].isin(AGREED) & ~world.deals["stage"].isin(NOT_AGREED)]
        for row in terms.sort_values("date").to_dict("records"):
            found[str(row["partner"])] = float(row["value"])
    return FrozenMapping(found)


def _regions(world: World, data: TradeData) -> dict[str, str]:
    """The region of every economy: its own, the Union's, or the rest."""
    union = world.countries["eu_member"].astype(bool)
    return {
        str(code): str(code) if code in data.regions else EUROPEAN_UNION if member else REST
        for code, member in union.items()
    }


def _names(world: World) -> dict[str, str]:
    return {str(code): str(name) for code, name in world.countries["name"].items()}
