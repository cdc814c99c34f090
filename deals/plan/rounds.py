"""The question on the path that its own answer makes: what is opened leaves the other supplier to those still refused.

Opening an economy frees the other supplier's volume that it would have bought. The path is made again at what the
relaxed programme opens, and that looked for again on the mean of both, until what it can bring moves by less than the
gap to which plans are solved, or two rounds have passed; baselines and the plan are then all measured on the last path.
More rounds settle it no better where nearly all is opened: each finds other last buyers. The other supplier's sales may
still differ from those that the plan's own path would have: the drift is told.
"""

from collections.abc import Collection, Mapping
from typing import Any

from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble
from deals.model.worth.no_deal import NoDealPath, no_deal_path, other_supplier_volume
from deals.plan.plan import Plan
from deals.scenario.scenario import Scenario

ROUNDS = 2

type Shares = Mapping[tuple[str, int], float]


def settled(scenario: Scenario, codes: Collection[str] | None = None) -> Question:
    """The scenario's question on a path that goes with what is opened, of all partners or of some.

    Raises
    ------
    InputError
        If the scenario names something the data do not know.
    optimizer.OptimizerError
        If no plan meets the rules.
    """
    question = _asked(scenario, codes, {})
    if not question.cells:
        return question
    opened, before = _relaxed(question)
    for turn in range(ROUNDS):
        question = _asked(scenario, codes, opened if turn == 0 else _mean(question.left_open, opened))
        if turn == ROUNDS - 1:
            break
        opened, bound = _relaxed(question)
        if abs(bound - before) <= scenario.gap * abs(bound):
            break
        before = bound
    return question


def drift(plan: Plan) -> float:
    """Share of the other supplier's volume that would go elsewhere on the path that the plan itself makes."""
    question = plan.question
    path = no_deal_path(question.world, question.timeline.periods, question.path.access, plan.values["opened"])
    return _moved(question, path)


def _asked(scenario: Scenario, codes: Collection[str] | None, opened: Shares) -> Question:
    question = assemble(scenario, opened=opened)
    return question if codes is None or set(codes) >= set(question.codes) else question.keep(codes)


def _relaxed(question: Question) -> tuple[Shares, float]:
    """What the relaxed programme opens, and the most it can bring: USD bn by weighted goals."""
    relaxed = formulate(worth_talking(question), checked=False).program.solve(relaxed=True)
    found: Mapping[Any, float] = relaxed.mapping("opened")
    return {key: value for key, value in found.items() if value > 0}, relaxed.objective


def _mean(one: Shares, other: Shares) -> Shares:
    return {key: (one.get(key, 0.0) + other.get(key, 0.0)) / 2 for key in {**one, **other}}


def _moved(question: Question, path: NoDealPath) -> float:
    """Share of the other supplier's volume that goes elsewhere on another path."""
    before = question.path.rival
    moved = sum(abs(a - b) for code in before for a, b in zip(before[code], path.rival[code], strict=True))
    volume = sum(other_supplier_volume(question.world, period) for period in question.timeline.periods)
    return moved / 2 / volume if volume else 0.0
