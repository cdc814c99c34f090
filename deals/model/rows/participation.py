"""What each partner must gain before it signs: over its reservation value, and in each track of unlinked talks."""

from deals.kit.numbers import chosen
from deals.model.rows.variables import Choices, Pairs, Rows


def participation(c: Choices) -> Rows:
    """Nobody signs below its reservation value: gains kept, less costs, are at least the shift of that value."""
    return {code: c.program.linear(partner_pairs(c, code)) >= 0 for code in c.question.codes}


def gain_on_trade(c: Choices) -> Rows:
    """What is agreed on trade must be worth it by itself, where the regime does not link it to chips."""
    if c.question.regime.linked:
        return {}
    return {code: c.program.linear(pairs) >= 0 for code in c.question.codes if (pairs := trade_pairs(c, code))}


def gain_on_chips(c: Choices) -> Rows:
    """What is agreed on chips must be worth it by itself, where the regime does not link it to trade.

    The common row of participation then adds the political cost of a deal.
    """
    if c.question.regime.linked:
        return {}
    return {code: c.program.linear(pairs) >= 0 for code in c.question.codes if (pairs := chips_pairs(c, code))}


def partner_pairs(c: Choices, code: str) -> Pairs:
    """A partner's gain over its reservation value as a weighted sum, USD bn present value to the partner."""
    return [
        *terms_to_partner(c, code),
        *chips_to_partner(c, code),
        *standard_to_partner(c, code),
        *politics_to_partner(c, code),
    ]


def trade_pairs(c: Choices, code: str) -> Pairs:
    """What is agreed with a partner on trade, as a weighted sum of what it is worth to it."""
    return terms_to_partner(c, code, trade=True)


def chips_pairs(c: Choices, code: str) -> Pairs:
    """What is agreed with a partner on chips, as a weighted sum of what it is worth to it."""
    return [*terms_to_partner(c, code, trade=False), *chips_to_partner(c, code), *standard_to_partner(c, code)]


def kept(c: Choices) -> float:
    """Share of its gains that a partner counts: what is left of them for its goodwill is beyond any bargain."""
    return 1 - c.question.world.value("goodwill.floor")


def terms_to_partner(c: Choices, code: str, *, trade: bool | None = None) -> Pairs:
    """Worth of terms to a partner: of all, or of those on trade or on chips alone."""
    share, on_trade = kept(c), c.question.world.trade_instruments
    pairs: Pairs = []
    for term in c.terms(code):
        if trade is None or (term.instrument in on_trade) == trade:
            for step, segment in enumerate(term.segments):
                scale = chosen(segment.partner > 0, share, 1.0)
                pairs += [
                    (c.ask[code, term.instrument, step, period], scale * term.to_partner(step, period))
                    for period in c.question.talks[code].load
                ]
    return pairs


def chips_to_partner(c: Choices, code: str) -> Pairs:
    """Worth of chips to a partner, less what certified places cost it."""
    share = kept(c)
    return [
        (c.grant[grant.economy, grant.period, step], share * value - grant.burden)
        for grant in c.grants(code)
        for step, value in enumerate(grant.values)
    ]


def standard_to_partner(c: Choices, code: str) -> Pairs:
    """Cost of the standard to a partner: once, on deliveries that come anyway, and in resale forgone."""
    standard = c.question.standards.get(code)
    if standard is None:
        return []
    question = c.question
    pairs: Pairs = []
    for period in question.timeline.periods:
        free = sum(g.withheld * g.uncertified for g in c.grants(code) if g.period == period.index)
        running = standard.running[period.index] + standard.per_chip[period.index] * free
        pairs += c.surviving(c.standard, code, period.index, -running)
        pairs.append((c.saved[code, period.index], -standard.resale_rent[period.index]))
    for signing in question.talks[code].load:
        present = question.timeline.once_partner(question.timeline.periods[signing])
        pairs.append((c.standard[code, signing], -standard.fixed * present))
    return pairs


def politics_to_partner(c: Choices, code: str) -> Pairs:
    """Political cost of a deal to a partner, and any shift of its reservation value."""
    question = c.question
    pairs: Pairs = []
    for signing in question.talks[code].load:
        shift = question.reservation_shift.get(code, 0.0)
        pairs.append((c.sign[code, signing], -question.political_cost(code, signing) - shift))
    return pairs
