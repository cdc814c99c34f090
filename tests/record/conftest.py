"""A scenario's question, put in numbers once, and one backtest with few draws."""

from typing import Any

import pytest

import deals
from deals.model.question import Question, assemble
from deals.record.trial.backtest import Backtest, backtest
from deals.record.weighing.worlds import Weighing
from deals.scenario.scenario import Scenario

DRAWS = 16


@pytest.fixture(scope="session")
def base() -> Question:
    """The default scenario in its world as judged."""
    return assemble(deals.load("leverage-2025"))


@pytest.fixture(scope="session")
def as_judged(base: Question) -> Weighing:
    """Some partners in the world as judged alone: packages with them are weighed in no time."""
    return Weighing.of(base, ("ARE", "JPN", "KHM", "KOR", "MYS", "VNM"), 0)


@pytest.fixture(scope="session")
def result() -> Backtest:
    """The default scenario against what was signed after its day."""
    return quickly(deals.load("leverage-2025"), draws=DRAWS)


def quickly(scenario: Scenario, **more: Any) -> Backtest:
    """A backtest with few weights of revenue, and few samples for intervals."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deals.record.trial.backtest.WEIGHTS", (0.0, 1.5, 3.0))
        patch.setattr("deals.record.trial.scoring.RESAMPLED", 100)
        return backtest(scenario, **more)
