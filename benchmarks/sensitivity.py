"""Answers about a solved plan, ours beside rebuilding and solving for the same answers, in one run.

    python benchmarks/sensitivity.py [--scenario NAME] [--points N] [--pairs N] [--json]

With deals and dates fixed on both sides: one limit is moved in order; then all limits on chips and diversion at once by
a few per cent, as a draw does; then assumptions are moved to the ends of their ranges, as a tornado does. The plain
side puts the question in numbers again where an assumption changes, formulates the programme with PuLP and solves it;
ours edits one live solver, or what the assumption touches. CPU time, in turn; the ratio is plain over ours for one
change. Wall time of the answers themselves is printed below, beside what they are meant to take.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from statistics import median
from time import perf_counter, process_time

import deals
from deals.model.families import of_worst_case
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from deals.scenario.reform import Reform
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.limits import Limit, find_limit, limits
from deals.sensitivity.worlds.assumptions import Assumption, assumptions
from deals.sensitivity.worlds.decisions import YES_OR_NO
from deals.sensitivity.worlds.rebuilding import Patches
from deals.sensitivity.worlds.tornado import WIDEST
from optimizer import Session

type Change = list[tuple[Limit, float]]

RULES = ("chip supply", "diversion budget")
TRACED = (*RULES, "participation")
NOISE = 0.05
SAME = 1e-6
"""Share by which two answers to one question may differ."""
EVERY = 12
"""Of the tornado's bars one in so many is compared."""


def plainly_moved(plan: Plan, change: Change) -> float:
    """Formulate again, fix the deals, move the limits and solve."""
    session = formulate(plan.asked).program.open()
    session.fix_integers(plan.solution)
    return moved(session, change)


def moved(session: Session, change: Change) -> float:
    """Move limits in a live solver and solve."""
    for limit, value in change:
        session.limit(limit.rule, limit.key, value - limit.base)
    return session.solve().objective


def plainly_assumed(plan: Plan, patches: Patches) -> float:
    """Put the question in numbers again in another world, formulate it for the deals there are, fix them and solve."""
    question = assemble(plan.question.scenario.apply(Reform("another world", patches)))
    choices = formulate(question.keep(plan.signed), without=of_worst_case())
    session = choices.program.open()
    for family in YES_OR_NO:
        for key in getattr(choices, family):
            held = plan.values[family].get(key, 0.0)
            session.bound(family, key, lower=held, upper=held)
    return session.solve().objective


def compare[T](
    changes: Sequence[T], ours: Callable[[T], float], plain: Callable[[T], float], pairs: int
) -> tuple[float, float, list[float]]:
    """Median CPU seconds of one change, plain and ours, and wall seconds of ours; the plain side takes a few only."""
    few = set(range(0, len(changes), max(1, len(changes) // pairs)))
    theirs, own, wall = [], [], []
    for number, change in enumerate(changes):
        began, start = perf_counter(), process_time()
        value = ours(change)
        own.append(process_time() - start)
        wall.append(perf_counter() - began)
        if number in few:
            start = process_time()
            same = plain(change)
            theirs.append(process_time() - start)
            if abs(value - same) > SAME * max(1.0, abs(value)):
                raise SystemExit(f"two answers to one question: {value} and {same}")
    return median(theirs), median(own), wall


def draws(all_limits: list[Limit], number: int) -> list[Change]:
    """Looser and tighter limits at random, the same in every run; none below what flows without deals."""
    random = Random(7)
    return [[(x, max(x.value * (1 + random.uniform(0, NOISE)), x.base)) for x in all_limits] for _ in range(number)]


def ends(sensitivity: Sensitivity) -> list[Patches]:
    """Ends of the range of every few assumptions at which all deals can be kept."""
    plan, elsewhere = sensitivity.plan, sensitivity.elsewhere
    bars: list[Assumption] = [
        bar for bar in assumptions(plan.question, plan.signed).values() if elsewhere.felt(set(bar.parameters))
    ]
    worlds = [patches for bar in bars[::EVERY] for end in (-1.0, 1.0) if (patches := bar.at(end))]
    return [patches for patches in worlds if elsewhere.under(patches).signed == plan.signed]


def sweeps(sensitivity: Sensitivity, points: int, pairs: int) -> dict[str, float]:
    """Compare both sides on three kinds of change, print the table, and return the ratios."""
    plan = sensitivity.plan
    one = find_limit(sensitivity.as_linear, "chip supply")
    ordered: list[Change] = [[(one, one.value * (0.9 + 0.2 * i / points))] for i in range(points)]
    every = [limit for rule in RULES for limit in limits(sensitivity.as_linear, rule)]
    ratios, wall = {}, []
    print(f"{'sweep':<28} {'plain, ms':>10} {'ours, ms':>9} {'ratio':>7} {'goal':>5}")

    def line(name: str, goal: str, plain: float, ours: float) -> None:
        ratios[name.replace(" ", "_")] = plain / ours
        print(f"{name:<28} {1e3 * plain:>10.1f} {1e3 * ours:>9.1f} {plain / ours:>7.1f} {goal:>5}", flush=True)

    for name, goal, changes in (
        ("one limit in order", "50", ordered),
        ("many limits at once", "20", draws(every, points)),
    ):
        session = sensitivity.as_linear.session()
        session.solve()
        plain, ours, took = compare(changes, partial(moved, session), partial(plainly_moved, plan), pairs)
        wall += took
        line(name, goal, plain, ours)
    elsewhere = sensitivity.elsewhere
    worlds = ends(sensitivity)
    plain, ours, _ = compare(
        worlds, lambda p: elsewhere.under(p).solution.objective, partial(plainly_assumed, plan), pairs
    )
    line("ends of assumptions", "", plain, ours)
    print(f"re-solve after changed limits: median {1e3 * median(wall):.0f} ms (goal: under 100)")
    return ratios


def answers(sensitivity: Sensitivity) -> None:
    """Time the answers that people ask for, warm."""
    plan = sensitivity.plan
    start = perf_counter()
    sensitivity.concession_prices()
    print(f"concession prices of {len(plan.signed)} partners: {perf_counter() - start:.2f} s (goal: under 10)")
    for rule in TRACED:
        start = perf_counter()
        curve = sensitivity.trace(rule)
        took = perf_counter() - start
        print(f"trace of {curve.name}: {took:.2f} s, {curve.trace.solves} solves (goals: under 2, 40)")
    start, cpu = perf_counter(), process_time()
    bars = sensitivity.tornado(widest=0).table
    took, cpu = perf_counter() - start, process_time() - cpu
    dropped = int((bars[["dropped_low", "dropped_high"]].map(len) > 0).to_numpy().sum())
    print(
        f"tornado over {len(bars)} assumptions, deals fixed, one process: {took:.1f} s, of them {cpu:.1f} s of CPU; "
        f"deals dropped at {dropped} ends (goal: under 30)",
        flush=True,
    )
    start = perf_counter()
    bars = sensitivity.tornado(workers=2).table
    took, gap = perf_counter() - start, bars["remade_gap"].max()
    print(f"the same with its {WIDEST} widest bars made anew to within USD {gap:.2g} bn, two processes: {took:.1f} s")


def main() -> None:
    """Run the sweeps and the answers, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    plan = solve(assemble(deals.load(options.scenario)))
    print(f"{options.scenario}: {len(plan.signed)} deals, {plan.solution.size.rows:,} rows")
    sensitivity = Sensitivity(plan)
    ratios = sweeps(sensitivity, options.points, options.pairs)
    answers(sensitivity)
    if options.json:
        print(json.dumps({"name": "sensitivity", "ratios": ratios}))


if __name__ == "__main__":
    main()
