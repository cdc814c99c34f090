"""The chips there are: what is granted is taken from what is left over, then from buyers at home and in tier 1."""

from collections import defaultdict

from deals.model.rows.variables import Choices, Pairs, Rows


def chip_supply(c: Choices) -> Rows:
    """Every chip granted is taken from some step of what is left over, and of demand at home and in tier 1."""
    flows: dict[int, Pairs] = defaultdict(list)
    for grant in c.question.deliverable:
        flows[grant.period] += c.delivered(grant)
    for (period, _step), variable in c.displaced.items():
        flows[period].append((variable, -1.0))
    return {p.label: c.program.linear(flows[p.index]) <= 0 for p in c.question.timeline.periods if flows[p.index]}
