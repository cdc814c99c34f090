"""Packages as good to us: how far each term can move within a stated loss, and packages as different as possible."""

import math
from functools import partial
from itertools import combinations
from numbers import Real

import numpy as np
import pandas as pd

from deals.division.bilateral import Point
from deals.kit.errors import InputError, Problem
from deals.page.answer import Tabled
from deals.page.chart import Chart
from deals.plan.plan import Plan
from deals.sensitivity.figures.packages import different_packages as draw_packages
from deals.sensitivity.figures.zones import equivalent_terms as draw_terms
from deals.sensitivity.one_deal.one_deal import OneDeal
from deals.sensitivity.one_deal.zone import zone_of_agreement

RANGES = ["partner", "instrument", "label", "unit", "in_plan", "smallest", "largest"]
OFFERS = 3
PACKAGES = ["package", "us_gain", "partner_gain", "instrument", "label", "unit", "amount"]


def equivalent_terms(plan: Plan, partner: str, loss: float) -> Tabled:
    """How far each term can move while the United States loses at most `loss` and the partner nothing.

    Parameters
    ----------
    plan : Plan
    partner : str
        A partner that signs. Other deals stay as they are.
    loss : float
        USD bn present value.

    Returns
    -------
    Tabled
        One row for each instrument: amount `in_plan`, `smallest` and `largest`, in its unit. The figure shows them
        inside the zone of agreement.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    InputError
        If the loss is no number, or negative.
    """
    deal = _within(plan, partner, loss)
    labels = {i.name: i for i in plan.question.world.instruments}
    rows = []
    for instrument in deal.instruments:
        least, most = (deal.deal.totals(point.terms)[instrument] for point in deal.ends(instrument))
        about = labels[instrument]
        rows.append([partner, instrument, about.label, about.unit, deal.in_plan[instrument], least, most])
    name = f"terms for {partner} within a loss of USD {loss:g} bn"
    return Tabled(name, pd.DataFrame(rows, columns=RANGES), partial(_inside_the_zone, plan=plan, loss=loss))


def _inside_the_zone(ranges: pd.DataFrame, *, plan: Plan, loss: float) -> Chart:
    zone = zone_of_agreement(plan, str(ranges["partner"].iloc[0])).table
    whole = {"name": zone["name"], "zone_smallest": zone["smallest"], "zone_largest": zone["largest"]}
    return draw_terms(ranges.assign(**whole), loss, plan.question.world.kinds)


def different_packages(plan: Plan, partner: str, loss: float) -> Tabled:
    """Three packages as different as can be, all within `loss` of the best for us and worth it to the partner.

    They are offers to make at once: the partner shows by its choice what it cares for. Of the packages in which some
    term is pushed to one of its ends, the three are taken whose nearest two are furthest apart, with every term
    measured by the range it has.

    Returns
    -------
    Tabled
        One row for each package and instrument, with what the package is worth to either side (USD bn over no deal).

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner.
    InputError
        If the loss is no number, or negative.
    """
    deal = _within(plan, partner, loss)
    candidates: list[Point] = [deal.push(deal.deal.us)]
    for instrument in deal.instruments:
        candidates += deal.ends(instrument)
    amounts = np.array([[deal.deal.totals(c.terms)[i] for i in deal.instruments] for c in candidates])
    span = np.ptp(amounts, axis=0)
    scaled = amounts / np.where(span > 0, span, 1.0)
    apart = np.abs(scaled[:, None, :] - scaled[None, :, :]).sum(axis=2)
    chosen = max(
        combinations(range(len(candidates)), min(OFFERS, len(candidates))),
        key=lambda some: min((apart[a, b] for a, b in combinations(some, 2)), default=0.0),
    )
    labels = {i.name: i for i in plan.question.world.instruments}
    rows = [
        [number, candidates[c].us, candidates[c].partner, i, labels[i].label, labels[i].unit, amounts[c, place]]
        for number, c in enumerate(chosen, start=1)
        for place, i in enumerate(deal.instruments)
    ]
    name = f"packages for {partner} within a loss of USD {loss:g} bn"
    return Tabled(name, pd.DataFrame(rows, columns=PACKAGES), partial(draw_packages, kinds=plan.question.world.kinds))


def _within(plan: Plan, partner: str, loss: float) -> OneDeal:
    if not _is_loss(loss):
        fix = "write the USD bn that the United States may lose, such as 0.5"
        raise InputError(Problem("", "loss", loss, "should be a finite number, zero or more", fix))
    best = OneDeal(plan, partner)
    return OneDeal(plan, partner, us_floor=best.push(best.deal.us).us - loss)


def _is_loss(given: object) -> bool:
    return not isinstance(given, bool) and isinstance(given, Real) and 0 <= float(given) < math.inf
