"""The best deal with each partner by itself, in many worlds at once: what the model says would be agreed.

With one partner a deal is a linear programme of one row, that the partner must gain. So terms are taken by what they
bring the United States for each dollar they cost the partner, the best first, until nothing is left to it; that at
every country rate there could be, and the best of these. What binds across partners (teams, limits, chips that all
share) is left to the plan.
"""

from dataclasses import dataclass

import numpy as np

from deals.kit.numbers import chosen, ratio
from deals.model.question import Question
from deals.model.rows.objective import weights
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.tariff_clauses import firm_at
from deals.record.weighing.stated import TARIFF_TO
from deals.uncertainty.acceptance.packages import displaced_by
from deals.world.instrument import CHIPS, SECTOR_RELIEF
from optimizer import Floats

HIGHEST = 60
"""Percent up to which country rates are tried, a point at a time."""


@dataclass(frozen=True, eq=False)
class SoloDeal:
    """The best deal with one partner in many worlds, an element a world.

    Attributes
    ----------
    partner : str
    us : array
        What it brings the United States over no deal, talks paid: USD bn; nothing where there is none to be had.
    alone : array
        What its best country rate alone would bring: USD bn.
    amounts : mapping
        Amount of each instrument, and `tariff_to` in percent: without a deal the rate best alone, or announced.
    """

    partner: str
    us: Floats
    alone: Floats
    amounts: dict[str, Floats]

    @property
    def pays(self) -> Floats:
        """By how much it brings more than acting alone, USD bn."""
        worlds: Floats = self.us - np.maximum(0.0, self.alone)
        return worlds


@dataclass(frozen=True, eq=False)
class _Items:
    """Parts of terms that may be agreed: a row a part, a column a world."""

    names: list[str]
    most: Floats
    us: Floats
    partner: Floats


def solo_deal(question: Question, partner: str, signed: int) -> SoloDeal:
    """The best deal with a partner, signed in a period, nobody else's given.

    Parameters
    ----------
    question : Question
        In many worlds.
    partner : str
    signed : int
        Period of signing.
    """
    worlds = len(question.world.elasticities)
    nothing = np.zeros(worlds)
    weight = weights(question)
    talks = nothing + weight["leverage"] * cost_of_talks(
        question.world, question.timeline, question.talks[partner], signed
    )
    fixed = nothing - question.political_cost(partner, signed) - question.reservation_shift.get(partner, 0.0)
    items = _items(question, partner, signed)
    us, own = items.us * items.most, items.partner * items.most
    free = (us >= 0) & (own >= 0)
    given, asked = (us < 0) & (own > 0), (us > 0) & (own < 0)
    swapped = given | asked
    size, gain = np.where(swapped, np.abs(own), 0.0), np.where(swapped, np.abs(us), 0.0)
    order = np.argsort(-gain / np.where(size > 0, size, np.inf), axis=0, kind="stable")
    size, gain = np.take_along_axis(size, order, axis=0), np.take_along_axis(gain, order, axis=0)
    before = np.cumsum(size, axis=0) - size
    # All that is given and nothing asked: from there each step takes something from the partner.
    start_us = np.where(free | given, us, 0.0).sum(axis=0)
    start_own = np.where(free | given, own, 0.0).sum(axis=0) + fixed
    best, rate = np.full(worlds, -np.inf), np.full(worlds, np.nan)
    taken = np.zeros_like(size)
    for percent, rate_us, rate_own in _rates(question, partner, signed, weight["leverage"]):
        budget = start_own + rate_own
        share = np.clip((budget - before) / np.where(size > 0, size, 1.0), 0.0, 1.0)
        total = np.where(budget >= 0, start_us + rate_us + (gain * share).sum(axis=0), -np.inf)
        better = total > best
        best, rate = np.where(better, total, best), np.where(better, percent, rate)
        taken = np.where(better, share, taken)
    back = np.argsort(order, axis=0)
    taken = np.take_along_axis(taken, back, axis=0)
    part = np.where(free, 1.0, np.where(given, 1 - taken, np.where(asked, taken, 0.0)))
    signs = best - talks > 0
    best_alone = question.alone.get(partner)
    alone = nothing if best_alone is None else nothing + best_alone.worth
    amounts: dict[str, Floats] = {}
    for row, name in enumerate(items.names):
        amount = np.where(signs, part[row] * items.most[row], 0.0)
        amounts[name] = amounts.get(name, nothing) + amount
    if best_alone is not None or not np.isnan(rate).all():
        without = question.world.value(f"tariff.announced.{partner}") if best_alone is None else best_alone.best
        amounts[TARIFF_TO] = np.where(signs & ~np.isnan(rate), rate, nothing + without)
    return SoloDeal(partner, np.where(signs, best - talks, 0.0), alone, amounts)


def _rates(question: Question, partner: str, signed: int, weight: float) -> "list[tuple[float, Floats, Floats]]":
    """No agreed rate, and every rate that may be: percent, worth to the United States and counted by the partner."""
    nothing = np.zeros(len(question.world.elasticities))
    found = [(float("nan"), nothing, nothing)]
    term = next((t for t in question.terms if t.partner == partner and t.of_one_rate), None)
    if term is None:
        return found
    share = 1 - question.world.value("goodwill.floor")
    announced, in_force = (question.world.value(f"tariff.{which}.{partner}") for which in ("announced", "in_force"))
    high = np.maximum(announced, in_force)
    low = np.minimum(question.world.value("tariff.floor"), high)
    for percent in range(HIGHEST + 1):
        allowed = (percent >= low - 0.5) & (percent <= high + 0.5) & np.ones(len(nothing), dtype=bool)
        if not allowed.any():
            continue
        firm = firm_at(question.world, partner, float(percent), bought=False)
        us, own = weight * firm.us * term.us_years[signed], firm.partner * term.partner_years[signed]
        counted = np.where(own > 0, share * own, own)
        found.append((float(percent), np.where(allowed, us, -np.inf), counted))
    return found


def _items(question: Question, partner: str, signed: int) -> _Items:
    """Steps of asks, relief from sector duties and chips; chips less what they displace."""
    weight, worlds = weights(question), len(question.world.elasticities)
    share, nothing = 1 - question.world.value("goodwill.floor"), np.zeros(worlds)
    rows: list[tuple[str, Floats, Floats, Floats]] = []
    for term in question.terms:
        if term.partner != partner or term.of_one_rate:
            continue
        for step, segment in enumerate(term.segments):
            own = term.to_partner(step, signed) + nothing
            counted = np.where(own > 0, share * own, own)
            shown = 1 / term.limit if term.instrument == SECTOR_RELIEF else 1.0
            us = weight[term.goal] * term.us(step, signed) + nothing
            rows.append((term.instrument, nothing + segment.width * shown, us / shown, counted / shown))
    for grant in question.grants:
        if grant.partner != partner:
            continue
        stands = chosen(signed + question.lag <= grant.period, question.survival(signed, grant.period), 0.0)
        most = nothing + grant.withheld * stands
        lost = displaced_by(question, grant.period, 0.0, most)
        each = np.where(most > 0, lost / np.where(most > 0, most, 1.0), 0.0)
        us = weight["promotion"] * (grant.promotion - each) + weight["control"] * grant.control
        # In licences, as deals state chips: more than what they deliver.
        arrives = question.delivered_share * stands
        for width, value in zip(grant.widths, grant.values, strict=True):
            own = share * value - grant.burden + nothing
            rows.append((CHIPS, nothing + ratio(width * stands, arrives), us * arrives, own * arrives))
    if not rows:
        empty = np.zeros((0, worlds))
        return _Items([], empty, empty, empty)
    names, most_of, us_of, own_of = zip(*rows, strict=True)
    return _Items(list(names), np.stack(most_of), np.stack(us_of), np.stack(own_of))
