"""Boxes in which cases of interest are dense, found by cutting away slices that hold few: the patient rule induction.

J. H. Friedman and N. I. Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9 (1999); as used for
scenario discovery by B. P. Bryant and R. J. Lempert, Technological Forecasting and Social Change 77 (2010).

Written here because no library is a reasonable thing to depend on: `ema_workbench` (BSD, kept up) comes with
scikit-learn, seaborn, statsmodels and a modelling framework, `prim` is under the GPL and with matplotlib at its core.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from deals.uncertainty.methods.binomial import binomial
from optimizer import Flags, Floats

type Interval = tuple[float, float]
type Limit = Interval | frozenset[str]
"""What a box allows of an input: numbers from one to another, or some of its choices."""
type Box = tuple[Limit, ...]
"""A limit an input, those that allow everything included."""
type Ways = Iterator[tuple[int, Limit, Flags]]
"""Changes of a box: the input, its limit then, and the draws inside then."""

PEEL = 0.05
"""Share of a box that a slice holds: the patience of Friedman and Fisher, 0.05 to 0.1."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Draws: what went in, and which of them are of interest.

    Attributes
    ----------
    inputs : DataFrame
        A row a draw; a column that is not of numbers is a choice.
    of_interest : array of bool
        One flag a draw.
    """

    inputs: pd.DataFrame
    of_interest: Flags

    @cached_property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """Numbers, or choices as text, by input."""
        return tuple(
            column.to_numpy(dtype=np.float64) if _is_number(column) else column.astype(str).to_numpy(dtype=object)
            for _, column in self.inputs.items()
        )

    @cached_property
    def everything(self) -> Box:
        """The box that every draw is in."""
        return tuple(
            (float(column.min()), float(column.max())) if column.dtype != object else frozenset(column.tolist())
            for column in self.columns
        )

    def meets(self, place: int, limit: Limit) -> Flags:
        """Which draws keep one limit."""
        column = self.columns[place]
        if isinstance(limit, frozenset):
            allowed: Flags = np.logical_or.reduce([column == choice for choice in limit])
            return allowed
        flags: Flags = (column >= limit[0]) & (column <= limit[1])
        return flags

    def inside(self, box: Box) -> Flags:
        """Which draws are in a box."""
        flags = np.ones(len(self.of_interest), dtype=np.bool_)
        for place in self.restricted(box):
            flags &= self.meets(place, box[place])
        return flags

    def restricted(self, box: Box) -> tuple[int, ...]:
        """Inputs of which a box does not allow everything."""
        return tuple(n for n, (own, full) in enumerate(zip(box, self.everything, strict=True)) if own != full)

    def density(self, flags: Flags) -> float:
        """Share of draws that are of interest among some; none of none."""
        return float(self.of_interest[flags].mean()) if flags.any() else 0.0

    def chances(self, box: Box, among: Flags) -> dict[int, float]:
        """By limit of a box the chance that it adds nothing: the quasi-p-value of Bryant and Lempert.

        That of as many cases in as many draws, each of interest with the density that the box has without the limit.
        """
        limits = self.restricted(box)
        misses = {place: among & ~self.meets(place, box[place]) for place in limits}
        missed = np.sum(list(misses.values()), axis=0) if limits else np.zeros(len(among))
        inside = among & (missed == 0)
        hits, size = int(self.of_interest[inside].sum()), int(inside.sum())
        found = {}
        for place, misses_it in misses.items():
            more = misses_it & (missed == 1)
            density = (hits + int(self.of_interest[more].sum())) / max(1, size + int(more.sum()))
            found[place] = chance_of_as_many(hits, size, density)
        return found


def changed(box: Box, place: int, limit: Limit) -> Box:
    """A box with another limit on one input."""
    return (*box[:place], limit, *box[place + 1 :])


def chance_of_as_many(hits: int, draws: int, density: float) -> float:
    """Chance of so many hits or more among some draws, each a hit with one chance: a one-sided binomial test."""
    return min(1.0, float(binomial(draws, density)[hits:].sum())) if hits else 1.0


def trajectory(
    cases: Cases, among: Flags, least: int, peel: float = PEEL, *, places: Collection[int] | None = None
) -> list[Box]:
    """Boxes from everything to the densest, each a slice less than the one before; then some grown again.

    Of all slices at either end of an input, or one choice of it, that goes whose loss raises the density most for each
    draw lost (the criterion that Friedman and Fisher give for slices of unlike size); of equal ones that which limits
    fewer inputs. At last slices are pasted on again while that raises the density.

    Parameters
    ----------
    cases : Cases
    among : array of bool
        Draws to look at.
    least : int
        Draws that a box must hold.
    peel : float
        Share of a box that a slice holds.
    places : collection of int, optional
        Inputs that may be limited; all by default.
    """
    boxes = [cases.everything]
    inside = among.copy()
    looked = range(len(cases.columns)) if places is None else sorted(places)

    def peels(box: Box, inside: Flags) -> Ways:
        return _peels(cases, box, inside, looked, peel)

    def pastes(box: Box, inside: Flags) -> Ways:
        return _pastes(cases, box, inside, among, peel)

    for way in (peels, pastes):
        while (step := _best(cases, boxes[-1], inside, way(boxes[-1], inside), least)) is not None:
            boxes.append(step[0])
            inside = step[1]
    return boxes


def _best(cases: Cases, box: Box, inside: Flags, ways: Ways, least: int) -> tuple[Box, Flags] | None:
    """The change of a box that raises the density most for each draw it moves; none if none does."""
    density, size = cases.density(inside), int(inside.sum())
    best: tuple[float, int] = (0.0, 0)
    found: tuple[Box, Flags] | None = None
    for place, limit, flags in ways:
        count = int(flags.sum())
        if count < least or count == size:
            continue
        gain = (cases.density(flags) - density) / abs(size - count)
        if gain <= 0 or gain < best[0]:
            continue
        new = changed(box, place, limit)
        score = (gain, -len(cases.restricted(new)))
        if found is None or score > best:
            best, found = score, (new, flags)
    return found


def _peels(cases: Cases, box: Box, inside: Flags, looked: Iterable[int], peel: float) -> Ways:
    """Every slice that may go: its input, the limit then, and the draws left."""
    for place in looked:
        column, limit = cases.columns[place], box[place]
        if isinstance(limit, frozenset):
            for choice in sorted(limit) if len(limit) > 1 else ():
                yield place, limit - {choice}, inside & (column != choice)
            continue
        values = np.sort(column[inside])
        high, low = _between(values, 1 - peel, -1), _between(values, peel, 1)
        yield place, (limit[0], high), inside & (column <= high)
        yield place, (low, limit[1]), inside & (column >= low)


def _pastes(cases: Cases, box: Box, inside: Flags, among: Flags, peel: float) -> Ways:
    """Every slice that may come back: its input, the limit then, and the draws then inside."""
    slice_size = max(1, int(peel * inside.sum()))
    for place in cases.restricted(box):
        column, limit = cases.columns[place], box[place]
        near = cases.inside(changed(box, place, cases.everything[place])) & among & ~inside
        if isinstance(limit, frozenset):
            for choice in sorted(set(column[near])):
                yield place, limit | {choice}, inside | (near & (column == choice))
            continue
        for low_side in (True, False):
            values = np.sort(column[near & (column < limit[0] if low_side else column > limit[1])])
            nearest = values[::-1] if low_side else values
            if len(nearest) > slice_size:
                end = float(nearest[slice_size - 1] + nearest[slice_size]) / 2
            elif len(nearest):
                end = float(column.min() if low_side else column.max())
            else:
                continue
            new = (end, limit[1]) if low_side else (limit[0], end)
            yield place, new, inside | (near & cases.meets(place, new))


def _between(values: Floats, share: float, step: int) -> float:
    """Half-way between two of some sorted numbers that differ, at a share of them or the next that way.

    Where all beyond are the same it is the last.
    """
    position = (len(values) - 1) * share
    low, high = int(np.floor(position)), int(np.ceil(position))
    while values[low] == values[high] and (low > 0 if step < 0 else high < len(values) - 1):
        low, high = (low - 1, high) if step < 0 else (low, high + 1)
    return float(values[low] + values[high]) / 2


def _is_number(column: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
