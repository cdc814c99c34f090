"""How far the answer moves over the range of every assumption, one at a time."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import pandas as pd

from deals.kit.spread import Client, Spread, spread
from deals.page.answer import Tabled
from deals.plan.plan import Plan
from deals.sensitivity.figures.sensitivity import assumption_ranges as draw
from deals.sensitivity.worlds.assumptions import Assumption, assumptions, chosen
from deals.sensitivity.worlds.measures import US_GAIN, Measure, find_measure
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from deals.sensitivity.worlds.worlds import InAnotherWorld, plans_anew, same_deals, same_deals_apart

WIDEST = 10
"""Bars for which the whole plan is made anew."""
LOW, HIGH = -1.0, 1.0
COLUMNS = [
    *("assumption", "parameters", "unit", "low", "value", "high", "outcome", "outcome_unit"),
    *("at_low", "at_high", "base", "width", "dropped_low", "dropped_high", "gap"),
    *("remade", "remade_low", "remade_high", "remade_gap"),
]


def tornado(
    plan: Plan,
    elsewhere: SameDealsElsewhere,
    outcome: str | Measure = US_GAIN,
    *,
    names: Iterable[str] | None = None,
    widest: int = WIDEST,
    workers: int = 1,
    client: Client | None = None,
    progress: Callable[[str], None] | None = None,
) -> Tabled:
    """Move every assumption to either end of its range, deals and dates fixed and terms adapting; widest first.

    Parameters
    ----------
    plan : Plan
    elsewhere : SameDealsElsewhere
        Its deals.
    outcome : str or Measure
        What to watch: ``"US gain"``, ``"chips diverted"``, ``"gain of ARE"``, ``"quota of ARE"`` ...
    names : iterable of str, optional
        Only these bars; all that the deals feel by default.
    widest : int
        Number of bars, from the widest on, for which the whole plan is made anew at either end.
    workers : int
        Processes to spread the work over, and parts that the fixed deals' share of it is cut into.
    client : Client, optional
        Does the work in place of processes started here; a Dask client will do.
    progress : callable, optional
        Told the name of each bar: before it is computed with deals fixed (where one process does all), and once both
        ends of it are made anew.

    Returns
    -------
    Tabled
        `at_low` and `at_high` are the outcome, in `outcome_unit`, at the ends of the range with deals and dates fixed;
        deals that are then worth their partners' while on no terms, or whose talks cannot be held by their date, are
        dropped (`dropped_low`, `dropped_high`), and the answer is then best to within `gap` USD bn of the gain.
        `remade_low` and `remade_high` are the outcome of a plan made anew there (`remade` says where), with deals,
        dates and the limit on worst-case diversion responding, to within `remade_gap` USD bn. `low`, `value`, `high`
        are of the parameter, missing where several move together.

    Raises
    ------
    UnknownNameError
        If there is no such outcome or assumption.
    """
    measure = find_measure(outcome, plan.question)
    known = assumptions(plan.question, plan.signed)
    bars = (
        [bar for bar in known.values() if elsewhere.felt(set(bar.parameters))]
        if names is None
        else chosen(known, names)
    )
    with spread(workers, client) as over:
        at_ends = _with_deals_fixed(
            elsewhere, measure, bars, workers, None if client is None and workers == 1 else over, progress
        )
        base = measure(elsewhere.base)
        rows = [_row(bar, measure, base, *ends) for bar, ends in zip(bars, at_ends, strict=True)]
        frame = pd.DataFrame(rows, columns=COLUMNS).sort_values("width", ascending=False, ignore_index=True)
        first = [known[name] for name in frame["assumption"].head(max(widest, 0))]
        anew = plans_anew(plan, measure, [bar.at(end) for bar in first for end in (LOW, HIGH)], over)
        for place, (bar, low, high) in enumerate(zip(first, anew, anew, strict=False)):
            made_anew = [True, low.value, high.value, max(low.gap, high.gap)]
            frame.loc[place, ["remade", "remade_low", "remade_high", "remade_gap"]] = made_anew
            if progress is not None:
                progress(bar.name)
    name = f"{measure.name} over the range of each assumption"
    return Tabled(name, frame.astype({"remade": bool}), partial(draw, outcome=measure.name, unit=measure.unit))


def _with_deals_fixed(
    elsewhere: SameDealsElsewhere,
    measure: Measure,
    bars: Sequence[Assumption],
    parts: int,
    over: Spread | None,
    progress: Callable[[str], None] | None,
) -> list[tuple[InAnotherWorld, InAnotherWorld]]:
    """Both ends of every bar."""
    if over is not None:
        ends = same_deals_apart(elsewhere, measure, [bar.at(end) for bar in bars for end in (LOW, HIGH)], parts, over)
        return list(zip(ends[::2], ends[1::2], strict=True))
    pairs = []
    for bar in bars:
        if progress is not None:
            progress(bar.name)
        low, high = same_deals(elsewhere, measure, [bar.at(LOW), bar.at(HIGH)])
        pairs.append((low, high))
    return pairs


def _row(
    bar: Assumption, measure: Measure, base: float, low: InAnotherWorld, high: InAnotherWorld
) -> dict[str, object]:
    one = bar.alone
    return {
        "assumption": bar.name,
        "parameters": len(bar.quantities),
        "unit": bar.quantities[0].unit,
        "low": one.low if one else float("nan"),
        "value": one.value if one else float("nan"),
        "high": one.high if one else float("nan"),
        "outcome": measure.name,
        "outcome_unit": measure.unit,
        "at_low": low.value,
        "at_high": high.value,
        "base": base,
        "width": max(low.value, high.value, base) - min(low.value, high.value, base),
        "dropped_low": low.left,
        "dropped_high": high.left,
        "gap": max(low.gap, high.gap),
        "remade": False,
        "remade_low": float("nan"),
        "remade_high": float("nan"),
        "remade_gap": float("nan"),
    }
