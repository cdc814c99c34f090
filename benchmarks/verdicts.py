"""Verdicts and prices of random small programmes against what holds of them in fractions.

python -m benchmarks.verdicts [--count N] [--seed S] [--json]

Numbers lie between 1e-6 and 1e4, as in a programme whose units were chosen one by one. What holds is found by trying
every vertex, and every point of 0/1 programmes. An answer is right where it is that of the programme, or of one with
every limit a millionth looser or tighter, or every cost so much dearer. A price, of every row and on both sides, is
right where it is the slope of the exact optimum at the limit itself; and right to a rounding where it is a slope
between there and a millionth further, for the same limit a rounding apart has it. What an infeasible one says for
itself (conflict, proof, repair) is counted where it contradicts the verdict.
"""

import argparse
import json
import math
import time
from collections import Counter
from fractions import Fraction
from random import Random

from optimizer import (
    InfeasibleError,
    NoOptimumError,
    PricesUnavailableError,
    Solution,
    SolverError,
    UnboundedError,
)
from tests.optimizer.exactly import ROUNDING, Wide, wide

_CLOSE = 1e-5


def said(case: Wide) -> Solution | NoOptimumError:
    """What the optimizer answers."""
    try:
        return case.program().solve()
    except NoOptimumError as error:
        return error


def agrees(answer: Solution | NoOptimumError, case: Wide) -> bool:
    """Whether an answer is that of a programme."""
    exact = case.optimum()
    if isinstance(answer, Solution):
        return isinstance(exact, Fraction) and math.isclose(answer.objective, exact, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return exact == answer.status.value


def verdict(answer: Solution | NoOptimumError, case: Wide) -> str:
    """``"right"``, ``"right to a rounding"``, ``"not decided"`` or ``"wrong"``."""
    if isinstance(answer, SolverError):
        return answer.status.value
    if agrees(answer, case):
        return "right"
    near = [case.looser(ROUNDING), case.looser(-ROUNDING)]
    if any(agrees(answer, other) for other in (*near, case.dearer(ROUNDING))):
        return "right to a rounding"
    ends = [other.optimum() for other in near]
    if isinstance(answer, Solution) and isinstance(ends[0], Fraction):
        most = ends[1] if isinstance(ends[1], Fraction) else math.inf
        room = _CLOSE * max(1.0, abs(answer.objective))
        if float(ends[0]) - room <= answer.objective <= float(most) + room:
            return "right to a rounding"
    return "wrong"


def explained(error: InfeasibleError) -> list[str]:
    """Which of its explanations contradict the error, or fail."""
    wrong: list[str] = []
    for name in ("conflict", "proof", "repair"):
        try:
            found = getattr(error, name)()
            if name == "proof" and not found.holds and not found.needs_whole_numbers:
                wrong.append(name)
        except NoOptimumError:
            wrong.append(name)
    return wrong


def prices(answer: Solution, case: Wide) -> list[str]:
    """How the two prices of every row compare with the slopes of the exact optimum."""
    try:
        table = answer.prices("row", intervals=False)
    except PricesUnavailableError:
        return ["price refused"]
    sides = [(name, way, row) for name, way in (("price_down", -1), ("price_up", 1)) for row in range(len(case.rows))]
    return [price_is(float(table[name].iloc[row]), *case.prices(row, way)) for name, way, row in sides]


def price_is(price: float, at_once: float, further: float) -> str:
    """``"price right"`` at once, ``"price right to a rounding"`` of the limit, or ``"price wrong"``."""
    room = _CLOSE * max(1.0, abs(price)) if math.isfinite(price) else 0.0
    if price == at_once or abs(price - at_once) <= room:
        return "price right"
    near = min(at_once, further) - room <= price <= max(at_once, further) + room
    return "price right to a rounding" if near else "price wrong"


def trial(count: int, seed: int, *, binary: bool) -> tuple[Counter[str], list[Wide]]:
    """Count answers and prices of some programmes, and list those with a wrong one."""
    random, found, wrong = Random(seed), Counter[str](), []
    for _ in range(count):
        case = wide(random, binary=binary)
        answer = said(case)
        seen = [verdict(answer, case)]
        if isinstance(answer, InfeasibleError):
            seen += [f"{name} contradicts" for name in explained(answer)]
        elif isinstance(answer, Solution) and not binary and seen == ["right"]:
            seen += prices(answer, case)
        kind = "unbounded" if isinstance(answer, UnboundedError) else "infeasible"
        found.update([*seen, kind if isinstance(answer, InfeasibleError | UnboundedError) else "other"])
        if {"wrong", "not decided", "price wrong", "price refused"} & set(seen) or any("contra" in s for s in seen):
            wrong.append(case)
    return found, wrong


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    counts = {}
    for name, binary in (("linear", False), ("0/1", True)):
        began = time.perf_counter()
        found, wrong = trial(asked.count, asked.seed, binary=binary)
        counts[name] = dict(found)
        if not asked.json:
            print(f"{name}: {dict(found)} in {time.perf_counter() - began:.0f} s", *wrong[:20], sep="\n  ", flush=True)
    if asked.json:
        print(json.dumps({"name": "verdicts", "counts": counts, "ratios": {}}))


if __name__ == "__main__":
    main()
