"""The trade model beside a general solver on the same equations, in one run; and all curves at every set.

    python benchmarks/trade.py [--solves N] [--generic N] [--reference PATH] [--json]

One solve: the world of April 2025 with the rate on one partner moved from 10 to 46, started from the rates in force.
The peer is `scipy.optimize.root` (hybr) on the very markets that ours clears, from the same start. With ``--reference``
an independent engine (a folder with ``engine.py``) is timed on the same moves as well. Then every partner at nine rates
under five sets of elasticities, both ends of who bears a tariff, with the largest error of any equation. CPU time, in
turn; set OMP_NUM_THREADS=1 for one core.
"""

import argparse
import importlib.util
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from types import ModuleType

import numpy as np
from scipy.optimize import root

from deals.trade import TradeModel, model_of, solve
from deals.trade.economy import Array
from deals.trade.markets import Markets
from deals.world import load_world

DAY = date(2025, 4, 10)
LEVELS = (10.0, 12.5, 15.0, 17.5, 20.0, 25.0, 30.0, 40.0, 46.0)
MOVED = ("VNM", "EUU", "JPN", "MEX", "THA", "CHN", "KHM", "IND")
HIGH = 46.0
SAME = 1e-6
"""USD bn by which two answers to one question may differ."""


def timed(answer: Callable[[str], Array], partners: tuple[str, ...], wanted: dict[str, Array]) -> float:
    """Median CPU milliseconds of an answer; each must be the one that is wanted."""
    took = []
    for partner in partners:
        start = process_time()
        found = answer(partner)
        took.append(1000 * (process_time() - start))
        gap = float(np.abs(found - wanted.setdefault(partner, found)).max()) / 1000
        if gap > SAME:
            raise SystemExit(f"two answers to one question, {partner}: USD {gap:g} bn apart")
    return median(took)


def generic(model: TradeModel, partner: str) -> Array:
    """Gains by a solver that is told nothing but excess demand."""
    economy = model.economy
    tariffs = model.tariffs(model.rates({partner: HIGH}))
    markets = Markets(economy, tariffs)
    found = root(lambda logs: markets.at(logs).gap, np.log(model.present.equilibrium.wages), method="hybr", tol=1e-11)
    point = markets.at(found.x)
    prices = np.exp(-(economy.weights * np.log(point.totals) / economy.elasticities[:, None]).sum(0))
    gains: Array = (point.spending / prices) - economy.spending
    return gains


def engine(folder: Path) -> ModuleType:
    """The reference's engine, from a folder outside this tree."""
    spec = importlib.util.spec_from_file_location("reference_engine", folder / "engine.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no engine.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def one_solve(model: TradeModel, solves: int, slow: int, reference: Path | None) -> dict[str, float]:
    """Ours, the general solver and the reference on the same moves; the ratios to ours."""
    start = model.present.equilibrium
    wanted: dict[str, Array] = {}
    cubes = {partner: model.tariffs(model.rates({partner: HIGH})) for partner in MOVED}
    ours = timed(lambda p: solve(model.economy, cubes[p], start=start).gain, MOVED * (solves // len(MOVED)), wanted)
    print(f"{'one solve':<28} {ours:>8.1f} ms   goal: under 15")
    ratios: dict[str, float] = {}
    plain = timed(lambda p: generic(model, p), MOVED[:slow], wanted)
    print(f"{'a general solver (scipy)':<28} {plain:>8.1f} ms")
    ratios["generic_over_ours"] = plain / ours
    if reference is not None:
        other = engine(reference)
        economy = model.economy
        theirs = other.Economy.build(economy.names, economy.flows, economy.tariffs, economy.elasticities)
        base = other.solve(theirs, model.tariffs(model.rates()))
        took = timed(lambda p: other.solve(theirs, cubes[p], start=base.x).gain, MOVED, wanted)
        print(f"{'the reference':<28} {took:>8.1f} ms")
        ratios["reference_over_ours"] = took / ours
    return ratios


def all_curves() -> None:
    """Every partner at nine rates under every set: time, and the largest error of any equation."""
    world = load_world(DAY, "with-hindsight")
    sets = sorted(model_of(world).data.elasticities)
    began, worst, solved = process_time(), 0.0, 0
    for name in sets:
        model = model_of(world, name)
        for partner in model.partners:
            start = None
            for level in LEVELS:
                reached = model.gains({partner: level}, start).equilibrium
                worst, solved, start = max(worst, reached.residual), solved + 1, reached
    took = process_time() - began
    print(f"{f'{solved:,} worlds, both ends':<28} {took:>8.1f} s    goal: under 20")
    print(f"{'largest error left':<28} {worst:>8.1e}      goal: under 1e-9")


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--solves", type=int, default=80)
    parser.add_argument("--generic", type=int, default=4, help="solves by the general solver")
    parser.add_argument("--reference", type=Path, help="folder of an independent engine.py")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    model = model_of(load_world(DAY, "with-hindsight"))
    print(f"{len(model.economy.names)} regions, {len(model.data.sectors)} sectors, {model.elasticities}; CPU time")
    ratios = one_solve(model, options.solves, options.generic, options.reference)
    all_curves()
    if options.json:
        print(json.dumps({"name": "trade", "ratios": ratios}))


if __name__ == "__main__":
    main()
