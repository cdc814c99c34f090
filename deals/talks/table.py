"""At the table with one partner: offers, answers to counter-offers, and what each round reveals."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from deals.division.bilateral import Point
from deals.division.tranches import Tranches
from deals.kit.folder.place import place_for_file
from deals.kit.folder.whole import write_whole
from deals.kit.given.checked import checked
from deals.page.answer import Tabled
from deals.page.chart import Chart
from deals.page.document import html, markdown
from deals.page.wording import counted
from deals.talks.beliefs import Weights
from deals.talks.contents import NOTHING, Package, package_in, package_of
from deals.talks.figures import learned, moves
from deals.talks.moves import BOTH, THEM, US, Move, wrong
from deals.talks.page import talks_page
from deals.talks.reading import read_amounts
from deals.talks.transcript import Transcript
from deals.talks.weighed import Weighed
from optimizer import Floats

THINNED = 7
"""One in so many of the weights drawn is used to choose an offer."""


class Table(Transcript):
    """Talks with one partner, to be carried on; see :class:`~.transcript.Transcript`."""

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

    def counter(self, package: Mapping[str, float] | Package) -> Weighed:
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
        better = self.domain.hedged(deal.point, deal.us_gain, self._drawn)
        if better is None or self.domain.gain(better, self.reckoned) <= self.gain(deal) + NOTHING:
            return None
        return package_of(self.domain, better)

    def improve(self, package: Package) -> Package:
        """Put a package in the place of the deal, both sides having preferred it.

        Raises
        ------
        InputError
            If no deal has been made, or the package is worth less to us than the deal.
        """
        deal = self._deal()
        if package_in(package).us_gain < deal.us_gain - NOTHING:
            raise wrong("package", package, "worth less to us than the deal", "keep the deal")
        self.say(Move(BOTH, "improved", package))
        return package

    @checked()
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
        """Write the scenario and what was said to a JSON file, for :func:`load_table`.

        Raises
        ------
        InputError
            If there is no folder that takes the file.
        """
        target, question = place_for_file(path), self.plan.question
        moves = [
            {"side": m.side, "kind": m.kind, "terms": {str(i): x for i, x in enumerate(m.package.point.terms) if x}}
            for m in self.moves
        ]
        content: dict[str, object] = {"scenario": question.scenario.to_yaml(), "partner": self.partner}
        content |= {"alone": question.codes == (self.partner,), "rounds": self.rounds}
        content |= {"columns": len(self.domain.deal.us), "moves": moves}
        text = json.dumps(content, indent=1)
        write_whole(target, lambda unfinished: unfinished.write_text(text, encoding="utf-8"))

    def learned(self, true: Floats | None = None) -> Tabled:
        """What the talks tell of the partner's weights: where they likely lie before and now, one row an instrument.

        Parameters
        ----------
        true : array, optional
            The partner's true weights, where it was simulated.
        """
        frame = Weights(self.domain.issues).table.add_suffix("_before").join(self.weights.table)
        if true is not None:
            frame["true"] = true
        frame = frame.rename(index={name: label for name, (label, _) in self.domain.labels.items()})
        return Tabled(
            "what the talks tell of the weights", frame, lambda weights: learned(weights, self.domain.partner_name)
        )

    def chart(self, weights: Floats | None = None) -> Chart:
        """The moves of both sides on what they can have together.

        Parameters
        ----------
        weights : array, optional
            The partner's weights, one an instrument; those we reckon with if not given.
        """
        by = self.reckoned if weights is None else np.asarray(weights, dtype=float)
        frontier = [(p.us, p.partner) for p in self.domain.weighted(by).frontier]
        said = [(m.side, m.kind, m.package.us_gain, self.domain.gain(m.package.point, by)) for m in self.moves]
        return moves(frontier, said, self.domain.partner_name)

    def __repr__(self) -> str:
        state = "agreed" if self.agreed else "open"
        return f"Table({self.partner}, {counted(len(self.moves), 'move')}, {state})"

    def _repr_html_(self) -> str:
        return str(html(talks_page(self)))

    def _repr_markdown_(self) -> str:
        return markdown(talks_page(self))

    def _deal(self) -> Package:
        if self.agreed is None:
            raise wrong("moves", len(self.moves), "no deal has been made", "improve one after it is accepted")
        return self.agreed

    def _open(self) -> None:
        if self.agreed is not None:
            raise wrong("moves", "accepted", "a deal has been made", "start new talks")

    def _next(self, demand: float) -> Point:
        """The package for the partner at this demand: the best by what we reckon, hedged once it has spoken."""
        domain = self.domain
        best = domain.best_for_partner(self.reckoned, demand) or self.division.point("take_it_or_leave_it")
        heard = [move.package.point for move in self.moves if move.side == THEM]
        if not heard or self.standing is None:
            return best
        least = min(max(0.0, self.gain(self.standing)), domain.gain(best, self.reckoned)) - NOTHING
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

    def _read(self, named: Mapping[str, float]) -> Package:
        standing = self.standing.point if self.standing else self.division.point("take_it_or_leave_it")
        return package_of(self.domain, read_amounts(self.domain, named, standing, self.reckoned))

    def _answer(self, heard: Package, before: Weights) -> Weighed:
        standing = self.standing
        return Weighed(
            package=heard,
            domain=self.domain,
            reckoned=self.reckoned,
            cost=(standing.us_gain if standing else self._most()) - heard.us_gain,
            demand=self._least(),
            before=before,
            weights=self.weights,
        )
