"""A solved contract problem: the programme's answer, read by the names of the question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from deals.model.formulation import formulate
from deals.model.pruning import worth_talking_to
from deals.model.question import Question, assemble
from deals.model.terms import Grant
from deals.model.variables import Choices
from deals.negotiation.impasse import Impasse, impasses
from deals.reform import Reform
from optimizer import Solution

if TYPE_CHECKING:
    from deals.negotiation.nash_in_nash import NashInNash

SMALLEST = 1e-7
FAMILIES = ("sign", "standard", "promoted", "ask", "grant", "counted", "saved", "displaced")


@dataclass(frozen=True)
class Plan:
    """The deals of an optimal plan.

    Attributes
    ----------
    question : Question
        The question over all partners.
    choices : Choices
        The programme over those partners whose deal could pay for its talks.
    solution : Solution
        What the solver proved.
    """

    question: Question
    choices: Choices
    solution: Solution

    def __repr__(self) -> str:
        gain, name = self.solution.objective, self.question.scenario.name
        return f"Plan({name!r}: {len(self.signed)} deals, USD {gain:.3g} bn over no deals)"

    @cached_property
    def values(self) -> Mapping[str, Mapping[Any, float]]:
        """Value of every variable, by family and key."""
        return {family: self.solution.mapping(family) for family in FAMILIES}

    @cached_property
    def _by_variable(self) -> dict[int, float]:
        return {
            id(variable): self.values[family][key]
            for family in FAMILIES
            for key, variable in getattr(self.choices, family).items()
        }

    @cached_property
    def signed(self) -> dict[str, int]:
        """Signing period of each deal in the plan, in order of signing."""
        found = {key[0]: key[1] for key, value in self.values["sign"].items() if value > 0.5}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    @cached_property
    def adopted(self) -> dict[str, int]:
        """Period in which each partner adopts the security standard."""
        return {key[0]: key[1] for key, value in self.values["standard"].items() if value > 0.5}

    @cached_property
    def impasses(self) -> dict[str, Impasse]:
        """Where each partner and the United States stand while their talks fail."""
        return impasses(self.question)

    @cached_property
    def lone_recourse(self) -> dict[str, tuple[float, ...]]:
        """What each signer has more, period by period, if it alone is outside the plan."""
        from deals.negotiation.lone_refusal import lone_recourse

        return lone_recourse(self)

    @cached_property
    def nash_in_nash(self) -> "NashInNash":
        """What every pair agrees when each divides its own surplus, the deals of all others given."""
        from deals.negotiation.nash_in_nash import nash_in_nash

        return nash_in_nash(self)

    def amount(self, pairs: Iterable[tuple[Any, float]]) -> float:
        """Value of a weighted sum of variables."""
        return sum(weight * self._by_variable[id(variable)] for variable, weight in pairs)

    def granted(self, grant: Grant) -> float:
        """Thousand H100e granted to one economy in one period."""
        steps = range(len(grant.widths))
        return sum(self.values["grant"].get((grant.economy, grant.period, step), 0.0) for step in steps)

    @property
    def worth_of_chips(self) -> float:
        """What the chips granted are worth to those who get them, USD bn present value."""
        return sum(
            self.values["grant"][grant.economy, grant.period, step] * value
            for grant in self.choices.question.grants
            for step, value in enumerate(grant.values)
        )

    def in_force(self, code: str, family: Mapping[str, int], period: int) -> bool:
        """Whether what `code` did in talks has taken effect on deliveries in `period`."""
        return code in family and family[code] + self.question.lag <= period

    def deliveries(self, period: int) -> dict[str, float]:
        """Thousand H100e delivered to every economy outside tier 3 in `period`."""
        flows = {code: access.no_deal[period] for code, access in self.question.path.access.items() if access.tier != 3}
        for grant in self.choices.question.grants:
            if grant.period == period:
                flows[grant.economy] += self.granted(grant)
        return flows

    def standards(self, period: int) -> dict[str, float]:
        """Which economies have the standard in force in `period`, as 0 or 1."""
        return {
            economy: 1.0
            for partner in self.question.partners
            if self.in_force(partner.code, self.adopted, period)
            for economy in partner.jurisdictions
        }


def solve(question: Question, *, budgets: bool = True) -> Plan:
    """Solve the contract problem to the scenario's gap, with or without its limits on diversion.

    Partners whose deal cannot pay for its own talks are left out first; the bound that leaves them out is exact.

    Raises
    ------
    optimizer.OptimizerError
        If no plan exists, or none was found in the time allowed.
    """
    small = question.keep(worth_talking_to(question))
    made = formulate(small, budgets=budgets)
    scenario = question.scenario
    solution = made.program.solve(gap=scenario.gap, time_limit=scenario.time_limit_seconds)
    return Plan(question, made, solution)


def reformed(plan: Plan, reform: Reform) -> Plan:
    """The plan made anew under a reform, asked of all partners that it was asked of.

    Those whose deal cannot pay for its talks are found again: under a reform they need not be the same.

    Raises
    ------
    InputError
        If the reform names something the data do not know, or sets it out of its range.
    optimizer.OptimizerError
        If no plan exists, or none was found in the time allowed.
    """
    return solve(assemble(plan.question.scenario.apply(reform)).keep(plan.question.codes))
