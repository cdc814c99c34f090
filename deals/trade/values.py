"""Questions to the trade model: a rate by level, many rates at once, an answer in kind, a partner's own cuts."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.page.answer import Tabled
from deals.page.dots import dots
from deals.trade.answers import ByLevel, ByRegion, Retaliation
from deals.trade.equilibrium import Equilibrium
from deals.trade.model import Gains, TradeModel
from deals.trade.of_world import model_of
from deals.trade.schedule import PERCENT, Rates, rate_problems
from deals.world import World

STEP, TOP = 2.5, 60.0
"""Levels that are computed where none are asked for, percent."""


def by_level(
    model: TradeModel,
    partner: str,
    levels: Sequence[float] | None = None,
    others: Rates | None = None,
    reference: float | None = None,
) -> ByLevel:
    """What the country rate on one partner is worth at every level, both ends of who bears it.

    Parameters
    ----------
    model : TradeModel
    partner : str
        ISO3, or EUU; one that is not among the regions is split off the rest, and its values are estimates.
    levels : sequence of float, optional
        Percent, none below nought; by default 0 to 60 in steps of 2.5. The rates in force, announced and agreed, and
        the reference, are computed beside them.
    others : Mapping of str to float, optional
        Rates of other partners that differ from those in force.
    reference : float, optional
        The level from which gains count; by default the rate in force.

    Raises
    ------
    InputError
        For unknown partners, levels or rates that are no numbers, or a duty below nought.

    Examples
    --------
    >>> from datetime import date
    >>> from deals.world import load_world
    >>> model = model_of(load_world(date(2025, 5, 13)))
    >>> by_level(model, "VNM").best_rate(pass_through=0)
    15.0
    """
    model = model.including([partner])
    marks = {"in force": model.in_force[partner], "announced": model.announced[partner]}
    if partner in model.agreed:
        marks["agreed"] = model.agreed[partner]
    start_level = model.in_force[partner] if reference is None else reference
    wanted = np.arange(0, TOP + STEP / 2, STEP).tolist() if levels is None else list(levels)
    problems = [
        problem
        for level in (*wanted, start_level)
        for problem in rate_problems({partner: level}, model.partners, "levels")
    ]
    if problems:
        raise InputError(problems)
    grid = sorted({*map(float, wanted), *marks.values(), float(start_level)})
    rest = {name: rate for name, rate in (others or {}).items() if name != partner}
    rows, start = [], model.present.equilibrium
    for level in grid:
        gains = model.gains({**rest, partner: level}, start)
        rows.append(_both(gains, model.place(partner)))
        start = gains.equilibrium
    table = pd.DataFrame(rows, index=pd.Index(grid, name="level"))
    return ByLevel(
        partner=partner,
        name=model.names[partner],
        reference=float(start_level),
        marks=marks,
        judged=model.judged,
        estimated=partner in model.carved,
        elasticities=model.elasticities,
        _table=table - table.loc[float(start_level)],
    )


def by_level_and_set(
    world: World, partner: str, levels: Sequence[float] | None = None, others: Rates | None = None
) -> pd.DataFrame:
    """The same under every set of elasticities: the range that their authors leave. One row a set and level."""
    sets = sorted(model_of(world).data.elasticities)
    tables = {name: by_level(model_of(world, name), partner, levels, others).table for name in sets}
    return pd.concat(tables, names=["set"])


def joint(model: TradeModel, rates: Rates) -> ByRegion:
    """What a list of country rates does to every region, all of them at once, against the rates in force."""
    return _by_region(model, {}, rates, one_by_one=False)


def effects(model: TradeModel, after: Rates, before: Rates | None = None) -> ByRegion:
    """What each partner's move does to every region, one at a time and all together.

    The moves are not worth the sum of their single worths: who else has a deal changes what one is worth.

    Parameters
    ----------
    model : TradeModel
    after : Mapping of str to float
        Country rates after the moves, percent.
    before : Mapping of str to float, optional
        Rates before them that differ from those in force; ``model.rates(base=model.announced)`` for what was announced.
    """
    return _by_region(model, before or {}, after, one_by_one=True)


def answer(model: TradeModel, partners: str | Iterable[str], rate: float) -> Retaliation:
    """What it costs both sides when a partner answers a country rate in kind.

    The United States charges `rate` on the covered goods of the partner, the partner adds `rate` on all goods of the
    United States; each partner alone, all other rates in force. Both sides in general equilibrium: with fixed prices
    an answer would cost the United States nothing.

    Parameters
    ----------
    model : TradeModel
    partners : str or iterable of str
    rate : float
        Percent.
    """
    codes = [partners] if isinstance(partners, str) else list(dict.fromkeys(partners))
    model = model.including(codes)
    rows = []
    for code in codes:
        charged = model.gains({code: rate})
        raised = charged.equilibrium.tariffs.copy()
        raised[model.place(UNITED_STATES), model.place(code)] += rate / PERCENT * model.data.goods
        answered = model.gains_under(raised, charged.equilibrium)
        rows.append(
            {
                "name": model.names[code],
                "us_gain": answered.us_equilibrium - charged.us_equilibrium,
                "partner_gain": _change(charged, answered, model.place(code)),
                "chance": model.chances.get(code, 0.0),
            }
        )
    return Retaliation(rate, pd.DataFrame(rows, index=pd.Index(codes, name="partner")))


def cut(model: TradeModel, partners: str | Iterable[str], share: float, mfn: bool = False) -> Tabled:
    """What it is worth when a partner cuts its own tariffs on goods: to the United States, to itself, to all others.

    In general equilibrium, each partner alone, against the rates in force.

    Parameters
    ----------
    model : TradeModel
    partners : str or iterable of str
    share : float
        Part of each tariff that is taken off, 0 to 1.
    mfn : bool
        On everybody's goods, as most-favoured-nation treatment asks; else on those of the United States alone.
    """
    if not 0 < share <= 1:
        raise InputError(Problem("", "share", share, "not a part of a tariff", "give more than 0, at most 1"))
    codes = [partners] if isinstance(partners, str) else list(dict.fromkeys(partners))
    model = model.including(codes)
    us, present, rows = model.place(UNITED_STATES), model.present, []
    for code in codes:
        lowered = present.equilibrium.tariffs.copy()
        sellers = slice(None) if mfn else us
        lowered[sellers, model.place(code)] *= 1 - share * model.data.goods
        gains = model.gains_under(lowered, present.equilibrium)
        own = _change(present, gains, model.place(code))
        all_others = (
            float((gains.regions - present.regions).sum()) - own - float(gains.regions[us] - present.regions[us])
        )
        us_gain = gains.us_equilibrium - present.us_equilibrium
        rows.append({"name": model.names[code], "us_gain": us_gain, "partner_gain": own, "others_gain": all_others})
    table = pd.DataFrame(rows, index=pd.Index(codes, name="partner"))
    whose = "everybody's goods" if mfn else "goods of the United States"
    title = f"Tariffs on {whose} cut by {share:.0%}"
    columns = {"us_gain": "United States", "partner_gain": "partner", "others_gain": "all others"}
    return Tabled(
        title,
        table,
        lambda frame: dots(
            frame.set_index("name"),
            columns,
            "Gain a year, USD bn of 2025",
            title,
            "Each partner alone, others as they are.",
        ),
    )


def _both(gains: Gains, place: int) -> dict[str, float]:
    us = gains.equilibrium.economy.names.index(UNITED_STATES)
    return {
        "us_gain": float(gains.regions[us]),
        "partner_gain": float(gains.regions[place]),
        "us_gain_equilibrium": gains.us_equilibrium,
        "us_gain_fixed_prices": gains.us_fixed,
        "us_revenue_equilibrium": gains.revenue_equilibrium,
        "us_revenue_fixed_prices": gains.revenue_fixed,
    }


def _by_region(model: TradeModel, before: Rates, after: Rates, one_by_one: bool) -> ByRegion:
    model = model.including([*before, *after])
    old = model.rates(before)
    new = model.rates({**before, **after})
    moved = {code: (old[code], new[code]) for code in after if new[code] != old[code]}
    base = model.present if not before else model.gains(before)
    together = model.gains(new, base.equilibrium)
    columns: dict[str, object] = {"name": [model.names[code] for code in model.economy.names]}
    if one_by_one:
        single = {code: _move(model, old, code, rate, base.equilibrium) for code, (_, rate) in moved.items()}
        columns |= {code: gains.regions - base.regions for code, gains in single.items()}
        columns["one_at_a_time"] = sum(
            (gains.regions - base.regions for gains in single.values()), np.zeros_like(base.regions)
        )
    columns["together"] = together.regions - base.regions
    return ByRegion(
        moved=moved,
        region_of={**model.region_of, **{code: code for code in model.carved}},
        us_equilibrium=together.us_equilibrium - base.us_equilibrium,
        us_fixed=together.us_fixed - base.us_fixed,
        revenue=together.revenue_equilibrium - base.revenue_equilibrium,
        _table=pd.DataFrame(columns, index=pd.Index(model.economy.names, name="region")),
    )


def _move(model: TradeModel, old: Rates, code: str, rate: float, start: Equilibrium) -> Gains:
    return model.gains({**old, code: rate}, start)


def _change(before: Gains, after: Gains, place: int) -> float:
    return float(after.regions[place] - before.regions[place])
