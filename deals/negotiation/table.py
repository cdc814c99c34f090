"""At the table with one partner: offers, answers to counter-offers, and what each round reveals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deals.errors import InputError, Problem, UnknownNameError
from deals.negotiation.answer import Answer, Package, package_of
from deals.negotiation.beliefs import Weights
from deals.negotiation.bilateral import Bilateral, Point
from deals.negotiation.division import Division
from deals.negotiation.plan import Plan
from deals.negotiation.search import Domain

if TYPE_CHECKING:
    import pandas as pd

ROUNDS = 10
"""Rounds in which the United States comes down from its opening to its target."""
TOWARDS_THEM = 0.3
"""Share of the most it could gain by which an offer may seem worse for the partner, to look more like its proposal."""
US, THEM = "United States", "partner"


@dataclass(frozen=True, eq=False)
class Move:
    """One thing said at the table: an offer, a counter-offer, or an acceptance of what the other said last."""

    side: str
    kind: str
    package: Package


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
        return self.moves[-1].package if self.moves and self.moves[-1].kind == "accepted" else None

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

        Demands come down evenly from the opening to the target over the rounds planned.

        Raises
        ------
        InputError
            If a deal has been made already.
        """
        self._open()
        package = self._package(self._next(self._demand()))
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
            If an amount is below nothing or above its limit, the amounts cannot be combined, or a deal has been made.
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

    def would_accept(self, package: Package) -> bool:
        """Whether a counter-offer is worth at least what our next offer would leave us."""
        last = len([m for m in self.moves if m.side == US]) >= self.rounds
        return package.us_gain >= (0.0 if last else min(self._demand(), self._most()))

    def positions(self) -> "pd.DataFrame":
        """Opening, target and walk-away: worth to both sides and the amount of each instrument."""
        return self.division.positions()

    def ladder(self) -> "pd.DataFrame":
        """The order of concessions, from our opening to our walk-away, that gives up least at each step."""
        return self.division.ladder()

    def save(self, path: str | Path) -> None:
        """Write the scenario and what was said to a JSON file, for :func:`load_table`."""
        moves = [
            {"side": m.side, "kind": m.kind, "terms": {str(i): x for i, x in enumerate(m.package.point.terms) if x}}
            for m in self.moves
        ]
        content = {
            "scenario": self.plan.question.scenario.to_yaml(),
            "partner": self.partner,
            "alone": self.plan.question.codes == (self.partner,),
            "rounds": self.rounds,
            "columns": len(self.domain.deal.us),
            "moves": moves,
        }
        Path(path).write_text(json.dumps(content, indent=1), encoding="utf-8")

    def _repr_markdown_(self) -> str:
        lines = [f"**Talks with {self.partner}**, {len(self.moves)} moves", "", self._table(self.positions())]
        if self.moves:
            lines += ["", self._table(self.history)]
        return "\n".join(lines)

    @staticmethod
    def _table(frame: "pd.DataFrame") -> str:
        head = [str(frame.index.name), *map(str, frame.columns)]
        rows = [head, ["---"] * len(head)]
        for key, row in zip(frame.index, frame.to_numpy(), strict=True):
            rows.append([str(key), *(f"{x:.2f}" if isinstance(x, float) else str(x) for x in row)])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _open(self) -> None:
        if self.agreed is not None:
            raise wrong("moves", "accepted", "a deal has been made", "start new talks")

    def _package(self, point: Point) -> Package:
        return package_of(self.domain, point)

    def _gain(self, package: Package) -> float:
        return self.domain.gain(package.point, self.reckoned)

    def _next(self, demand: float) -> Point:
        """A package near the best for the partner at this demand, as near as can be to what it proposed last."""
        domain = self.domain
        best = domain.best_for_partner(self.reckoned, demand) or self.division.point("take_it_or_leave_it")
        heard = [move.package.point for move in self.moves if move.side == THEM]
        if not heard:
            return best
        most = domain.best_for_partner(self.reckoned, 0.0) or best
        leeway = TOWARDS_THEM * domain.gain(most, self.reckoned)
        floor = max(0.0, domain.gain(best, self.reckoned) - leeway)
        return domain.nearest(heard[-1], self.reckoned, min(demand, best.us), floor) or best

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

    def say(self, move: Move) -> None:
        """Put a move on the record, and learn from it if it is theirs."""
        if move.side == THEM and move.kind == "counter-offer":
            self._learn(move.package)
        self.moves.append(move)

    def _learn(self, heard: Package) -> None:
        """Cut the weights by what a counter-offer says of whoever makes it."""
        domain = self.domain
        worth, fixed = domain.worth(heard.point), domain.fixed(heard.point)
        self.weights = self.weights.after(worth, fixed, "what it proposes is no worse for it than no deal")
        if self.standing is not None:
            other = self.standing.point
            self.weights = self.weights.after(
                worth - domain.worth(other), fixed - domain.fixed(other), "it prefers its proposal to our offer"
            )
        for move in self.moves[::-1]:
            if move.side == THEM:
                other = move.package.point
                self.weights = self.weights.after(
                    domain.worth(other) - worth, domain.fixed(other) - fixed, "what it asked for before was no worse"
                )
                break
        self.reckoned = self.weights.centre()

    def _read(self, named: Mapping[str, float]) -> Package:
        for issue, amount in named.items():
            if issue not in self.domain.issues:
                raise UnknownNameError.of("instrument on the table", issue, list(self.domain.issues))
            limit = self.domain.deal.limits[issue]
            if not 0 <= amount <= limit * (1 + 1e-9):
                raise wrong(issue, amount, f"must lie between 0 and {limit:.4g}", "give an amount within its limit")
        named = {issue: min(amount, self.domain.deal.limits[issue]) for issue, amount in named.items()}
        standing = self.standing.point if self.standing else self.division.point("take_it_or_leave_it")
        found = self.domain.with_amounts(named, standing, self.reckoned)
        if found is None:
            raise wrong("counter", dict(named), "these amounts cannot be combined", "ask for less of one of them")
        return self._package(found)

    def _answer(self, heard: Package, before: Weights) -> Answer:
        standing = self.standing
        return Answer(
            package=heard,
            domain=self.domain,
            reckoned=self.reckoned,
            cost=(standing.us_gain if standing else self._most()) - heard.us_gain,
            acceptable=self.would_accept(heard),
            before=before,
            weights=self.weights,
        )


def wrong(name: str, value: object, message: str, fix: str) -> InputError:
    """An error about one thing that was asked for."""
    return InputError([Problem("", name, value, message, fix)])
