"""A short run of what ``python3 run.py fuzz`` does at length, and that it sees what it looks for."""

import time
from collections.abc import Callable
from random import Random

import pytest

from deals.kit.errors import InputError, Problem
from tests.fuzz.__main__ import run, tried
from tests.fuzz.trials import Trial


@pytest.mark.long
def test_damaged_input_is_refused_in_words_or_read() -> None:
    numbers = [("scenario", number) for number in range(150)] + [("data", number) for number in range(16)]
    assert run(numbers, seed=20_000) == []


@pytest.mark.long
def test_small_odd_worlds_come_out_whole_or_not_at_all() -> None:
    assert run([("world", number) for number in range(2)], seed=20_000) == []


def indexed() -> None:
    [][1]


def slept() -> None:
    time.sleep(5)


def refused() -> None:
    raise InputError(Problem("", "", None, "unfit"))


@pytest.mark.parametrize(("broken", "told"), [(indexed, "IndexError"), (slept, "took more than"), (refused, "unfit")])
def test_what_breaks_is_found(broken: Callable[[], None], told: str) -> None:
    def trial(random: Random) -> str:
        broken()
        return "fine"

    came, wrong = tried(Trial(trial, 0.2), "kind", 1, 1)
    assert came == "broken"
    assert told in wrong


def test_a_trial_can_be_run_again_alone() -> None:
    drawn: list[float] = []

    def trial(random: Random) -> str:
        drawn.append(random.random())
        return "fine"

    assert [tried(Trial(trial, 5.0), "kind", 7, 3) for _ in range(2)] == [("fine", "")] * 2
    assert drawn[0] == drawn[1]
