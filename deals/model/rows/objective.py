"""What the United States gains over no deals at all, part by part: leverage, promotion, control, and the talks.

Each dollar has one owner. A chip sold abroad earns margin; what it would have been worth at home, or with the buyer who
goes without it, is charged to promotion. What is conditional on a deal counts by the chance that its talks do not fail;
what the United States does alone counts in full.
"""

from deals.model.question import Question
from deals.model.rows.variables import Choices, Pairs
from deals.model.worth.talks import cost_of_talks

GOALS = ("leverage", "promotion", "control", "talks")


def goal_terms(choices: Choices, *, holds: float | None = None) -> dict[str, Pairs]:
    """The objective as weighted sums of variables, by goal, USD bn present value.

    Parameters
    ----------
    choices : Choices
    holds : float, optional
        Chance that talks do not fail, by which all that hangs on a deal counts; by default that of the question, and 1
        for what deals bring where they are signed. What is done alone, talks and displacement always count in full.
    """
    question = choices.question
    stands = question.holds if holds is None else holds
    parts: dict[str, Pairs] = {goal: [] for goal in GOALS}
    for term in question.terms:
        for step in range(len(term.segments)):
            for period in question.talks[term.partner].load:
                variable = choices.ask[term.partner, term.instrument, step, period]
                parts[term.goal].append((variable, stands * term.us(step, period)))
    for grant in question.grants:
        parts["promotion"] += choices.granted(grant, stands * grant.promotion)
        parts["control"] += choices.granted(grant, stands * grant.control)
    for cell in question.cells:
        parts["promotion"] += choices.opening(cell, cell.promotion)
        parts["control"] += choices.opening(cell, cell.control)
    for code, variable in choices.unthreatened.items():
        parts["leverage"].append((variable, question.alone[code].worth))
    for (period, step), variable in choices.displaced.items():
        parts["promotion"].append((variable, -question.displaced[period, step].cost))
    for (code, period), variable in choices.saved.items():
        parts["control"].append((variable, stands * question.standards[code].harm[period]))
    for (code, period), variable in choices.sign.items():
        cost = cost_of_talks(question.world, question.timeline, question.talks[code], period)
        parts["talks"].append((variable, -cost))
    return parts


IN_MONEY = {"leverage": 1.0, "promotion": 1.0, "control": 1.0, "talks": 1.0}
"""Weights under which a gain is money and no score."""


def weights(question: Question) -> dict[str, float]:
    """Weight of each goal, three in all, so that only their proportions count; talks are weighed with leverage."""
    goals = question.scenario.goals
    scale = 3 / (goals.leverage + goals.promotion + goals.control)
    leverage, promotion, control = (scale * w for w in (goals.leverage, goals.promotion, goals.control))
    return {"leverage": leverage, "promotion": promotion, "control": control, "talks": leverage}
