"""Two-sided prices of every limit, ranked only against limits in the same unit."""

import math
from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from deals.model.families import REGISTER
from deals.page.answer import Tabled
from deals.sensitivity.figures.limits import limit_prices as draw
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.sensitivity.prices.limits import Limit, limits, present

COLUMNS = [
    *(
        "rule",
        "subject",
        "name",
        "unit",
        "limit",
        "used",
        "price_down",
        "price_up",
        "price_unit",
        "holds_from",
        "holds_to",
    ),
    *("prices_are", "degenerate", "tied", "rank", "note"),
]
SAME = 1e-6
"""Share within which two prices are one."""
NOTHING = 1e-9


def limit_prices(linear: PlanAsLinear, rules: Sequence[str] = ()) -> Tabled:
    """What one unit of every limit is worth to the United States, as it falls and as it rises.

    Prices are derivatives of the gain, USD bn of present value for each unit of the limit, with the set and dates of
    deals, reservation values and the path without deals fixed.

    Parameters
    ----------
    linear : PlanAsLinear
    rules : sequence of str
        Such as ``"diversion budget"``; every rule that the plan has by default.

    Returns
    -------
    Tabled
        One row a limit, in groups of one unit, the dearest first (`rank` is within the unit). `limit` is where it
        stands and `used` how much of it is. `price_down` holds between `holds_from` and the limit, `price_up` between
        the limit and `holds_to`; a price is infinite on a side where these deals cannot be kept at all. For a limit
        that is not reached the price is nothing at least down to what is used. `prices_are` says of what programme.
        `degenerate` says that the two sides differ, `tied` that equally good plans use the limit differently, and
        `note` both in words.

    Raises
    ------
    UnknownNameError
        If there is no such rule.
    InputError
        If the plan has no such limit.
    """
    asked = list(rules) or present(linear)
    rows = [row for rule in asked for row in _of_rule(linear, rule)]
    frame = pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "rank"])
    size = frame[["price_down", "price_up"]].astype(float).abs().replace(math.inf, np.nan).max(axis=1).fillna(0.0)
    frame = frame.assign(size=size, rank=size.groupby(frame["price_unit"]).rank(method="min", ascending=False))
    units = {unit: place for place, unit in enumerate(dict.fromkeys(frame["price_unit"]))}
    frame = frame.assign(place=frame["price_unit"].map(units)).sort_values(["place", "rank"], ignore_index=True)
    return Tabled("prices of limits", frame.astype({"rank": int})[COLUMNS], draw, "no limit is in force")


def _of_rule(linear: PlanAsLinear, rule: str) -> list[dict[str, object]]:
    by_key = {limit.key: limit for limit in limits(linear, rule)}
    keys: list[Hashable] = list(by_key)
    solution = linear.solution
    table = solution.prices(rule, keys, intervals=False)
    reached = [
        key
        for key, row in zip(keys, table.to_dict("records"), strict=True)
        if max(abs(row["price_down"]), abs(row["price_up"])) > NOTHING
    ]
    whole = solution.prices(rule, reached) if reached else table.head(0)
    spans = dict(zip(reached, whole.to_dict("records"), strict=True))
    return [
        _row(linear, by_key[key], spans.get(key, row)) for key, row in zip(keys, table.to_dict("records"), strict=True)
    ]


def _row(linear: PlanAsLinear, limit: Limit, price: dict[Hashable, float]) -> dict[str, object]:
    base, used = limit.base, limit.base + price["activity"]
    low, high = base + price["holds_from"], base + price["holds_to"]
    if math.isnan(low):
        low, high = (-math.inf, used) if limit.at_least else (used, math.inf)
    down, up = price["price_down"], price["price_up"]
    degenerate = not math.isclose(down, up, rel_tol=SAME, abs_tol=NOTHING)
    tied = linear.is_tied(limit.rule, limit.key)
    return {
        "rule": limit.rule,
        "subject": limit.subject,
        "name": _name(linear, limit),
        "unit": limit.unit,
        "limit": limit.value,
        "used": used,
        "price_down": down,
        "price_up": up,
        "price_unit": REGISTER[limit.rule].price_unit(linear.plan.asked, limit.key),
        "holds_from": low,
        "holds_to": high,
        "prices_are": linear.solution.prices_are,
        "degenerate": degenerate,
        "tied": tied,
        "note": _note(limit.rule, down, up, degenerate=degenerate, tied=tied),
    }


def _name(linear: PlanAsLinear, limit: Limit) -> str:
    """Whom or when it concerns, with partners by name."""
    signed = limit.subject in linear.plan.signed
    return linear.plan.question.partner(limit.subject).name if signed else limit.subject


def _note(rule: str, down: float, up: float, *, degenerate: bool, tied: bool) -> str:
    notes = []
    if math.isinf(down):
        notes.append("these deals cannot be kept below it")
    if math.isinf(up):
        notes.append("these deals cannot be kept above it")
    if degenerate and math.isfinite(down) and math.isfinite(up):
        notes.append("a kink: the price differs on the two sides")
    if tied:
        notes.append("equally good plans use it differently")
    if REGISTER[rule].of_deals_alone:
        notes.append("deals are yes or no, so a little more is worth nothing")
    return "; ".join(notes)
