"""What a tariff is worth, by level, by coverage, and with whom else: a quantitative model of the world's trade.

Usable alone, of arrays: `Economy.build`, `solve`, `balanced`, `nash_tariffs`. On the data of the project:
`model_of(world)`, and questions to it.
"""

from deals.trade.answers import ByLevel, ByRegion, Retaliation
from deals.trade.carving import Part, carve
from deals.trade.data import TradeData, check, trade_data
from deals.trade.economy import Economy
from deals.trade.equilibrium import Equilibrium, balanced, solve
from deals.trade.markets import NoEquilibriumError
from deals.trade.model import Gains, Judged, TradeModel
from deals.trade.nash import NashTariffs, nash_tariffs
from deals.trade.of_world import model_of
from deals.trade.schedule import DutySchedule, duty_schedule
from deals.trade.schema import FOLDER
from deals.trade.values import answer, by_level, by_level_and_set, cut, effects, joint

__all__ = [
    "FOLDER",
    "ByLevel",
    "ByRegion",
    "DutySchedule",
    "Economy",
    "Equilibrium",
    "Gains",
    "Judged",
    "NashTariffs",
    "NoEquilibriumError",
    "Part",
    "Retaliation",
    "TradeData",
    "TradeModel",
    "answer",
    "balanced",
    "by_level",
    "by_level_and_set",
    "carve",
    "check",
    "cut",
    "duty_schedule",
    "effects",
    "joint",
    "model_of",
    "nash_tariffs",
    "solve",
    "trade_data",
]
