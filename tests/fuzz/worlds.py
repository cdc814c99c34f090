"""Small worlds with odd settings, each within what may be asked."""

from random import Random
from typing import Any

import deals
from deals import regimes
from deals.scenario.scenario import Scenario
from tests.three import scenario

PARTNERS = ("MYS", "IND", "QAT", "ARE", "JPN", "EUU", "KHM", "VNM", "BHR", "CHE", "BRA", "SGP")
WEIGHTS = (0.0, 1e-6, 0.1, 1.0, 1.0, 1.0, 3.0, 1e3)
FACTORS = (0.0, 1e-9, 0.01, 0.5, 0.9, 1.1, 2.0, 100.0)


def small_world(random: Random) -> Scenario:
    """One to four partners in years from 2026 on, under any regime, with settings at their ends.

    Raises
    ------
    InputError
        If what was drawn contradicts itself.
    """
    partners = random.sample(PARTNERS, random.choice((1, 2, 3, 4)))
    changes: dict[str, Any] = {}
    for name, values in _settings(partners, random).items():
        if random.random() < 0.3:
            changes[name] = random.choice(values)
    asked = scenario(partners, segments=random.choice((4, 5, 9)), time_limit_seconds=random.choice((0.01, 2.0, 10.0)))
    return asked.changed(**changes).apply(*_reforms(asked, random))


def _settings(partners: list[str], random: Random) -> dict[str, list[Any]]:
    one = random.choice(partners)
    goals = {name: random.choice(WEIGHTS) for name in ("leverage", "promotion", "control")}
    return {
        "regime": [*regimes.IDS, "leverage+unlinked"],
        "goals": [goals],
        "knowledge": ["with-hindsight", "strictly-as-of"],
        "first_quarter": ["2025Q3", "2026Q3", "2027Q1"],
        "last_quarter": ["2026Q4", "2027Q4", "2028Q4"],
        "teams": [0, 0.1, 1, 4.5, 1e6],
        "gap": [0.0, 1e-9, 0.01, 0.9],
        "caps": [{one: 0}, {one: 1e-9}, {one: 1e9}],
        "must_sign": [[one], partners],
        "must_not_sign": [[one], partners],
        "separate_track": [[one]],
        "talks_under_way": [{one: 1}, {one: 40}],
        "h100e_basis": ["8-bit"],
        "headquarters_bar": [True, False],
        "unilateral_opening": [False],
        "title": ["=1+1", "\x1b[31mred", "<b>|`$x$`</b>", "x" * 300, "ﷺ 😀 \u202e"],
    }


def _reforms(asked: Scenario, random: Random) -> list[deals.Reform]:
    """Some numbers of the world scaled, up to its ends."""
    names = sorted(asked.world().patchable())
    chosen = random.sample(names, random.choice((0, 0, 1, 3)))
    return [deals.Reform("odd", {name: {"scale": random.choice(FACTORS)}}) for name in chosen]
