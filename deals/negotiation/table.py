"""At the table with one partner: offers, answers to counter-offers, and what each round reveals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deals.negotiation.answer import NOTHING, Answer, Package, package_of
from deals.negotiation.beliefs import Floats, Weights
from deals.negotiation.bilateral import Bilateral, Point
from deals.negotiation.division import Division
from deals.negotiation.listening import after_hearing
from deals.negotiation.moves import BOTH, CLOSING, THEM, US, Move, wrong
from deals.negotiation.plan import Plan
from deals.negotiation.reading import read_amounts
from deals.negotiation.search import Domain
from deals.negotiation.tranches import Tranches

if TYPE_CHECKING:
    import pandas as pd

    from deals.briefing.chart import Chart

ROUNDS = 10
"""Rounds in which the United States comes down from its opening to its target."""
THINNED = 7
"""One in so many of the weights drawn is used to choose an offer."""


@dataclass(eq=False)
class Table:
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
    def history(self) -> "pd.DataFrame":
        """What was said, in order: side, kind, worth to both as reckoned now (USD bn), and the amounts."""
        import pandas as pd

        rows = [
            {"side": m.side, "kind": m.kind, "us_gain": m.package.us_gain, "partner_gain": self._gain(m.package)}
            | m.package.amounts
            for m in self.moves
        ]
        return pd.DataFrame(rows).rename_axis("move")

    def offer(self) -> Package:
        """Make the next offer: the best for the partner, by what we now reckon, that leaves us what we demand.

        Demands come down evenly from the opening to the target over the rounds planned. Once the partner has proposed
        something, the offer is the one that beats its proposal by most in the worse part of the weights it could have;
        it is never worse for the partner, as we now reckon, than our standing offer.

        Raises
        ------
        InputError
            If a deal has been made already.
        """
        self._open()
        package = package_of(self.domain, self._next(self._demand()))
        self.say(Move(US, "offer", package))
        return package

    def counter(self, package: Mapping[str, float] | Package) -> Answer:
        """Hear a counter-offer and weigh it.

        Parameters
        ----------
        package : mapping or Package
            Amounts by instrument, in the units of the term sheet (chips in thousand H100e over the horizon). What is
            not named stays as in our standing offer, as far as it can be combined with the rest.

        Raises
        ------
        UnknownNameError
            If an instrument is not on the table.
        InputError
            With everything that is wrong: amounts that are no numbers, below nothing or above their limit; amounts
            that cannot be combined; or a deal that has been made.
        """
        self._open()
        heard = package if isinstance(package, Package) else self._read(package)
        before = self.weights
        self.say(Move(THEM, "counter-offer", heard))
        return self._answer(heard, before)

    def accept(self) -> Package:
        """Accept the partner's last counter-offer.

        Raises
        ------
        InputError
            If there is none, or a deal has been made.
        """
        self._open()
        if not self.moves or self.moves[-1].side != THEM:
            raise wrong("accept", "", "there is no counter-offer to accept", "hear one first with counter()")
        self.say(Move(US, "accepted", self.moves[-1].package))
        return self.moves[-1].package

    def accepted(self) -> Package:
        """Record that the partner accepts our standing offer.

        Raises
        ------
        InputError
            If there is none, or a deal has been made.
        """
        self._open()
        if self.standing is None:
            raise wrong("accepted", "", "there is no offer to accept", "make one first with offer()")
        self.say(Move(THEM, "accepted", self.standing))
        return self.standing

    def improvement(self) -> Package | None:
        """What to propose in place of a deal just made: as good to us and, we reckon, better for the partner.

        The deal stands if the partner declines: a settlement after the settlement (Raiffa 1985). None if we know of
        nothing better.

        Raises
        ------
        InputError
            If no deal has been made.
        """
        deal = self._deal()
        found = self.domain.hedged(deal.point, deal.us_gain, self._drawn)
        if found is None or self.domain.gain(found, self.reckoned) <= self._gain(deal) + NOTHING:
            return None
        return package_of(self.domain, found)

    def improve(self, package: Package) -> Package:
        """Put a package in the place of the deal, both sides having preferred it.

        Raises
        ------
        InputError
            If no deal has been made, or the package is worth less to us than the deal.
        """
        deal = self._deal()
        if package.us_gain < deal.us_gain - NOTHING:
            raise wrong("package", package, "worth less to us than the deal", "keep the deal")
        self.say(Move(BOTH, "improved", package))
        return package

    def positions(self) -> "pd.DataFrame":
        """Opening, target and walk-away: worth to both sides and the amount of each instrument."""
        return self.division.positions()

    def ladder(self) -> "pd.DataFrame":
        """The order of concessions, from our opening to our walk-away, that gives up least at each step."""
        return self.division.ladder()

    def tranches(self, *, relation: tuple[float, float] = (0.0, 0.0), strict: bool = True) -> Tranches:
        """Chips released against concessions delivered, for the package agreed; else for our standing offer.

        What delivery is worth to the partner is reckoned with the weights that now seem right.

        Parameters
        ----------
        relation, strict
            As for :meth:`Division.tranches`.

        Raises
        ------
        InputError
            If nothing has been offered yet.
        """
        package = self.agreed or self.standing
        if package is None:
            raise wrong("moves", 0, "nothing has been offered", "make an offer first")
        deal = self.domain.weighted(self.reckoned)
        return Tranches(deal, deal.at(package.point.terms), relation, strict)

    def save(self, path: str | Path) -> None:
        """Write the scenario and what was said to a JSON file, for :func:`load_table`."""
        question = self.plan.question
        moves = [
            {"side": m.side, "kind": m.kind, "terms": {str(i): x for i, x in enumerate(m.package.point.terms) if x}}
            for m in self.moves
        ]
        content: dict[str, object] = {"scenario": question.scenario.to_yaml(), "partner": self.partner}
        content |= {"alone": question.codes == (self.partner,), "rounds": self.rounds}
        content |= {"columns": len(self.domain.deal.us), "moves": moves}
        Path(path).write_text(json.dumps(content, indent=1), encoding="utf-8")

    def picture(self, weights: Floats | None = None) -> "Chart":
        """The moves of both sides on what they can have together.

        Parameters
        ----------
        weights : array, optional
            The partner's weights, one an instrument; those we reckon with if not given.
        """
        from deals.briefing.figures.talks import moves

        by = self.reckoned if weights is None else np.asarray(weights, dtype=float)
        frontier = [(p.us, p.partner) for p in self.domain.weighted(by).frontier]
        said = [(m.side, m.kind, m.package.us_gain, self.domain.gain(m.package.point, by)) for m in self.moves]
        return moves(frontier, said, self.domain.partner_name)

    def __repr__(self) -> str:
        state = "agreed" if self.agreed else "open"
        return f"Table({self.partner}, {len(self.moves)} moves, {state})"

    def _repr_html_(self) -> str:
        from deals.briefing.talks import talks_html

        return str(talks_html(self))

    def _repr_markdown_(self) -> str:
        from deals.briefing.talks import talks_markdown

        return talks_markdown(self)

    def _deal(self) -> Package:
        if self.agreed is None:
            raise wrong("moves", len(self.moves), "no deal has been made", "improve one after it is accepted")
        return self.agreed

    def _open(self) -> None:
        if self.agreed is not None:
            raise wrong("moves", "accepted", "a deal has been made", "start new talks")

    def _gain(self, package: Package) -> float:
        return self.domain.gain(package.point, self.reckoned)

    def _next(self, demand: float) -> Point:
        """The package for the partner at this demand: the best by what we reckon, hedged once it has spoken."""
        domain = self.domain
        best = domain.best_for_partner(self.reckoned, demand) or self.division.point("take_it_or_leave_it")
        heard = [move.package.point for move in self.moves if move.side == THEM]
        if not heard or self.standing is None:
            return best
        least = min(max(0.0, self._gain(self.standing)), domain.gain(best, self.reckoned)) - NOTHING
        return domain.hedged(heard[-1], min(demand, best.us), self._drawn, (self.reckoned, least)) or best

    @property
    def _drawn(self) -> Floats:
        return self.weights.draws[::THINNED]

    def _most(self) -> float:
        best = self.domain.best(self.reckoned, 0.0)
        return best.us if best else 0.0

    def _demand(self) -> float:
        """What our next offer leaves us: the opening at first, our target's share of it in the last round."""
        turn = len([m for m in self.moves if m.side == US])
        most = self._most()
        opening, target = self.division.point("take_it_or_leave_it").us, self.division.target.us
        share = 1 - (1 - target / opening) * min(1.0, turn / max(1, self.rounds - 1)) if opening > 0 else 0.0
        last = self.standing.us_gain if self.standing else most
        return min(most * share, last)

    def _least(self) -> float:
        """What a counter-offer must leave us to be accepted: what our next offer would; any gain after the last."""
        last = len([m for m in self.moves if m.side == US]) >= self.rounds
        return 0.0 if last else min(self._demand(), self._most())

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

    def _read(self, named: Mapping[str, float]) -> Package:
        standing = self.standing.point if self.standing else self.division.point("take_it_or_leave_it")
        return package_of(self.domain, read_amounts(self.domain, named, standing, self.reckoned))

    def _answer(self, heard: Package, before: Weights) -> Answer:
        standing = self.standing
        return Answer(
            package=heard,
            domain=self.domain,
            reckoned=self.reckoned,
            cost=(standing.us_gain if standing else self._most()) - heard.us_gain,
            demand=self._least(),
            before=before,
            weights=self.weights,
        )
