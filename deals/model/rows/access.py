"""Chips beyond the no-deal path: under deals, within allocations, beyond them by promotion."""

from collections import defaultdict
from collections.abc import Iterator

from deals.kit.numbers import larger, possible
from deals.model.rows.variables import Choices, Key, Pairs, Rows
from deals.model.worth.terms import Grant
from deals.world.instrument import EXIT

PROMOTION_FLOOR = "promotion.divestment_floor"


def access(c: Choices) -> Rows:
    """Chips beyond the no-deal path only after a deal has taken effect, and while its licences stand, as expected."""
    rows: Rows = {}
    for grant in c.question.grants:
        for step, width in enumerate(grant.widths):
            key, cell = (grant.economy, grant.period, step), (grant.economy, grant.period)
            if cell in c.permitted:
                under: Pairs = [(c.permitted[cell], -width)]
            else:
                under = c.surviving(c.sign, grant.partner, grant.period, -width)
            rows[key] = c.program.linear([(c.grant[key], 1.0), *under]) <= 0
    return rows


def country_allocation(c: Choices) -> Rows:
    """Cumulative limits of the regime, legal basis; promotion lifts them."""
    rows: Rows = {}
    counted: dict[str, Pairs] = defaultdict(list)
    most: dict[str, float] = defaultdict(float)
    for grant in _licensed(c):
        key = (grant.economy, grant.period)
        counted[grant.economy].append((c.counted[key], c.question.legal(grant)))
        most[grant.economy] = most[grant.economy] + c.question.legal(grant) * grant.withheld
        limits = c.question.path.access[grant.economy].licensed_limit
        assert limits is not None
        limit = limits[grant.period]
        lifted = _lifted(c, grant, most[grant.economy] - limit)
        rows[key] = c.program.linear([*counted[grant.economy], *lifted]) <= limit
    return rows


def yearly_allocation(c: Choices) -> Rows:
    """Limits of the regime on what counts in each year, legal basis: what one year leaves unused lapses."""
    rows: Rows = {}
    counted: dict[Key, Pairs] = defaultdict(list)
    most: dict[Key, float] = defaultdict(float)
    for grant in _in_order(c):
        limits = c.question.path.access[grant.economy].yearly_limit
        if limits is None:
            continue
        key = (grant.economy, c.question.timeline.periods[grant.period].year)
        counted[key].append((c.counted[grant.economy, grant.period], c.question.legal(grant)))
        most[key] = most[key] + c.question.legal(grant) * grant.withheld
        limit = limits[grant.period]
        rows[key] = c.program.linear([*counted[key], *_lifted(c, grant, most[key] - limit)]) <= limit
    return rows


def channel_beside_the_allocation(c: Choices) -> Rows:
    """Cumulative limit of the channel beside the allocation, legal basis; promotion lifts it."""
    rows: Rows = {}
    other: dict[str, Pairs] = defaultdict(list)
    most: dict[str, float] = defaultdict(float)
    for grant in _licensed(c):
        key, factor = (grant.economy, grant.period), c.question.legal(grant)
        other[grant.economy] += [*c.delivered(grant, factor), (c.counted[key], -factor)]
        most[grant.economy] = most[grant.economy] + factor * grant.withheld
        beside = c.question.path.access[grant.economy].beside_limit
        limit = beside[grant.period] if beside else 0.0
        lifted = _lifted(c, grant, most[grant.economy] - limit)
        rows[key] = c.program.linear([*other[grant.economy], *lifted]) <= limit
    return rows


def counted_within_granted(c: Choices) -> Rows:
    """What counts against an allocation is part of what is granted."""
    return {
        (grant.economy, grant.period): c.program.linear(
            [(c.counted[grant.economy, grant.period], 1.0), *c.delivered(grant, -1.0)]
        )
        <= 0
        for grant in _licensed(c)
    }


def promotion_with_standard(c: Choices) -> Rows:
    """Promotion needs the security standard."""
    return {key: c.program.linear([(v, 1.0), (c.standard[key], -1.0)]) <= 0 for key, v in c.promoted.items()}


def promotion_with_divestment(c: Choices) -> Rows:
    """Promotion needs exit from rival suppliers above a floor."""
    floor = c.question.world.value(PROMOTION_FLOOR) if c.promoted else 0.0
    exits: dict[Key, Pairs] = defaultdict(list)
    for (code, instrument, _step, period), variable in c.ask.items():
        if instrument == EXIT:
            exits[code, period].append((variable, -1.0))
    return {key: c.program.linear([(v, floor), *exits[key]]) <= 0 for key, v in c.promoted.items()}


def _in_order(c: Choices) -> list[Grant]:
    return sorted(c.question.deliverable, key=lambda g: (g.economy, g.period))


def _licensed(c: Choices) -> Iterator[Grant]:
    """Grants to economies whose regime limits what is licensed, period by period."""
    return (g for g in _in_order(c) if c.question.path.access[g.economy].licensed_limit is not None)


def _lifted(c: Choices, grant: Grant, most: float) -> Pairs:
    """What promotion adds to a limit: all by which deliveries could exceed it, `most`, legal basis."""
    lifts = c.promoted and possible(most > 0)
    return c.effective(c.promoted, grant.partner, grant.period, -larger(0.0, most)) if lifts else []
