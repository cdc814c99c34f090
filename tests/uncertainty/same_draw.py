"""A few draws in one line, for another process to say the same; light, for it is started for this alone."""

import hashlib

import deals
from deals.uncertainty.draws import Draws


def fingerprint() -> str:
    """Of the values of some draws, of the draws, and what they choose."""
    drawn = Draws.of(deals.load("leverage-2025").world(), seed=2)
    values = drawn.values([8, 1, 300])
    said = hashlib.sha256(b"".join(name.encode() + value.tobytes() for name, value in values.items())).hexdigest()
    return f"{said} {drawn.fingerprint()} {drawn.choices(range(5))}"
