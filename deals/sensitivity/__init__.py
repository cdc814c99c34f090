"""Sensitivity: what limits, concessions and assumptions are worth, and what would change the plan."""

from deals.sensitivity.sensitivity import Sensitivity

__all__ = ["Sensitivity"]
