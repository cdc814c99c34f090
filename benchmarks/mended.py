"""What each mended fault was worth: a plan of deals alone with one of them put back at a time.

python -m benchmarks.mended [--json]

The figures of ``docs/calibration.md``. Deals alone, with talks that hold: the faults were those of a programme that
opened nothing by itself. A fault is put back as it was where a few lines can say it.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import deals
from deals.kit.periods import Period
from deals.model import question as asking
from deals.model.question import assemble
from deals.model.worth import valuation
from deals.model.worth.grants import grants
from deals.model.worth.no_deal import BACKLOG_YEARS, NoDealPath, no_deal_path
from deals.model.worth.terms import Grant, Term
from deals.model.worth.timeline import Timeline
from deals.plan.plan import Plan, solve
from deals.regimes import EconomyAccess
from deals.regimes.rules.vocabulary import StandardForChips
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World

FOREVER = 1e6
OLD_DENIAL = 0.4
TIME = 300.0
"""Seconds for each plan, so that none is stopped by time on a busy machine."""


def old_supply(
    world: World, periods: tuple[Period, ...], access: Mapping[str, EconomyAccess], opened: object = None
) -> NoDealPath:
    """Fault 1: what was to spare fell as supply rose while order books were full, and was all refused demand after."""
    path, left = no_deal_path(world, periods, access), []
    for period in periods:
        supply = world.value(f"supply.{period.year}") * period.years
        backlog = world.value("supply.backlog.2025_26") if period.year in BACKLOG_YEARS else 1.0
        refused = sum(path.access[code].withheld[period.index] for code in path.rival)
        left.append(max(0.0, supply - (backlog * supply - refused)))
    return replace(path, left=tuple(left))


def old_grants(world: World, *others: Any) -> tuple[Grant, ...]:
    """Fault 2: the share of licences that is delivered cut the worth of chips, and not that of whom they displace."""
    share = world.value("delivery.licence")

    def cut(grant: Grant) -> Grant:
        money = {name: share * getattr(grant, name) for name in ("harm", "margin", "rivalry", "risk")}
        return replace(grant, values=tuple(share * value for value in grant.values), **money)

    return tuple(cut(grant) for grant in grants(world, *others))


def old_alignment(world: World, timeline: Timeline, term: Term, instrument: Instrument) -> Term:
    """Fault 6: aligned controls were worth the harm of 2025 in every year, under leverage, and prevented no flow."""
    harm = world.value("harm.per_kH")
    return replace(term, segments=tuple(replace(s, us=s.us * harm) for s in term.segments), goal="leverage")


def old_standard(rule: StandardForChips, access: EconomyAccess, setting: object) -> EconomyAccess:
    """Fault 7: the standard followed refusal."""
    return replace(access, standard_required=access.denial >= OLD_DENIAL and not access.free)


def old_years(world: World, timeline: Timeline, instrument: Instrument, discount: float) -> tuple[float, ...]:
    """Fault 9: a total quoted over some years was cut by hazard and horizon, and counted again at the end."""
    life = world.value(f"durability.{instrument.legal_authority}")
    return tuple(timeline.in_force(p, life, discount) for p in timeline.periods)


@contextmanager
def put_back(place: Any, name: str, fault: Callable[..., Any]) -> Iterator[None]:
    """Put one function back as it was."""
    with patch.object(place, name, fault):
        yield


FAULTS: dict[str, tuple[str, tuple[Any, str, Callable[..., Any]] | None, dict[str, float]]] = {
    "none": ("the plan as it is", None, {}),
    "1 supply": ("spare supply the wrong way round", (asking, "no_deal_path", old_supply), {"home.uptake": 0.0}),
    "11 home": ("chips kept at home are worth nothing", None, {"home.uptake": 0.0}),
    "2 delivery": ("licences' delivery cuts chips", (asking, "grants", old_grants), {}),
    "4 limits": ("limits on diversion at open access", None, {"limit.expected": 1.0, "limit.worst_case": 1.0}),
    "5 life": ("licences last for ever", None, {"durability.licence": FOREVER}),
    "6 alignment": ("alignment at the harm of 2025", (valuation, "_catching", old_alignment), {}),
    "7 standard": ("the standard follows refusal", (StandardForChips, "shape", old_standard), {}),
    "9 pledges": ("pledges by years in force", (valuation, "_years", old_years), {}),
    "10 headquarters": ("no bar by headquarters", None, {}),
}


def plan_with(scenario: Scenario, fault: str) -> Plan:
    """The default plan with one fault put back."""
    _, function, numbers = FAULTS[fault]
    asked = scenario.changed(headquarters_bar=False) if fault.startswith("10") else scenario
    if numbers:
        patches = {name: {"set": value} for name, value in numbers.items()}
        asked = asked.apply(deals.Reform(f"fault {fault}", patches))
    if function is None:
        return solve(assemble(asked))
    with put_back(*function):
        return solve(assemble(asked))


def main() -> None:
    """Print one line a fault."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    hold = deals.Reform("talks hold", {"threat.failure": {"set": 0.0}})
    base = deals.load("leverage-2025").changed(time_limit_seconds=TIME, unilateral_opening=False)
    scenario, rows = base.apply(hold), {}
    for fault, (words, *_) in FAULTS.items():
        plan = plan_with(scenario, fault)
        chips = {c: sum(plan.granted(g) for g in plan.asked.grants if g.partner in (c, "")) for c in ("MYS", "ARE")}
        everyone = sum(plan.granted(g) for g in plan.asked.grants)
        row = {"gain": plan.gain, "deals": len(plan.signed), "chips": everyone, **chips, **plan.goals}
        rows[fault] = {name: round(float(value), 2) for name, value in row.items()}
        if not as_json:
            print(f"{fault:16} {words:42} {rows[fault]}", flush=True)
    if as_json:
        print(json.dumps({"name": "mended", "plans": rows, "ratios": {}}))


if __name__ == "__main__":
    main()
