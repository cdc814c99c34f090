"""Figures of a proposal. Each gives its data with its drawing."""

from deals.briefing.figures.accessible import access_map
from deals.briefing.figures.exchange import gives_and_gains
from deals.briefing.figures.signing import calendar

__all__ = ["access_map", "calendar", "gives_and_gains"]
