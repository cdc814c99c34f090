"""A world of regions that trade: who sells how much of what to whom, under which tariffs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deals.kit.errors import InputError, Problem

type Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Economy:
    """What the trade model is told of the world; made by :meth:`build`, which checks it.

    Attributes
    ----------
    names : tuple of str
        Regions.
    flows : array
        Sales by origin, destination and sector, net of tariff, in millions of any money.
    tariffs : array
        Ad valorem, as fractions, by origin, destination and sector; nought on sales at home.
    elasticities : array
        By sector: per cent by which sales to a market fall, against a rival's, when their price rises by one per cent.
    transfers : array
        By region: spending less sales and tariff revenue. Kept as they are, in units of the world's sales.
    """

    names: tuple[str, ...]
    flows: Array
    tariffs: Array
    elasticities: Array
    transfers: Array

    @classmethod
    def build(cls, names: Sequence[str], flows: ArrayLike, tariffs: ArrayLike, elasticities: ArrayLike) -> Self:
        """Make an economy of arrays, and check them.

        Parameters
        ----------
        names : sequence of str
            Regions, at least two, each once.
        flows : array_like
            Sales ``[origin, destination, sector]``, net of tariff, in millions of any money; sales at home included.
        tariffs : array_like
            Fractions (.1 is ten per cent), none below nought: ``[origin, destination, sector]``, or one rate for all
            sectors ``[origin, destination]``, or one rate of each importer ``[destination]``. No region taxes its own
            sales: what stands on the diagonal is not read.
        elasticities : array_like
            Trade elasticity of each sector, above nought (Armington's elasticity of substitution less one).

        Raises
        ------
        InputError
            With everything that is wrong.

        Examples
        --------
        >>> Economy.build(["A", "B"], [[[2.0], [1.0]], [[1.0], [2.0]]], [[0, 0], [0.5, 0]], [4.0]).spending
        array([3.5, 3. ])
        """
        problems: list[Problem] = []
        known = tuple(names)
        sales = _numbers("flows", flows, problems)
        power = _numbers("elasticities", elasticities, problems)
        problems += _name_problems(known)
        if sales is not None and power is not None:
            problems += _shape_problems(known, sales, power)
        if problems or sales is None or power is None:
            raise InputError(problems)
        problems += [*_flow_problems(known, sales), *_elasticity_problems(power)]
        cube = _cube(known, len(power), tariffs, problems)
        if problems or cube is None:
            raise InputError(problems)
        spending = (sales * (1 + cube)).sum((0, 2))
        revenue = (sales * cube).sum((0, 2))
        made = cls(known, sales, cube, power, spending - sales.sum((1, 2)) - revenue)
        for array in (made.flows, made.tariffs, made.elasticities, made.transfers):
            array.setflags(write=False)
        return made

    def cube(self, tariffs: ArrayLike) -> Array:
        """Tariffs as fractions by origin, destination and sector, however they were written (see :meth:`build`).

        Raises
        ------
        InputError
            If they do not fit, or one is below nought or no number.
        """
        problems: list[Problem] = []
        made = _cube(self.names, len(self.elasticities), tariffs, problems)
        if made is None:
            raise InputError(problems)
        return made

    @cached_property
    def sales(self) -> Array:
        """What each region sells, at home and abroad: its wage bill, since labour is the one factor."""
        return self.flows.sum((1, 2))

    @cached_property
    def revenue(self) -> Array:
        """Tariff revenue of each region."""
        return (self.flows * self.tariffs).sum((0, 2))

    @cached_property
    def spending(self) -> Array:
        """What each region spends, tariffs included: the income that a change of welfare is a share of."""
        return self.sales + self.revenue + self.transfers

    @cached_property
    def shares(self) -> Array:
        """Share of each origin in what a region spends on a sector: ``[origin, sector, destination]``.

        Where a region buys nothing of a sector, its own share is one, at no weight.
        """
        paid = (self.flows * (1 + self.tariffs)).transpose(0, 2, 1)
        total = paid.sum(0)
        bought = total > 0
        shares = paid / np.where(bought, total, 1.0)
        home = np.arange(len(self.names))
        shares[home, :, home] = np.where(bought.T, shares[home, :, home], 1.0)
        return shares

    @cached_property
    def weights(self) -> Array:
        """Share of each sector in what a region spends: ``[sector, destination]``."""
        total: Array = (self.flows * (1 + self.tariffs)).sum(0).T
        return total / total.sum(0)

    @cached_property
    def duties(self) -> Array:
        """Tariffs laid out as shares are, ``[origin, sector, destination]``."""
        return np.ascontiguousarray(self.tariffs.transpose(0, 2, 1))

    @cached_property
    def kept(self) -> Array:
        """Share of a sector in what a region spends, less duty: ``[origin, sector, destination]``."""
        return self.weights / (1 + self.duties)


def _numbers(field: str, given: ArrayLike, problems: list[Problem]) -> Array | None:
    """An array of finite numbers of our own, or a problem."""
    try:
        made = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        problems.append(Problem("", field, None, "not an array of numbers", "give one number for each cell"))
        return None
    if not np.isfinite(made).all():
        problems.append(Problem("", field, None, f"{_many(~np.isfinite(made))} no finite number", "fill them in"))
        return None
    return made


def _name_problems(names: tuple[str, ...]) -> list[Problem]:
    twice = sorted({name for name in names if names.count(name) > 1})
    found = [Problem("", "names", name, "given twice", "name each region once") for name in twice]
    if len(names) < 2:
        found.append(Problem("", "names", len(names), "too few regions to trade", "give at least two"))
    return found


def _shape_problems(names: tuple[str, ...], flows: Array, elasticities: Array) -> list[Problem]:
    if elasticities.ndim != 1 or not len(elasticities):
        return [Problem("", "elasticities", elasticities.shape, "wrong shape", "give one number for each sector")]
    wanted = (len(names), len(names), len(elasticities))
    if flows.shape == wanted:
        return []
    fix = f"give {wanted}: origins, destinations, sectors of {len(names)} names and {len(elasticities)} elasticities"
    return [Problem("", "flows", flows.shape, "wrong shape", fix)]


def _flow_problems(names: tuple[str, ...], flows: Array) -> list[Problem]:
    negative = flows < 0
    if negative.any():
        o, d, s = (int(place[0]) for place in np.nonzero(negative))
        where = f"flows[{names[o]}, {names[d]}, sector {s}]"
        message = "sales below nought" + (f", and {negative.sum() - 1} more" if negative.sum() > 1 else "")
        return [Problem("", where, float(flows[o, d, s]), message, "set nought where nothing is sold")]
    idle = [(name, "sells") for name, sold in zip(names, flows.sum((1, 2)), strict=True) if not sold]
    idle += [(name, "buys") for name, bought in zip(names, flows.sum((0, 2)), strict=True) if not bought]
    return [Problem("", "flows", name, f"{verb} nothing", "leave the region out") for name, verb in idle]


def _elasticity_problems(elasticities: Array) -> list[Problem]:
    return [
        Problem("", f"elasticities[{place}]", float(value), "not above nought", "give a trade elasticity, 1 to 30")
        for place, value in enumerate(elasticities)
        if value <= 0
    ]


def _cube(names: tuple[str, ...], sectors: int, tariffs: ArrayLike, problems: list[Problem]) -> Array | None:
    given = _numbers("tariffs", tariffs, problems)
    if given is None:
        return None
    regions = len(names)
    full = (regions, regions, sectors)
    if given.shape == full[1:2]:
        given = given[None, :, None]
    elif given.shape == full[:2]:
        given = given[:, :, None]
    elif given.shape != full:
        fix = f"give {full}, or {full[:2]} for all sectors alike, or one rate for each of {regions} importers"
        problems.append(Problem("", "tariffs", given.shape, "wrong shape", fix))
        return None
    cube = np.array(np.broadcast_to(given, full))
    home = np.arange(regions)
    cube[home, home] = 0.0
    if (cube < 0).any():
        o, d, s = (int(place[0]) for place in np.nonzero(cube < 0))
        where = f"tariffs[{names[o]}, {names[d]}, sector {s}]"
        fix = "set nought or more: below it stands an import subsidy, which this model is not asked about"
        problems.append(Problem("", where, float(cube[o, d, s]), "a duty below nought", fix))
        return None
    return cube


def _many(wrong: NDArray[np.bool_]) -> str:
    return "one cell is" if wrong.sum() == 1 else f"{wrong.sum()} cells are"
