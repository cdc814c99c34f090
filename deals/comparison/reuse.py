"""Regimes that leave the same deals to choose from have the same plan: it is solved once."""

from collections.abc import Iterable
from dataclasses import replace

from deals.model.question import Question
from deals.plan.plan import Plan


def plan_of(question: Question, earlier: Iterable[Plan]) -> Plan | None:
    """The plan of an earlier question with the same deals to choose from, for this question; None if there is none."""
    for plan in earlier:
        if same_deals(question, plan.question):
            kept = replace(question.talking_to(plan.asked.codes), kinds=plan.asked.kinds)
            return replace(plan, question=question, choices=replace(plan.choices, question=kept))
    return None


def same_deals(one: Question, other: Question) -> bool:
    """Whether the contract problems of two questions are the same, row by row.

    Terms, talks, the costs of a deal and the settings of the scenario must be the same. Where chips or the standard are
    on the table, so must be all that is without deals, what is on offer, and the numbers of the world; where they are
    not, no row holds a chip, and what flows without deals changes no deal.
    """
    settings = {"regime": one.scenario.regime}
    if one.regime.linked != other.regime.linked or other.scenario.changed(**settings) != one.scenario:
        return False
    if (one.codes, one.lag, one.timeline) != (other.codes, other.lag, other.timeline):
        return False
    if one.terms != other.terms or one.talks != other.talks or one.reserve != other.reserve:
        return False
    if one.alone != other.alone or one.cells != other.cells:
        return False
    if not (one.grants or other.grants or one.standards or other.standards):
        return True
    return (
        one.grants == other.grants
        and one.standards == other.standards
        and one.regime.tracks == other.regime.tracks
        and one.path == other.path
        and one.world.parameters == other.world.parameters
        and one.world.rules == other.world.rules
    )
