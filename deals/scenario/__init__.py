"""The question: settings, checks, reforms, YAML in and out, differences in words."""

from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario, load, names

__all__ = [
    "Reform",
    "Scenario",
    "load",
    "names",
]
