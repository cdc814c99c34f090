"""Worlds and models that many tests of the trade model ask."""

from datetime import date

import pytest

from deals.trade import TradeData, TradeModel, model_of, trade_data
from deals.world import World, load_world


@pytest.fixture(scope="session")
def data() -> TradeData:
    return trade_data()


@pytest.fixture(scope="session")
def world() -> World:
    """13 May 2025, knowing what came: the deals agreed later are marks on the curves."""
    return load_world(date(2025, 5, 13), "with-hindsight")


@pytest.fixture(scope="session")
def model(world: World) -> TradeModel:
    return model_of(world)


@pytest.fixture(scope="session")
def april() -> TradeModel:
    """The rates in force on 10 April 2025."""
    return model_of(load_world(date(2025, 4, 10), "with-hindsight"))
