"""Deals as positions: the proposal, its packages, what they are measured against, and talks about them."""

from deals.negotiation.adjusted_winner import AdjustedWinner, adjusted_winner
from deals.negotiation.answer import Answer, Package
from deals.negotiation.bargaining import (
    AlternatingOffers,
    BargainingSolutions,
    alternating_offers,
    bargaining_solutions,
    rubinstein_shares,
)
from deals.negotiation.caution import Caution
from deals.negotiation.division import Division
from deals.negotiation.goodwill import Goodwill
from deals.negotiation.hard_lines import HardLines
from deals.negotiation.joint_division import JointDivision
from deals.negotiation.most_favoured import MostFavoured
from deals.negotiation.nash_in_nash import NashInNash
from deals.negotiation.negotiating import load_table, negotiate
from deals.negotiation.proposal import DealPackage, Proposal, RunReport
from deals.negotiation.proposing import propose
from deals.negotiation.sequence import Sequence
from deals.negotiation.simulation import SimulatedPartner, play
from deals.negotiation.table import Table
from deals.negotiation.tranches import Tranches

__all__ = [
    "AdjustedWinner",
    "AlternatingOffers",
    "Answer",
    "BargainingSolutions",
    "Caution",
    "DealPackage",
    "Division",
    "Goodwill",
    "HardLines",
    "JointDivision",
    "MostFavoured",
    "NashInNash",
    "Package",
    "Proposal",
    "RunReport",
    "Sequence",
    "SimulatedPartner",
    "Table",
    "Tranches",
    "adjusted_winner",
    "alternating_offers",
    "bargaining_solutions",
    "load_table",
    "negotiate",
    "play",
    "propose",
    "rubinstein_shares",
]
