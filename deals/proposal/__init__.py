"""The answer as a strategist reads it: packages, sheets, report, exports; and what tariffs are worth apart."""

from deals.proposal.exporting import export
from deals.proposal.handing.readable import readable
from deals.proposal.kept.difference import Difference, difference
from deals.proposal.kept.opening import open
from deals.proposal.proposal import Proposal
from deals.proposal.proposing import propose
from deals.proposal.sheet.deal_package import DealPackage
from deals.proposal.tariff_questions import Tariffs, tariffs

__all__ = [
    "DealPackage",
    "Difference",
    "Proposal",
    "Tariffs",
    "difference",
    "export",
    "open",
    "propose",
    "readable",
    "tariffs",
]
