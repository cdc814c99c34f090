"""What was said at a table, and what it taught of the other side."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.division.domain import Domain
from deals.division.positions import Positions
from deals.plan.plan import Plan
from deals.talks.beliefs import Weights
from deals.talks.contents import Package, package_in
from deals.talks.listening import after_hearing
from deals.talks.moves import CLOSING, THEM, US, Move

ROUNDS = 10
"""Rounds in which the United States comes down from its opening to its target."""


@dataclass(eq=False, repr=False)
class Transcript:
    """Talks with one partner.

    Attributes
    ----------
    plan : Plan
        The plan the deal belongs to; everybody else's deal stays as it is there.
    weights : Weights
        What the partner's weights can be, given what was heard.
    moves : list of Move
        What was said, in order.
    rounds : int
        Rounds planned.
    """

    plan: Plan
    partner: str
    rounds: int = ROUNDS
    moves: list[Move] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.domain = Domain(Bilateral.of(self.plan, self.partner))
        self.division = Division(self.domain.deal)
        self.weights = Weights(self.domain.issues)
        self.reckoned = np.ones(len(self.domain.issues))
        said, self.moves = self.moves, []
        for move in said:
            self.say(move)

    @property
    def standing(self) -> Package | None:
        """Our last offer, if we have made one."""
        ours = [move.package for move in self.moves if move.side == US]
        return ours[-1] if ours else None

    @property
    def agreed(self) -> Package | None:
        """The package that both have accepted, if they have."""
        return self.moves[-1].package if self.moves and self.moves[-1].kind in CLOSING else None

    @property
    def history(self) -> pd.DataFrame:
        """What was said, in order: side, kind, worth to both as reckoned now (USD bn), and the amounts."""
        rows = [
            {"side": m.side, "kind": m.kind, "us_gain": m.package.us_gain, "partner_gain": self.gain(m.package)}
            | m.package.amounts
            for m in self.moves
        ]
        return pd.DataFrame(rows).rename_axis("move")

    @property
    def positions(self) -> Positions:
        """Opening, target and walk-away, and the ladder of concessions between them."""
        return self.division.positions

    def gain(self, package: Package) -> float:
        """What a package is worth to the partner by the weights we now reckon with, USD bn.

        Raises
        ------
        InputError
            If it is no package.
        """
        return self.domain.gain(package_in(package).point, self.reckoned)

    def say(self, move: Move) -> None:
        """Put a move on the record, and learn from it if it is theirs."""
        if move.side == THEM and move.kind == "counter-offer":
            self._learn(move.package)
        self.moves.append(move)

    def _learn(self, heard: Package) -> None:
        """Cut the weights by what a counter-offer says of whoever makes it."""
        standing = self.standing.point if self.standing else None
        before = [move.package.point for move in self.moves if move.side == THEM]
        self.weights = after_hearing(self.weights, self.domain, heard.point, standing, before[-1] if before else None)
        self.reckoned = self.weights.centre()
