"""What country rates, answers in kind and partners' own cuts are worth on one day, partner by partner, at any level.

Solving the trade model for every partner takes half a minute, so the tables of the packaged scenarios' days are kept in
``datasets/trade/``, for every set of elasticities (``python -m deals.trade.tabulated`` writes them anew); those of
other days are computed when asked for. Each partner stands alone, all other rates in force. Judgements on who bears a
tariff are not in the tables: they are applied where a table is read.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.kit.frozen import FrozenMapping
from deals.trade.data import trade_data
from deals.trade.economy import Array
from deals.trade.model import TradeModel
from deals.trade.of_world import DEFAULT_SET, model_of, set_of
from deals.trade.schema import ANEW, BY_LEVEL, COMPUTED, FOLDER, REST
from deals.trade.values import answer, by_level, cut
from deals.world import World, load_world
from deals.world.load import data_folder

HEADS = {table.file.removeprefix(f"{FOLDER}/"): tuple(c.name for c in table.columns) for table in COMPUTED}
LEVELS, ANSWERS, CUTS = HEADS
GAINS = tuple(column.name for column in BY_LEVEL.columns[len(BY_LEVEL.key) :])
DATES = (dt.date(2025, 5, 13), dt.date(2026, 11, 22))
"""Days of the packaged scenarios."""
STEP, TOP = 2.5, 60.0
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Parts of its tariffs on goods of the United States that a partner may take off."""
DIGITS = 5
OWN = len(GAINS) - 1
"""Place of the partner's own gain, after those of the United States."""


@dataclass(frozen=True, eq=False)
class PartnerTable:
    """One partner's table, USD bn of 2025 a year.

    Attributes
    ----------
    levels : array
        Country rates, percent, rising.
    gains : array
        By level and column of `GAINS`: the United States' gain and revenue at both ends of who bears a tariff, and the
        partner's gain in general equilibrium; all against the rate in force.
    answered : (float, float)
        What the United States and the partner gain if the partner answers the announced rate in kind.
    cuts : array
        By part of its tariffs taken off (`SHARES`): gain of the United States, and of the partner.
    estimated : bool
        Whether the partner was split off the rest of the world.
    """

    levels: Array
    gains: Array
    answered: tuple[float, float]
    cuts: Array
    estimated: bool

    def us(self, world: World) -> Array:
        """Gain of the United States by level: mixed by who bears a tariff, revenue weighed as judged."""
        passed, weight = world.value("tariff.pass_through"), world.value("tariff.revenue_weight")
        equilibrium, fixed, revenue_equilibrium, revenue_fixed = (self.gains[:, column] for column in range(4))
        gain = (1 - passed) * equilibrium + passed * fixed
        mixed: Array = gain + weight * ((1 - passed) * revenue_equilibrium + passed * revenue_fixed)
        return mixed

    def partner(self, world: World) -> Array:
        """Gain of the partner by level, with the factor judged for it."""
        gain: Array = world.value("tariff.partner_value_factor") * self.gains[:, OWN]
        return gain

    def at(self, values: Array, level: float) -> float:
        """A value at any level, straight between those that were computed."""
        return float(np.interp(level, self.levels, values))

    @cached_property
    def reach(self) -> float:
        """The highest level that was computed, percent."""
        return float(self.levels[-1])


def partner_tables(world: World) -> Mapping[str, PartnerTable]:
    """The tables of a world's day and elasticities, others at the rates it takes them to have; see `tables_of`.

    Raises
    ------
    UnknownNameError
        The world names a set of elasticities that there is not; the message names the nearest.
    """
    return tables_of(world.date, set_of(world), world.rates_beside)


def tables_of(
    day: dt.date, elasticities: str = "", beside: Mapping[str, float] | None = None
) -> Mapping[str, PartnerTable]:
    """The tables of a day: for every economy with a country rate, and the European Union as one.

    Parameters
    ----------
    day : date
        The day whose rates are in force.
    elasticities : str
        Name of a set in ``trade/elasticities.csv``; the default set where empty.
    beside : Mapping of str to float, optional
        Country rates that others are taken to have, percent, where these are not those in force. A partner's own values
        are then those beside these. The United States' are the mean of the two: what two rates do together beyond what
        each does alone is counted half with each, so that the sum over partners has all of it but what three and more
        do.

    Raises
    ------
    UnknownNameError
        No such set of elasticities; the message names the nearest.
    """
    name = elasticities or DEFAULT_SET
    if beside:
        return _halfway(day, name, FrozenMapping(beside))
    return _kept(data_folder() / FOLDER, day, name) or _computed(day, name)


@lru_cache(maxsize=16)
def _kept(folder: Path, day: dt.date, elasticities: str) -> Mapping[str, PartnerTable]:
    """The tables on file for one day and set; none where they are not there."""
    levels, answers, cuts = (_by_partner(folder / name, day, elasticities) for name in (LEVELS, ANSWERS, CUTS))
    return {partner: _table(rows, answers[partner], cuts[partner]) for partner, rows in levels.items()}


def _table(levels: list[list[float]], answers: list[list[float]], cuts: list[list[float]]) -> PartnerTable:
    gains, (_, us, own, estimated) = np.array(sorted(levels)), answers[0]
    return PartnerTable(gains[:, 0], gains[:, 1:], (us, own), np.array(sorted(cuts))[:, 1:], bool(estimated))


def _by_partner(path: Path, day: dt.date, elasticities: str) -> dict[str, list[list[float]]]:
    """Numbers of one file by partner, for one day and set; other rows are not turned into numbers, which takes time."""
    found: dict[str, list[list[float]]] = defaultdict(list)
    if not path.exists():
        return found
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        head = tuple(next(rows, ()))
        if head != HEADS[path.name]:
            raise InputError(
                Problem(f"{FOLDER}/{path.name}", "", ", ".join(head), "other columns than it should have", ANEW)
            )
        asked = [day.isoformat(), elasticities]
        for row in rows:
            if row[:2] == asked:
                found[row[2]].append([float(number) for number in row[3:]])
    return found


@lru_cache(maxsize=8)
def _halfway(day: dt.date, elasticities: str, rates: Mapping[str, float]) -> Mapping[str, PartnerTable]:
    """The tables of a day with others at some rates; of partners that are split off the rest, only those named."""
    alone, model = tables_of(day, elasticities), _plain(model_of(load_world(day), elasticities))
    found = dict(alone)
    for name, table in alone.items():
        if name in model.data.regions or name in rates:
            others = {code: rate for code, rate in rates.items() if code != name and code in model.data.regions}
            levels, *gains = np.array(_levels(model, name, others)).T
            beside = np.array([np.interp(table.levels, levels, column) for column in gains]).T
            united_states = (table.gains[:, :OWN] + beside[:, :OWN]) / 2
            found[name] = replace(table, gains=np.column_stack([united_states, beside[:, OWN]]))
    return found


@lru_cache(maxsize=16)
def _computed(day: dt.date, elasticities: str) -> Mapping[str, PartnerTable]:
    """The tables of a day and set that are not on file, from the packaged data."""
    return {name: _table(*tables) for name, tables in _solved(model_of(load_world(day), elasticities)).items()}


def _solved(
    model: TradeModel, partners: Iterable[str] | None = None
) -> dict[str, tuple[list[list[float]], list[list[float]], list[list[float]]]]:
    """Rows by partner: of levels, of the answer to the announced rate, of cuts; partners' gains as they are."""
    plain = _plain(model)
    known = {UNITED_STATES, REST}
    inside = {one.code for one in plain.insiders}
    names = [n for n in plain.in_force if n not in known and (n in inside or n in plain.data.regions)]
    found = {}
    for name in names if partners is None else partners:
        levels = _levels(plain, name)
        rate = plain.announced[name]
        answered = answer(plain, name, rate).table.iloc[0]
        own = [
            [share, *map(float, cut(plain, name, share).table.iloc[0][["us_gain", "partner_gain"]])] for share in SHARES
        ]
        in_kind = [
            rate,
            float(answered["us_gain"]),
            float(answered["partner_gain"]),
            float(name not in plain.data.regions),
        ]
        found[name] = (levels, [in_kind], own)
    return found


def _plain(model: TradeModel) -> TradeModel:
    """The model with partners' gains as they are, before any factor is judged for them."""
    return replace(model, judged=replace(model.judged, partner_value=1.0))


def _levels(plain: TradeModel, name: str, others: Mapping[str, float] | None = None) -> list[list[float]]:
    """Level and gains of one partner, others at the rates given, else at those in force."""
    columns = ["us_gain_equilibrium", "us_gain_fixed_prices", "us_revenue_equilibrium", "us_revenue_fixed_prices"]
    grid = np.arange(0, TOP + STEP / 2, STEP).tolist()
    table = by_level(plain, name, grid, others).table[[*columns, "partner_gain"]]
    return [[float(level), *map(float, row)] for level, row in zip(table.index, table.to_numpy(), strict=True)]


def rows_of(day: dt.date, elasticities: str, partners: Iterable[str] | None = None) -> dict[str, list[tuple[str, ...]]]:
    """Rows of the three files for one day and set, as text: all partners, or some."""
    about = day.isoformat(), elasticities
    found: dict[str, list[tuple[str, ...]]] = {LEVELS: [], ANSWERS: [], CUTS: []}
    for partner, tables in _solved(model_of(load_world(day), elasticities), partners).items():
        for name, rows in zip((LEVELS, ANSWERS, CUTS), tables, strict=True):
            found[name] += [(*about, partner, *(f"{number:.{DIGITS}g}" for number in row)) for row in rows]
    return found


def write(folder: Path) -> None:
    """Write the tables of the packaged scenarios' days, under every set of elasticities."""
    every = [rows_of(day, name) for day in DATES for name in sorted(trade_data().elasticities)]
    for name, head in HEADS.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(row for rows in every for row in rows[name])


if __name__ == "__main__":
    write(data_folder() / FOLDER)
