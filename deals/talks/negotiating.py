"""Sit down at a table, or return to one."""

import json
from pathlib import Path

import numpy as np

from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from deals.scenario.scenario import Scenario
from deals.talks.contents import package_of
from deals.talks.moves import KINDS, SIDES, Move, wrong
from deals.talks.table import Table
from deals.talks.transcript import ROUNDS
from deals.world.naming.economies import code_or_same, named
from optimizer import Floats


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
        If the file is not one of talks, or the model has changed since.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        scenario = Scenario.from_yaml(content["scenario"])
        partner, rounds, by_itself = str(content["partner"]), int(content["rounds"]), bool(content["alone"])
        columns = int(content["columns"])
        moves = [(*_said(move["side"], move["kind"]), _terms(move["terms"], columns)) for move in content["moves"]]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise wrong("file", str(path), f"not saved talks ({error!r})", "give a file written by save()") from error
    table = Table(alone(scenario, partner) if by_itself else solve(assemble(scenario)), partner, rounds)
    if len(table.domain.deal.us) != columns:
        raise wrong("file", str(path), "the model has changed since", "start new talks")
    for side, kind, terms in moves:
        table.say(Move(side, kind, package_of(table.domain, table.domain.deal.at(terms))))
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
    question = assemble(scenario)
    partner = named(partner, question.codes)
    plan = solve(question.keep((partner,)))
    if partner not in plan.signed:
        message = "no deal that the partner would sign is worth its talks to the United States"
        raise wrong("partner", partner, message, "choose another partner, or change the scenario")
    return plan


def _said(side: object, kind: object) -> tuple[str, str]:
    if side not in SIDES or kind not in KINDS:
        raise ValueError(f"nobody says {kind!r} as {side!r}")
    return str(side), str(kind)


def _terms(amounts: dict[str, float], columns: int) -> Floats:
    terms = np.zeros(columns)
    for column, amount in amounts.items():
        terms[int(column)] = float(amount)
    return terms
