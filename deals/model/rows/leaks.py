"""Expected diversion: what the standard saves, and the budget."""

from collections import defaultdict

from deals.model.rows.diversion import expected_diversion
from deals.model.rows.variables import Choices, Key, Pairs, Rows, removed_share


def saved_by_deliveries(c: Choices) -> Rows:
    """The standard removes at most its share of the leak on all deliveries."""
    removed = removed_share(c.question)
    leaks: dict[Key, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        leaks[grant.partner, grant.period] += c.granted(grant, -removed * grant.leak)
    return {key: c.program.linear([(v, 1.0), *leaks[key]]) <= _without_deals(c, key) for key, v in c.saved.items()}


def saved_where_in_force(c: Choices) -> Rows:
    """Where the standard is in force it does save, also on chips that need it: a partner cannot keep its resale."""
    removed = removed_share(c.question)
    needed: dict[Key, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        if c.question.path.access[grant.economy].standard_required:
            needed[grant.partner, grant.period] += c.granted(grant, -removed * grant.leak)
    rows: Rows = {}
    for key, variable in c.saved.items():
        in_force = c.effective(c.standard, key[0], key[1], -_without_deals(c, key))
        rows[key] = c.program.linear([(variable, 1.0), *in_force, *needed[key]]) >= 0
    return rows


def saved_under_the_standard(c: Choices) -> Rows:
    """Only the standard saves."""
    removed = removed_share(c.question)
    most: dict[Key, float] = defaultdict(float)
    for grant in c.question.grants:
        most[grant.partner, grant.period] += removed * grant.leak * grant.withheld
    rows: Rows = {}
    for key, variable in c.saved.items():
        in_force = c.effective(c.standard, key[0], key[1], -_without_deals(c, key) - most[key])
        rows[key] = c.program.linear([(variable, 1.0), *in_force]) <= 0
    return rows


def diversion_budget(c: Choices) -> Rows:
    """Expected diversion in a year is within its budget, on deliveries (see :mod:`deals.model.rows.diversion`)."""
    question = c.question
    flows: dict[int, Pairs] = defaultdict(list)
    room = {row.year: row.budget - row.no_deal for row in expected_diversion(question)}
    for grant in question.grants:
        flows[question.timeline.periods[grant.period].year] += c.granted(grant, grant.leak)
    for (_code, index), variable in c.saved.items():
        flows[question.timeline.periods[index].year].append((variable, -1.0))
    return {year: c.program.linear(pairs) <= room[year] for year, pairs in flows.items()}


def _without_deals(c: Choices, key: Key) -> float:
    """What the standard saves of a partner's deliveries without a deal in one period, thousand H100e."""
    return c.question.standards[key[0]].saved[key[1]]
