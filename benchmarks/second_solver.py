"""A second solver beside HiGHS: on random programmes, and on the default scenario's own.

python -m benchmarks.second_solver [--count N] [--seed S] [--limit SECONDS] [--random] [--json]

Any free solver that PuLP finds will do: SCIP (in the lock of the tests), CBC (`pip install "cbcbox<2.931"`, half a
gigabyte), GLPK (`pip install swiglpk`) or one on the path. Where none is at hand this says so and compares nothing.
GLPK is not asked about the default programme: it does not end on it in any useful time. Of SCIP PuLP takes no
relaxation. A search that was stopped is compared by what it proved: its plan may not beat the bound of the other.
"""

import argparse
import json
import math
import time
from dataclasses import dataclass
from random import Random
from typing import Any

import pulp

import deals
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.plan.rounds import settled
from optimizer import InfeasibleError, Program, UnboundedError

FREE = {"COIN_CMD": "CBC", "PYGLPK": "GLPK", "GLPK_CMD": "GLPK", "SCIP_PY": "SCIP"}
"""Free solvers other than HiGHS, by PuLP's names for them."""
RELAXING, SLOW = frozenset({"COIN_CMD"}), frozenset({"GLPK"})
"""Solvers of which PuLP takes a relaxation, and those that do not end on the default programme."""
NONE_AT_HAND = "No second solver is at hand: PuLP finds HiGHS alone, so nothing was compared."
CLOSE = 1e-6
SIZES = range(2, 9)


@dataclass(frozen=True)
class Found:
    """What one solver says: an objective (infinite or NaN where there is none) and the seconds it took."""

    objective: float
    seconds: float


def at_hand() -> dict[str, str]:
    """Free solvers that PuLP finds here, by their own names; PuLP's name for each."""
    there = set(pulp.listSolvers(onlyAvailable=True))
    return {FREE[name]: name for name in reversed(FREE) if name in there}


def second(solver: str, program: Program, *, mip: bool = True, **settings: Any) -> Found:
    """What a second solver says of a programme; NaN where it proves nothing."""
    problem, began = program.problem, time.perf_counter()
    problem.solve(pulp.getSolver(solver, msg=False, mip=mip, **settings))
    value = pulp.value(problem.objective)
    point = [variable.value() for variable in problem.variables()]
    sound = None not in point and problem.valid(1e-5 if mip else math.inf)
    return Found(value if value is not None and sound else math.nan, time.perf_counter() - began)


def first(program: Program) -> float:
    """What the optimizer says: NaN where there is no optimum."""
    try:
        return program.solve().objective
    except (InfeasibleError, UnboundedError):
        return math.nan


def drawn(random: Random) -> Program:
    """A bounded programme of some rows, some numbers of which must be whole; zero meets most of its rows."""
    columns, rows = random.choice(SIZES), random.choice(SIZES)
    program = Program("drawn", maximise=random.random() < 0.5)
    x = program.variables("x", range(columns), upper=random.choice((3, 10.5)))
    y = program.variables("y", range(columns), upper=4, integer=True)
    both = [*x.values(), *y.values()]
    program.objective(program.linear((v, random.choice((-3, -1, 0, 1, 2.5, 7))) for v in both))
    limits = {}
    for row in range(rows):
        total = program.linear((v, random.choice((-2, 0, 0, 1, 3.5))) for v in both)
        limits[row] = random.choice((total <= random.randint(0, 12), total >= random.randint(-12, 3)))
    program.constraints("row", limits)
    return program


def disagreements(solver: str, count: int, seed: int) -> list[str]:
    """Random programmes of which a second solver says something else."""
    random, wrong = Random(seed), []
    for number in range(count):
        program = drawn(random)
        ours, theirs = first(program), second(solver, program).objective
        if not (math.isclose(ours, theirs, rel_tol=CLOSE, abs_tol=CLOSE) or (math.isnan(ours) and math.isnan(theirs))):
            wrong.append(f"programme {number} of seed {seed}: {ours} here, {theirs} there")
    return wrong


def on_the_default(solver: str, limit: float) -> list[str]:
    """What a second solver says of the default scenario's programme that cannot be; nothing where all agrees."""
    asked = deals.load("leverage-2025")
    program = formulate(worth_talking(settled(asked))).program
    wrong = []
    if solver in RELAXING:
        ours, theirs = program.solve(relaxed=True).objective, second(solver, program, mip=False, timeLimit=limit)
        print(f"relaxation: {ours:.6f} here, {theirs.objective:.6f} there in {theirs.seconds:.1f} s", flush=True)
        if not math.isclose(ours, theirs.objective, rel_tol=CLOSE):
            wrong.append("the relaxations differ")
    plan = program.solve(gap=asked.gap, time_limit=limit)
    other = second(solver, program, gapRel=asked.gap, timeLimit=limit)
    told = f"plan: {plan.objective:.4f} (at most {plan.bound:.4f}) here, {other.objective:.4f} there"
    print(f"{told} in {other.seconds:.1f} s", flush=True)
    if other.objective > plan.bound * (1 + CLOSE):
        wrong.append("the other plan beats what is proven here")
    return wrong


def main() -> None:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=300.0)
    parser.add_argument("--random", action="store_true", help="only random programmes")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    solvers, wrong = at_hand(), list[str]()
    if not solvers:
        print(NONE_AT_HAND)
    for name, solver in solvers.items():
        found = disagreements(solver, asked.count, asked.seed)
        print(f"{name}: {len(found)} of {asked.count:,} random programmes differ", *found[:10], sep="\n  ", flush=True)
        wrong += found
    for name in () if asked.random else sorted(solvers.keys() - SLOW):
        wrong += on_the_default(solvers[name], asked.limit)
    if asked.json:
        print(json.dumps({"name": "second_solver", "ratios": {}, "solvers": sorted(solvers), "wrong": len(wrong)}))
    if wrong:
        raise SystemExit(f"{len(wrong)} disagreements")


if __name__ == "__main__":
    main()
