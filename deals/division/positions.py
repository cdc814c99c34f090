"""Positions: opening, target and walk-away of every instrument, and the concessions between them in order of price."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral, Point, pairs_of
from deals.division.figures.positions import positions
from deals.division.projection import PREVENTED, PREVENTED_LABEL
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import MINUS, amount
from deals.world.instrument import CHIPS
from optimizer import InfeasibleError

OTHER_DATES = "the same amounts at other dates"
US, PARTNER = "us", "partner"
CHANGED = 1e-6
"""Share of its limit by which an amount must change to be told."""
WORTH_A_STEP = 1e-9
STEP_COLUMNS = ["stage", "change", "us_cost", "partner_gain", "price", "us_after", "partner_after"]
TERM_COLUMNS = ["label", "side", "unit", "limit", "opening", "target", "walk_away", "we_walk", "they_walk"]
PREVENTED_UNIT = "kH over the horizon"


@dataclass(frozen=True, eq=False, repr=False)
class Positions(Answer):
    """Opening, target and walk-away of the United States in one deal, and the way between them.

    Attributes
    ----------
    deal : Bilateral
        The deal.
    packages : mapping
        The package of each position: opening, target, walk_away.
    """

    deal: Bilateral
    packages: Mapping[str, Point]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a position: gains of both sides and the amount of every instrument."""
        rows = {name: self.deal.row(point) for name, point in self.packages.items()}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("position")

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Opening, target and walk-away of every instrument by itself.

        Returns
        -------
        DataFrame
            Index instrument: label, side that gives it, unit, limit (most that could be agreed), its amount in the
            opening, the target and the walk-away package; and, all else as in the target, the amounts at which one
            side would rather have no deal: `we_walk` beyond which the United States would, `they_walk` beyond which
            the partner would. Missing where no amount makes that side leave.
        """
        totals = {name: self.deal.totals(point.terms) for name, point in self.packages.items()}
        known = {i.name: i for i in self.deal.plan.question.world.instruments}
        rows = {}
        for issue, limit in self.deal.limits.items():
            instrument = known.get(issue)
            given = instrument is not None and instrument.side == US
            rows[issue] = {
                "label": instrument.label if instrument else PREVENTED_LABEL,
                "side": US if given else PARTNER,
                "unit": instrument.unit if instrument else PREVENTED_UNIT,
                "limit": limit,
                **{name: amounts[issue] for name, amounts in totals.items()},
                "we_walk": _walks(self.deal, self.packages["target"], issue, us=True, most=given),
                "they_walk": _walks(self.deal, self.packages["target"], issue, us=False, most=not given),
            }
        return pd.DataFrame.from_dict(rows, orient="index", columns=TERM_COLUMNS).rename_axis("instrument")

    @cached_property
    def ladder(self) -> pd.DataFrame:
        """Concessions from opening to walk-away, in the order that gives up least for what the partner gains.

        Returns
        -------
        DataFrame
            One row a step along the frontier: `stage` (on the way to the target, or beyond it), what changes by how
            much (in the units of the term sheet), what it costs the United States, what the partner gains, the first
            over the second, and what both have after it.
        """
        low, target, high = (self.packages[name] for name in ("opening", "target", "walk_away"))
        between = [p for p in self.deal.frontier if low.partner < p.partner < high.partner]
        path, rows = sorted([low, *between, target, high], key=lambda p: p.partner), []
        for here, there in pairwise(path):
            gained = there.partner - here.partner
            if gained > WORTH_A_STEP:
                rows.append(
                    {
                        "stage": "to the target" if there.partner <= target.partner else "beyond the target",
                        "change": _change(self.deal, here, there),
                        "us_cost": here.us - there.us,
                        "partner_gain": gained,
                        "price": (here.us - there.us) / gained,
                        "us_after": there.us,
                        "partner_after": there.partner,
                    }
                )
        return pd.DataFrame(rows, columns=STEP_COLUMNS).rename_axis("step")

    @property
    def sentence(self) -> str:
        """The three positions, and what the dearest concession between them costs."""
        gains = [f"{name.replace('_', '-')} {point.us:.2f}" for name, point in self.packages.items()]
        dearest = self.ladder["price"].max() if len(self.ladder) else 0.0
        return (
            f"Gain of the United States, USD bn: {', '.join(gains)}. The dearest of {len(self.ladder)} steps costs us "
            f"USD {dearest:.2g} for each that it brings them."
        )

    def chart(self) -> Chart:
        """Every instrument from opening to walk-away, and the price of each concession on the way."""
        return positions(self.terms, self.ladder, self.deal.plan.question.partner(self.deal.partner).name)


def _walks(deal: Bilateral, target: Point, issue: str, *, us: bool, most: bool) -> float:
    """The amount of one instrument beyond which a side would rather have no deal, all others as in the target.

    Columns that belong to no instrument, and diversion that follows from chips, adapt.
    """
    if issue == PREVENTED:
        return float("nan")
    program, x = deal.program()
    names, worth = np.array(deal.issues), deal.us if us else deal.own
    follows = np.isin(names, ("", PREVENTED)) if issue == CHIPS else names == ""
    moving = (names == issue) | follows
    stay = np.flatnonzero(~moving).tolist()
    held = {i: program.linear([(x[i], 1.0)]) == float(target.terms[i]) for i in stay}
    program.constraints("held", held)
    floor = program.linear(pairs_of(x, worth))
    program.constraints("worth it", {"gain": floor >= -(deal.us_fixed if us else deal.own_fixed)})
    sign = 1.0 if most else -1.0
    program.objective(program.linear(pairs_of(x, np.where(names == issue, sign * deal.amounts, 0.0))))
    try:
        amount = sign * program.solve().objective
    except InfeasibleError:
        return float("nan")
    end = deal.limits[issue] if most else 0.0
    return float("nan") if abs(amount - end) <= CHANGED * max(deal.limits[issue], WORTH_A_STEP) else amount


def _change(deal: Bilateral, here: Point, there: Point) -> str:
    """What changes from one package to another, in words."""
    known = {i.name: (i.label, i.unit) for i in deal.plan.question.world.instruments}
    before, after = deal.totals(here.terms), deal.totals(there.terms)
    told = []
    for name, was in before.items():
        change = after[name] - was
        if abs(change) > CHANGED * max(deal.limits[name], WORTH_A_STEP):
            label, unit = known.get(name, (PREVENTED_LABEL, PREVENTED_UNIT))
            told.append(f"{label} {'+' if change > 0 else MINUS}{amount(abs(change), unit)}")
    return ", ".join(told) or OTHER_DATES
