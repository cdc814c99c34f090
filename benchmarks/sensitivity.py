"""Answers about a solved plan, ours beside rebuilding and solving, deals and dates fixed on both sides.

    python benchmarks/sensitivity.py [--scenario NAME] [--points N] [--pairs N] [--json]

One limit is moved in order, and then all limits on chips and diversion at once by a few per cent, as a draw does. The
plain side formulates the programme again with PuLP for every change; ours edits one live solver. CPU time; the ratio is
plain over ours for one change. Wall time of the answers themselves is printed below.
"""

import argparse
import json
from random import Random
from statistics import median
from time import perf_counter, process_time

import deals
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.negotiation.plan import Plan, solve
from deals.sensitivity import Sensitivity
from deals.sensitivity.limits import Limit, find_limit, limits
from optimizer import Session

type Change = list[tuple[Limit, float]]

RULES = ("chip supply", "diversion budget")
NOISE = 0.05


def plainly(plan: Plan, change: Change) -> float:
    """Formulate again, fix the deals, move the limits and solve."""
    session = formulate(plan.choices.question).program.open()
    session.fix_integers(plan.solution)
    return moved(session, change)


def moved(session: Session, change: Change) -> float:
    """Move limits in a live solver and solve."""
    for limit, value in change:
        session.limit(limit.rule, limit.key, value - limit.base)
    return session.solve().objective


def compare(plan: Plan, session: Session, changes: list[Change], pairs: int) -> tuple[float, float]:
    """Median CPU seconds of one change, plain and ours; the plain side takes a few of them only."""
    few = set(range(0, len(changes), max(1, len(changes) // pairs)))
    plain, ours = [], []
    for number, change in enumerate(changes):
        start = process_time()
        value = moved(session, change)
        ours.append(process_time() - start)
        if number in few:
            start = process_time()
            same = plainly(plan, change)
            plain.append(process_time() - start)
            if abs(value - same) > 1e-6 * max(1.0, abs(value)):
                raise SystemExit(f"two answers to one question: {value} and {same}")
    return median(plain), median(ours)


def draws(all_limits: list[Limit], number: int) -> list[Change]:
    """Looser and tighter limits at random, the same in every run; none below what flows without deals."""
    random = Random(7)
    return [[(x, max(x.value * (1 + random.uniform(0, NOISE)), x.base)) for x in all_limits] for _ in range(number)]


def main() -> None:
    """Run both sweeps and the answers, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    plan = solve(assemble(deals.load(options.scenario)))
    sensitivity = Sensitivity(plan)
    session = sensitivity.fixed.session()
    session.solve()
    one = find_limit(sensitivity.fixed, "chip supply")
    ordered: list[Change] = [[(one, one.value * (0.9 + 0.2 * i / options.points))] for i in range(options.points)]
    every = [limit for rule in RULES for limit in limits(sensitivity.fixed, rule)]
    ratios = {}
    print(f"{options.scenario}: {len(plan.signed)} deals, {plan.solution.size.rows:,} rows")
    print(f"{'sweep':<28} {'plain, ms':>10} {'ours, ms':>9} {'ratio':>7}")
    for name, changes in (("one limit in order", ordered), ("many limits at once", draws(every, options.points))):
        plain, ours = compare(plan, session, changes, options.pairs)
        session = sensitivity.fixed.session()
        session.solve()
        ratios[name.replace(" ", "_")] = plain / ours
        print(f"{name:<28} {1e3 * plain:>10.1f} {1e3 * ours:>9.1f} {plain / ours:>7.1f}")
    sensitivity.concession_prices()
    start = perf_counter()
    sensitivity.concession_prices()
    print(f"concession prices of {len(plan.signed)} partners: {perf_counter() - start:.2f} s")
    for rule in (*RULES, "participation"):
        start = perf_counter()
        found = sensitivity.trace(rule)
        print(f"trace of {rule} {found.limit.subject}: {perf_counter() - start:.2f} s, {found.trace.solves} solves")
    if options.json:
        print(json.dumps({"name": "sensitivity", "ratios": ratios}))


if __name__ == "__main__":
    main()
