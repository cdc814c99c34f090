"""How sure the default plan is, and why its own terms are signed so seldom.

``python3 run.py bench own_terms [--draws 1024]``: figures of ``docs/calibration.md``. What leaves a partner nothing as
judged is signed in half of all worlds if whatever moves its gain moves it evenly to both sides. So one family of
assumptions after another is left at its central value.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

import deals
from deals.plan.baselines import ALONE, PLAN, baselines
from deals.plan.rounds import settled
from deals.uncertainty.acceptance.offers import offers
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.drawing import odds
from deals.uncertainty.draws import BASIS, ELASTICITIES
from deals.uncertainty.held.asking import asked_of_many
from deals.uncertainty.held.work import HeldWork

WORLDS = 512
FAMILIES = {
    "goodwill.floor": ("goodwill.",),
    "set of trade elasticities": (),
    "costs and capacities of what is asked": (
        *("invest.", "purchase.", "defence.", "china_exit.", "dst.", "matching.", "dereg.", "align.", "promotion."),
    ),
    "tariffs, cuts and relief": ("tariff.", "tariff_cut.", "sector_relief.", "exemption", "usmca", "ruling"),
    "political_reserve": ("political_reserve",),
    "demand": ("demand.",),
    "leaks": ("diversion.", "leak.", "hub.", "headquarters."),
    "delivery and life of promises": ("delivery.", "durability.", "terminal"),
}


def accepted(work: HeldWork, deals_of: Sequence[Talked], central: Sequence[str]) -> "tuple[pd.Series[float], float]":
    """Share of worlds in which each partner would sign the plan's own terms, some families left as judged.

    And the median of what these bring each partner, all together, USD bn.
    """
    draws, numbers = work.draws, range(WORLDS)
    still = tuple(start for family in central for start in FAMILIES[family])
    values = {name: drawn for name, drawn in draws.values(numbers).items() if not (still and name.startswith(still))}
    choices = dict(draws.choices(numbers))
    if "set of trade elasticities" in central:
        choices[ELASTICITIES] = ("",) * WORLDS
    signed, gains = {}, 0.0
    first = work.plans[PLAN]
    question = asked_of_many(
        first.question, first.concerned, set(first.signed), values, choices[ELASTICITIES], choices[BASIS]
    )
    for talked in deals_of:
        own = talked.deal.at(np.asarray(talked.deal.plan.solution.point)[talked.deal.piece.columns])
        worth = replace(talked, question=question).weigh(own)
        signed[talked.deal.partner] = float(np.mean(worth.accepted))
        gains += float(np.median(worth.partner))
    return pd.Series(signed), gains


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1024)
    draws = parser.parse_args().draws
    base = baselines(settled(deals.load("leverage-2025")))
    plan, alone = base.plans[PLAN], base.plans[ALONE]
    sure = odds(base, draws)
    print(sure.sentence)
    print(sure.gain.table[["mean", "p10", "p50", "p90", "shortfall"]].round(1).to_string())
    print(sure.table.sort_values("us_p50", ascending=False).drop(columns="in_plan_anew").round(3).to_string())
    offered = offers(plan, alone, sure.work)
    print(offered.sentence)
    print(offered.table.sort_values("us", ascending=False).round(3).to_string())
    better = offered.table[["expected", "alone"]].max(axis=1).sum()
    print(f"acting alone toward them {offered.table['alone'].sum():.1f}, the better of the two {better:.1f}")
    question = sure.work.asked(range(WORLDS))
    deals_of = [Talked.of(plan, alone, question, code) for code in plan.signed]
    rows = {"all drawn": accepted(sure.work, deals_of, [])}
    rows |= {f"but {family}": accepted(sure.work, deals_of, [family]) for family in FAMILIES}
    together: list[str] = []
    for family in list(FAMILIES)[:5]:
        together.append(family)
        rows[f"and without {family}"] = accepted(sure.work, deals_of, together)
    weight = offered.table["us_opening"].clip(lower=0.0)
    table = pd.DataFrame(
        {
            name: {"least": shares.min(), "mean": shares.mean(), "most": shares.max(),
                   "by worth": float((shares * weight).sum() / weight.sum()), "median gain": gain}
            for name, (shares, gain) in rows.items()
        }
    ).T  # fmt: skip
    print(table.round(3).to_string())


if __name__ == "__main__":
    main()
