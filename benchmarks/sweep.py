"""A plan held in drawn worlds and made anew in them, beside the same done plainly, in one run.

    python -m benchmarks.sweep [--draws N] [--anew N] [--quick] [--json]
    python -m benchmarks.sweep --full [--json]

Held, the plain side puts each drawn world's question in numbers by itself, writes the programme in which the plan's
deals, dates and standards stand, and solves it from nothing; who falls away, falls away by the same rule. Raw, HiGHS
does the same hot solves as ours with all numbers in hand, and nothing else. Anew, the plain side formulates the whole
question and branches to the gap that ours has certified for that very world. Answers must agree. CPU time, in turn;
two processes beside one by the clock. With ``--full`` the sweeps of docs/scaling.md alone: 10,000 held and 500 anew.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pandas as pd

import deals
from benchmarks._highs_alone import SAME, FromNothing, Raw, Taped, must_agree
from deals.model.formulation import formulate
from deals.model.question import Question, assemble
from deals.plan.baselines import baselines
from deals.plan.plan import solve
from deals.plan.rounds import settled
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.anew.work import AnewWork
from deals.uncertainty.drawing import held_work
from deals.uncertainty.draws import BASIS, ELASTICITIES, Draws
from deals.uncertainty.held.programme import written
from deals.uncertainty.held.reading import by_deal, whole
from deals.uncertainty.held.solving import solved
from deals.uncertainty.held.work import CHUNK, HeldWork
from deals.uncertainty.sweeping.running import sweep
from optimizer import Floats

GOALS = {"held_over_plain": 20.0, "anew_over_plain": 4.0, "two_processes_over_one": 1.7, "held_over_raw": 0.5}
PLAINLY = 3
"""Draws that the plain side does in each pair; ours does a chunk."""
CHUNKS = 4
"""Chunks that one process does, and two."""
LIMIT = 1200.0
"""Seconds that the plain side may take to make one plan anew."""
TRIED = {
    "held_over_raw": "Tried: bases taken as they are, what is the same for all partners made once, one pass over "
    "columns, chunks of 1,024. What is left is to put worlds in numbers by the lines that serve one too.",
    "anew_over_plain": "Tried: what the relaxation settles held, partners that can gain nothing left out, a search "
    "that ends at three times the plan's gap. Where the search is small, putting one world in numbers is what is left.",
    "two_processes_over_one": "Needs a machine with nothing else to do: two processes of one session may have to share "
    "what one had for itself.",
}
"""What stands in the way where a goal is missed."""


@dataclass(frozen=True, eq=False)
class Centre:
    """The world as it is, as if it were drawn: all solves begin from its basis."""

    names: tuple[str, ...]
    scenario: Scenario

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        """Central values."""
        parameters = self.scenario.world().parameters
        return {name: np.full(len(numbers), parameters[name].value) for name in self.names}

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        """The scenario's own."""
        return {ELASTICITIES: ("",) * len(numbers), BASIS: (self.scenario.h100e_basis,) * len(numbers)}

    def patches(self, number: int) -> dict[str, dict[str, float]]:
        """None."""
        return {}

    def fingerprint(self) -> str:
        """One thing alone."""
        return "the centre"


@dataclass(frozen=True, eq=False)
class Held:
    """A plan held in drawn worlds, ours, plainly and raw. Each gives CPU seconds a draw."""

    decisions: Decisions
    draws: Draws

    @cached_property
    def work(self) -> HeldWork:
        """What a sweep does with draws."""
        return HeldWork.of({"plan": self.decisions}, self.draws)

    def question(self, number: int) -> Question:
        """One drawn world's question, by the way that any reform goes."""
        base, chosen = self.decisions.question, {n: options[0] for n, options in self.draws.choices([number]).items()}
        scenario = base.scenario.model_copy(update={BASIS: chosen[BASIS]})
        drawn = scenario.apply(Reform("a drawn world", self.draws.patches(number)))
        return assemble(drawn, opened=base.left_open, elasticities=chosen[ELASTICITIES])

    def ours(self, numbers: Sequence[int]) -> tuple[float, pd.DataFrame]:
        """A chunk."""
        start = process_time()
        found = self.work(numbers)
        return (process_time() - start) / len(numbers), pd.DataFrame(found)

    def plainly(self, numbers: Sequence[int], ours: pd.DataFrame) -> float:
        """Draw by draw, with the functions that serve one world; each must find what ours has found."""
        start, found = process_time(), []
        for number in numbers:
            question = self.question(number).keep(self.decisions.concerned)
            held = written(self.decisions, question, 1)
            answer = solved(held, FromNothing())
            found.append({**whole(held, answer), **by_deal(held, answer)})
        took = (process_time() - start) / len(numbers)
        rows = {name: values.to_numpy() for name, values in ours.items()}
        for number, row in zip(numbers, found, strict=True):
            for name in ("gain", *(f"signed/{code}" for code in self.decisions.signed)):
                must_agree(f"draw {number}, {name}", rows[name][number], float(row[name][0]))
        return took

    def raw(self, numbers: Sequence[int]) -> "Raw":
        """What HiGHS is asked for these draws."""
        centre = Centre(self.draws.names, self.decisions.question.scenario)
        base = replace(self.work, draws=centre).programme("plan", [0]).stack.arrays(0)
        taped = Taped(base)
        solved(self.work.programme("plan", numbers), taped)
        return Raw(base, taped.tape)


@dataclass(frozen=True, eq=False)
class Anew:
    """The plan made again in drawn worlds, ours and by branch and bound on the whole programme."""

    work: AnewWork

    def both(self, number: int) -> tuple[float, float, str]:
        """CPU seconds of either side for one draw, the plain side to the gap that ours has certified, and a line."""
        start = process_time()
        row = {name: values[0] for name, values in self.work([number]).items()}
        ours, start = process_time() - start, process_time()
        if row["status"] != "ok":
            raise SystemExit(f"draw {number} failed: {row['reason']}")
        gain, gap = float(row["gain"]), float(row["gap"])
        choices = formulate(self.work.question(number))
        solution = choices.program.solve(gap=gap / gain, time_limit=LIMIT)
        plain = process_time() - start
        slack = 10 * SAME * abs(gain)
        if solution.objective > gain + gap + slack or gain > solution.objective + solution.absolute_gap + slack:
            raise SystemExit(f"draw {number}: two bounds that exclude one another, {row} and {solution}")
        ended = "" if solution.status.proven else ", stopped before it got there"
        line = f"{number:>5} {ours:>8.1f}s {plain:>8.1f}s {plain / ours:>6.1f} {gain:>11.2f} {gap:>6.2f}"
        return ours, plain, f"{line} {solution.objective:>9.2f} {solution.absolute_gap:>6.2f}{ended}"


def held_ratios(held: Held, pairs: int, draws: int) -> dict[str, float]:
    """Ours over plain and over raw, medians of interleaved pairs."""
    numbers = range(draws)
    raw = held.raw(numbers)
    solves = sum(1 + len(changes) for _, changes, _ in raw.tape)
    print(f"\nheld: CPU ms a draw; ours {draws:,} draws, raw the same ({solves:,} solves), plain {PLAINLY} of them")
    print(f"{'pair':>4} {'ours':>8} {'raw':>8} {'plain':>8} {'plain/ours':>11} {'raw/ours':>9}")
    over_plain, over_raw, rates = [], [], []
    for pair in range(pairs):
        ours, rows = held.ours(numbers)
        alone = raw.seconds()
        first = PLAINLY * pair % (draws - PLAINLY + 1)
        plain = held.plainly(range(first, first + PLAINLY), rows)
        over_plain.append(plain / ours)
        over_raw.append(alone / ours)
        rates.append(1 / ours)
        shown = f"{1e3 * ours:>8.2f} {1e3 * alone:>8.2f} {1e3 * plain:>8.0f}"
        print(f"{pair + 1:>4} {shown} {over_plain[-1]:>11.1f} {over_raw[-1]:>9.2f}", flush=True)
    print(f"ours: {median(rates):,.0f} draws a second of one core; plain: {median(rates) / median(over_plain):.2f}")
    return {"held_over_plain": median(over_plain), "held_over_raw": median(over_raw)}


def anew_ratio(anew: Anew, draws: int) -> float:
    """Plain over ours, the sum over the draws."""
    print(f"\nanew: CPU seconds of {draws} draws on either side; gains and certified gaps in USD bn")
    print(f"{'draw':>5} {'ours':>9} {'plain':>9} {'ratio':>6} {'ours: gain':>11} {'gap':>6} {'plain':>9} {'gap':>6}")
    ours = plain = 0.0
    for number in range(draws):
        mine, theirs, line = anew.both(number)
        ours, plain = ours + mine, plain + theirs
        print(line, flush=True)
    print(f"ours: {draws / ours:.2f} draws a second of one core; plain: {draws / plain:.3f}")
    return plain / ours


def processes_ratio(work: HeldWork, pairs: int, draws: int) -> float:
    """Seconds of one process over those of two by the clock, workers that are warm; and with their start."""
    took: list[float] = []
    print(f"\ntwo processes: seconds by the clock for {draws:,} held draws in chunks of {work.chunk}, workers started")
    print(f"{'pair':>4} {'one':>8} {'two':>8} {'ratio':>6}")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        while len(set(pool.map(_process_of, [work, work]))) < 2:
            continue
        for pair in range(pairs):
            one, expected = _clocked(lambda: sweep(work, draws))
            two, found = _clocked(lambda: sweep(work, draws, executor=pool, workers=2))
            if not found.equals(expected):
                raise SystemExit("two processes give other numbers than one")
            took.append(one / two)
            print(f"{pair + 1:>4} {one:>8.1f} {two:>8.1f} {took[-1]:>6.2f}", flush=True)
    with_start, _ = _clocked(lambda: sweep(work, draws, workers=2))
    print(f"two with their start: {with_start:.1f} s, which is {one / with_start:.2f} times as fast as one")
    return median(took)


def full(question: Question) -> dict[str, Any]:
    """The sweeps of docs/scaling.md: minutes, failures, files, and quantiles of certified gaps.

    What is held is what ``proposal.odds`` holds: the plan and two baselines.
    """
    held = held_work(baselines(question), 0)
    anew = AnewWork.of(question, held.draws)
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        for name, work, draws in (("held", held, 10_000), ("anew", anew, 500)):
            seconds, rows = _clocked(partial(sweep, work, draws, folder=Path(place) / name, workers=2))
            size = sum(path.stat().st_size for path in (Path(place) / name).glob("chunk-*"))
            failed = rows[rows["status"] != "ok"]
            print(f"{name}: {draws:,} draws, two processes, {seconds / 60:.1f} minutes, {len(failed)} failed")
            print(f"{name}: {size / draws:,.0f} bytes a draw in {len(rows.columns)} columns", flush=True)
            for reason, count in failed["reason"].value_counts().items():
                print(f"  {count} failed: {reason}")
            found[name] = {"draws": draws, "minutes": seconds / 60, "failed": len(failed)}
            if "gap" in rows:
                well = rows[rows["status"] == "ok"]
                gaps = pd.DataFrame({"usd_bn": well["gap"], "share": well["gap"] / well["gain"]})
                table = gaps.quantile([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0])
                print(table.to_string(float_format="{:.4f}".format))
                found[name]["gap"] = table.to_dict()
    return found


def main() -> None:
    """Run all, print the tables, and say of every goal whether it is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=CHUNK, help="held draws of ours in each pair")
    parser.add_argument("--anew", type=int, default=4, help="plans made anew on either side")
    parser.add_argument("--quick", action="store_true", help="few pairs, to see that all runs")
    parser.add_argument("--full", action="store_true", help="10,000 held and 500 anew draws, and nothing else")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    question = settled(deals.load("leverage-2025"))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(question.codes)} partners", flush=True)
    if options.full:
        sweeps = full(question)
        if options.json:
            print(json.dumps({"name": "sweep", "ratios": {}, "full": sweeps}))
        return
    held = Held(Decisions.of(solve(question)), Draws.of(question.scenario.world()))
    anew = Anew(AnewWork.of(question, held.draws))
    held.ours([0])
    ratios = held_ratios(held, 1 if options.quick else 5, options.draws)
    together = replace(held.work, chunk=128) if options.quick else held.work
    ratios["two_processes_over_one"] = processes_ratio(together, 1 if options.quick else 3, CHUNKS * together.chunk)
    ratios["anew_over_plain"] = anew_ratio(anew, 1 if options.quick else options.anew)
    print()
    for name, goal in GOALS.items():
        missed = "" if ratios[name] >= goal else f"   MISSED. {TRIED.get(name, '')}"
        print(f"{name:<24} {ratios[name]:>7.2f}   goal: {goal:g}{missed}")
    if options.json:
        print(json.dumps({"name": "sweep", "ratios": ratios}))


def _process_of(work: HeldWork) -> int:
    """The process that did a draw, which has then loaded all that it needs."""
    work([0])
    return os.getpid()


def _clocked(answer: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    start = perf_counter()
    found = answer()
    return perf_counter() - start, found


if __name__ == "__main__":
    main()
