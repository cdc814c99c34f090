"""How far a deal can be pushed before one side walks away."""

from functools import partial

import pandas as pd

from deals.page.answer import Tabled
from deals.plan.plan import Plan
from deals.plan.tables import ASKS, GIVES
from deals.sensitivity.figures.zones import zone as draw
from deals.sensitivity.one_deal.one_deal import OneDeal

ZONE = ["partner", "name", "side", "instrument", "label", "unit", "in_plan", "smallest", "largest"]


def zone_of_agreement(plan: Plan, partner: str) -> Tabled:
    """Smallest and largest amount of each term with which both sides still prefer the deal to none.

    All other deals, dates and standards stay as they are; the other terms of this deal adapt. For what the partner
    gives, `largest` is the largest ask that it still accepts; for what the United States gives, `smallest` is the
    smallest offer for which the deal is still worth signing.

    Returns
    -------
    Tabled
        One row for each instrument: amount `in_plan`, `smallest` and `largest`, in its unit.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    """
    zone = OneDeal(plan, partner)
    held, rows = zone.in_plan, []
    for instrument in zone.instruments:
        about = next(i for i in plan.question.world.instruments if i.name == instrument)
        least, most = (zone.deal.totals(point.terms)[instrument] for point in zone.ends(instrument))
        rows.append(
            {
                "partner": partner,
                "name": plan.question.partner(partner).name,
                "side": GIVES if about.side == "us" else ASKS,
                "instrument": instrument,
                "label": about.label,
                "unit": about.unit,
                "in_plan": held[instrument],
                "smallest": least,
                "largest": most,
            }
        )
    name, drawn = f"zone of agreement with {partner}", partial(draw, kinds=plan.question.world.kinds)
    return Tabled(name, pd.DataFrame(rows, columns=ZONE), drawn)
