"""From a scenario to a proposal: assemble, solve, compare with the baselines, and lay out."""

from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import Any

import pandas as pd

from deals.kit.dust import swept, swept_series
from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import NONE_OR_MORE
from deals.kit.given.checked import checked
from deals.model.effects import own_effect_problems
from deals.model.question import Question
from deals.model.rows.own_limits import limit_problems
from deals.page.stages import stage
from deals.page.wording import in_a_sentence, listed, money
from deals.plan.alone import done_alone
from deals.plan.baselines import ALONE, PLAN, Baselines, baselines
from deals.plan.identity import run_of
from deals.plan.plan import Plan
from deals.plan.proof import Proof, prove
from deals.plan.rounds import drift, settled
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
from deals.scenario.remarks import remarks
from deals.scenario.scenario import Scenario, scenario_in
from deals.sensitivity.own_rules import explained
from deals.sensitivity.worlds.heaviest import heaviest
from deals.uncertainty.acceptance.offers import Offers, offers
from deals.uncertainty.drawing import odds
from deals.uncertainty.odds import Odds
from optimizer import Status

DRAWS = 256
"""Worlds drawn for a first look."""
MOVED = 0.01
"""Share of the other supplier's volume below which drift is not told."""


@checked(draws=NONE_OR_MORE)
def propose(scenario: Scenario, draws: int | None = None) -> Proposal:
    """Propose deals: whom to offer what, for what, and when.

    The plan's division is take-it-or-leave-it: the United States takes all that is above each partner's reservation
    value. The offers beside it leave partners what makes them likely to sign, as drawn worlds say.

    Parameters
    ----------
    scenario : Scenario
    draws : int, optional
        Worlds to draw for odds and offers; none where 0. By default 256 where the regime's rules can be asked of many
        worlds at once, which takes some seconds, and none elsewhere.

    Raises
    ------
    InputError
        If the scenario names something the data do not know, or a limit of its own asks what no deal could hold.
    optimizer.OptimizerError
        If no plan meets the rules, with those that cannot hold together, or none was found in time.
    """
    if draws == 1:
        told = "is one world, and offers chosen on some are told on others"
        raise InputError(Problem("", "draws", draws, told, "give 2 or more, or 0 for none"))
    with stage("proposing deals"):
        return _proposed(scenario_in(scenario), draws)


def _proposed(scenario: Scenario, draws: int | None) -> Proposal:
    """The same, stage by stage."""
    started = perf_counter()
    with explained(scenario):
        with stage("putting the world in numbers"):
            question = settled(scenario)
        if problems := limit_problems(question):
            raise InputError(problems)
        base = baselines(question)
    elapsed = perf_counter() - started
    plan = base.plans[PLAN]
    with stage("looking for ties"):
        tied = tied_partners(plan)
    with stage("moving the judgements that matter most"):
        rests_on = heaviest(plan)
    return laid_out(scenario, base, elapsed, tied, date.today().isoformat(), rests_on, **_odds(base, draws))


def laid_out(
    scenario: Scenario,
    base: Baselines,
    seconds: float,
    tied: tuple[str, ...],
    made_on: str,
    rests_on: pd.DataFrame,
    sure: Odds | None = None,
    offered: Offers | None = None,
) -> Proposal:
    """The proposal of a plan and what it is measured against: all tables made, all checks done, nothing solved.

    Parameters
    ----------
    scenario : Scenario
    base : Baselines
    seconds : float
        That solving took.
    tied : tuple of str
        Partners whose terms could differ with the same deals and the same gain.
    made_on : str
        The day on which it was solved, ISO 8601.
    rests_on : DataFrame
        See :func:`deals.sensitivity.worlds.heaviest.heaviest`.
    sure, offered : optional
        What drawn worlds say.
    """
    plan = base.plans[PLAN]
    terms, proof, moved = terms_table(plan), prove(plan), drift(plan)
    schedule = schedule_table(plan)
    return Proposal(
        scenario=scenario,
        summary=swept(summary_table(plan, terms, base.plans[ALONE])),
        packages=swept(terms),
        schedule=swept(schedule),
        quotas=swept(quotas_table(plan, schedule)),
        access=swept(access_table(plan)),
        alone=swept(done_alone(plan)),
        baselines=base,
        drift=moved,
        goals=swept_series(goals_series(plan)),
        diversion=swept(diversion_table(plan)),
        report=_report(plan, proof, moved, seconds, tied, made_on),
        proof=proof,
        plan=plan,
        rests_on=rests_on,
        sure=sure,
        offered=offered,
    )


def _odds(base: Baselines, draws: int | None) -> dict[str, Any]:
    """How sure the plan is and what to offer, in some drawn worlds; nothing without draws or deals."""
    plan = base.plans[PLAN]
    number = (DRAWS if plan.question.regime.elementwise else 0) if draws is None else draws
    if not number or not plan.signed:
        return {}
    with stage(f"holding the plan in {number} drawn worlds"):
        sure = odds(base, number)
    with stage("finding offers that would be signed"):
        return {"sure": sure, "offered": offers(plan, base.plans[ALONE], sure.work, draws=number)}


def tied_partners(plan: Plan) -> tuple[str, ...]:
    """Partners whose terms could differ in another plan with the same deals and the same gain."""
    owner = {g.economy: g.partner for g in plan.choices.question.grants}
    moving = [key for family, key in plan.solution.ties.moving if family in ("ask", "grant") and isinstance(key, tuple)]
    return tuple(sorted({owner.get(str(key[0]), str(key[0])) for key in moving}))


def _names(question: Question, codes: Sequence[str]) -> str:
    return listed([in_a_sentence(question.partner(code).name) for code in codes])


def _report(plan: Plan, proof: Proof, moved: float, seconds: float, tied: tuple[str, ...], made_on: str) -> RunReport:
    solution, question = plan.solution, plan.question
    notes = [
        "Other plans within the gap may differ in who signs when: read sets of partners, not ranks.",
        "All surplus goes to the United States (take it or leave it); it is an upper bound on what talks would bring.",
    ]
    if solution.status is Status.WITHIN_GAP:
        notes.append(f"The best plan brings at most {money(solution.absolute_gap)} more than this one.")
    notes.append(proof.sentence)
    if moved > MOVED:
        notes.append(
            f"What is opened leaves the other supplier to those still refused; on this plan's own path {moved:.0%} of "
            "its volume would go to other buyers than reckoned here, for its share follows the last of those refused."
        )
    notes += [f"Without effect: {problem}." for problem in own_effect_problems(question.world, question.scenario)]
    notes += [f"{remark[:1].upper()}{remark[1:]}." for remark in remarks(question.scenario, question.world)]
    if tied:
        notes.append(
            f"With the same deals, equally good terms exist for {_names(question, tied)}: amounts there could differ."
        )
    run = run_of(question.scenario)
    return RunReport(
        partners=len(question.partners),
        pruned=len(question.partners) - len(plan.choices.question.partners),
        size=solution.size,
        status=solution.status.value,
        gap=solution.gap,
        absolute_gap=solution.absolute_gap,
        seconds=seconds,
        solver="HiGHS",
        unique=False if tied else None,
        tied=tied,
        made_on=made_on,
        version=run["version"],
        data=run["digests"]["data"],
        notes=tuple(notes),
    )
