"""One of many worlds beside the same world by itself: whatever a question holds, number by number."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from deals.model.question import Question, assemble
from deals.model.rows.diversion import expected_diversion
from deals.model.worth.talks import Talks
from deals.model.worth.terms import Grant, Term
from deals.regimes import EconomyAccess
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.uncertainty.draws import BASIS, ELASTICITIES, DrawnWorlds

CLOSE = 1e-9
LESS_THAN_ANY_USE = 1e-12
"""A width, natural units, below which there is nothing of a step."""
LITTLE = 1e-8
"""USD bn below which setting a rate alone decides nothing."""


def drawn(scenario: Scenario, draws: DrawnWorlds, number: int) -> Scenario:
    """The scenario in one drawn world, by the way that any reform goes, with what is chosen there."""
    measured = scenario.model_copy(update={BASIS: draws.choices([number])[BASIS][0]})
    return measured.apply(Reform("a drawn world", draws.patches(number)))


def by_itself(base: Question, codes: Iterable[str], draws: DrawnWorlds, number: int) -> Question:
    """A question about some partners put in numbers for one drawn world alone."""
    elasticities = draws.choices([number])[ELASTICITIES][0]
    asked = assemble(drawn(base.scenario, draws, number), opened=base.left_open, elasticities=elasticities)
    return asked.keep(codes)


def at(value: Any, number: int) -> Any:
    """What stands in one of many worlds wherever an array over worlds does; data become mappings by field."""
    if isinstance(value, np.ndarray):
        return value[number].item()
    if isinstance(value, Mapping):
        return {key: at(held, number) for key, held in value.items()}
    if isinstance(value, (tuple, list)):
        return tuple(at(held, number) for held in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: at(getattr(value, field.name), number) for field in fields(value)}
    return value


def apart(one: Any, other: Any, where: str = "") -> list[str]:
    """Places where two such pieces differ by more than rounding."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = sorted({*one} ^ {*other}, key=str)
        shared = [key for key in one if key in other]
        return [f"{where}: {keys}"] * bool(keys) + [
            found for key in shared for found in apart(one[key], other[key], f"{where}.{key}")
        ]
    if isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            return [f"{where}: {len(one)} and {len(other)} of them"]
        return [found for i, pair in enumerate(zip(one, other, strict=True)) for found in apart(*pair, f"{where}[{i}]")]
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return [] if np.isclose(one, other, rtol=CLOSE, atol=CLOSE, equal_nan=True) else [f"{where}: {one} and {other}"]
    return [] if one == other else [f"{where}: {one!r} and {other!r}"]


def in_numbers(question: Question, number: int = 0) -> dict[str, Any]:
    """All that rows look up in a question, for one of its worlds: steps that are there, chips that can be granted."""
    timeline, path, reference = question.timeline, question.path, question.reference
    dates = range(len(timeline.periods))
    terms = {(term.partner, term.instrument): _steps(term, number) for term in question.terms}
    told: dict[str, Any] = at(
        {
            "discounts": (timeline.discount_us, timeline.discount_partner, timeline.terminal_weight),
            "lag": question.lag,
            "holds": question.holds,
            "survival": [question.survival(0, period) for period in dates],
            "access": {code: _flows(access) for code, access in path.access.items()},
            "reference": {code: _flows(access) for code, access in reference.access.items()},
            "path": (path.rival, path.left, path.home_demand, path.home),
            "partners": tuple(sorted(question.codes)),
            "economies": {code: question.economies[code] for code in question.codes},
            "terms": {key: steps for key, steps in terms.items() if steps["steps"]},
            "chips": {(g.economy, g.period): _chips(g, number) for g in question.grants if _uses(g, number)},
            "cells": sorted((cell.economy, cell.period) for cell in question.cells if _uses(cell, number)),
            "legal": {(g.economy, g.period): question.legal(g) for g in question.grants if _uses(g, number)},
            "standards": question.standards,
            "talks": {code: _talks(question, question.talks[code], number) for code in question.codes},
            "reserve": {code: question.reserve[code] for code in question.codes},
            "alone": {code: rate for code, rate in question.alone.items() if abs(at(rate.worth, number)) > LITTLE},
            "diversion": expected_diversion(question),
        },
        number,
    )
    return told


def _flows(access: EconomyAccess) -> dict[str, Any]:
    """What a regime lets an economy have; whether it counts as free says nothing more."""
    names = ("tier", "demand", "licensed_limit", "yearly_limit", "beside_limit", "denial", "standard_required")
    more = ("certified", "matching", "duty", "no_deal", "secured", "plain", "withheld", "owners", "vetting", "window")
    return {name: getattr(access, name) for name in (*names, *more)}


def _talks(question: Question, held: Talks, number: int) -> tuple[float, float, dict[int, dict[int, float]]]:
    """Teams, quarters, and what they take of each period: of dates for which they begin early enough."""
    teams, quarters, each = (
        at(held.teams, number),
        at(held.quarters, number),
        len(question.timeline.periods[0].quarters),
    )
    loads = {
        when: {period: count for period, count in at(load, number).items() if count}
        for when, load in held.load.items()
        if (when + 1) * each >= quarters
    }
    return teams, quarters, loads


def _steps(term: Term, number: int) -> dict[str, Any]:
    steps = [at(segment, number) for segment in term.segments]
    years = at({"us": term.us_years, "partner": term.partner_years, "caught": term.caught}, number)
    return {**years, "goal": term.goal, "steps": tuple(step for step in steps if step["width"] > LESS_THAN_ANY_USE)}


def _uses(grant: Grant, number: int) -> tuple[tuple[float, float], ...]:
    pairs = zip(at(grant.widths, number), at(grant.values, number), strict=True)
    return tuple((width, value) for width, value in pairs if width > LESS_THAN_ANY_USE)


def _chips(grant: Grant, number: int) -> dict[str, Any]:
    return {**at(grant, number), "widths": (), "values": (), "uses": _uses(grant, number)}
