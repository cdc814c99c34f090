"""A plan made anew in another world: deals, dates and every limit respond."""

from deals.model.formulation import formulate
from deals.model.pruning import worth_talking_to
from deals.model.question import assemble
from deals.negotiation.plan import Plan
from deals.scenario import Scenario
from deals.sensitivity.draft import Draft


def remade(scenario: Scenario, codes: tuple[str, ...]) -> Plan:
    """The optimal plan for a scenario, to its gap, asked of some partners.

    Those among them whose deal cannot pay for its own talks in that world are left out, as for any plan.

    Raises
    ------
    InputError
        If the scenario names something the data do not know.
    optimizer.OptimizerError
        If no plan exists, or none was found in the time allowed.
    """
    question = assemble(scenario)
    asked = question if set(codes) >= set(question.codes) else question.keep(codes)
    made = formulate(asked.keep(worth_talking_to(asked)), program=Draft(scenario.name))
    return Plan(asked, made, made.program.solve(gap=scenario.gap, time_limit=scenario.time_limit_seconds))
