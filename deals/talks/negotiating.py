"""Sit down at a table, or return to one."""

from pathlib import Path

from deals.kit.given.bounds import ONE_OR_MORE
from deals.kit.given.checked import checked
from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario, scenario_in
from deals.talks.contents import package_of
from deals.talks.moves import Move, wrong
from deals.talks.saved import check_packages, read_talks
from deals.talks.table import Table
from deals.talks.transcript import ROUNDS
from deals.world.naming.economies import code_or_same, named


@checked(rounds=ONE_OR_MORE)
def negotiate_alone(scenario: Scenario, partner: str, *, rounds: int = ROUNDS) -> Table:
    """Sit down with one partner.

    The deal is weighed by itself: everybody else stays on the no-deal path. To negotiate a deal as part of a plan, use
    ``proposal.negotiate_in_plan(partner)``.

    Parameters
    ----------
    scenario : Scenario
    partner : str
        Any of its names, or its ISO code.
    rounds : int
        Rounds in which we come down from opening to target.

    Raises
    ------
    UnknownNameError
        If the scenario has no such partner.
    InputError
        If no deal with the partner is worth its talks.
    """
    code = code_or_same(partner)
    return Table(alone(scenario, code), code, rounds)


def load_table(path: str | Path) -> Table:
    """Read talks written by ``table.save`` and take them up where they stood.

    Raises
    ------
    InputError
        With every problem, each with its move: the file is not one of talks, a move is not one that could be made then,
        a package could not be agreed; or if the model has changed since.
    """
    saved = read_talks(path)
    scenario, partner = Scenario.from_yaml(saved.scenario), saved.partner
    table = Table(alone(scenario, partner) if saved.alone else solve(assemble(scenario)), partner, saved.rounds)
    if len(table.domain.deal.us) != saved.columns:
        raise wrong("file", str(path), "the model has changed since", "start new talks")
    check_packages(saved, table.domain.deal, str(path))
    for move in saved.moves:
        package = package_of(table.domain, table.domain.deal.at(move.terms))
        table.say(Move(move.side, move.kind, package))
    return table


def alone(scenario: Scenario, partner: str) -> Plan:
    """The plan of a deal with one partner, everybody else on the no-deal path.

    Raises
    ------
    UnknownNameError
        If the scenario has no such partner.
    InputError
        If no deal with the partner is worth its talks.
    """
    question = assemble(scenario_in(scenario))
    partner = named(partner, question.codes)
    plan = solve(question.keep((partner,)))
    if partner not in plan.signed:
        message = "no deal that the partner would sign is worth its talks to the United States"
        raise wrong("partner", partner, message, "choose another partner, or change the scenario")
    return plan
