"""The Nash solution of one deal, without its whole frontier: corners are looked for only where they decide."""

from bisect import insort
from dataclasses import dataclass

from deals.bargaining import Planar
from deals.division.bilateral import Bilateral, Point
from deals.plan.impasse import Impasse

LEAN = 1e-7
"""Weight of the side that comes second where the best for the other is looked for."""
SAME = 1e-9
KEPT = 1e-6
"""USD bn by which rounding may put a side below what it has without a deal."""
ROUNDS = 60


@dataclass(frozen=True)
class Settled:
    """What a pair agrees.

    Attributes
    ----------
    point : Point
        The package.
    surplus : bool
        Whether both could gain: if not, the package only leaves the partner what it has without a deal.
    """

    point: Point
    surplus: bool


def bilateral_nash(deal: Bilateral, impasse: Impasse) -> Settled:
    """Where the product of gains over the threat point is greatest, both sides at or above their outside option.

    Exact: the corners found bracket the solution, and a last search in the direction of its slope finds nothing beyond.
    """
    corners = [deal.best(1.0, LEAN), deal.best(LEAN, 1.0)]
    least = _take_it_or_leave_it(deal, corners)
    if least.us <= max(0.0, impasse.us) or least.partner < -KEPT:
        return Settled(least, surplus=False)
    for _ in range(ROUNDS):
        gains = [(p.us - impasse.us, p.partner - impasse.partner) for p in corners]
        us, partner = Planar.of(gains).nash()
        if us <= 0 or partner <= 0:
            return Settled(least, surplus=False)
        size = max(1 / us, 1 / partner)
        further = deal.best(1 / us / size, 1 / partner / size)
        reach = (further.us - impasse.us) / us + (further.partner - impasse.partner) / partner
        if reach <= 2 * (1 + SAME) or not _added(corners, further):
            break
    gain = partner + impasse.partner
    return Settled(least if gain <= 0 else deal.mixed(corners, gain), surplus=True)


def _take_it_or_leave_it(deal: Bilateral, corners: list[Point]) -> Point:
    """The frontier package that leaves the partner nothing over its outside option; corners found on the way stay."""
    if corners[0].partner >= 0:
        return corners[0]
    for _ in range(ROUNDS):
        left = max((p for p in corners if p.partner <= 0), key=lambda p: p.partner)
        above = [p for p in corners if p.partner > 0]
        if not above:
            return left
        right = min(above, key=lambda p: p.partner)
        drop, rise = left.us - right.us, right.partner - left.partner
        if drop <= 0:
            return right
        size = max(drop, rise)
        middle = deal.best(rise / size, drop / size)
        beyond = rise * (middle.us - left.us) + drop * (middle.partner - left.partner)
        if beyond <= SAME * size * size or not _added(corners, middle):
            break
    return deal.mixed(corners, 0.0)


def _added(corners: list[Point], corner: Point) -> bool:
    """Put a corner in its place; false where it is there already."""
    if any(abs(p.partner - corner.partner) + abs(p.us - corner.us) <= SAME for p in corners):
        return False
    insort(corners, corner, key=lambda p: p.partner)
    return True
