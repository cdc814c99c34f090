"""Positions: opening, target and walk-away of every instrument, and the concessions between them in order of price."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from deals.negotiation.bilateral import CHIPS, PREVENTED, Bilateral, Point
from optimizer import InfeasibleError

if TYPE_CHECKING:
    import pandas as pd

OTHER_DATES = "the same amounts at other dates"
US, PARTNER = "us", "partner"
CHANGED = 1e-6
"""Share of its limit by which an amount must change to be told."""
WORTH_A_STEP = 1e-9
STEP_COLUMNS = ["stage", "change", "us_cost", "partner_gain", "price", "us_after", "partner_after"]
TERM_COLUMNS = ["label", "side", "unit", "limit", "opening", "target", "walk_away", "we_walk", "they_walk"]
PREVENTED_LABEL, PREVENTED_UNIT = "Diversion prevented by the standard", "kH over the horizon"


def each_term(deal: Bilateral, positions: Mapping[str, Point]) -> "pd.DataFrame":
    """One row an instrument: its amount in each position, and where one side walks while the rest stays as targeted."""
    import pandas as pd

    totals = {name: deal.totals(point.terms) for name, point in positions.items()}
    known = {i.name: i for i in deal.plan.question.world.instruments}
    rows = {}
    for issue, limit in deal.limits.items():
        instrument = known.get(issue)
        given = instrument is not None and instrument.side == US
        rows[issue] = {
            "label": instrument.label if instrument else PREVENTED_LABEL,
            "side": US if given else PARTNER,
            "unit": instrument.unit if instrument else PREVENTED_UNIT,
            "limit": limit,
            **{name: amounts[issue] for name, amounts in totals.items()},
            "we_walk": _walks(deal, positions["target"], issue, us=True, most=given),
            "they_walk": _walks(deal, positions["target"], issue, us=False, most=not given),
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=TERM_COLUMNS).rename_axis("instrument")


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
    held = {(int(i),): program.linear([(x[int(i),], 1.0)]) == float(target.terms[i]) for i in np.flatnonzero(~moving)}
    program.constraints("held", held)
    floor = program.linear([(x[int(i),], float(worth[i])) for i in np.flatnonzero(worth)])
    program.constraints("worth it", {"gain": floor >= -(deal.us_fixed if us else deal.own_fixed)})
    sign = 1.0 if most else -1.0
    amount = [(x[int(i),], sign * float(deal.amounts[i])) for i in np.flatnonzero(names == issue)]
    program.objective(program.linear(amount))
    try:
        found = sign * program.solve().objective
    except InfeasibleError:
        return float("nan")
    end = deal.limits[issue] if most else 0.0
    return float("nan") if abs(found - end) <= CHANGED * max(deal.limits[issue], WORTH_A_STEP) else found


def concessions(deal: Bilateral, positions: Mapping[str, Point]) -> "pd.DataFrame":
    """Steps along the frontier from opening to walk-away: what changes, what it costs, and what it brings."""
    import pandas as pd

    low, target, high = (positions[name] for name in ("opening", "target", "walk_away"))
    between = [p for p in deal.frontier if low.partner < p.partner < high.partner]
    path, rows = sorted([low, *between, target, high], key=lambda p: p.partner), []
    for here, there in pairwise(path):
        gained = there.partner - here.partner
        if gained > WORTH_A_STEP:
            rows.append(
                {
                    "stage": "to the target" if there.partner <= target.partner else "beyond the target",
                    "change": ", ".join(f"{n} {c:+.3g}" for n, c in _changes(deal, here, there).items()) or OTHER_DATES,
                    "us_cost": here.us - there.us,
                    "partner_gain": gained,
                    "price": (here.us - there.us) / gained,
                    "us_after": there.us,
                    "partner_after": there.partner,
                }
            )
    return pd.DataFrame(rows, columns=STEP_COLUMNS).rename_axis("step")


def _changes(deal: Bilateral, here: Point, there: Point) -> dict[str, float]:
    before, after = deal.totals(here.terms), deal.totals(there.terms)
    changes = {name: after[name] - before[name] for name in before}
    return {n: c for n, c in changes.items() if abs(c) > CHANGED * max(deal.limits[n], WORTH_A_STEP)}
