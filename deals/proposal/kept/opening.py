"""A proposal read back from its file: the question put again, the plans taken up and checked, nothing solved."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from deals.division.bilateral import Point
from deals.kit.errors import DealsError, InputError, Problem
from deals.model.question import assemble
from deals.model.rows.variables import Choices
from deals.page.stages import stage
from deals.plan.baselines import PLAN, Baselines, baselines
from deals.plan.identity import identity_of
from deals.plan.search import Held
from deals.proposal.kept.archive import AGAIN, read
from deals.proposal.kept.points import read_point
from deals.proposal.kept.saving import ODDS, OFFERS, OPENED, RUN, SCENARIO, SOLVED, plan_file
from deals.proposal.kept.tables import table_of
from deals.proposal.proposal import Proposal
from deals.proposal.proposing import laid_out
from deals.scenario.scenario import Scenario
from deals.uncertainty.acceptance.offers import Offer, Offers
from deals.uncertainty.drawing import held_work
from deals.uncertainty.odds import Odds
from optimizer import Ended, Floats, ModelError, Solution, Status, restored


@stage("opening the proposal")
def open(path: str | Path) -> Proposal:
    """Open a proposal that was saved, without solving again.

    Each text is checked against its fingerprint; each plan against all rows of its programme, which is made again from
    the scenario and the data; and the tables are made again from the plan. That no plan is better, and what drawn
    worlds came to, is what was found when it was saved.

    Parameters
    ----------
    path : path
        A file that :meth:`Proposal.save` has written.

    Raises
    ------
    InputError
        If it is no such file, is not as it was saved, or rests on other data than those here.
    """
    manifest, texts = read(path)
    named = str(path)
    try:
        scenario = Scenario.model_validate(json.loads(texts[SCENARIO]))
    except InputError as error:
        told = "its scenario cannot be read here"
        raise InputError([Problem(named, SCENARIO, None, told, AGAIN), *error.problems]) from None
    except (KeyError, ValueError) as error:
        raise _not_whole(named, error) from None
    if identity_of(scenario)["data"] != manifest["data"]:
        told = f"rests on other data: saved on {manifest.get('saved_on')} by version {manifest['version']}"
        raise InputError(Problem(named, "", None, told, "propose the scenario again, or use that version"))
    try:
        return _opened(scenario, texts)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, DealsError, ModelError) as error:
        raise _not_whole(named, error) from None


def _not_whole(named: str, error: Exception) -> InputError:
    told = f"{error.args[0] if error.args else ''}" or type(error).__name__
    return InputError(Problem(named, "", None, f"does not hold what it should: {told}", AGAIN))


def _opened(scenario: Scenario, texts: Mapping[str, str]) -> Proposal:
    path = {(str(code), int(period)): float(share) for code, period, share in json.loads(texts[OPENED])}
    run, solved = json.loads(texts[RUN]), json.loads(texts[SOLVED])

    def taken_up(name: str, choices: Choices, held: Held, _: Solution | None) -> Solution:
        told = solved[name]
        ended = Ended(**{**told, "status": Status[told["status"]]})
        return restored(choices.program, read_point(texts[plan_file(name)]), ended, held)

    base = baselines(assemble(scenario, opened=path), taken_up)
    return laid_out(
        scenario,
        base,
        float(run["seconds"]),
        tuple(map(str, run["tied"])),
        date.fromisoformat(run["made_on"]).isoformat(),
        table_of(run["rests_on"]),
        _odds(base, json.loads(texts[ODDS])) if ODDS in texts else None,
        _offers(json.loads(texts[OFFERS])) if OFFERS in texts else None,
    )


def _odds(base: Baselines, plain: Mapping[str, Any]) -> Odds:
    anew = None if plain["anew"] is None else table_of(plain["anew"])
    seed = int(plain["seed"])
    return Odds(base.plans[PLAN], table_of(plain["held"]), anew, held_work(base, seed), seed)


def _offers(plain: Mapping[str, Any]) -> Offers:
    return Offers({code: _offer(code, offer) for code, offer in plain["of"].items()}, int(plain["draws"]))


def _offer(code: str, plain: Mapping[str, Any]) -> Offer:
    return Offer(
        partner=code,
        name=str(plain["name"]),
        points=tuple(Point(float(p["us"]), float(p["partner"]), _dense(p["terms"])) for p in plain["points"]),
        amounts=table_of(plain["amounts"]),
        chosen=int(plain["chosen"]),
        last=int(plain["last"]),
        alone=float(plain["alone"]),
        _curve=table_of(plain["curve"]),
    )


def _dense(plain: Mapping[str, Any]) -> Floats:
    numbers = np.zeros(int(plain["length"]))
    for place, value in plain["at"]:
        numbers[place] = value
    return numbers
