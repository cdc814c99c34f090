"""A small valid question that tests change one setting at a time."""

from datetime import date
from typing import Any

import pytest

from deals.scenario.scenario import Scenario

SETTINGS: dict[str, Any] = {
    "name": "small",
    "title": "A small question",
    "world_date": date(2025, 5, 13),
    "regime": "leverage",
    "first_quarter": "2025Q3",
    "last_quarter": "2028Q4",
}


@pytest.fixture
def settings() -> dict[str, Any]:
    return dict(SETTINGS)


@pytest.fixture
def small(settings: dict[str, Any]) -> Scenario:
    return Scenario(**settings)
