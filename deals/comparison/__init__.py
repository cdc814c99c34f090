"""Regimes side by side: the same world and the same values under each, in physical units and in dollars."""

from deals.comparison.comparing import Comparison, compare
from deals.comparison.outcome import RegimeOutcome
from deals.comparison.reforms import five_reforms
from deals.comparison.ruling import after_ruling

__all__ = ["Comparison", "RegimeOutcome", "after_ruling", "compare", "five_reforms"]
