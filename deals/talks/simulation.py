"""A partner simulated from the model, with weights of its own that the table does not see."""

from dataclasses import dataclass

import numpy as np

from deals.division.bilateral import Point
from deals.division.domain import Domain
from deals.talks.beliefs import LEAST, MOST
from deals.talks.contents import NOTHING, Package, package_of
from deals.talks.moves import THEM
from deals.talks.table import Table
from optimizer import Floats

FIRST_CLAIM, LAST_CLAIM = 0.9, 0.1
"""Share of the most it could gain that the partner asks for at first, and in the end (a judgement)."""
MISJUDGES = 1.25
"""The partner takes what an instrument is worth to us for as much as this many times too high or too low."""


@dataclass(frozen=True, eq=False)
class SimulatedPartner:
    """The other side of a table: claims less each round, and takes an offer that gives it what it would claim next.

    Attributes
    ----------
    domain : Domain
        What can be agreed.
    weights : array
        How much it cares about each instrument, relative to the model; hidden from the table.
    view : array
        What it believes each column to be worth to the United States.
    rounds : int
        Rounds after which it claims its least.
    ideal : float
        The most it could gain if the United States gained nothing.
    """

    domain: Domain
    weights: Floats
    view: Floats
    rounds: int
    ideal: float

    @classmethod
    def drawn(cls, domain: Domain, seed: int, rounds: int = 10) -> "SimulatedPartner":
        """A partner with weights drawn evenly in ratio between half and twice the model's.

        The same seed gives the same partner.
        """
        random = np.random.default_rng(seed)
        count = len(domain.issues)
        weights = np.exp(random.uniform(np.log(LEAST), np.log(MOST), count))
        errors = np.exp(random.uniform(-np.log(MISJUDGES), np.log(MISJUDGES), count))
        factor = np.ones(len(domain.deal.us))
        for number, issue in enumerate(domain.issues):
            factor[np.array(domain.deal.issues) == issue] = errors[number]
        best = domain.best_for_partner(weights, 0.0)
        ideal = domain.gain(best, weights) if best else 0.0
        return cls(domain, weights, domain.deal.us * factor, rounds, ideal)

    @property
    def can_gain(self) -> bool:
        """Whether there is anything to agree on: a package that both prefer to no deal."""
        return self.ideal > 0

    def gain(self, package: Point) -> float:
        """What a package is truly worth to the partner over no deal."""
        return self.domain.gain(package, self.weights)

    def claim(self, turn: int) -> float:
        """What it asks for in a round (from 0), USD bn."""
        share = min(1.0, turn / max(1, self.rounds - 1))
        return self.ideal * (FIRST_CLAIM + (LAST_CLAIM - FIRST_CLAIM) * share)

    def answer(self, offer: Package, turn: int) -> Package | None:
        """None if it accepts; else the package that gives it its claim and is, it believes, best for us."""
        claim = self.claim(turn)
        if self.gain(offer.point) >= claim:
            return None
        best = self.domain.best(self.weights, claim, us=self.view)
        return package_of(self.domain, best) if best else offer

    def improvement(self, deal: Package) -> Package | None:
        """What it would rather sign than a deal just made: as good to it and, it believes, better for us."""
        best = self.domain.best(self.weights, self.gain(deal.point), us=self.view)
        return package_of(self.domain, best) if best else None


def play(table: Table, partner: SimulatedPartner) -> int:
    """Let a simulated partner answer until there is a deal or its rounds are over; the number of rounds taken in all.

    Talks under way go on where they stand. The deal, if there is one, is ``table.agreed``. Whoever accepts may, at the
    signature, propose something as good to itself that it believes better for the other; it takes the deal's place if
    the other prefers it.
    """
    heard = sum(move.kind == "counter-offer" for move in table.moves)
    for turn in range(heard, partner.rounds):
        answer = partner.answer(table.offer(), turn)
        if answer is None:
            table.accepted()
        elif table.counter(answer).acceptable:
            table.accept()
        deal = table.agreed
        if deal is not None:
            _improve(table, partner, deal)
            return turn + 1
    return partner.rounds


def _improve(table: Table, partner: SimulatedPartner, deal: Package) -> None:
    """One proposal by whoever accepted, and the other's answer."""
    if table.moves[-1].side == THEM:
        better = partner.improvement(deal)
        taken = better is not None and better.us_gain > deal.us_gain + NOTHING
    else:
        better = table.improvement()
        taken = better is not None and partner.gain(better.point) > partner.gain(deal.point) + NOTHING
    if better is not None and taken:
        table.improve(better)
