"""The offer that both would sign, as terms with their worth to each side: what a sheet leads with."""

from typing import Any

import pandas as pd

from deals.division.bilateral import Bilateral, Point
from deals.page.wording import LEAST_MONEY
from deals.plan.plan import SMALLEST, Plan
from deals.plan.tables import ASKS, GIVES, PLEDGED, TERM_COLUMNS
from deals.uncertainty.acceptance.offers import Offer
from deals.world.instrument import CHIPS, INVESTMENT, MATCHING, RELIEF, STANDARD
from optimizer import Floats

TRIVIAL = 1e-3
"""Share of the most there can be of a term below which, worth nothing to anybody, it is what a search leaves behind."""


def terms_of_offer(plan: Plan, terms: pd.DataFrame, offer: Offer) -> pd.DataFrame:
    """The terms of what is proposed to a partner, in the columns of the plan's own terms.

    Amounts and worths are those of the offer's point in the deal's programme, the world as judged. The security
    standard stands as in the plan. What chips displace at home is charged to chips, so that the terms add up to what
    the offer brings.
    """
    deal, point = Bilateral.of(plan, offer.partner), offer.points[offer.chosen]
    amounts, us, own = deal.totals(point.terms), _by_issue(deal, deal.money, point), _by_issue(deal, deal.own, point)
    before = {str(row["instrument"]): row for row in terms.to_dict("records")}
    rows: list[dict[Any, Any]] = [] if STANDARD not in before else [before[STANDARD]]
    for instrument in plan.question.world.instruments:
        name = instrument.name
        amount = amounts.get(name, 0.0)
        if name == STANDARD or amount <= SMALLEST:
            continue
        was = before.get(name)
        limit = deal.limits.get(name, amount) if was is None else was["amount"] / max(was["share_of_limit"], 1e-9)
        if is_trivial(amount, limit, us[name], own[name]):
            continue
        row = {
            "partner": offer.partner,
            "name": offer.name,
            **{when: str(terms[when].iloc[0]) for when in ("period", "quarter")},
            "side": GIVES if instrument.side == "us" else ASKS,
            "instrument": name,
            "label": instrument.label,
            "amount": amount,
            "unit": instrument.unit,
            "share_of_limit": min(1.0, amount / limit) if limit > 0 else 1.0,
            "us_value": us[name],
            "partner_value": own[name],
            "legal_authority": instrument.legal_authority,
            "kind": _kind(plan, offer.partner, name) if was is None else was["kind"],
        }
        if name == CHIPS and was is not None:
            opening = _by_issue(deal, deal.money, offer.points[0])[name]
            row["us_value"] += (was["us_value"] - opening) * amount / was["amount"]
        rows.append(row)
    return pd.DataFrame(rows, columns=TERM_COLUMNS)


def is_trivial(amount: float, limit: float, us: float, own: float) -> bool:
    """Whether a term of an offer is what a search leaves behind: next to none of it, worth nothing to either side.

    Examples
    --------
    >>> is_trivial(0.0007, 5.4, 1e-5, -1e-5), is_trivial(0.7, 5.4, 1e-5, -1e-5), is_trivial(0.0007, 5.4, 1e-5, -0.02)
    (True, False, False)
    """
    return amount < TRIVIAL * limit and max(abs(us), abs(own)) < LEAST_MONEY


def summary_of_offer(
    summary: "pd.Series[Any]", own: pd.DataFrame, terms: pd.DataFrame, offer: Offer
) -> "pd.Series[Any]":
    """The line of a deal as it would be if the offer were signed: gains of both sides and what is agreed.

    `own` are the plan's terms, `terms` those of the offer. Chips keep their mix.
    """
    told = offer.table["us"]
    gained = float(summary["us_gain"]) + float(told.iloc[offer.chosen]) - float(told.iloc[0])
    was = _amount(own, CHIPS)
    share = _amount(terms, CHIPS) / was if was else 0.0
    points = _amount(terms, RELIEF) if RELIEF in set(terms["instrument"]) else float("nan")
    size = terms["us_value"].abs()
    changed = {
        "us_gain": gained,
        "partner_gain": float(offer.table["slack"].iloc[offer.chosen]),
        "partner_gross_gain": float(terms["partner_value"].clip(lower=0).sum()),
        "us_gain_without_pledges": gained - float(terms.loc[terms["unit"] == PLEDGED, "us_value"].sum()),
        **{name: share * float(summary[name]) for name in ("chips_kh", "licensed_kh", "chips_kh_tpp")},
        "relief_points": points,
        "tariff_to": float(summary["tariff_from"]) - points,
        "investment_usd_bn": _amount(terms, INVESTMENT),
        "matching_usd_bn": _amount(terms, MATCHING),
        "purchases_usd_bn": _amount(terms, "purchases"),
        "judgement_share": float(size[terms["kind"] == "judgement"].sum()) / max(float(size.sum()), SMALLEST),
    }
    line = summary.copy()
    for name, value in changed.items():
        line[name] = value
    return line


def _by_issue(deal: Bilateral, worths: Floats, point: Point) -> dict[str, float]:
    """What each instrument of a package is worth to a side, USD bn."""
    found: dict[str, float] = {}
    for issue, worth in zip(deal.issues, (worths * point.terms).tolist(), strict=True):
        found[issue] = found.get(issue, 0.0) + worth
    return found


def _kind(plan: Plan, code: str, name: str) -> str:
    """What the worth of an instrument rests on, where the plan's own terms do not have it."""
    return next((term.kind for term in plan.choices.terms(code) if term.instrument == name), "judgement")


def _amount(terms: pd.DataFrame, instrument: str) -> float:
    return float(terms.loc[terms["instrument"] == instrument, "amount"].sum())
