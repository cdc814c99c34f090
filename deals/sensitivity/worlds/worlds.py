"""A measure in many other worlds: of the same deals, or of the plan made anew, here or spread over processes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deals.kit.spread import Spread
from deals.plan.plan import Plan, anew
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.sensitivity.worlds.decisions import Decisions
from deals.sensitivity.worlds.measures import Measure
from deals.sensitivity.worlds.rebuilding import Patches, SameDealsElsewhere


@dataclass(frozen=True, slots=True)
class InAnotherWorld:
    """What a measure is in one world.

    Attributes
    ----------
    value : float
        The measure.
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
class SameDealsWork:
    """Part of the work with deals and dates fixed; all of it that another process has to know."""

    decisions: Decisions
    measure: Measure
    worlds: tuple[Patches, ...]


@dataclass(frozen=True)
class PlanAnewWork:
    """One plan to be made anew; all of it that another process has to know."""

    scenario: Scenario
    codes: tuple[str, ...]
    opened: Mapping[tuple[str, int], float]
    measure: Measure
    signed: frozenset[str]


def same_deals(elsewhere: SameDealsElsewhere, measure: Measure, worlds: Sequence[Patches]) -> Iterator[InAnotherWorld]:
    """A measure of the same deals in each world, terms adapting."""
    signed = frozenset(elsewhere.decisions.signed)
    for patches in worlds:
        yield _seen(elsewhere.under(patches), measure, signed)


def same_deals_apart(
    elsewhere: SameDealsElsewhere, measure: Measure, worlds: Sequence[Patches], parts: int, over: Spread
) -> list[InAnotherWorld]:
    """The same, in parts that are spread out."""
    work = [SameDealsWork(elsewhere.decisions, measure, tuple(worlds[part::parts])) for part in range(parts)]
    seen: dict[int, InAnotherWorld] = {}
    for part, of_part in enumerate(over(_same_deals, work)):
        seen.update(zip(range(part, len(worlds), parts), of_part, strict=True))
    return [seen[number] for number in range(len(worlds))]


def plans_anew(plan: Plan, measure: Measure, worlds: Sequence[Patches], over: Spread) -> Iterator[InAnotherWorld]:
    """A measure of the plan made anew in each world; where nothing differs it is the plan as it is."""
    base, signed = plan.question.scenario, frozenset(plan.signed)
    path = dict(plan.question.left_open)
    reforms = [Reform("another world", patches) for patches in worlds if patches]
    work = [PlanAnewWork(base.apply(reform), plan.question.codes, path, measure, signed) for reform in reforms]
    seen = iter(over(_plan_anew, work))
    for patches in worlds:
        yield next(seen) if patches else _seen(plan, measure, signed)


def _same_deals(work: SameDealsWork) -> list[InAnotherWorld]:
    return list(same_deals(SameDealsElsewhere(work.decisions), work.measure, work.worlds))


def _plan_anew(work: PlanAnewWork) -> InAnotherWorld:
    return _seen(anew(work.scenario, work.codes, work.opened), work.measure, work.signed)


def _seen(plan: Plan, measure: Measure, signed: frozenset[str]) -> InAnotherWorld:
    now = plan.signed.keys()
    gap = plan.solution.absolute_gap
    return InAnotherWorld(measure(plan), gap, tuple(sorted(now - signed)), tuple(sorted(signed - now)))
