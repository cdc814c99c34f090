"""What there is: economies, chips, instruments, diversion routes, and numbers with source and range."""

from deals.world.instrument import Instrument
from deals.world.load import data_folder, load_world
from deals.world.network import diversion_graph
from deals.world.quantity import Quantity, RuleParameter
from deals.world.world import World

__all__ = ["Instrument", "Quantity", "RuleParameter", "World", "data_folder", "diversion_graph", "load_world"]
