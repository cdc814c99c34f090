"""Deals as positions: the proposal, its packages, and what they are measured against."""

from deals.negotiation.proposal import DealPackage, Proposal, RunReport
from deals.negotiation.proposing import propose

__all__ = ["DealPackage", "Proposal", "RunReport", "propose"]
