"""From a scenario to a proposal: assemble, solve, compare with the baselines, and lay out."""

from time import perf_counter

from deals.model.question import assemble
from deals.plan.baselines import baselines
from deals.plan.plan import Plan, solve
from deals.plan.proof import Proof, prove
from deals.plan.tables import (
    access_table,
    diversion_table,
    goals_series,
    quotas_table,
    schedule_table,
    summary_table,
    terms_table,
)
from deals.proposal.contents import RunReport
from deals.proposal.proposal import Proposal
from deals.scenario.scenario import Scenario
from deals.sensitivity.worlds.heaviest import heaviest
from optimizer import Status


def propose(scenario: Scenario) -> Proposal:
    """Propose deals: whom to offer what, for what, and when.

    The division is take-it-or-leave-it: the United States takes all that is above each partner's reservation value.

    Raises
    ------
    InputError
        If the scenario names something the data do not know.
    optimizer.OptimizerError
        If no plan meets the rules, or none was found in time.
    """
    started = perf_counter()
    question = assemble(scenario)
    plan = solve(question)
    elapsed = perf_counter() - started
    terms, proof = terms_table(plan), prove(plan)
    schedule = schedule_table(plan)
    return Proposal(
        scenario=scenario,
        summary=summary_table(plan, terms),
        packages=terms,
        schedule=schedule,
        quotas=quotas_table(plan, schedule),
        access=access_table(plan),
        baselines=baselines(plan),
        goals=goals_series(plan),
        diversion=diversion_table(plan),
        report=_report(plan, proof, elapsed - plan.solution.seconds),
        proof=proof,
        plan=plan,
        rests_on=heaviest(plan),
    )


def tied_partners(plan: Plan) -> tuple[str, ...]:
    """Partners whose terms could differ in another plan with the same deals and the same gain."""
    owner = {g.economy: g.partner for g in plan.choices.question.grants}
    moving = [key for family, key in plan.solution.ties.moving if family in ("ask", "grant") and isinstance(key, tuple)]
    return tuple(sorted({owner.get(str(key[0]), str(key[0])) for key in moving}))


def _report(plan: Plan, proof: Proof, seconds_build: float) -> RunReport:
    solution, question = plan.solution, plan.question
    notes = [
        "Other plans within the gap may differ in who signs when: read sets of partners, not ranks.",
        "All surplus goes to the United States (take it or leave it); it is an upper bound on what talks would bring.",
    ]
    if solution.status is not Status.OPTIMAL:
        notes.append(f"The best plan brings at most USD {solution.absolute_gap:.2g} bn more than this one.")
    notes.append(proof.sentence)
    tied = tied_partners(plan)
    if tied:
        notes.append(
            f"With the same deals, equally good terms exist for {', '.join(tied)}: amounts there could differ."
        )
    return RunReport(
        partners=len(question.partners),
        pruned=len(question.partners) - len(plan.choices.question.partners),
        size=solution.size,
        status=solution.status.value,
        gap=solution.gap,
        absolute_gap=solution.absolute_gap,
        seconds_build=seconds_build,
        seconds_solve=solution.seconds,
        solver="HiGHS",
        unique=False if tied else None,
        notes=tuple(notes),
    )
