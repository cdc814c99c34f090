"""How far a deal can be pushed before one side walks away, and what would make it leave the plan."""

from dataclasses import replace

import pandas as pd

from deals.negotiation.plan import Plan, solve
from deals.negotiation.tables import ASKS, GIVES
from deals.sensitivity.one_deal import OneDeal

ZONE = ["partner", "name", "side", "instrument", "label", "unit", "in_plan", "smallest", "largest"]
BREAK_EVEN = ["partner", "name", "us_gain", "holds_to", "stays_at", "leaves_at", "remade"]
HALVINGS = 4


def zone_of_agreement(plan: Plan, partner: str) -> pd.DataFrame:
    """Smallest and largest amount of each term with which both sides still prefer the deal to none.

    All other deals, dates and standards stay as they are; the other terms of this deal adapt. For what the partner
    gives, `largest` is the largest ask that it still accepts; for what the United States gives, `smallest` is the
    smallest offer for which the deal is still worth signing.

    Returns
    -------
    DataFrame
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
    return pd.DataFrame(rows, columns=ZONE)


def break_even(plan: Plan, partner: str, *, remade: bool = False) -> pd.DataFrame:
    """How much more a partner would have to gain before its deal leaves the plan.

    Parameters
    ----------
    plan : Plan
    partner : str
    remade : bool
        Whether the whole plan is made anew, several times: a deal leaves as soon as another use of the talks, the chips
        or the budgets is better, which is before it is worth nothing.

    Returns
    -------
    DataFrame
        One row: what the deal brings the United States with all else fixed (`us_gain`), and `holds_to`, the rise of the
        partner's reservation value up to which some package is still worth it to both, USD bn. If `remade`, the deal is
        in the plan made anew at `stays_at` and not at `leaves_at`.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    """
    deal = OneDeal(plan, partner)
    best = deal.push(deal.deal.own)
    stays = leaves = float("nan")
    if remade:
        stays, leaves = 0.0, best.partner + max(1e-3, 1e-3 * abs(best.partner))
        for _ in range(HALVINGS):
            middle = (stays + leaves) / 2
            if partner in solve(replace(plan.question, reservation_shift={partner: middle})).signed:
                stays = middle
            else:
                leaves = middle
    row = {
        "partner": partner,
        "name": plan.question.partner(partner).name,
        "us_gain": deal.push(deal.deal.us).us,
        "holds_to": best.partner,
        "stays_at": stays,
        "leaves_at": leaves,
        "remade": remade,
    }
    return pd.DataFrame([row], columns=BREAK_EVEN)
