"""What each partner must gain before it signs: over its reservation value, and in each track of unlinked talks."""

from deals.model.variables import Choices, Pairs
from deals.regimes.regime import TRADE_ASKS, TRADE_OFFERS

TRADE = TRADE_ASKS | TRADE_OFFERS


def participation(c: Choices) -> None:
    """1.8 Nobody signs below its reservation value: gains kept, less costs, are at least the shift of that value."""
    c.program.constraints(
        "participation",
        {code: c.program.linear(partner_pairs(c, code)) >= 0 for code in c.question.codes},
    )


def partner_pairs(c: Choices, code: str) -> Pairs:
    """1.7 A partner's gain over its reservation value as a weighted sum, USD bn present value to the partner."""
    question = c.question
    kept = 1 - question.world.value("goodwill.floor")
    pairs: Pairs = []
    for term in c.terms(code):
        for step, segment in enumerate(term.segments):
            scale = kept if segment.partner > 0 else 1.0
            pairs += [
                (c.ask[code, term.instrument, step, period], scale * segment.partner * term.partner_years[period])
                for period in question.talks[code].load
            ]
    standard = question.standards.get(code)
    for grant in c.grants(code):
        required = question.path.access[grant.economy].standard_required
        burden = standard.per_chip[grant.period] if standard and required else 0.0
        pairs += [
            (c.grant[grant.economy, grant.period, step], kept * value - burden)
            for step, value in enumerate(grant.values)
        ]
    if standard:
        for period in question.timeline.periods:
            free = sum(
                g.withheld
                for g in c.grants(code)
                if g.period == period.index and not question.path.access[g.economy].standard_required
            )
            running = standard.running[period.index] + standard.per_chip[period.index] * free
            pairs += c.effective(c.standard, code, period.index, -running)
            pairs.append((c.saved[code, period.index], -standard.resale_rent[period.index]))
    for signing in question.talks[code].load:
        present = question.timeline.once_partner(question.timeline.periods[signing])
        shift = question.reservation_shift.get(code, 0.0)
        pairs.append((c.sign[code, signing], -question.reserve[code] * present - shift))
        if standard:
            pairs.append((c.standard[code, signing], -standard.fixed * present))
    return pairs


def separate_tracks(c: Choices) -> None:
    """1.8 What is agreed on chips must be worth it by itself, and so must what is agreed on trade.

    Only where a regime links the two can chips pay for tariff cuts, or relief for controls. The common row of
    participation then adds the political cost of a deal.
    """
    trade: dict[str, Pairs] = {}
    chips: dict[str, Pairs] = {}
    for code in c.question.codes:
        in_trade = {id(v) for key, v in c.ask.items() if key[0] == code and key[1] in TRADE}
        apart = in_trade | {id(v) for v, _ in c.signed(code)}
        pairs = partner_pairs(c, code)
        trade[code] = [(v, w) for v, w in pairs if id(v) in in_trade]
        chips[code] = [(v, w) for v, w in pairs if id(v) not in apart]
    linear = c.program.linear
    c.program.constraints("gain on trade", {code: linear(pairs) >= 0 for code, pairs in trade.items() if pairs})
    c.program.constraints("gain on chips", {code: linear(pairs) >= 0 for code, pairs in chips.items() if pairs})
