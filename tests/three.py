"""Questions of few partners and long periods, quick enough to solve to the optimum many times over."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import deals
from deals.model.question import Question, assemble
from deals.scenario.scenario import Scenario

THREE = ("MYS", "IND", "QAT")
"""A hub with a tariff announced, a buyer with a high one, and one with nothing to give but chips."""


def scenario(partners: Iterable[str] = THREE, *, reforms: tuple[deals.Reform, ...] = (), **changes: Any) -> Scenario:
    """The default scenario on few partners, in years from 2026 on, solved to the optimum."""
    kept = set(partners)
    few = deals.load("leverage-2025").changed(
        first_quarter="2026Q1", period_months=12, segments=5, gap=0.0, excluded=_others(frozenset(kept)),
        talks_under_way={}, baseline_deals=(), baseline_instruments={}, separate_track=(), tariff_only=(),
    )  # fmt: skip
    return few.changed(reforms=reforms, **changes)


def question(partners: Iterable[str] = THREE, *, reforms: tuple[deals.Reform, ...] = (), **changes: Any) -> Question:
    """The same in numbers, on the path on which nothing is opened."""
    return assemble(scenario(partners, reforms=reforms, **changes))


@cache
def _others(kept: frozenset[str]) -> tuple[str, ...]:
    everybody = assemble(deals.load("leverage-2025")).partners
    return tuple(partner.code for partner in everybody if partner.code not in kept)
