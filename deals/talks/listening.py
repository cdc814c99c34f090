"""What a counter-offer says of whoever makes it, as cuts of the weights that could explain it."""

from deals.division.bilateral import Point
from deals.division.domain import Domain
from deals.talks.beliefs import Weights


def after_hearing(
    weights: Weights, domain: Domain, heard: Point, standing: Point | None, before: Point | None
) -> Weights:
    """The weights left after a counter-offer.

    Parameters
    ----------
    weights : Weights
        What they could be before.
    domain : Domain
        What can be agreed.
    heard : Point
        What was proposed: no worse for whoever proposes it than no deal.
    standing : Point or None
        Our standing offer: no better for the partner than what it proposes instead.
    before : Point or None
        What it proposed before: no worse for it than this, since nobody asks for more by giving up less.
    """
    worth, fixed = domain.worth(heard), domain.fixed(heard)
    weights = weights.after(worth, fixed, "what it proposes is no worse for it than no deal")
    if standing is not None:
        apart = worth - domain.worth(standing)
        weights = weights.after(apart, fixed - domain.fixed(standing), "it prefers its proposal to our offer")
    if before is not None:
        apart = domain.worth(before) - worth
        weights = weights.after(apart, domain.fixed(before) - fixed, "what it asked for before was no worse")
    return weights
