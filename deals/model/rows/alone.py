"""What the United States does without a deal: cells it opens, and partners it does not threaten with a tariff.

A cell is an economy in a period with all the chips refused to it there. It is opened whole or not at all, so that what
is opened is in the partner's reservation value and in its deal alike, and only what a deal adds enters participation.
"""

from collections import defaultdict

from deals.model.rows.variables import EITHER, Choices, Pairs, Rows


def permitted_by_a_deal(c: Choices) -> Rows:
    """What may be granted of a cell that can be opened is what still stands of a deal's licences."""
    rows: Rows = {}
    for (economy, period), variable in c.permitted.items():
        under = c.surviving(c.sign, c.owner[economy], period, -1.0)
        rows[economy, period] = c.program.linear([(variable, 1.0), *under]) <= 0
    return rows


def permitted_unless_opened(c: Choices) -> Rows:
    """Nothing may be granted of a cell that is opened.

    Of a deal signed in tau the share S(t - tau) still stands in t. So for each date s at which it could have been
    signed the share permitted is at most S(t - s) (1 - o) + sum over later tau of (S(t - tau) - S(t - s)) z[tau]:
    nothing where the cell is opened without a deal, and all that stands where it is not. With 1 - o alone a part of a
    cell could be opened beside a deal of which that part has lapsed.
    """
    rows: Rows = {}
    for (economy, period), variable in c.permitted.items():
        code, opened = c.owner[economy], c.opened[economy, period]
        dates = [t for t in c.question.talks[code].load if t + c.question.lag <= period]
        stands = {date: c.question.survival(date, period) for date in dates}
        for since, least in stands.items():
            later: Pairs = [(c.sign[code, d], least - share) for d, share in stands.items() if share > least]
            rows[economy, period, since] = c.program.linear([(variable, 1.0), (opened, least), *later]) <= least
    return rows


def secured_if_opened(c: Choices) -> Rows:
    """A country's standard covers what is opened to it."""
    return {key: c.program.linear([(v, 1.0), (c.opened[key], -1.0)]) <= 0 for key, v in c.secured.items()}


def secured_by_the_standard(c: Choices) -> Rows:
    """What is opened is under the standard only where the country has adopted it."""
    return {key: c.program.linear([(v, 1.0), *_adopted(c, key, -1.0)]) <= 0 for key, v in c.secured.items()}


def secured_where_both(c: Choices) -> Rows:
    """What is opened is under the standard wherever the country has adopted it."""
    return {
        key: c.program.linear([(v, 1.0), (c.opened[key], -1.0), *_adopted(c, key, -1.0)]) >= -1
        for key, v in c.secured.items()
    }


def rate_under_threat(c: Choices) -> Rows:
    """Parts of rates agreed under threat add up to the whole at most, in a deal with a partner that is threatened."""
    return {
        key: c.program.linear([*pairs, (c.sign[key], -1.0), *([(c.bought[key], 1.0)] if key in c.bought else [])]) <= 0
        for key, pairs in _rates(c, bought=False).items()
    }


def rate_bought(c: Choices) -> Rows:
    """Parts of rates that are bought add up to the whole at most, in a deal with a partner that is not threatened."""
    return {
        key: c.program.linear([*pairs, *([(c.bought[key], -1.0)] if key in c.bought else [])]) <= 0
        for key, pairs in _rates(c, bought=True).items()
    }


def bought_with_a_deal(c: Choices) -> Rows:
    """A rate is bought in a deal; where no deal under threat is worth it, in every deal."""
    rows: Rows = {}
    for key, variable in c.bought.items():
        pairs: Pairs = [(variable, 1.0), (c.sign[key], -1.0)]
        threatened = False in c.question.kinds.get(key[0], EITHER)
        rows[key] = c.program.linear(pairs) <= 0 if threatened else c.program.linear(pairs) == 0
    return rows


def bought_without_threat(c: Choices) -> Rows:
    """A rate is bought where none is threatened."""
    linear = c.program.linear
    return {n: linear([*pairs, (c.unthreatened[n], -1.0)]) <= 0 for n, pairs in _dates(c).items()}


def threat_or_not(c: Choices) -> Rows:
    """A deal with a partner that is not threatened is one in which its rate is bought."""
    return {
        n: c.program.linear([*c.signed(n), *((v, -w) for v, w in pairs), (c.unthreatened[n], 1.0)]) <= 1
        for n, pairs in _dates(c).items()
    }


def _adopted(c: Choices, key: tuple[str, int], weight: float) -> Pairs:
    return c.surviving(c.standard, c.owner[key[0]], key[1], weight)


def _rates(c: Choices, *, bought: bool) -> dict[tuple[str, int], Pairs]:
    """Parts of firm rates by partner and period of signing, those under threat or those bought."""
    found: dict[tuple[str, int], Pairs] = defaultdict(list)
    for term in c.question.terms:
        if term.of_one_rate:
            for step, segment in enumerate(term.segments):
                if segment.bought == bought:
                    for period in c.question.talks[term.partner].load:
                        key = (term.partner, term.instrument, step, period)
                        found[term.partner, period].append((c.ask[key], 1.0))
    return dict(found)


def _dates(c: Choices) -> dict[str, Pairs]:
    """Whether a rate is bought at all, by partner."""
    found: dict[str, Pairs] = defaultdict(list)
    for (code, _), variable in c.bought.items():
        found[code].append((variable, 1.0))
    return dict(found)
