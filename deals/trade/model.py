"""The trade model of one world: its economy, its duties, its rates, and what any list of rates is worth to whom."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.trade.carving import Part, carve
from deals.trade.data import TradeData, elasticity_set
from deals.trade.economy import Array, Economy
from deals.trade.equilibrium import Equilibrium, solve_both
from deals.trade.schedule import (
    DutySchedule,
    Rates,
    duty_schedule,
    rate_problems,
    row_name,
    rows_on,
    with_rows,
)
from deals.trade.schema import REST

MILLIONS = 1000.0


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements on what tariffs are worth: parameters of the world, whose rows give ranges and reasons.

    Attributes
    ----------
    pass_through : float
        Who bears a tariff. 0: general equilibrium, producers abroad earn less; 1: producers' prices stay, and all is
        borne by who buys. The United States' gain is mixed of both.
    partner_value : float
        Factor on what every other region gains in general equilibrium.
    floor : float
        Lowest country rate that policy of the day gives, percent.
    revenue_weight : float
        What a dollar of tariff revenue is worth to the United States beyond itself.
    carved_home : float
        For partners split off the rest: share of the rest's sales to itself that crosses no border.
    dollars : float
        USD of 2025 for a USD of the flows.
    """

    pass_through: float
    partner_value: float
    floor: float
    revenue_weight: float
    carved_home: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Insider:
    """An economy inside the rest, as the country table has it: USD bn."""

    code: str
    gdp: float
    sold: float
    bought: float


@dataclass(frozen=True, eq=False)
class Gains:
    """What a list of rates is worth, against the duties of 2024 under which the flows were measured. USD bn of 2025.

    Attributes
    ----------
    regions : array
        Gain of every region a year: the United States' mixed by `pass_through`, the others' in general equilibrium.
    us_equilibrium, us_fixed : float
        The United States' gain at the two ends.
    revenue_equilibrium, revenue_fixed : float
        Its tariff revenue a year at the two ends.
    equilibrium : Equilibrium
        The world under these rates, in general equilibrium.
    """

    regions: Array
    us_equilibrium: float
    us_fixed: float
    revenue_equilibrium: float
    revenue_fixed: float
    equilibrium: Equilibrium = field(repr=False)


@dataclass(frozen=True)
class TradeModel:
    """The world's trade on one day under one set of elasticities; made by :func:`~deals.trade.model_of`.

    Attributes
    ----------
    date : date
        The day whose duties apply.
    elasticities : str
        Name of the set.
    in_force, announced, agreed : Mapping of str to float
        Country rates in percent: in force on the day, announced for lack of a deal, left by a deal.
    chances : Mapping of str to float
        Chance that a partner answers a tariff in kind; who is not named is taken not to.
    names : Mapping of str to str
        Regions and economies in words.
    region_of : Mapping of str to str
        The region that an economy is counted in.
    judged : Judged
    carved : tuple of str
        Partners split off the rest: what is said of them is an estimate.
    """

    data: TradeData = field(repr=False)
    date: dt.date
    elasticities: str
    in_force: Mapping[str, float]
    announced: Mapping[str, float]
    agreed: Mapping[str, float]
    chances: Mapping[str, float]
    names: Mapping[str, str] = field(repr=False)
    region_of: Mapping[str, str] = field(repr=False)
    judged: Judged
    insiders: tuple[Insider, ...] = field(repr=False)
    carved: tuple[str, ...] = ()

    @cached_property
    def economy(self) -> Economy:
        """Flows and tariffs, with the partners that are split off."""
        powers = elasticity_set(self.data, self.elasticities)
        whole = Economy.build(self.data.regions, self.data.flows, self.data.tariffs, powers)
        if not self.carved:
            return whole
        parts = [self._part(next(one for one in self.insiders if one.code == code)) for code in self.carved]
        return carve(whole, parts, REST, self.judged.carved_home, self.data.goods)

    @cached_property
    def schedule(self) -> DutySchedule:
        """Duties of the United States on the day."""
        return duty_schedule(self.data, self.economy, self.date)

    @cached_property
    def partners(self) -> tuple[str, ...]:
        """Everybody the United States can set a rate for, the rest of the world included."""
        return tuple(name for name in self.economy.names if name != UNITED_STATES)

    @cached_property
    def present(self) -> Gains:
        """The rates in force."""
        return self._gains(self.rates(), None)

    def including(self, partners: Iterable[str]) -> "TradeModel":
        """The model in which each of `partners` is a region of its own.

        Raises
        ------
        InputError
            For a name nobody knows, the United States, a member of the Union, or an economy of which too little is
            known.
        """
        wanted = [code for code in dict.fromkeys(partners) if code not in self.partners]
        if not wanted:
            return self
        known = {one.code for one in self.insiders}
        problems = [self._why_not(code, known) for code in wanted if code not in known]
        if problems:
            raise InputError(problems)
        return interned(replace(self, carved=tuple(sorted({*self.carved, *wanted}))))

    def _why_not(self, code: str, known: set[str]) -> Problem:
        match self.region_of.get(code):
            case _ if code == UNITED_STATES:
                told = "is no partner of its own: it is the one that sets the rates"
                return Problem("", "partner", code, told, "name a partner, such as VNM")
            case None:
                return unknown("partner", code, [*self.economy.names, *known], field="partner")
            case region if region == REST:
                return Problem("", "partner", code, "too little is known to split it off the rest", "leave it out")
            case region:
                return Problem("", "partner", code, "its tariffs are those of a union", f"ask for {region}")

    def rates(self, changes: Rates | None = None, base: Rates | None = None) -> dict[str, float]:
        """Country rates of all regions in percent: those of `base`, but for `changes`.

        Parameters
        ----------
        changes : Mapping of str to float, optional
            Rates of regions that differ.
        base : Mapping of str to float, optional
            `in_force` where none is given, or `announced`: who is counted in the rest is in the mean of the rest.

        Raises
        ------
        InputError
            For an unknown partner, or a rate that is no number or below nought.
        """
        changes = changes or {}
        problems = rate_problems(changes, self.partners)
        if problems:
            raise InputError(problems)
        others = self.in_force if base is None else base
        return {name: float(changes.get(name, others[name])) for name in self.partners}

    @property
    def duties(self) -> pd.DataFrame:
        """What is charged beside the country rates, and what these cover, on the day: values, ranges and reasons."""
        rows = rows_on(self.data, self.date)
        columns = ["value", "low", "high", "unit", "kind", "applies_from", "source", "reason"]
        return pd.DataFrame(rows, index=pd.Index(map(row_name, rows), name="duty"))[columns]

    def with_duties(self, values: Mapping[str, float]) -> "TradeModel":
        """The model with other values in rows of `duties`, by their names there: for a judged one, within its range."""
        return interned(replace(self, data=with_rows(self.data, self.date, values)))

    def tariffs(self, rates: Rates) -> Array:
        """All tariffs of the world, with the United States' at these country rates."""
        cube = self.economy.tariffs.copy()
        cube[:, self.place(UNITED_STATES)] = self.schedule.duty(rates)
        return cube

    def place(self, region: str) -> int:
        """Where a region stands in arrays."""
        return self.economy.names.index(region)

    def gains(self, changes: Rates | None = None, start: Equilibrium | None = None) -> Gains:
        """What country rates are worth to every region.

        Parameters
        ----------
        changes : Mapping of str to float, optional
            Rates in percent that differ from those in force.
        start : Equilibrium, optional
            A world under rates like these; by default that under the rates in force.
        """
        return self._gains(self.rates(changes), start or self.present.equilibrium)

    def gains_under(self, tariffs: Array, start: Equilibrium | None = None) -> Gains:
        """The same for any tariffs of the world, the partners' own included."""
        dollars, us = self.judged.dollars / MILLIONS, self.place(UNITED_STATES)
        cleared, held = solve_both(self.economy, tariffs, start)
        passed = self.judged.pass_through
        regions = cleared.gain * dollars * self.judged.partner_value
        gain, gain_held = float(cleared.gain[us]) * dollars, float(held.gain[us]) * dollars
        regions[us] = (1 - passed) * gain + passed * gain_held
        revenue, revenue_held = float(cleared.revenue[us]) * dollars, float(held.revenue[us]) * dollars
        return Gains(regions, gain, gain_held, revenue, revenue_held, cleared)

    def _gains(self, rates: Rates, start: Equilibrium | None) -> Gains:
        return self.gains_under(self.tariffs(rates), start)

    def _part(self, insider: Insider) -> Part:
        """What is known of an economy inside the rest: by sector where the table has it, else in the rest's pattern."""
        data = self.data
        size = insider.gdp / sum(one.gdp for one in self.insiders)
        if insider.code in data.outside:
            sold, duties = data.outside[insider.code]
            return Part(insider.code, size, sold, insider.bought * MILLIONS, duties)
        rest, us = data.regions.index(REST), data.regions.index(UNITED_STATES)
        told = np.sum([sold for sold, _ in data.outside.values()], axis=0)
        pattern = np.maximum(data.flows[rest, us] * data.goods - told, 0.0)
        return Part(insider.code, size, pattern / pattern.sum() * insider.sold * MILLIONS, insider.bought * MILLIONS)


@lru_cache(maxsize=64)
def interned(model: TradeModel) -> TradeModel:
    """The first model with these numbers, so that what it has worked out is kept."""
    return model
