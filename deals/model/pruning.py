"""Which partners cannot pay for their own talks: an exact bound, without a solver.

Alone, a deal is a knapsack: the United States' worth of all steps, subject to the partner's participation. For any
price on the partner's gain, the Lagrangian bounds it from above; a partner whose best bound over dates does not exceed
the cost of its talks is in no optimal plan. Every family left out (teams, supply, budgets, joint capacities) could only
lower the bound.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from deals.model.question import Question
from deals.model.rows.objective import weights
from deals.model.rows.own_limits import ordered
from deals.model.rows.variables import EITHER
from deals.model.worth.security import removed_share
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.terms import Grant, Term

PRICES = np.array([0.0, *(0.02 * 1.12 ** np.arange(60))])
"""Prices tried on a dollar of the partner's gain: dollars of the United States."""


def worth_talking(question: Question) -> Question:
    """The question with deals only for partners whose deal could bring more than its talks cost, or that are ordered.

    Where the United States may set a partner's rate alone, a deal under threat must also be worth more than doing so;
    which of the two kinds of deal could be worth it is noted.
    """
    kinds: dict[str, frozenset[bool]] = {}
    tables, needed_all_the_same = _by_partner(question), {*question.scenario.must_sign, *ordered(question)}
    for code in question.codes:
        if code in needed_all_the_same:
            kinds[code] = EITHER
        elif pays := frozenset(
            b for b, (needed, found) in _bounds(question, code, *tables[code]).items() if found > needed
        ):
            kinds[code] = pays
    return replace(question.talking_to(kinds), kinds=kinds)


def best_bound(question: Question, code: str) -> tuple[float, float]:
    """What a deal with a partner must bring to be worth it, and the most it could, USD bn by weighted goals.

    Of the two kinds of deal the one that is nearer to being worth it.
    """
    found = _bounds(question, code, *_by_partner(question)[code])
    return min(found.values(), key=lambda pair: pair[0] - pair[1])


def _by_partner(question: Question) -> dict[str, tuple[list[Term], list[Grant]]]:
    found: dict[str, tuple[list[Term], list[Grant]]] = {code: ([], []) for code in question.codes}
    for term in question.terms:
        found[term.partner][0].append(term)
    for grant in question.grants:
        found[grant.partner][1].append(grant)
    return found


def _bounds(question: Question, code: str, terms: list[Term], grants: list[Grant]) -> dict[bool, tuple[float, float]]:
    """By kind of deal, what it must bring to be worth it and the most it could."""
    alone = weights(question)["leverage"] * question.alone[code].worth if code in question.alone else 0.0
    dates = question.talks[code].load
    return {
        bought: (
            max(0.0, -alone if bought else alone),
            max((bound(question, terms, grants, code, date, bought=bought) for date in dates), default=-math.inf),
        )
        for bought in ((False, True) if code in question.alone else (False,))
    }


def bound(
    question: Question, terms: list[Term], grants: list[Grant], code: str, period: int, *, bought: bool = False
) -> float:
    """Upper bound on what a deal signed in `period` brings the United States, weighted goals, USD bn.

    Over what is threatened or, for a deal with a partner that is not, over the rate best for the United States alone.
    """
    goal, last = weights(question), len(question.timeline.periods)
    stands = question.holds
    items = [
        (stands * t.us(step, period) * s.width * goal[t.goal], t.to_partner(step, period) * s.width)
        for t in terms
        for step, s in enumerate(t.segments)
        if not t.of_one_rate
    ]
    rates = [
        (stands * t.us(step, period) * goal[t.goal], t.to_partner(step, period))
        for t in terms
        for step, segment in enumerate(t.segments)
        if t.of_one_rate and segment.bought == bought
    ]
    removed = removed_share(question.world)
    standard = question.standards.get(code)
    for grant in grants:
        if grant.period < period + question.lag:
            continue
        spared = standard.harm[grant.period] * removed * grant.leak if standard and not grant.certified else 0.0
        worth = goal["promotion"] * grant.promotion + goal["control"] * (max(spared, 0.0) + grant.control)
        items += [(stands * worth * w, (v - grant.burden) * w) for w, v in zip(grant.widths, grant.values, strict=True)]
    free = 0.0
    if standard:
        spared = sum(standard.harm[p] * standard.saved[p] for p in range(period + question.lag, last))
        free = stands * goal["control"] * spared
    talks = goal["talks"] * cost_of_talks(question.world, question.timeline, question.talks[code], period)
    needed = question.political_cost(code, period) + question.reservation_shift.get(code, 0.0)
    surplus = _at_prices(items).sum(axis=1) + _at_prices([(0.0, 0.0), *rates]).max(axis=1)
    return float(np.min(free - talks - PRICES * needed + surplus))


def _at_prices(items: list[tuple[float, float]]) -> NDArray[np.float64]:
    """What each item is worth to both, the partner's gain at each price: nothing where it is below nothing."""
    us, own = np.array(items).T if items else np.zeros((2, 0))
    worth: NDArray[np.float64] = np.maximum(0.0, us + np.outer(PRICES, own))
    return worth
