"""Who signs, when, with what: one deal a partner, teams, the standard, and what the strategist has settled."""

from collections import defaultdict

from deals.model.rows.variables import Choices, Pairs, Rows


def one_signing(c: Choices) -> Rows:
    """A deal is signed at most once."""
    return {code: c.program.linear(c.signed(code)) <= 1 for code in c.question.codes}


def negotiating_teams(c: Choices) -> Rows:
    """Talks need teams, and there are only so many in each period (team-quarters)."""
    question = c.question
    load: dict[int, Pairs] = defaultdict(list)
    for code in question.codes:
        for signing, quarters in question.talks[code].load.items():
            for period, amount in quarters.items():
                load[period].append((c.sign[code, signing], amount))
    return {
        p.label: c.program.linear(load[p.index]) <= question.teams * len(p.quarters)
        for p in question.timeline.periods
        if load[p.index]
    }


def standard_with_deal(c: Choices) -> Rows:
    """The security standard is adopted with a deal or not at all."""
    return {key: c.program.linear([(v, 1.0), (c.sign[key], -1.0)]) <= 0 for key, v in c.standard.items()}


def must_sign(c: Choices) -> Rows:
    """Deals that the strategist wants in any plan."""
    linear, known = c.program.linear, set(c.question.codes)
    return {n: linear(c.signed(n)) >= 1 for n in c.question.scenario.must_sign if n in known}


def must_not_sign(c: Choices) -> Rows:
    """Deals that the strategist wants in no plan."""
    linear, known = c.program.linear, set(c.question.codes)
    return {n: linear(c.signed(n)) <= 0 for n in c.question.scenario.must_not_sign if n in known}


def ceiling(c: Choices) -> Rows:
    """The most chips that a partner's deal may add over the horizon."""
    linear, known = c.program.linear, set(c.question.codes)
    return {
        n: linear([pair for g in c.grants(n) for pair in c.granted(g)]) <= cap
        for n, cap in c.question.scenario.caps.items()
        if n in known and c.grants(n)
    }
