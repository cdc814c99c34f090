"""What the United States charges on a day: by partner and sector, as a function of the country rates.

    duty = duty collected in 2024 + section 232 on its share + country rate on the covered share + other orders

The covered share is what is neither under section 232 nor exempt, so that nothing is charged twice. Where an agreement
makes a rate all-in, the duty collected in 2024 is inside it. Every number is a row of ``datasets/trade/``.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isfinite
from numbers import Real
from typing import TypeGuard

import numpy as np

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.trade.data import SHARE, TradeData
from deals.trade.economy import Array, Economy
from deals.trade.schema import ALL, REST
from deals.world.tables import Row, newest

COUNTRY, SECTION_232 = "country", "section_232"
PERCENT = 100.0
Rates = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class DutySchedule:
    """Duties of the United States on one day, fractions ``[partner, sector]``.

    Attributes
    ----------
    date : date
        The day.
    partners, sectors : tuple of str
        As in the economy; the United States itself is among them, without duty.
    collected : array
        Duty collected over customs value in 2024: ordinary duty after preferences, and what was added before 2025.
    beside : array
        What the orders add that a deal on the country rate does not touch: section 232, and orders on single partners.
    covered : array
        Share of trade on which the country rate falls.
    inside : array
        Share of the duty collected that the country rate includes: 1 where an agreement makes it all-in.
    """

    date: dt.date
    partners: tuple[str, ...]
    sectors: tuple[str, ...]
    collected: Array
    beside: Array
    covered: Array
    inside: Array

    def duty(self, rates: Rates) -> Array:
        """Duty by partner and sector at these country rates.

        Parameters
        ----------
        rates : Mapping of str to float
            Percent, for every partner: none may be left out, and none below nought.

        Raises
        ------
        InputError
            With everything that is wrong about the rates.
        """
        problems = rate_problems(rates, self.partners)
        problems += [
            Problem("", f"rates.{name}", None, "no rate given", "give every partner's")
            for name in self.partners
            if name not in rates and name != UNITED_STATES
        ]
        if problems:
            raise InputError(problems)
        levels = np.array([[rates.get(name, 0.0)] for name in self.partners]) / PERCENT
        made: Array = (
            self.collected + self.beside + self.covered * np.maximum(0.0, levels - self.inside * self.collected)
        )
        made[self.partners.index(UNITED_STATES)] = 0.0
        return made


def rate_problems(rates: Mapping[str, object], partners: tuple[str, ...], field: str = "rates") -> list[Problem]:
    """What is wrong with country rates: an unknown partner, no number, or a duty below nought."""
    found = []
    for name, rate in rates.items():
        place = f"{field}.{name}"
        if name not in partners:
            found.append(unknown("partner", str(name), partners, field=place))
        elif not _is_number(rate):
            found.append(Problem("", place, rate, "a rate that is no number", "give percent, such as 15"))
        elif rate < 0:
            fix = "set nought or more: below it stands an import subsidy"
            found.append(Problem("", place, rate, "a duty below nought", fix))
    return found


def _is_number(rate: object) -> TypeGuard[float]:
    return isinstance(rate, int | float | Real) and isfinite(float(rate))


def with_rows(data: TradeData, on: dt.date, values: Mapping[str, float]) -> TradeData:
    """The data with other values in rows of the schedule that hold on a day, named as by :func:`row_name`.

    Raises
    ------
    InputError
        For a row that does not hold on the day, a value below nought, or a share above one.
    """
    known = {row_name(row): row for row in rows_on(data, on)}
    problems = [unknown("duty", name, known, field=name) for name in values if name not in known]
    for name, value in values.items():
        most = 1.0 if name in known and known[name]["unit"] == SHARE else inf
        if not _is_number(value) or not 0 <= value <= most:
            fix = "give a share, 0 to 1" if most == 1.0 else "give percent, nought or more"
            problems.append(Problem("", name, value, "no such duty can be", fix))
    if problems:
        raise InputError(problems)
    changed = {id(known[name]): {**known[name], "value": float(value)} for name, value in values.items()}
    return replace(data, schedule=tuple(changed.get(id(row), row) for row in data.schedule))


def row_name(row: Row) -> str:
    """Name of a row of the schedule: measure, item, partner and sector, as in ``fentanyl.share.CAN.*``."""
    return ".".join(str(row[part]) for part in ("measure", "item", "partner", "sector"))


def duty_schedule(data: TradeData, economy: Economy, on: dt.date) -> DutySchedule:
    """Duties of one day, as the law stood on it.

    Parameters
    ----------
    data : TradeData
    economy : Economy
        Gives the partners and the duties collected. A partner that the data have inside the rest has the rest's
        coverage.
    on : date
    """
    collected = economy.tariffs[:, economy.names.index(UNITED_STATES)].copy()
    under_232, exempt = _coverage(data, on)[:, [_told_as(name, data) for name in economy.names]]
    covered = np.clip(1 - under_232 - exempt, 0, 1)
    falls_on = {
        "section_232": under_232,
        "covered": covered,
        "outside_232": 1 - under_232,
        "all": np.ones_like(covered),
    }
    law = _Law(rows_on(data, on), economy.names, data.sectors)
    beside = np.zeros_like(collected)
    for measure in dict.fromkeys(str(row["measure"]) for row in data.schedule):
        if measure != COUNTRY:
            levels = law.values(measure, "rate") / PERCENT - law.values(measure, "mfn_inside") * collected
            bites = law.base(measure, falls_on) * law.values(measure, "share", default=1.0)
            beside += bites * np.maximum(0.0, levels)
    return DutySchedule(
        date=on,
        partners=economy.names,
        sectors=data.sectors,
        collected=collected,
        beside=beside * data.goods,
        covered=covered * law.values(COUNTRY, "share", default=1.0) * data.goods,
        inside=law.values(COUNTRY, "mfn_inside"),
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Law:
    """Rows that hold on a day, spread over partners and sectors.

    Where several speak of a cell, the one that names both partner and sector holds; else the partner's, the sector's,
    or that for all.
    """

    rows: tuple[Row, ...]
    partners: tuple[str, ...]
    sectors: tuple[str, ...]

    def values(self, measure: str, item: str, default: float = 0.0) -> Array:
        """One item of a measure by partner and sector; `default` where no row speaks of it."""
        made = np.full((len(self.partners), len(self.sectors)), default)
        for row, cells in self._of(measure, item):
            made[cells] = row["value"]
        return made

    def base(self, measure: str, falls_on: Mapping[str, Array]) -> Array:
        """Share of trade on which a measure falls, by partner and sector."""
        made = np.zeros((len(self.partners), len(self.sectors)))
        for row, cells in self._of(measure, "rate"):
            made[cells] = falls_on[str(row["base"])][cells]
        return made

    def _of(self, measure: str, item: str) -> Iterator[tuple[Row, tuple[int | slice, int | slice]]]:
        """Rows of one item with the cells they speak of, the most particular last."""
        rows = [row for row in self.rows if (row["measure"], row["item"]) == (measure, item)]
        for row in sorted(rows, key=lambda row: (row["partner"] != ALL, row["sector"] != ALL)):
            partner, sector = str(row["partner"]), str(row["sector"])
            if partner == ALL or partner in self.partners:
                yield (
                    row,
                    (
                        slice(None) if partner == ALL else self.partners.index(partner),
                        slice(None) if sector == ALL else self.sectors.index(sector),
                    ),
                )


def _told_as(partner: str, data: TradeData) -> int:
    """The region whose coverage a partner has: its own, or the rest's."""
    return data.regions.index(partner if partner in data.regions else REST)


@lru_cache(maxsize=32)
def rows_on(data: TradeData, on: dt.date) -> tuple[Row, ...]:
    """Rows of the schedule as the law stood on a day."""
    return tuple(newest(data.schedule, ("measure", "item", "partner", "sector"), on, hindsight=True).values())


@lru_cache(maxsize=32)
def _coverage(data: TradeData, on: dt.date) -> Array:
    """Shares of trade under section 232, and exempt, by region and sector."""
    dated = ({**row, "known_on": row["applies_from"]} for row in data.coverage)
    made = np.zeros((2, len(data.regions), len(data.sectors)))
    for (region, sector), row in newest(dated, ("partner", "sector"), on, hindsight=True).items():
        cell = data.regions.index(str(region)), data.sectors.index(str(sector))
        made[0][cell], made[1][cell] = float(str(row["section_232"])), float(str(row["exempt"]))
    return made
