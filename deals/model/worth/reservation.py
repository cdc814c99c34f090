"""Reservation values: what each economy can have without a deal, from a linear programme of its own.

The programme spends interim access and recourse to the other supplier on the most valuable uses; there are no asks. It
is solved for all economies at once, from the one joint allocation of :mod:`deals.model.worth.no_deal`.
"""

from dataclasses import dataclass

import pandas as pd

from deals.model.worth.compute_value import segment_values, user_cost
from deals.model.worth.no_deal import NoDealPath, leak_rate
from deals.model.worth.security import burden_of_standard
from deals.model.worth.terms import Widths
from deals.model.worth.timeline import Timeline
from deals.world import World
from optimizer import Program


@dataclass(frozen=True)
class Reservation:
    """Reservation values and the use of compute behind them.

    Attributes
    ----------
    value : Series
        USD bn (2025, present value to the partner) by economy.
    use : mapping
        Thousand H100e in use, by economy and period.
    """

    value: "pd.Series[float]"
    use: dict[tuple[str, int], float]


def reservation(world: World, timeline: Timeline, path: NoDealPath, segments: int) -> Reservation:
    """Solve every economy's no-deal programme.

    Returns
    -------
    Reservation
        One value for each economy outside tier 3 and the United States, less what certified places cost it where all
        that it buys without a deal goes to them.
    """
    keys = [(code, p.index) for code in path.rival for p in path.periods if path.access[code].demand[p.index] > 0]
    worth = {
        (code, p.index): unit_values(world, timeline, code, p.index, segments)
        for code in path.rival
        for p in path.periods
    }
    program = Program("no deal", maximise=True)
    wide = {key: path.access[key[0]].demand[key[1]] / segments for key in keys}
    steps = [(code, period, step) for code, period in keys for step in range(segments)]
    most: Widths = {key: wide[key[0], key[1]] for key in steps}
    use = program.variables("use", steps, lower=0.0, upper=most)
    interim: Widths = {key: path.access[key[0]].no_deal[key[1]] for key in keys}
    licensed = program.variables("licensed", keys, lower=0.0, upper=interim)
    rival: Widths = {key: path.rival[key[0]][key[1]] for key in keys}
    other = program.variables("other supplier", keys, lower=0.0, upper=rival)
    program.constraints(
        "compute in use",
        {
            key: program.linear(
                [(use[(*key, step)], 1.0) for step in range(segments)] + [(licensed[key], -1.0), (other[key], -1.0)]
            )
            <= 0
            for key in keys
        },
    )
    program.objective(program.linear([(use[key], worth[key[0], key[1]][key[2]]) for key in steps]))
    solution = program.solve()
    used = solution.values("use", steps)
    value: dict[str, float] = dict.fromkeys(path.rival, 0.0)
    total: dict[tuple[str, int], float] = {}
    for (code, period, step), amount in zip(steps, used.tolist(), strict=True):
        value[code] += amount * worth[code, period][step]
        total[code, period] = total.get((code, period), 0.0) + amount
    for code, access in path.access.items():
        if code in value and access.certified:
            value[code] -= sum(
                access.secured[p.index] * burden_of_standard(world, timeline, p, leak_rate(world, code, p.year))
                for p in path.periods
            )
    return Reservation(pd.Series(value, name="reservation_value"), total)


def unit_values(world: World, timeline: Timeline, economy: str, period: int, segments: int) -> tuple[float, ...]:
    """Worth to the partner of a thousand H100e delivered in a period, by segment of demand: USD bn, present value.

    Net marginal value of use, times the user cost of the year, times the years of surplus in a chip's life.
    """
    when = timeline.periods[period]
    scale = user_cost(world, when.year) * world.value("wtp.life_factor") * timeline.present_partner(when)
    return tuple(m * scale for m in segment_values(world, economy, segments))
