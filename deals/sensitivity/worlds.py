"""An outcome in many other worlds: of the same deals, or of the plan made anew, here or spread over processes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deals.negotiation.plan import Plan
from deals.reform import Reform
from deals.scenario import Scenario
from deals.sensitivity.decided import Decided
from deals.sensitivity.outcomes import Outcome
from deals.sensitivity.rebuilding import FixedDeals, Patches
from deals.sensitivity.remaking import remade
from deals.sensitivity.spread import Spread


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome in one world.

    Attributes
    ----------
    value : float
        The outcome.
    gap : float
        USD bn of the United States' gain within which the plan behind it is proven best.
    joined, left : tuple of str
        Partners in that plan and not in the plan as it is, and the reverse.
    """

    value: float
    gap: float
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class SameDeals:
    """Part of the work with deals and dates fixed; all of it that another process has to know."""

    decided: Decided
    outcome: Outcome
    worlds: tuple[Patches, ...]


@dataclass(frozen=True)
class PlanAnew:
    """One plan to be made anew; all of it that another process has to know."""

    scenario: Scenario
    codes: tuple[str, ...]
    outcome: Outcome
    signed: frozenset[str]


def same_deals(fixed: FixedDeals, outcome: Outcome, worlds: Sequence[Patches]) -> Iterator[Answer]:
    """An outcome of the same deals in each world, terms adapting."""
    signed = frozenset(fixed.decided.signed)
    for patches in worlds:
        yield _answer(fixed.under(patches), outcome, signed)


def same_deals_apart(
    fixed: FixedDeals, outcome: Outcome, worlds: Sequence[Patches], parts: int, over: Spread
) -> list[Answer]:
    """The same, in parts that are spread out."""
    work = [SameDeals(fixed.decided, outcome, tuple(worlds[part::parts])) for part in range(parts)]
    answers: dict[int, Answer] = {}
    for part, found in enumerate(over(_same_deals, work)):
        answers.update(zip(range(part, len(worlds), parts), found, strict=True))
    return [answers[number] for number in range(len(worlds))]


def plans_anew(plan: Plan, outcome: Outcome, worlds: Sequence[Patches], over: Spread) -> Iterator[Answer]:
    """An outcome of the plan made anew in each world; where nothing differs it is the plan as it is."""
    base, signed = plan.question.scenario, frozenset(plan.signed)
    reforms = [Reform("another world", patches) for patches in worlds if patches]
    work = [PlanAnew(base.apply(reform), plan.question.codes, outcome, signed) for reform in reforms]
    answers = iter(over(_plan_anew, work))
    for patches in worlds:
        yield next(answers) if patches else _answer(plan, outcome, signed)


def _same_deals(work: SameDeals) -> list[Answer]:
    return list(same_deals(FixedDeals(work.decided), work.outcome, work.worlds))


def _plan_anew(work: PlanAnew) -> Answer:
    return _answer(remade(work.scenario, work.codes), work.outcome, work.signed)


def _answer(plan: Plan, outcome: Outcome, signed: frozenset[str]) -> Answer:
    now = plan.signed.keys()
    gap = plan.solution.absolute_gap
    return Answer(outcome(plan), gap, tuple(sorted(now - signed)), tuple(sorted(signed - now)))
