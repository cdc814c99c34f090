"""The nearest package that both sides would sign, to one that they would not.

Near is what changes little: each term counts by the part of it that is changed, of what was stated or, where nothing
was, of all that the model thinks possible; ten points of the country rate count like the whole of a term. Worth is
read term by term at the bends of its curve, and straight between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from deals.record.weighing.stated import TARIFF_TO, Stated
from deals.record.weighing.worlds import Weighing
from deals.uncertainty.acceptance.packages import DISPLACED, Weighed
from deals.world.instrument import CHIPS, RELIEF, SECTOR_RELIEF
from optimizer import InfeasibleError, Program

POINTS_OF_RATE = 10.0
"""Percentage points of a country rate that count like the whole of a term."""
NEW_RATE = 0.1
"""What it counts to agree on a country rate at all where none was stated."""
PARTS_OF_CHIPS = (0.0, 0.25, 0.5, 0.75, 1.0)
SLACK = 1e-5
"""USD bn that each side is left, so that rounding does not take it below nothing."""

type Curve = list[tuple[float, float, float]]
"""Amount, worth to the United States, worth to the partner; in order of the amount."""


@dataclass(frozen=True)
class _Term:
    """A term that may change: where it stands, the worth of other amounts, and what counts as the whole of it."""

    name: str
    start: float
    curve: Curve
    whole: float


def nearest(weighing: Weighing, stated: Stated) -> Stated | None:
    """The nearest package from which both sides gain, in the world as judged; None where there is none.

    Chips are the sum over all years, spread as what is refused; the standard stays as it was stated.
    """
    begun = replace(stated, chips_by_year={None: stated.amounts.get(CHIPS, 0.0)})
    terms = _terms(weighing, begun)
    best: tuple[float, Stated] | None = None
    for distance, rate in _rates(weighing, begun):
        if best is not None and distance >= best[0]:
            break
        amounts = {name: amount for name, amount in begun.amounts.items() if name != TARIFF_TO}
        candidate = replace(begun, amounts=amounts if rate is None else {**amounts, TARIFF_TO: rate})
        found = _amounts(weighing.weigh(candidate), terms)
        if found is None:
            continue
        moved, changed = found
        if best is None or distance + moved < best[0]:
            package = _with(candidate, changed)
            if both_gain(weighing.weigh(package)):
                best = distance + moved, package
    return None if best is None else best[1]


def both_gain(worth: Weighed, world: int = 0) -> bool:
    """Whether a package leaves neither side worse off than no deal, in one of the worlds."""
    return bool(worth.accepted[world]) and float((worth.us - worth.talks)[world]) >= 0


def _with(stated: Stated, amounts: Mapping[str, float]) -> Stated:
    kept = {name: amount for name, amount in {**stated.amounts, **amounts}.items() if amount > 0 or name == TARIFF_TO}
    return replace(stated, amounts=kept, chips_by_year={None: kept.get(CHIPS, 0.0)})


def _rates(weighing: Weighing, stated: Stated) -> list[tuple[float, float | None]]:
    """Country rates that may take the place of the one stated, the nearest first, each with how far it is."""
    on_table = {term.instrument for term in weighing.base.terms if term.partner == stated.partner}
    here = stated.amounts.get(TARIFF_TO)
    if RELIEF not in on_table:
        return [(0.0, here)]
    world = weighing.base.world
    announced, in_force = (world.value(f"tariff.{which}.{stated.partner}") for which in ("announced", "in_force"))
    high = max(announced, in_force, here or 0.0)
    rates = np.arange(0.0, np.floor(high) + 1).tolist()
    if here is None:
        others = [(NEW_RATE + (high - rate) / POINTS_OF_RATE, rate) for rate in rates]
    else:
        others = [(abs(rate - here) / POINTS_OF_RATE, rate) for rate in rates if rate != here]
    return sorted([(0.0, here), *others], key=lambda pair: pair[0])


def _terms(weighing: Weighing, stated: Stated) -> list[_Term]:
    """Terms that can be changed, with the bends of their worth, all measured at once and step by step."""
    partner, base = stated.partner, weighing.base
    bends: dict[str, list[float]] = {}
    wholes: dict[str, float] = {}
    instruments = {i.name: i for i in base.world.instruments}
    for term in base.terms:
        if term.partner != partner or term.of_one_rate:
            continue
        steps = np.cumsum([0.0, *(segment.width for segment in term.segments)])
        if term.instrument == SECTOR_RELIEF:
            steps = steps / term.limit
        years = stated.years.get(term.instrument)
        if years is not None:
            steps = steps * years / instruments[term.instrument].quoted_years
        start = stated.amounts.get(term.instrument, 0.0)
        bends[term.instrument] = sorted({*steps.tolist(), start})
        wholes[term.instrument] = start or float(steps[-1])
    start = stated.amounts.get(CHIPS, 0.0)
    first = stated.signed.index + base.lag
    used = sum(g.withheld for g in base.grants if g.partner == partner and g.period >= first)
    if used > 0:
        most = used / base.delivered_share
        bends[CHIPS] = sorted({*(part * most for part in PARTS_OF_CHIPS), start})
        wholes[CHIPS] = start or most
    longest = max((len(steps) for steps in bends.values()), default=0)
    curves: dict[str, Curve] = {name: [] for name in bends}
    for place in range(longest):
        amounts = {name: steps[min(place, len(steps) - 1)] for name, steps in bends.items()}
        worth = _by_name(weighing.weigh(_with(stated, amounts)))
        for name, curve in curves.items():
            if place < len(bends[name]):
                curve.append((amounts[name], *worth.get(name, (0.0, 0.0))))
    return [
        _Term(name, stated.amounts.get(name, 0.0), curve, wholes[name])
        for name, curve in curves.items()
        if len(curve) > 1
    ]


def _by_name(worth: Weighed) -> dict[str, tuple[float, float]]:
    """Worth of each term in the world as judged; what chips displace counts with them."""
    found: dict[str, tuple[float, float]] = {}
    for part in worth.parts:
        name = CHIPS if part.name == DISPLACED else part.name
        us, partner = found.get(name, (0.0, 0.0))
        found[name] = us + float(part.us[0]), partner + float(part.partner[0])
    return found


def _amounts(worth: Weighed, terms: list[_Term]) -> tuple[float, dict[str, float]] | None:
    """The least changes of amounts from which both gain, with how far they are; None where no amounts do."""
    by_name = _by_name(worth)
    moving = {term.name for term in terms}
    us = float((worth.us - worth.talks)[0]) - sum(by_name.get(name, (0.0, 0.0))[0] for name in moving)
    sides = [us, float(worth.partner[0]) - sum(by_name.get(name, (0.0, 0.0))[1] for name in moving)]
    program = Program("nearest package", maximise=False)
    gained: list[list[tuple[Any, float]]] = [[], []]
    distance: list[tuple[Any, float]] = []
    steps = {
        (term.name, number): (low, high)
        for term in terms
        for number, (low, high) in enumerate(pairwise(term.curve))
        if high[0] > low[0]
    }
    starts = {term.name: term.start for term in terms}
    wholes = {term.name: term.whole for term in terms}
    parts = program.variables("step", steps, lower=0.0, upper=1.0)
    moved = program.variables("moved", steps, lower=0.0)
    rows: dict[tuple[str, int, str], Any] = {}
    for key, (low, high) in steps.items():
        filled = 1.0 if starts[key[0]] >= high[0] else 0.0
        rows[(*key, "up")] = moved[key] - parts[key] >= -filled
        rows[(*key, "down")] = moved[key] + parts[key] >= filled
        distance.append((moved[key], (high[0] - low[0]) / wholes[key[0]]))
        for side in (0, 1):
            gained[side].append((parts[key], high[1 + side] - low[1 + side]))
            sides[side] += 0.0 if key[1] else low[1 + side]
    program.objective(program.linear(distance))
    program.constraints("moved", rows)
    program.constraints("gain", {side: program.linear(gained[side], sides[side]) >= SLACK for side in (0, 1)})
    try:
        solution = program.solve()
    except InfeasibleError:
        return None
    amounts: dict[str, float] = {term.name: term.curve[0][0] for term in terms}
    for key, (low, high) in steps.items():
        amounts[key[0]] += solution.value("step", key) * (high[0] - low[0])
    return float(solution.objective), amounts
