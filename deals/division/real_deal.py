"""The real deal beside the modelled one: headline terms of the record, read as amounts of the model's instruments."""

from datetime import date

import numpy as np

from deals.division.bilateral import Bilateral, Point
from deals.division.domain import Domain
from deals.division.projection import PREVENTED
from deals.world import load_world

PLEDGES = {
    "investment": ("investment", "investment_pledge"),
    "purchases": ("purchases", "energy_purchases", "commercial_deals"),
}
"""Instruments of the model, and the terms of the record that are pledges of them in USD bn."""
RECORD_UNTIL = date(2026, 11, 22)


def real_package(deal: Bilateral) -> Point | None:
    """The package closest to what was really signed with this partner, or None where the record has no amounts.

    Only terms with an amount count: pledges in USD bn and the change of the tariff. A pledge is a headline, so it is
    cut to what the partner could send; terms without a number, and chips, are left out. The record is read with
    hindsight, whatever the scenario knows.
    """
    record = load_world(RECORD_UNTIL, "with-hindsight").deals
    rows = record[(record["partner"] == deal.partner) & (record["kind"] == "term") & record["value"].notna()]
    amounts = {
        name: float(rows.loc[rows["instrument"].isin(terms) & (rows["unit"] == "USD bn"), "value"].sum())
        for name, terms in PLEDGES.items()
    }
    rates = {end: rows.loc[rows["instrument"] == f"tariff_{end}", "value"] for end in ("from", "to")}
    if len(rates["from"]) and len(rates["to"]):
        amounts["tariff_relief"] = float(rates["from"].iloc[-1]) - float(rates["to"].iloc[-1])
    named = {name: min(x, deal.limits[name]) for name, x in amounts.items() if x > 0 and name in deal.limits}
    if not named:
        return None
    domain = Domain(deal)
    rest = {issue: 0.0 for issue in domain.issues if issue != PREVENTED}
    return domain.with_amounts(rest | named, None, np.ones(len(domain.issues)))
