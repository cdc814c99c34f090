"""At the table: offers, counters, beliefs, simulated partners."""

from deals.talks.contents import Package
from deals.talks.negotiating import load_table, negotiate_alone
from deals.talks.simulation import SimulatedPartner, play
from deals.talks.table import Table
from deals.talks.weighed import Weighed

__all__ = [
    "Package",
    "SimulatedPartner",
    "Table",
    "Weighed",
    "load_table",
    "negotiate_alone",
    "play",
]
