"""Worlds that many tests read; loading one takes a fifth of a second."""

from datetime import date

import pytest

from deals.world import World, load_world

MAY_2025 = date(2025, 5, 13)
NOVEMBER_2026 = date(2026, 11, 22)


@pytest.fixture(scope="session")
def then() -> World:
    """The world of 13 May 2025 as known on that day."""
    return load_world(MAY_2025)


@pytest.fixture(scope="session")
def hindsight() -> World:
    """The world of 13 May 2025 with what is known now."""
    return load_world(MAY_2025, "with-hindsight")


@pytest.fixture(scope="session")
def now() -> World:
    """The world of 22 November 2026."""
    return load_world(NOVEMBER_2026)
