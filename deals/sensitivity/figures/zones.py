"""How far the terms of a deal can be pushed, and what would make it leave the plan."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.wording import LEFT_OUT, chips, money, percent, rate
from deals.sensitivity.figures.spans import Span, spans

NOTHING = 1e-6
HEADINGS = ("smallest", "largest", "in the plan")


def zone(data: pd.DataFrame, kinds: Mapping[str, str]) -> Chart:
    """Draw between which amounts of each term both sides still want the deal.

    Parameters
    ----------
    data : DataFrame
        As the zone of agreement of a plan gives it.
    kinds : mapping
        Kind of terms of each instrument.
    """
    name = str(data["name"].iloc[0])
    subtitle = [
        "Bar: amounts of one term at which some package is still worth it to both, the other terms adapting.",
        "Dot: the plan. Each bar has its own scale, from nothing to the largest amount.",
    ]
    found = [replace(span, inner=(span.low, span.high)) for span in _spans(data, kinds)]
    return spans(data, found, f"Zone of agreement: {name}", subtitle, HEADINGS)


def equivalent_terms(data: pd.DataFrame, loss: float, kinds: Mapping[str, str]) -> Chart:
    """Draw how far each term can move within a loss to the United States, inside its zone of agreement.

    Parameters
    ----------
    data : DataFrame
        As :func:`zone`, with `zone_smallest` and `zone_largest` besides.
    loss : float
        The loss allowed, USD bn.
    kinds : mapping
        Kind of terms of each instrument.
    """
    name = str(data["name"].iloc[0])
    whole = data.assign(smallest=data["zone_smallest"], largest=data["zone_largest"])
    found = []
    for span, row in zip(_spans(whole, kinds), data.to_dict("records"), strict=True):
        top = _top(float(row["zone_largest"]), float(row["in_plan"]))
        inner = float(row["smallest"]) / top, float(row["largest"]) / top
        low, high = (said(float(row[end]), str(row["unit"])) for end in ("smallest", "largest"))
        found.append(replace(span, words=(low, high, span.words[2]), inner=inner))
    subtitle = [
        f"Dark: amounts with which the United States loses at most {money(loss)} and the partner nothing.",
        "Pale: the zone of agreement. Dot: the plan.",
        "Each bar has its own scale, from nothing to the largest amount.",
    ]
    return spans(data, found, f"Packages nearly as good: {name}", subtitle, HEADINGS)


def break_even(data: pd.DataFrame) -> Chart:
    """Draw how far each assumption can go before a deal leaves the plan.

    Parameters
    ----------
    data : DataFrame
        As break-even of a plan gives it.
    """
    found = []
    for row in data.to_dict("records"):
        low, high, now, unit = float(row["low"]), float(row["high"]), float(row["now"]), str(row["unit"])
        ends = [float(row[side]) for side in ("leaves_below", "leaves_above")]
        left = [f"{sign} {said(end, unit)}" for sign, end in zip("≤≥", ends, strict=True) if not math.isnan(end)]
        stays = [edge if math.isnan(end) else end for edge, end in zip((low, high), ends, strict=True)]
        # A range that ends where the deal does would leave nothing to see beyond it.
        top = high if math.isnan(ends[1]) or high > 1.02 * ends[1] else 1.25 * high
        width = max(top - low, NOTHING)
        at, inner = (now - low) / width, ((stays[0] - low) / width, (stays[1] - low) / width)
        words = said(low, unit), said(high, unit), " or ".join(left) or "never"
        found.append(Span(str(row["moved"]), 0.0, 1.0, at, words, style.CHIPS, inner))
    name = str(data["name"].iloc[0])
    how = "the whole plan made anew" if bool(data["remade"].iloc[0]) else "the other deals kept, terms adapting"
    subtitle = [
        f"Dark: where the deal stays in the plan, {how}. Pale: where it has left.",
        "Dot: as assumed. Each bar spans the range looked at.",
        *([] if bool(data["remade"].all()) else [LEFT_OUT]),
    ]
    return spans(data, found, f"What would end the deal: {name}", subtitle, ("from", "to", "leaves at"))


def said(value: float, unit: str) -> str:
    """Write an amount in few words; its unit stands in the name of what it is an amount of."""
    match unit.split():
        case _ if abs(value) < NOTHING:
            return "none"
        case ["kH"]:
            return chips(value)
        case ["share"]:
            return percent(value)
        case ["USD", "bn", *_]:
            return money(value)
        case ["points" | "percentage", *_]:
            return f"{rate(value)} point{'' if value == 1 else 's'}"
        case ["factor"]:
            return rate(value)
        case _:
            return f"{rate(value)} {unit}"


def _top(largest: float, in_plan: float) -> float:
    return max(largest, in_plan, NOTHING)


def _spans(data: pd.DataFrame, kinds: Mapping[str, str]) -> list[Span]:
    found = []
    for row in data.to_dict("records"):
        ends = float(row["smallest"]), float(row["largest"])
        at, top, unit = float(row["in_plan"]), _top(ends[1], float(row["in_plan"])), str(row["unit"])
        words = said(ends[0], unit), said(ends[1], unit), said(at, unit)
        tone = style.group_of(kinds.get(str(row["instrument"]), "")).tone
        found.append(Span(str(row["label"]), ends[0] / top, ends[1] / top, at / top, words, tone))
    return found
