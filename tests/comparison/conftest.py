"""A small comparison on few partners: quick enough to solve for several regimes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

import deals
from deals.model.question import Question, assemble
from deals.scenario.scenario import Scenario

FEW = ("ARE", "MYS", "IND", "JPN", "THA", "POL")


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The default scenario with yearly periods from 2026 and few partners, solved to the optimum."""
    whole = deals.load("leverage-2025")
    others = [p.code for p in assemble(whole).partners if p.code not in (*FEW, "EUU")]
    return whole.changed(
        first_quarter="2026Q1",
        period_months=12,
        segments=5,
        gap=0.0,
        excluded=(*others, "EUU"),
        tariff_only=(),
        talks_under_way={},
        baseline_deals=(),
        baseline_instruments={},
        separate_track=(),
    )


@pytest.fixture(scope="session")
def question(scenario: Scenario) -> Callable[[str], Question]:
    """The question under a regime."""
    made: dict[str, Question] = {}

    def under(name: str) -> Question:
        if name not in made:
            made[name] = assemble(scenario.changed(regime=name))
        return replace(made[name])

    return under
