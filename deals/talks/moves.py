"""What is said at a table."""

from dataclasses import dataclass

from deals.kit.errors import InputError, Problem
from deals.talks.contents import Package

US, THEM, BOTH = "United States", "partner", "both"
SIDES = (US, THEM, BOTH)
KINDS = ("offer", "counter-offer", "accepted", "improved")
CLOSING = ("accepted", "improved")


@dataclass(frozen=True, eq=False)
class Move:
    """One thing said: an offer, a counter-offer, an acceptance of what the other said last, or a swap both prefer."""

    side: str
    kind: str
    package: Package


def wrong(name: str, value: object, message: str, fix: str) -> InputError:
    """An error about one thing that was asked for."""
    return InputError([Problem("", name, value, message, fix)])
