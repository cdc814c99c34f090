"""Expected diversion: what the standard saves where a country adopts it, and the limit."""

from collections import defaultdict

from deals.kit.numbers import possible
from deals.model.rows.variables import Choices, Key, Pairs, Rows
from deals.model.worth.security import removed_share
from deals.model.worth.terms import Grant


def saved_by_deliveries(c: Choices) -> Rows:
    """The standard removes at most its share of the leak on all deliveries that are not certified anyway."""
    leaks: dict[Key, Pairs] = defaultdict(list)
    for grant in _uncertified(c):
        removed = removed_share(c.question.world) * grant.leak * grant.uncertified
        leaks[grant.partner, grant.period] += c.granted(grant, -removed)
    for key, pairs in _opened(c).items():
        leaks[key] += [(v, -w) for v, w in pairs]
    rows: Rows = {}
    for key, variable in c.saved.items():
        in_force = c.surviving(c.standard, key[0], key[1], -_without_deals(c, key))
        rows[key] = c.program.linear([(variable, 1.0), *leaks[key], *in_force]) <= 0
    return rows


def saved_where_in_force(c: Choices) -> Rows:
    """Where the standard is in force it does save on what flows without a deal: a partner cannot keep its resale."""
    rows: Rows = {}
    opened = _opened(c)
    for key, variable in c.saved.items():
        in_force = c.surviving(c.standard, key[0], key[1], -_without_deals(c, key))
        beside = [(v, -w) for v, w in opened.get(key, [])]
        rows[key] = c.program.linear([(variable, 1.0), *in_force, *beside]) >= 0
    return rows


def saved_under_the_standard(c: Choices) -> Rows:
    """Only the standard saves."""
    most: dict[Key, float] = defaultdict(float)
    for grant in c.question.deliverable:
        removed = removed_share(c.question.world) * grant.leak * grant.uncertified
        most[grant.partner, grant.period] = most[grant.partner, grant.period] + removed * grant.withheld
    rows: Rows = {}
    for key, variable in c.saved.items():
        in_force = c.surviving(c.standard, key[0], key[1], -_without_deals(c, key) - most[key])
        rows[key] = c.program.linear([(variable, 1.0), *in_force]) <= 0
    return rows


def diversion_budget(c: Choices) -> Rows:
    """Expected diversion in a year is within its limit, on deliveries (see :mod:`deals.model.rows.diversion`).

    Chips add what leaks of them; the standard and aligned export controls take off what they save and catch.
    """
    question = c.question
    flows: dict[int, Pairs] = defaultdict(list)
    room = {row.year: row.limit - row.no_deal for row in c.expected_diversion}
    for grant in question.deliverable:
        flows[question.timeline.periods[grant.period].year] += c.delivered(grant, grant.leak)
    for (_code, index), variable in c.saved.items():
        flows[question.timeline.periods[index].year].append((variable, -1.0))
    for period, pairs in c.caught().items():
        flows[question.timeline.periods[period].year] += [(v, -w) for v, w in pairs]
    return {year: c.program.linear(pairs) <= room[year] for year, pairs in flows.items()}


def diversion_budget_alone(c: Choices) -> Rows:
    """What is opened is within the limit of the year also where all talks fail, so that no standard comes of them."""
    question = c.question
    flows: dict[int, Pairs] = defaultdict(list)
    room = {row.year: row.limit - row.no_deal for row in c.expected_diversion}
    for cell in question.cells:
        flows[question.timeline.periods[cell.period].year] += c.opening(cell, cell.leak)
    return {year: c.program.linear(pairs) <= room[year] for year, pairs in flows.items()}


def _opened(c: Choices) -> dict[Key, Pairs]:
    """What a standard saves of what is opened, by partner and period."""
    found: dict[Key, Pairs] = defaultdict(list)
    for cell in c.question.cells:
        if (cell.economy, cell.period) in c.secured:
            removed = removed_share(c.question.world) * cell.leak * cell.uncertified
            found[cell.partner, cell.period].append((c.secured[cell.economy, cell.period], removed * cell.opened))
    return dict(found)


def _uncertified(c: Choices) -> list[Grant]:
    return [grant for grant in c.question.grants if possible(grant.uncertified)]


def _without_deals(c: Choices, key: Key) -> float:
    """What the standard saves of a partner's deliveries without a deal in one period, thousand H100e."""
    return c.question.standards[key[0]].saved[key[1]]
