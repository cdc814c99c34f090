"""Damaged scenarios and data through load and check, small odd worlds through propose: what breaks, and its seed.

python3 run.py fuzz [--count N] [--worlds N] [--seed S] [--only KIND/NUMBER]

Of every ten of the N damaged inputs eight are scenarios and two are folders of data. Each trial has its own seed, by
which it alone can be run again (`--only scenario/17`, `data/3`, `world/5`). The run ends with 1 where anything but a
list of problems came out, a trial took longer than it may, or files were left or are not whole.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import TracebackType

from tests.fuzz.trials import DataTrial, HungError, Trial, bounded, scenario_trial, world_trial

SLOW = float(os.environ.get("FUZZ_PATIENCE", "1"))
"""How many times as long as on an idle machine a trial may take."""


def kinds(folder: Path) -> dict[str, Trial]:
    """The kinds of trial, by name; `folder` is for a copy of the tables."""
    return {
        "scenario": Trial(scenario_trial, 10 * SLOW),
        "data": Trial(DataTrial(folder), 20 * SLOW),
        "world": Trial(world_trial, 120 * SLOW),
    }


def trials(count: int, worlds: int) -> Iterator[tuple[str, int]]:
    """Kind and number of every trial."""
    yield from (("data" if number % 5 == 4 else "scenario", number) for number in range(count))
    yield from (("world", number) for number in range(worlds))


class Caught:
    """Takes whatever comes out of a trial, but the end of the run itself, and keeps how it came to that."""

    told = ""

    def __enter__(self) -> "Caught":
        """Nothing has come yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        """Keep an error, of ours or of anybody else."""
        if isinstance(error, (Exception, HungError)):
            self.told = "".join(traceback.format_exception(error, limit=-6))
            return True
        return False


def tried(trial: Trial, kind: str, number: int, seed: int) -> tuple[str, str]:
    """How one trial came out, and what is wrong with it, with how it came to that; nothing where all is right."""
    came = "broken"
    with Caught() as caught, warnings.catch_warnings(), bounded(trial.seconds):
        warnings.simplefilter("error")
        came = trial.run(Random(f"{seed}/{kind}/{number}"))
    return came, caught.told


def run(asked: list[tuple[str, int]], seed: int) -> list[str]:
    """Findings of all trials asked for, each with its kind and number; told as they come."""
    found, outcomes = [], Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        known, began = kinds(Path(place) / "datasets"), time.perf_counter()
        for done, (kind, number) in enumerate(asked, 1):
            came, wrong = tried(known[kind], kind, number, seed)
            outcomes[f"{kind} {came}"] += 1
            if wrong:
                found.append(f"{kind}/{number} of seed {seed}:\n{wrong}")
                sys.stdout.write(found[-1] + "\n")
            if done % 500 == 0 or done == len(asked):
                told = (
                    f"{done:,} of {len(asked):,} trials in {time.perf_counter() - began:,.0f} s, {len(found)} findings"
                )
                sys.stdout.write(f"{told} (seed {seed})\n")
            sys.stdout.flush()
    sys.stdout.write("; ".join(f"{came}: {times:,}" for came, times in sorted(outcomes.items())) + "\n")
    return found


def main() -> int:
    """Run what the command line asks for; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="damaged scenarios and folders of data")
    parser.add_argument("--worlds", type=int, default=100, help="small worlds to propose deals for")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one trial again, as kind/number")
    options = parser.parse_args()
    if options.only:
        kind, _, number = options.only.partition("/")
        asked = [(kind, int(number))]
    else:
        asked = list(trials(options.count, options.worlds))
    return 1 if run(asked, options.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
