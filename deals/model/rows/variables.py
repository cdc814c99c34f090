"""The choices of the contract problem, as labelled variables."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deals.kit.numbers import chosen, possible
from deals.model.question import Question
from deals.model.rows.adversary import Network
from deals.model.rows.diversion import YearOfDiversion, expected_diversion
from deals.model.worth.security import removed_share
from deals.model.worth.terms import Grant, Term, Widths
from optimizer import Program

EITHER = frozenset({False, True})
"""A deal may be one under threat, or one in which a rate is bought."""

OF_PARTNER = ("sign", "standard", "promoted", "ask", "saved", "grant", "counted", "permitted", "bought")
"""Families of what is chosen within the deal with a partner."""
BY_ECONOMY = ("grant", "counted", "permitted")
"""Those of them whose keys begin with an economy, and not with a partner."""

type Key = tuple[Any, ...]
type Pairs = list[tuple[Any, float]]
type Rows = dict[Hashable, Any]


@dataclass(frozen=True)
class Cut:
    """A cut of the adversary's network in every period, as variables.

    Attributes
    ----------
    nets : mapping
        The network by period.
    nodes : tuple of str
        Economies on observed routes.
    most : mapping
        (economy, period) -> most that it can leak at worst, thousand H100e; above nothing.
    side : mapping
        (economy, period) -> 1 on the source's side.
    leaked : mapping
        (economy, period) -> thousand H100e that it leaks at worst, on the sink's side.
    arc : mapping
        (origin, destination, period) -> 1 where the route is cut.
    """

    nets: Mapping[int, Network]
    nodes: tuple[str, ...]
    most: Mapping[tuple[str, int], float]
    side: Mapping[Any, Any]
    leaked: Mapping[Any, Any]
    arc: Mapping[Any, Any]


type Treatment = tuple[str, str, int | None]
"""Peer group, instrument, and the period for chips."""


@dataclass(frozen=True)
class Common:
    """What peers that must be treated alike have in common.

    Attributes
    ----------
    agreed : mapping
        Share of its limit that each peer agrees, as a weighted sum, by group, instrument and period.
    share : mapping
        The share in common, 0 to 1.
    """

    agreed: Mapping[Treatment, Mapping[str, Pairs]]
    share: Mapping[Any, Any]


@dataclass(frozen=True)
class Choices:
    """A programme and its variables, by family.

    Attributes
    ----------
    sign, standard, promoted : mapping
        (partner, period) -> 1 if the deal is signed, the standard adopted, the partner promoted in that period.
    ask : mapping
        (partner, instrument, segment, period) -> natural units agreed in that period.
    grant : mapping
        (economy, period, segment) -> thousand H100e delivered beyond the no-deal path.
    counted : mapping
        (economy, period) -> the part of it that counts against an allocation.
    saved : mapping
        (partner, period) -> thousand H100e of expected diversion removed by the standard.
    displaced : mapping
        (period, step) -> thousand H100e taken from what is left over, then from buyers at home and in tier 1.
    opened : mapping
        (economy, period) -> 1 if all chips refused there and then are delivered without a deal.
    unthreatened : mapping
        partner -> 1 if no rate is threatened, and the rate best for the United States alone is set.
    bought : mapping
        (partner, period) -> 1 if a deal is signed in that period with a partner that is not threatened.
    permitted : mapping
        (economy, period) -> the part of what a deal could add there that may be granted, where it could be opened too.
    secured : mapping
        (economy, period) -> the part of what is opened that stands under a standard its country has adopted.
    cut : Cut, optional
        A cut of the adversary's network; None where worst-case diversion is not limited.
    common : Common, optional
        Shares that peers have in common; None where peers need not be treated alike.
    """

    question: Question
    program: Program
    sign: Mapping[Any, Any]
    standard: Mapping[Any, Any]
    promoted: Mapping[Any, Any]
    ask: Mapping[Any, Any]
    grant: Mapping[Any, Any]
    counted: Mapping[Any, Any]
    saved: Mapping[Any, Any]
    displaced: Mapping[Any, Any]
    opened: Mapping[Any, Any]
    unthreatened: Mapping[Any, Any]
    bought: Mapping[Any, Any]
    permitted: Mapping[Any, Any]
    secured: Mapping[Any, Any]
    cut: Cut | None = None
    common: Common | None = None

    @cached_property
    def expected_diversion(self) -> tuple[YearOfDiversion, ...]:
        """Expected diversion of every year and its limit."""
        return expected_diversion(self.question)

    @cached_property
    def owner(self) -> Mapping[str, str]:
        """The partner that an economy belongs to."""
        return {grant.economy: grant.partner for grant in self.question.deliverable}

    @cached_property
    def within(self) -> Mapping[str, tuple[tuple[str, Key, int], ...]]:
        """Family, key and column of all that is chosen within the deal with each partner."""
        found: dict[str, list[tuple[str, Key, int]]] = {}
        for family in OF_PARTNER:
            for key, variable in getattr(self, family).items():
                partner = self.owner[key[0]] if family in BY_ECONOMY else key[0]
                found.setdefault(partner, []).append((family, key, variable.id))
        return {partner: tuple(columns) for partner, columns in found.items()}

    def terms(self, partner: str) -> list[Term]:
        """Terms on the table with a partner."""
        return [t for t in self.question.terms if t.partner == partner]

    def grants(self, partner: str) -> list[Grant]:
        """Grants open to a partner."""
        return [g for g in self.question.grants if g.partner == partner]

    def signed(self, partner: str, weight: float = 1.0) -> Pairs:
        """Whether the deal is signed at all, as a weighted sum."""
        return [(self.sign[key], weight) for key in self._periods(partner)]

    def effective(self, family: Mapping[Any, Any], partner: str, period: int, weight: float = 1.0) -> Pairs:
        """Whether something done in talks has taken effect on deliveries in `period`, as a weighted sum."""
        last = period - self.question.lag
        return [
            (family[key], chosen(key[1] <= last, weight, 0.0))
            for key in self._periods(partner)
            if possible(key[1] <= last) and key in family
        ]

    def surviving(self, family: Mapping[Any, Any], partner: str, period: int, weight: float = 1.0) -> Pairs:
        """Whether something done in talks has taken effect on deliveries and still stands in `period`, as expected."""
        last = period - self.question.lag
        return [
            (family[key], chosen(key[1] <= last, weight * self.question.survival(key[1], period), 0.0))
            for key in self._periods(partner)
            if possible(key[1] <= last) and key in family
        ]

    def caught(self) -> dict[int, Pairs]:
        """Diversion in each period that aligned export controls prevent, as weighted sums: thousand H100e."""
        found: dict[int, Pairs] = {}
        for term in self.question.terms:
            for signed, by_period in enumerate(term.caught):
                for period, amount in enumerate(by_period):
                    if possible(amount) and signed in self.question.talks[term.partner].load:
                        keys = [(term.partner, term.instrument, step, signed) for step in range(len(term.segments))]
                        found.setdefault(period, []).extend((self.ask[key], amount) for key in keys)
        return found

    def granted(self, grant: Grant, weight: float = 1.0) -> Pairs:
        """Chips granted to one economy in one period, as a weighted sum."""
        return [(self.grant[grant.economy, grant.period, step], weight) for step in range(len(grant.widths))]

    def opening(self, cell: Grant, weight: float = 1.0) -> Pairs:
        """Chips delivered without a deal to one economy in one period, as a weighted sum."""
        key = (cell.economy, cell.period)
        return [(self.opened[key], weight * cell.opened)] if key in self.opened else []

    def delivered(self, grant: Grant, weight: float = 1.0) -> Pairs:
        """Chips beyond the no-deal path to one economy in one period, granted or opened, as a weighted sum."""
        key = (grant.economy, grant.period, 0)
        return [*(self.granted(grant, weight) if key in self.grant else []), *self.opening(grant, weight)]

    def _periods(self, partner: str) -> list[Key]:
        return [(partner, period) for period in self.question.talks[partner].load]


def choices(question: Question, program: Program) -> Choices:
    """Declare every variable, with finite bounds."""
    dates = [(code, period) for code in question.codes for period in question.talks[code].load]
    with_standard = [(code, period) for code, period in dates if code in question.standards]
    promotable = with_standard if "promotion" in question.regime.tracks else []
    asks: Widths = {
        (term.partner, term.instrument, step, period): segment.width
        for term in question.terms
        for step, segment in enumerate(term.segments)
        for period in question.talks[term.partner].load
    }
    grants: Widths = {
        (grant.economy, grant.period, step): width
        for grant in question.grants
        for step, width in enumerate(grant.widths)
    }
    counted: Widths = {
        (g.economy, g.period): g.withheld
        for g in question.deliverable
        if question.path.access[g.economy].licensed_limit is not None
    }
    saved: Widths = {
        (code, p.index): standard.saved[p.index] + _savable(question, code, p.index)
        for code, standard in question.standards.items()
        for p in question.timeline.periods
    }
    bought: Widths = {
        (code, period): float(True in question.kinds.get(code, EITHER))
        for code, period in dates
        if code in question.alone
    }
    opened = [(cell.economy, cell.period) for cell in question.cells]
    secured = [
        (g.economy, g.period) for g in question.cells if g.partner in question.standards and possible(g.uncertified)
    ]
    either = set(opened)
    permitted = [(g.economy, g.period) for g in question.grants if (g.economy, g.period) in either]
    taken: Widths = {key: step.width for key, step in question.displaced.items()}
    return Choices(
        question=question,
        program=program,
        sign=program.variables("sign", dates, binary=True),
        standard=program.variables("standard", with_standard, binary=True),
        promoted=program.variables("promoted", promotable, binary=True),
        ask=program.variables("ask", list(asks), lower=0.0, upper=asks),
        grant=program.variables("grant", list(grants), lower=0.0, upper=grants),
        counted=program.variables("counted", list(counted), lower=0.0, upper=counted),
        saved=program.variables("saved", list(saved), lower=0.0, upper=saved),
        displaced=program.variables("displaced", list(taken), lower=0.0, upper=taken),
        opened=program.variables("opened", opened, binary=True),
        unthreatened=program.variables("unthreatened", list(question.alone), binary=True),
        bought=program.variables("bought", list(bought), lower=0.0, upper=bought),
        permitted=program.variables("permitted", permitted, lower=0.0, upper=1.0),
        secured=program.variables("secured", secured, lower=0.0, upper=1.0),
    )


def _savable(question: Question, code: str, period: int) -> float:
    own = (g for g in question.deliverable if g.partner == code and g.period == period)
    return removed_share(question.world) * sum(g.leak * g.uncertified * g.withheld for g in own)
