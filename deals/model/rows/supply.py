"""The chips there are: what is granted beyond spare supply is taken from buyers at home and in tier 1."""

from collections import defaultdict

from deals.model.rows.variables import Choices, Pairs, Rows


def chip_supply(c: Choices) -> Rows:
    """Chips granted, less those taken from others, are within what supply has to spare."""
    flows: dict[int, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        flows[grant.period] += c.granted(grant)
    for (period, _step), variable in c.displaced.items():
        flows[period].append((variable, -1.0))
    return {
        p.label: c.program.linear(flows[p.index]) <= c.question.path.spare[p.index] for p in c.question.timeline.periods
    }
