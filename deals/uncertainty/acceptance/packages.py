"""A given package weighed in many worlds: its terms stand to the letter, and only what they are worth differs.

A pledge is filled step by step, the cheapest first; what goes beyond what the partner could give in a world is given at
the worth of its last step. Licences for chips are agreed as an amount; what they deliver hangs on the share that is
delivered in time and on how long licences stand, and no more is bought than there is use for. The standard, where it is
adopted, is kept in full.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from deals.division.bilateral import Bilateral, Point
from deals.kit.numbers import chosen, larger, ratio, smaller
from deals.model.question import Question
from deals.model.rows.objective import IN_MONEY, weights
from deals.model.worth.security import removed_share
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.tariff_clauses import firm_at
from deals.model.worth.terms import Grant, Term
from deals.uncertainty.held.solving import LACKING
from deals.world.instrument import CHIPS, STANDARD
from optimizer import Flags, Floats

type ByPeriod = dict[int, Floats]

DISPLACED, POLITICS, REFUSING = "displaced_sales", "political_cost", "refusing"
"""What counts beside terms: sales at home that chips displace, what a deal costs a government, a better no-deal."""


@dataclass(frozen=True)
class FixedRate:
    """A firm country rate for a part of the trade it covers."""

    percent: float
    part: float
    bought: bool


@dataclass(frozen=True)
class Package:
    """What is agreed with one partner.

    Attributes
    ----------
    partner : str
    signed : int
        Period of signing.
    rates : tuple of FixedRate
    asks : mapping
        Natural units of every other term, by instrument.
    licences : mapping
        Thousand H100e licensed, by economy and period: more than arrives, as :meth:`Question.delivery` has it.
    standard : bool
        Whether the country adopts the security standard.
    opened : set of (str, int)
        Economies and periods opened to it without a deal: the standard, where it is adopted, covers them too.
    years : mapping
        Years over which a total is pledged, by instrument, where these are not the years it is quoted for.
    beyond : bool
        Whether licences beyond what there is use for are bought all the same, at the worth of the last use.
    """

    partner: str
    signed: int
    rates: tuple[FixedRate, ...]
    asks: Mapping[str, float]
    licences: Mapping[tuple[str, int], float]
    standard: bool
    opened: frozenset[tuple[str, int]] = frozenset()
    years: Mapping[str, float] = field(default_factory=dict)
    beyond: bool = False

    @classmethod
    def of(cls, deal: Bilateral, point: Point) -> "Package":
        """A point of what can be agreed in a plan, as a package."""
        plan, code = deal.plan, deal.partner
        question, signed = plan.asked, plan.signed[code]
        labels = plan.solution.snapshot.columns.all
        terms = {term.instrument: term for term in plan.choices.terms(code)}
        rates: list[FixedRate] = []
        asks: dict[str, float] = {}
        licences: dict[tuple[str, int], float] = {}
        for column, amount in zip(deal.piece.columns.tolist(), point.terms.tolist(), strict=True):
            family, key = labels[column]
            if amount == 0.0 or not isinstance(key, tuple):
                continue
            if family == "ask":
                term = terms[str(key[1])]
                if term.of_one_rate:
                    segment = term.segments[int(str(key[2]))]
                    rates.append(FixedRate(segment.rate, amount, segment.bought))
                else:
                    asks[term.instrument] = asks.get(term.instrument, 0.0) + amount
            elif family == "grant":
                cell = str(key[0]), int(str(key[1]))
                licences[cell] = licences.get(cell, 0.0) + amount / question.delivery(signed, cell[1])
        opened = {(c.economy, c.period) for c in plan.asked.cells if c.partner == code and plan.opened(c) > 0}
        return cls(code, signed, tuple(rates), asks, licences, code in plan.adopted, frozenset(opened))


@dataclass(frozen=True, eq=False)
class Part:
    """What one term of a package brings in many worlds, USD bn present value, an element a world.

    Attributes
    ----------
    name : str
        Instrument, or what else counts: :data:`DISPLACED`, :data:`POLITICS`, :data:`REFUSING`.
    us, partner : array
        Worth to the United States, by the weights that it is weighed with, and to the partner.
    trade : bool or None
        Whether it belongs to talks on trade rather than on chips; None where it belongs to no track.
    """

    name: str
    us: Floats
    partner: Floats
    trade: bool | None


@dataclass(frozen=True, eq=False)
class Weighed:
    """A package in many worlds, USD bn present value, an element a world.

    Attributes
    ----------
    parts : sequence of Part
        Term by term.
    talks : array
        What its talks cost the United States, signed or not.
    linked : bool
        Whether chips may pay for concessions in trade.
    unweighted : Weighed or None
        The same in money, where the goals of the scenario do not weigh alike and `us` is a score.
    """

    parts: Sequence[Part]
    talks: Floats
    linked: bool
    unweighted: "Weighed | None" = None

    @property
    def in_money(self) -> "Weighed":
        """The same package with its worth to the United States in money: what is told, where the score chooses."""
        return self if self.unweighted is None else self.unweighted

    @cached_property
    def us(self) -> Floats:
        """What it brings the United States where it is signed, less what its chips displace, its talks apart."""
        return _sum((part.us for part in self.parts), len(self.talks))

    @cached_property
    def partner(self) -> Floats:
        """What it brings the partner over refusing."""
        return _sum((part.partner for part in self.parts), len(self.talks))

    @property
    def tracks(self) -> tuple[Floats, ...]:
        """Where chips may not pay for concessions in trade: what it brings the partner on trade, and on chips."""
        if self.linked:
            return ()
        sides = ((part.partner for part in self.parts if part.trade is on_trade) for on_trade in (True, False))
        trade, chips = (_sum(side, len(self.talks)) for side in sides)
        return trade, chips

    @property
    def accepted(self) -> Flags:
        """Worlds in which the partner signs: it gains over refusing, and in each track of talks that are not linked."""
        held: Flags = np.min([self.partner, *self.tracks], axis=0) >= -LACKING
        return held

    @property
    def brought(self) -> Floats:
        """What it brings the United States, refusals counted: nothing over no deal but the cost of talks."""
        found: Floats = np.where(self.accepted, self.us, 0.0) - self.talks
        return found


def weighed(question: Question, package: Package, sold: Mapping[int, float]) -> Weighed:
    """Weigh a package for both sides in the worlds of a question.

    Parameters
    ----------
    question : Question
        In many worlds.
    package : Package
    sold : mapping
        Thousand H100e that others get beyond the no-deal path, granted or opened, by period: its chips come on top.
    """
    scale = weights(question)
    found = _weighed(question, package, sold, scale)
    return found if scale == IN_MONEY else replace(found, unweighted=_weighed(question, package, sold, IN_MONEY))


def _weighed(question: Question, package: Package, sold: Mapping[int, float], weight: Mapping[str, float]) -> Weighed:
    code, signed = package.partner, package.signed
    nothing = np.zeros(len(question.world.elasticities))
    parts = _terms(question, package, weight)
    chips, delivered, leaked = _chips(question, package, weight)
    parts.append(chips)
    displaced = nothing
    for period, flow in delivered.items():
        displaced = displaced - weight["promotion"] * displaced_by(question, period, sold.get(period, 0.0), flow)
    parts.append(Part(DISPLACED, displaced, nothing, trade=None))
    if package.standard and code in question.standards:
        saved, cost = _standard(question, code, signed, leaked)
        parts.append(Part(STANDARD, nothing + weight["control"] * saved, nothing - cost, trade=False))
    parts.append(Part(POLITICS, nothing, nothing - question.political_cost(code, signed), trade=None))
    parts.append(Part(REFUSING, nothing, nothing - question.reservation_shift.get(code, 0.0), trade=None))
    talks = weight["leverage"] * cost_of_talks(question.world, question.timeline, question.talks[code], signed)
    return Weighed(tuple(parts), talks + nothing, question.regime.linked)


def displaced_by(question: Question, period: int, before: float, more: Floats) -> Floats:
    """Cost of selling so many chips abroad in a period on top of others, USD bn: thousand H100e in each world."""
    cost: Callable[[int, Any], Any] = question.displacement.cost
    found: Floats = cost(period, before + more) - cost(period, before + np.zeros_like(more))
    return found


def _terms(question: Question, package: Package, weight: Mapping[str, float]) -> list[Part]:
    """What each term but chips brings both sides."""
    code, signed, nothing = package.partner, package.signed, np.zeros(len(question.world.elasticities))
    share, found = 1 - question.world.value("goodwill.floor"), []
    on_trade = question.world.trade_instruments
    for term in (t for t in question.terms if t.partner == code):
        if term.of_one_rate:
            firm = [
                (rate.part, firm_at(question.world, code, rate.percent, bought=rate.bought)) for rate in package.rates
            ]
            worths = [
                (part * rate.us * term.us_years[signed], part * rate.partner * term.partner_years[signed])
                for part, rate in firm
            ]
        else:
            amount, at_us, at_partner = _over_years(question, package, term)
            worths = [
                (taken * term.us(step, signed) * at_us, taken * term.to_partner(step, signed) * at_partner)
                for step, taken in enumerate(_filled(term, amount))
            ]
        us, partner = nothing, nothing
        for to_us, to_partner in worths:
            us = us + weight[term.goal] * to_us
            partner = partner + chosen(to_partner > 0, share * to_partner, to_partner)
        found.append(Part(term.instrument, us, partner, trade=term.instrument in on_trade))
    return found


def _over_years(question: Question, package: Package, term: Term) -> tuple[float, float, float]:
    """A pledge over other years than it is quoted for: the amount a quoted span has, and what more years make of it."""
    amount = package.asks.get(term.instrument, 0.0)
    years = package.years.get(term.instrument)
    if years is None:
        return amount, 1.0, 1.0
    instrument = next(i for i in question.world.instruments if i.name == term.instrument)
    timeline, signed = question.timeline, question.timeline.periods[package.signed]
    us, partner = (
        ratio(timeline.pledged(signed, years, rate), timeline.pledged(signed, instrument.quoted_years, rate))
        for rate in (timeline.discount_us, timeline.discount_partner)
    )
    return amount * instrument.quoted_years / years, us, partner


def _chips(question: Question, package: Package, weight: Mapping[str, float]) -> tuple[Part, ByPeriod, ByPeriod]:
    """What chips bring both sides; thousand H100e delivered by the deal, and what leaks of all the standard covers."""
    signed, worlds = package.signed, len(question.world.elasticities)
    us, own = np.zeros(worlds), np.zeros(worlds)
    delivered: ByPeriod = {}
    leaked: ByPeriod = {}
    share = 1 - question.world.value("goodwill.floor")
    for grant in (g for g in question.grants if g.partner == package.partner):
        cell, nothing = (grant.economy, grant.period), np.zeros(worlds)
        flow = nothing
        if (licensed := package.licences.get(cell, 0.0)) > 0:
            steps = _used(question, grant, licensed, signed, beyond=package.beyond)
            flow = nothing + sum(steps)
            delivered[grant.period] = delivered.get(grant.period, nothing) + flow
            us = us + flow * (weight["promotion"] * grant.promotion + weight["control"] * grant.control)
            own = own + sum((x * (share * v - grant.burden) for x, v in zip(steps, grant.values, strict=True)))
        if cell in package.opened:
            flow = flow + chosen(signed + question.lag <= grant.period, grant.opened, 0.0)
        leaked[grant.period] = leaked.get(grant.period, nothing) + flow * grant.leak * grant.uncertified
    return Part(CHIPS, us, own, trade=False), delivered, leaked


def _filled(term: Term, amount: float) -> list[float]:
    """An amount over the steps of a term, in order; whatever is left with the last."""
    left, found = amount, []
    for segment in term.segments[:-1]:
        taken = smaller(left, segment.width)
        found.append(taken)
        left = left - taken
    return [*found, left]


def _used(question: Question, grant: Grant, licensed: float, signed: int, *, beyond: bool) -> list[float]:
    """What a licence delivers in one period, use by use: the most valued first, as long as it stands."""
    flows = signed + question.lag <= grant.period
    stands = chosen(flows, question.survival(signed, grant.period), 0.0)
    left, found = licensed * question.delivered_share, []
    for width in grant.widths:
        taken = larger(0.0, smaller(left, width))
        found.append(taken * stands)
        left = left - taken
    if beyond:
        found[-1] = found[-1] + left * stands
    return found


def _standard(question: Question, code: str, signed: int, leaked: ByPeriod) -> tuple[float, float]:
    """The standard of a whole country: what the diversion it prevents is worth, and what it costs the partner."""
    standard, removed = question.standards[code], removed_share(question.world)
    present = question.timeline.once_partner(question.timeline.periods[signed])
    worth, cost = 0.0, standard.fixed * present
    for period in question.timeline.periods:
        stands = chosen(signed + question.lag <= period.index, question.survival(signed, period.index), 0.0)
        here = [g for g in question.grants if g.partner == code and g.period == period.index]
        free = sum((g.withheld * g.uncertified for g in here), 0.0)
        saved = stands * standard.saved[period.index] + removed * leaked.get(period.index, 0.0)
        worth = worth + saved * standard.harm[period.index]
        running = standard.running[period.index] + standard.per_chip[period.index] * free
        cost = cost + stands * running + saved * standard.resale_rent[period.index]
    return worth, cost


def _sum(worths: Iterable[Floats], worlds: int) -> Floats:
    return sum(worths, np.zeros(worlds))
