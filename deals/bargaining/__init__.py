"""Solutions of any convex bargaining problem, as the literature has them. It knows nothing of deals."""

from deals.bargaining.adjusted_winner import AdjustedWinner, adjusted_winner
from deals.bargaining.planar import Planar
from deals.bargaining.solutions import (
    AlternatingOffers,
    BargainingSolutions,
    alternating_offers,
    bargaining_power,
    bargaining_solutions,
    rubinstein_shares,
)

__all__ = [
    "AdjustedWinner",
    "AlternatingOffers",
    "BargainingSolutions",
    "Planar",
    "adjusted_winner",
    "alternating_offers",
    "bargaining_power",
    "bargaining_solutions",
    "rubinstein_shares",
]
