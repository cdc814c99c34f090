"""Build and solve the default scenario, beside the same programme written plainly in PuLP with ``solve()``.

Both sides start from the same question in numbers and end with the same optimum, in turn, in one process:

    python benchmarks/default_scenario.py [--pairs N] [--scenario NAME] [--json]

The ratio is plain time over ours (above one: ours is faster), the median of the pairs.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Literal

import pulp

import deals
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble

type Category = Literal["Continuous", "Integer", "Binary"]


@dataclass(frozen=True)
class Plain:
    """A programme as plain data: what a script without this project would hold."""

    columns: Sequence[tuple[str, float | None, float | None, Category]]
    objective: list[tuple[str, float]]
    rows: list[tuple[list[tuple[str, float]], int, float]]


def plain_data(problem: pulp.LpProblem) -> Plain:
    """Read names, bounds and coefficients out of a built programme."""
    columns = [(v.name, v.lowBound, v.upBound, category(v)) for v in problem.variables()]
    if problem.objective is None:
        raise SystemExit("the programme has no objective")
    objective = [(v.name, c) for v, c in problem.objective.items()]
    rows = [([(v.name, c) for v, c in row.items()], row.sense, -row.constant) for row in problem.constraints()]
    return Plain(columns, objective, rows)


def category(variable: pulp.LpVariable) -> Category:
    """Whether a variable is whole."""
    return "Integer" if variable.cat == "Integer" else "Continuous"


def solve_plainly(data: Plain, gap: float) -> tuple[float, float, float]:
    """Write the programme with sums of products and solve it; CPU seconds to build and to solve, and the optimum."""
    start = process_time()
    problem = pulp.LpProblem("plain", pulp.LpMaximize)
    x = {name: problem.add_variable(name, low, high, category) for name, low, high, category in data.columns}
    problem += pulp.lpSum(c * x[name] for name, c in data.objective)
    for pairs, sense, limit in data.rows:
        left = pulp.lpSum(c * x[name] for name, c in pairs)
        problem += left <= limit if sense == pulp.LpConstraintLE else left >= limit
    built = process_time()
    problem.solve(pulp.HiGHS(msg=False, gapRel=gap, threads=1))
    optimum = pulp.value(problem.objective)
    if optimum is None:
        raise SystemExit("the plain programme gave no optimum")
    return built - start, process_time() - built, optimum


def solve_ours(question: Question, gap: float) -> tuple[float, float, float]:
    """Formulate and solve; CPU seconds to build and to solve, and the optimum."""
    start = process_time()
    made = formulate(question)
    built = process_time()
    solution = made.program.solve(gap=gap)
    return built - start, process_time() - built, solution.objective


def main() -> None:
    """Run the pairs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    scenario = deals.load(options.scenario)
    whole = assemble(scenario)
    question = worth_talking(whole)
    made = formulate(question)
    data = plain_data(made.program.problem)
    size = made.program.size
    print(
        f"{scenario.name}: {size.rows:,} rows, {size.columns:,} columns, {size.nonzeros:,} nonzeros; gap {scenario.gap}"
    )
    print(
        f"{'pair':>4} {'ours build':>11} {'solve':>7} {'plain build':>12} {'solve':>7} {'ratio':>6}   optimum, USD bn"
    )
    ratios, builds = [], []
    for pair in range(options.pairs):
        ours, plain = solve_ours(question, scenario.gap), solve_plainly(data, scenario.gap)
        ratios.append((plain[0] + plain[1]) / (ours[0] + ours[1]))
        builds.append(plain[0] / ours[0])
        print(
            f"{pair + 1:>4} {ours[0]:>10.2f}s {ours[1]:>6.2f}s {plain[0]:>11.2f}s {plain[1]:>6.2f}s {ratios[-1]:>6.2f}"
            f"   {ours[2]:.4f} / {plain[2]:.4f}"
        )
    print(f"median ratio, plain over ours: build and solve {median(ratios):.2f}, build alone {median(builds):.2f}")
    if options.json:
        report = {"build_and_solve": median(ratios), "build": median(builds)}
        print(json.dumps({"name": "default_scenario", "ratios": report}))


if __name__ == "__main__":
    main()
