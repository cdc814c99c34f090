"""How far the answer moves over the range of every assumption, one at a time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from deals.negotiation.plan import Plan
from deals.reform import Reform
from deals.sensitivity.outcomes import US_GAIN, outcome
from deals.sensitivity.rebuilding import FixedDeals, Patches
from deals.sensitivity.what_if import reformed
from deals.world import World

WIDEST = 10
"""Bars for which the whole plan is made anew."""
COLUMNS = ["assumption", "parameters", "unit", "low", "value", "high", "at_low", "at_high", "base", "width"]
DROPPED = ["dropped_low", "dropped_high"]
ECONOMY_NAMES = ("demand", "diversion.leak")
"""Families with a parameter for each economy: those of one partner move together, and those of all without a deal."""


@dataclass(frozen=True)
class Assumption:
    """One bar: parameters that move together between the ends of their ranges."""

    name: str
    parameters: tuple[str, ...]

    def at(self, world: World, end: str) -> Patches:
        """Patches that move all of them to the ``"low"`` or ``"high"`` end, where they are not there."""
        known = {name: world.parameters[name] for name in self.parameters}
        return {name: {"set": getattr(q, end)} for name, q in known.items() if getattr(q, end) != q.value}


def assumptions(plan: Plan) -> list[Assumption]:
    """Every assumption with a range, in bars."""
    world = plan.question.scenario.world()
    owner = {economy: code for code in plan.signed for economy in plan.question.partner(code).jurisdictions}
    found: dict[str, list[str]] = {}
    for name, quantity in world.parameters.items():
        if quantity.low < quantity.high:
            found.setdefault(_bar(name, owner), []).append(name)
    return [Assumption(name, tuple(members)) for name, members in found.items()]


def _bar(name: str, owner: Mapping[str, str]) -> str:
    if name.startswith("diversion.throughput."):
        return "diversion.throughput of all routes"
    for family in ECONOMY_NAMES:
        if name.startswith(f"{family}."):
            economy = name.removeprefix(f"{family}.").split(".")[0]
            if len(economy) == 3 and economy.isupper():
                return f"{family} of {owner[economy]}" if economy in owner else f"{family} of all others"
    return name


def tornado(
    fixed: FixedDeals,
    outcome_name: str = US_GAIN,
    *,
    names: Iterable[str] | None = None,
    widest: int = WIDEST,
    progress: Callable[[str], None] | None = None,
) -> pd.DataFrame:
    """Move every assumption to either end of its range, deals and dates fixed and terms adapting; widest first.

    Parameters
    ----------
    fixed : FixedDeals
        The plan's deals.
    outcome_name : str
        What to watch: ``"US gain"``, ``"chips diverted"``, ``"gain of ARE"``, ``"quota of ARE"`` ...
    names : iterable of str, optional
        Only bars with these names; all that the plan feels by default.
    widest : int
        Number of bars, from the widest on, for which the whole plan is made anew at either end.
    progress : callable, optional
        Told the name of each bar before it is computed.

    Returns
    -------
    DataFrame
        `at_low` and `at_high` are the outcome at the ends of the range with deals and dates fixed; deals that are then
        worth their partners' while on no terms are dropped (`dropped_low`, `dropped_high`). `remade_low` and
        `remade_high` are the outcome of a plan made anew there (`remade` says where), with deals, dates and the limit
        on worst-case diversion responding.
        `low`, `value`, `high` are of the parameter, missing where several move together.

    Raises
    ------
    UnknownNameError
        If there is no such outcome.
    """
    plan = fixed.plan
    world = plan.question.scenario.world()
    read = outcome(outcome_name, plan.question.codes)
    chosen = None if names is None else set(names)
    base, rows, bars = read(fixed.base), [], {}
    for bar in assumptions(plan):
        if (chosen is not None and bar.name not in chosen) or not fixed.felt(set(bar.parameters)):
            continue
        if progress is not None:
            progress(bar.name)
        bars[bar.name] = bar
        plans = [fixed.under(bar.at(world, end)) for end in ("low", "high")]
        ends = [read(after) for after in plans]
        dropped = [tuple(sorted(plan.signed.keys() - after.signed.keys())) for after in plans]
        one = world.parameters[bar.parameters[0]] if len(bar.parameters) == 1 else None
        rows.append(
            {
                "assumption": bar.name,
                "parameters": len(bar.parameters),
                "unit": world.parameters[bar.parameters[0]].unit,
                "low": one.low if one else float("nan"),
                "value": one.value if one else float("nan"),
                "high": one.high if one else float("nan"),
                "at_low": ends[0],
                "at_high": ends[1],
                "base": base,
                "width": max(*ends, base) - min(*ends, base),
                "dropped_low": dropped[0],
                "dropped_high": dropped[1],
            }
        )
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *DROPPED]).sort_values("width", ascending=False, ignore_index=True)
    frame = frame.assign(remade=False, remade_low=float("nan"), remade_high=float("nan"))
    for place in range(min(widest, len(frame))):
        bar = bars[str(frame.loc[place, "assumption"])]
        for end in ("low", "high"):
            patches = bar.at(world, end)
            after = reformed(plan, Reform(f"{bar.name} at its {end} end", patches)) if patches else plan
            frame.loc[place, f"remade_{end}"] = read(after)
        frame.loc[place, "remade"] = True
    return frame
