"""Plans made anew in drawn worlds, as a piece of work that can be sent anywhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from deals.kit.errors import DealsError
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble
from deals.model.rows.objective import goal_terms
from deals.plan.alone import displaced_cost_by_kh
from deals.plan.identity import digest, identity_of
from deals.plan.plan import Plan
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.uncertainty.anew.nearest import Nearest, nearest
from deals.uncertainty.draws import BASIS, ELASTICITIES, DrawnWorlds
from optimizer import OptimizerError

CHUNK = 4
"""Draws in a piece of work: some seconds each."""
WHOLE = {"gain": "float", "gap": "float", "deals": "int"}


@dataclass(frozen=True, eq=False)
class AnewWork:
    """The plan made again in each drawn world.

    Attributes
    ----------
    made_of : tuple of (str, str)
        What the answer rests on but the draws' numbers, each by name.
    scenario : Scenario
    codes : tuple of str
        Partners that are asked.
    left_open : mapping
        Cells that the path takes to be opened: those of the plan in the scenario's own world.
    draws : DrawnWorlds
    chunk : int
        Draws in a piece of work.
    """

    made_of: tuple[tuple[str, str], ...]
    scenario: Scenario
    codes: tuple[str, ...]
    left_open: Mapping[tuple[str, int], float]
    draws: DrawnWorlds
    chunk: int = field(default=CHUNK)

    @classmethod
    def of(cls, question: Question, draws: DrawnWorlds, chunk: int = CHUNK) -> "AnewWork":
        """The work for a question as it stands in the scenario's own world."""
        asked = {"path": digest(question.left_open), "partners": digest(question.codes)}
        made_of = {"depth": "anew", **identity_of(question.scenario), "draws": draws.fingerprint(), **asked}
        return cls(tuple(made_of.items()), question.scenario, question.codes, dict(question.left_open), draws, chunk)

    @property
    def columns(self) -> Mapping[str, str]:
        """Names of the answer's columns, and whether each is a number, a whole number or text."""
        kinds = {"signed": "int", "us": "float", "chips": "float"}
        told = {f"{name}/{code}": kind for code in self.codes for name, kind in kinds.items()}
        return {"draw": "int", "status": "text", "reason": "text", **WHOLE, **told}

    def fingerprint(self) -> Mapping[str, str]:
        """What the answer rests on but the draws' numbers, each by name."""
        return dict(self.made_of)

    def question(self, number: int) -> Question:
        """The question in one drawn world."""
        chosen = {name: of_draw[0] for name, of_draw in self.draws.choices([number]).items()}
        scenario = self.scenario.model_copy(update={BASIS: chosen[BASIS]})
        drawn = scenario.apply(Reform("a drawn world", self.draws.patches(number)))
        question = assemble(drawn, opened=self.left_open, elasticities=chosen[ELASTICITIES])
        return question.keep(self.codes) if set(self.codes) < set(question.codes) else question

    def __call__(self, numbers: Sequence[int]) -> dict[str, Any]:
        """One row a draw: status and reason; `gain` over nothing and its certified `gap`, USD bn; number of `deals`.

        And for each partner ``signed/IND``, ``us/IND`` (USD bn that its deal brings as expected, less its talks and
        what its chips displace) and ``chips/IND`` (thousand H100e).
        """
        rows = [self._row(number) for number in numbers]
        kinds = {"float": np.float64, "int": np.int64}
        found: dict[str, Any] = {}
        for name, kind in self.columns.items():
            values = [row.get(name, np.nan if kind == "float" else 0) for row in rows]
            found[name] = values if kind == "text" else np.array(values, dtype=kinds[kind])
        return found

    def _row(self, number: int) -> dict[str, Any]:
        try:
            question = self.question(number)
            choices = formulate(worth_talking(question), checked=False)
            found = nearest(choices, self.scenario.gap, self.scenario.time_limit_seconds)
        except (DealsError, OptimizerError) as error:
            return {"draw": number, "status": "failed", "reason": str(error)}
        return {"draw": number, "status": "ok", "reason": "", **_read(Plan(question, choices, found.solution), found)}


def _read(plan: Plan, found: Nearest) -> dict[str, float]:
    """What a plan comes to: the whole, and deal by deal; nothing of partners without a deal."""
    row: dict[str, float] = {"gain": plan.gain, "gap": found.gap, "deals": float(len(plan.signed))}
    brings = _brings(plan)
    displaced = displaced_cost_by_kh(plan)
    chips: dict[str, float] = defaultdict(float)
    for code in plan.question.codes:
        row |= {f"signed/{code}": float(code in plan.signed), f"us/{code}": 0.0, f"chips/{code}": 0.0}
    for grant in plan.asked.grants:
        if grant.partner in plan.signed:
            amount = plan.granted(grant)
            chips[grant.partner] += amount
            brings[grant.partner] -= amount * displaced[grant.period]
    for code in plan.signed:
        row |= {f"us/{code}": brings[code], f"chips/{code}": chips[code]}
    return row


def _brings(plan: Plan) -> dict[str, float]:
    """What each deal brings the United States as expected, before what its chips displace: USD bn."""
    choices, owner = plan.choices, plan.choices.owner
    whose: dict[int, str] = {}
    for family in (choices.ask, choices.sign, choices.saved):
        whose |= {variable.id: key[0] for key, variable in family.items()}
    whose |= {variable.id: owner[key[0]] for key, variable in choices.grant.items()}
    found: dict[str, float] = defaultdict(float)
    point = plan.solution.point
    for pairs in goal_terms(choices).values():
        for variable, worth in pairs:
            if variable.id in whose:
                found[whose[variable.id]] += worth * point[variable.id]
    return found
