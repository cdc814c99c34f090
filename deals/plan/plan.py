"""A solved contract problem: the programme's answer, read by the names of the question."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deals.kit.codes import BARRED_TIER
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble
from deals.model.rows.objective import IN_MONEY, goal_terms, weights
from deals.model.rows.variables import Choices
from deals.model.worth.terms import Grant
from deals.page.wording import counted
from deals.plan.impasse import Impasse, impasses
from deals.plan.search import search
from deals.scenario.scenario import Scenario
from optimizer import Floats, Solution

SMALLEST = 1e-7
FAMILIES = (
    *("sign", "standard", "promoted", "ask", "grant", "counted", "saved", "displaced"),
    *("opened", "unthreatened", "bought", "secured"),
)


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
        gain, name = self.gain, self.question.scenario.name
        return f"Plan({name!r}: {counted(len(self.signed), 'deal')}, USD {gain:.3g} bn over no deals)"

    @cached_property
    def values(self) -> Mapping[str, Mapping[Any, float]]:
        """Value of every variable, by family and key."""
        return {family: self.solution.mapping(family) for family in FAMILIES}

    @property
    def asked(self) -> Question:
        """The question over those partners whose deal could pay for its talks: what the programme was written for."""
        return self.choices.question

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

    def amount(self, pairs: Iterable[tuple[Any, float]]) -> float:
        """Value of a weighted sum of variables."""
        point = self.solution.point
        return float(sum(weight * point[variable.id] for variable, weight in pairs))

    def granted(self, grant: Grant) -> float:
        """Thousand H100e granted to one economy in one period."""
        steps = range(len(grant.widths))
        return sum(self.values["grant"].get((grant.economy, grant.period, step), 0.0) for step in steps)

    def opened(self, cell: Grant) -> float:
        """Thousand H100e opened without a deal to one economy in one period."""
        return cell.opened if self.values["opened"].get((cell.economy, cell.period), 0.0) > 0.5 else 0.0

    def delivered(self, grant: Grant) -> float:
        """Thousand H100e beyond the no-deal path to one economy in one period, granted or opened."""
        granted = self.granted(grant) if (grant.economy, grant.period, 0) in self.values["grant"] else 0.0
        return granted + self.opened(grant)

    @cached_property
    def unthreatened(self) -> tuple[str, ...]:
        """Partners whose country rate is the best for the United States alone, and no other is threatened."""
        return tuple(code for code, value in self.values["unthreatened"].items() if value > 0.5)

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
        flows = {
            code: access.no_deal[period]
            for code, access in self.question.path.access.items()
            if access.tier != BARRED_TIER
        }
        for grant in self.asked.deliverable:
            if grant.period == period:
                flows[grant.economy] += self.delivered(grant)
        return flows

    def secured(self, period: int) -> dict[str, float]:
        """Deliveries in `period` under the security standard, by economy, thousand H100e.

        At certified places, and everywhere in a country that has adopted it.
        """
        everything, adopters = self.deliveries(period), self._adopters(period)
        table = self.question.path.access
        found = {c: table[c].secured[period] for c in everything}
        for grant in self.asked.deliverable:
            if grant.period == period and grant.certified:
                found[grant.economy] += self.delivered(grant)
        return {c: everything[c] if c in adopters else amount for c, amount in found.items()}

    def _adopters(self, period: int) -> set[str]:
        """Economies whose country has the standard in force in `period`."""
        return {
            economy
            for partner in self.question.partners
            if self.in_force(partner.code, self.adopted, period)
            for economy in partner.jurisdictions
        }

    @cached_property
    def goals(self) -> dict[str, float]:
        """The gain over no deals by goal, with the cost of talks: USD bn present value, unweighted."""
        return {goal: self.amount(pairs) for goal, pairs in goal_terms(self.choices).items()}

    @cached_property
    def conditional(self) -> list[tuple[Any, float]]:
        """All that hangs on deals, as if their talks held, as a weighted sum: USD bn present value, unweighted."""
        sure, none = (goal_terms(self.choices, holds=chance) for chance in (1.0, 0.0))
        return [
            (variable, weight - other)
            for goal, pairs in sure.items()
            for (variable, weight), (_, other) in zip(pairs, none[goal], strict=True)
            if weight != other
        ]

    @cached_property
    def us_if_signed(self) -> Floats:
        """Worth of a unit of every variable to the United States where talks hold, by weighted goals: USD bn."""
        return self._if_signed(weights(self.asked))

    @cached_property
    def us_in_money(self) -> Floats:
        """The same whatever the goals weigh: what is told, where the weighted worth chooses."""
        return self.us_if_signed if weights(self.asked) == IN_MONEY else self._if_signed(IN_MONEY)

    def _if_signed(self, scale: Mapping[str, float]) -> Floats:
        program = self.choices.program
        sure = goal_terms(self.choices, holds=1.0)
        pairs = [(variable, scale[goal] * worth) for goal, terms in sure.items() for variable, worth in terms]
        return program.weights(program.linear(pairs))

    @property
    def gain(self) -> float:
        """The gain over no deals: USD bn present value, whatever the weights of the goals."""
        return sum(self.goals.values())


def solve(
    question: Question, *, without: Collection[str] = (), checked: bool = True, start: Solution | None = None
) -> Plan:
    """Solve the contract problem to the scenario's gap, without some families of constraints if so asked.

    Partners whose deal cannot pay for its own talks are left out first; the bound that leaves them out is exact. A plan
    of a question much like this one may be given as `start`.

    Raises
    ------
    optimizer.OptimizerError
        If no plan exists, or none was found in the time allowed.
    """
    small = worth_talking(question)
    made = formulate(small, without=without, checked=checked)
    scenario = question.scenario
    return Plan(question, made, search(made, scenario.gap, scenario.time_limit_seconds, start=start))


def anew(scenario: Scenario, codes: Collection[str], opened: Mapping[tuple[str, int], float]) -> Plan:
    """The plan for a scenario, asked of those partners whose codes are given.

    Those whose deal cannot pay for its talks are found again: in another world they need not be the same. What the path
    takes to be opened is that of the plan it is compared with, so that the two differ by what the scenarios do.

    Raises
    ------
    InputError
        If the scenario names something the data do not know.
    optimizer.OptimizerError
        If no plan exists, or none was found in the time allowed.
    """
    question = assemble(scenario, opened=opened)
    asked = question if set(codes) >= set(question.codes) else question.keep(codes)
    return solve(asked, checked=False)
