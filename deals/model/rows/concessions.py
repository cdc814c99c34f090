"""What partners give: each term within its limit, and investment that matches chips."""

from collections import defaultdict

from deals.kit.numbers import possible
from deals.model.question import Question
from deals.model.rows.variables import Choices, Pairs, Rows
from deals.model.worth.compute_value import chip_capex
from deals.world.instrument import INVESTMENT, MATCHING


def terms_under_a_deal(c: Choices) -> Rows:
    """Each step of each term only under a deal signed in that period, within its width."""
    widths = {
        (term.partner, term.instrument, step): segment.width
        for term in c.question.terms
        for step, segment in enumerate(term.segments)
        if not term.of_one_rate
    }
    return {
        key: c.program.linear([(v, 1.0), (c.sign[key[0], key[3]], -widths[key[:3]])]) <= 0
        for key, v in c.ask.items()
        if key[:3] in widths
    }


def matching_within_chips(c: Choices) -> Rows:
    """Matching investment is at most the capital cost of the chips granted.

    A partner that has already promised to match has no such term, and no such row.
    """
    capex: dict[str, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        year = c.question.timeline.periods[grant.period].year
        capex[grant.partner] += c.granted(grant, -chip_capex(c.question.world, year))
    return {code: c.program.linear([*pairs, *capex[code]]) <= 0 for code, pairs in _given(c, MATCHING).items()}


def matching_required(c: Choices) -> Rows:
    """Where the regime requires it, matching investment is at least its ratio of the capital cost of the chips."""
    owed: dict[str, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        year = c.question.timeline.periods[grant.period].year
        required = c.question.path.access[grant.economy].matching
        if possible(required > 0):
            owed[grant.partner] += c.granted(grant, required * chip_capex(c.question.world, year))
    pledged = _given(c, MATCHING)
    return {
        code: c.program.linear([*pairs, *((v, -w) for v, w in pledged[code])]) <= 0
        for code, pairs in owed.items()
        if code in pledged
    }


def investment_capacity(c: Choices) -> Rows:
    """Pledged and matching investment together are at most what the partner can invest."""
    matching = _given(c, MATCHING)
    return {
        code: c.program.linear([*pairs, *c.signed(code, -investable(c.question, code))]) <= 0
        for code, pairs in _given(c, MATCHING, INVESTMENT).items()
        if code in matching and any(t.instrument == INVESTMENT for t in c.terms(code))
    }


def investable(question: Question, code: str) -> float:
    """Most that a partner can invest, USD bn: the limit of its own pledge."""
    return sum(t.limit for t in question.terms if t.partner == code and t.instrument == INVESTMENT)


def _given(c: Choices, *instruments: str) -> dict[str, Pairs]:
    """Amounts of some instruments that each partner gives, as weighted sums."""
    found: dict[str, Pairs] = defaultdict(list)
    for (code, instrument, _step, _period), variable in c.ask.items():
        if instrument in instruments:
            found[code].append((variable, 1.0))
    return found
