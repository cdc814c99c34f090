"""Everything of a proposal that takes solving, as texts: what the rest is made of again when it is opened."""

import json
from pathlib import Path
from typing import Any

from deals.plan.baselines import DEFAULT
from deals.proposal.contents import ProposalContents
from deals.proposal.kept.archive import write
from deals.proposal.kept.points import written_point
from deals.proposal.kept.tables import plain_table
from deals.uncertainty.acceptance.offers import Offer, Offers
from deals.uncertainty.odds import Odds
from optimizer import Floats, Solution

SCENARIO, OPENED, SOLVED, RUN, ODDS, OFFERS = (
    f"{name}.json" for name in ("scenario", "opened-on-the-path", "solved", "run", "odds", "offers")
)


def save(proposal: ProposalContents, path: str | Path) -> Path:
    """Write a proposal into one file, from which it is opened without solving.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If something else is there, or the folder is not.
    """
    return write(path, texts_of(proposal), proposal.report.version, proposal.report.data)


def texts_of(proposal: ProposalContents) -> dict[str, str]:
    """The texts by name: the scenario, each plan's variables, how it was solved, and what drawn worlds say."""
    base = proposal.baselines
    solutions = {name: plan.solution for name, plan in base.plans.items()}
    solutions |= {name: plan.solution for name, plan in base.read.items() if name != DEFAULT}
    path = [[*key, value] for key, value in proposal.plan.question.left_open.items()]
    run = {
        "seconds": proposal.report.seconds,
        "tied": list(proposal.report.tied),
        "made_on": proposal.report.made_on,
        "rests_on": plain_table(proposal.rests_on),
    }
    texts = {
        SCENARIO: _text(proposal.scenario.model_dump(mode="json")),
        OPENED: _text(path),
        SOLVED: _text({name: _ended(solution) for name, solution in solutions.items()}),
        RUN: _text(run),
        **{plan_file(name): written_point(solution) for name, solution in solutions.items()},
    }
    if proposal.sure is not None:
        texts[ODDS] = _text(_odds(proposal.sure))
    if proposal.offered is not None:
        texts[OFFERS] = _text(_offers(proposal.offered))
    return texts


def plan_file(name: str) -> str:
    """The name of the text that holds a plan's variables."""
    return f"plans/{name.replace(' ', '-')}.csv"


def _ended(solution: Solution) -> dict[str, Any]:
    return {
        "objective": solution.objective,
        "bound": solution.bound,
        "status": solution.status.name,
        "seconds": solution.seconds,
        "nodes": solution.nodes,
    }


def _odds(sure: Odds) -> dict[str, Any]:
    anew = None if sure.anew is None else plain_table(sure.anew)
    return {"seed": sure.seed, "held": plain_table(sure.held), "anew": anew}


def _offers(offered: Offers) -> dict[str, Any]:
    return {"draws": offered.draws, "of": {code: _offer(offer) for code, offer in offered.of.items()}}


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "points": [{"us": point.us, "partner": point.partner, "terms": _sparse(point.terms)} for point in offer.points],
        "amounts": plain_table(offer.amounts),
        "chosen": offer.chosen,
        "last": offer.last,
        "alone": offer.alone,
        "curve": plain_table(offer.table),
    }


def _sparse(numbers: Floats) -> dict[str, Any]:
    return {"length": len(numbers), "at": [[k, value] for k, value in enumerate(numbers.tolist()) if value]}


def _text(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)
