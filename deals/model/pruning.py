"""Which partners cannot pay for their own talks: an exact bound, without a solver.

Alone, a deal is a knapsack: the United States' worth of all steps, subject to the partner's participation. For any
price on the partner's gain, the Lagrangian bounds it from above; a partner whose best bound over dates does not exceed
the cost of its talks is in no optimal plan. Every family left out (teams, supply, budgets, joint capacities) could only
lower the bound.
"""

from collections import defaultdict

import numpy as np

from deals.model.question import Question
from deals.model.rows.objective import weights
from deals.model.worth.security import removed_share
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.terms import Grant, Term

PRICES = 0.02 * 1.12 ** np.arange(60)
"""Prices tried on a dollar of the partner's gain: dollars of the United States."""


def worth_talking_to(question: Question) -> tuple[str, ...]:
    """Codes of the partners whose deal could bring more than its talks cost, and of those that must sign."""
    terms: dict[str, list[Term]] = defaultdict(list)
    grants: dict[str, list[Grant]] = defaultdict(list)
    for term in question.terms:
        terms[term.partner].append(term)
    for grant in question.grants:
        grants[grant.partner].append(grant)
    kept = []
    for code in question.codes:
        if code in question.scenario.must_sign or any(
            _bound(question, terms[code], grants[code], code, period) > 0 for period in question.talks[code].load
        ):
            kept.append(code)
    return tuple(kept)


def _bound(question: Question, terms: list[Term], grants: list[Grant], code: str, period: int) -> float:
    """Upper bound on what a deal signed in `period` brings the United States, weighted goals, USD bn."""
    goal, last = weights(question), len(question.timeline.periods)
    items = [
        (t.us(step, period) * s.width * goal[t.goal], t.to_partner(step, period) * s.width)
        for t in terms
        for step, s in enumerate(t.segments)
    ]
    removed = removed_share(question.world)
    standard = question.standards.get(code)
    for grant in grants:
        if grant.period < period + question.lag:
            continue
        spared = standard.harm[grant.period] * removed * grant.leak if standard and not grant.certified else 0.0
        worth = goal["promotion"] * grant.promotion + goal["control"] * (max(spared, 0.0) + grant.control)
        items += [(worth * w, (v - grant.burden) * w) for w, v in zip(grant.widths, grant.values, strict=True)]
    free = 0.0
    if standard:
        free = goal["control"] * sum(standard.harm[p] * standard.saved[p] for p in range(period + question.lag, last))
    talks = goal["talks"] * cost_of_talks(question.world, question.timeline, question.talks[code], period)
    needed = question.political_cost(code, period) + question.reservation_shift.get(code, 0.0)
    us, own = np.array(items).T if items else np.zeros((2, 0))
    surplus = np.maximum(0.0, us + np.outer(PRICES, own)).sum(axis=1)
    return float(np.min(free - talks - PRICES * needed + surplus))
