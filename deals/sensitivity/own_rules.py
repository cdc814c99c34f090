"""Rules of one's own that no plan can meet together, by its settings, and the way out."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deals.kit.errors import Problem
from deals.model.families import REGISTER
from deals.model.family import Kind, Whose
from deals.scenario.limit import OwnLimit
from deals.scenario.scenario import Scenario
from deals.sensitivity.why_not import WhyNot, why_not
from optimizer import InfeasibleError

TEAMS, MUST, MUST_NOT, CAP, FIRST = "negotiating teams", "must sign", "must not sign", "ceiling", "signs first"
SETTINGS = {TEAMS: "teams", MUST: "must_sign", MUST_NOT: "must_not_sign", CAP: "caps"}
"""Families that come from one setting each; all other orders come from `limits`."""
GOES_WITHOUT_SAYING = frozenset({Kind.MEANING, Kind.DEAL})
DIGITS, TRIED = 4, 6
ALIKE = "these cannot all hold, though without any one of them the others could"


@contextmanager
def explained(scenario: Scenario) -> Iterator[None]:
    """Say of a plan that cannot be which of the scenario's own rules conflict; it costs nothing where one can.

    Raises
    ------
    InputError
        If a limit asks what no deal could hold.
    InfeasibleError
        If no plan meets the rules, with the rules in conflict and the way out as its message.
    """
    try:
        yield
    except InfeasibleError as error:
        problem = conflict_problem(scenario)
        raise error if problem is None else error.told(f"no plan meets the rules of the scenario. {problem}") from None


def conflict_problem(scenario: Scenario) -> Problem | None:
    """The rules of a scenario's own that cannot hold together, as one problem; None if a plan meets them.

    Raises
    ------
    InputError
        If a limit asks what no deal could hold.
    """
    try:
        answer = why_not(scenario)
    except InfeasibleError:
        message = "no plan meets these rules, whatever limits of the government's own are moved"
        return Problem("", ", ".join(_ordering(scenario)), None, message, "take some of them out")
    if answer.is_possible:
        return None
    return _told(answer, scenario)


def _ordering(scenario: Scenario) -> list[str]:
    """Settings that order something."""
    return [name for name in ("must_sign", "must_not_sign", "caps", "limits") if getattr(scenario, name)]


def _told(answer: WhyNot, scenario: Scenario) -> Problem:
    own: dict[str, str] = {}
    beside: list[str] = []
    for row in answer.conflict.to_dict("records"):
        rule = str(row["rule"])
        if (field := _field(rule, str(row["subject"]), scenario)) is not None:
            own.setdefault(_own(rule, row, field, scenario), field.partition(".")[0])
        elif rule not in REGISTER or REGISTER[rule].kind not in GOES_WITHOUT_SAYING:
            beside.append(str(row["sentence"]))
    also = [f"beside what holds in any plan: {'; '.join(dict.fromkeys(beside))}"] if beside else []
    message = f"{ALIKE}: {'; '.join([*own, *also])}"
    return Problem("", next(iter(own.values()), ""), None, message, _way_out(answer, scenario))


def _field(rule: str, subject: str, scenario: Scenario) -> str | None:
    """The setting that a rule comes from; None for those of the model and of the law."""
    if rule in SETTINGS:
        return SETTINGS[rule]
    if rule not in REGISTER or REGISTER[rule].kind is not Kind.ORDER:
        return None
    return next((f"limits.{i}" for i, limit in enumerate(scenario.limits, 1) if _is(rule, subject, limit)), "limits")


def _is(rule: str, subject: str, limit: OwnLimit) -> bool:
    """Whether a row is of this limit. Of the one that signs first there is a row for each other partner."""
    if rule == FIRST:
        return limit.first
    side = limit.ceiling if rule == "at most" else limit.floor
    return not limit.first and side is not None and limit.subject == subject


def _own(rule: str, row: dict[Any, Any], field: str, scenario: Scenario) -> str:
    """A rule of the scenario's own, by its setting and in words."""
    if rule == TEAMS:
        given = scenario.world().value("teams") if scenario.teams is None else scenario.teams
        whose = " (the number in the data)" if scenario.teams is None else ""
        return f"{field}: at most {given:g}{whose} negotiating at a time"
    if field.startswith("limits."):
        return f"{field}: {scenario.limits[int(field.removeprefix('limits.')) - 1].in_words()}"
    return f"{field}: {row['sentence']}"


def _way_out(answer: WhyNot, scenario: Scenario) -> str:
    """What to write instead: the cheapest repair, each change by its setting."""
    quarters = {period.label: len(period.quarters) for period in scenario.periods()}
    teams, ways = 0.0, []
    for row in answer.repair.to_dict("records"):
        rule, subject, needed = str(row["rule"]), str(row["subject"]), float(row["needed"])
        field = _field(rule, subject, scenario)
        match rule:
            case "negotiating teams":
                teams = max([teams, needed / quarters[subject]])
            case "must sign" | "must not sign":
                ways.append(f"{row['sentence']} (take {subject} out of {field})")
            case "ceiling":
                ways.append(f"write {subject}: {_roomy(needed, up=True)} in caps")
            case _ if REGISTER[rule].whose is Whose.CHOSEN:
                up = rule == "at most"
                ways.append(f"{row['sentence']} ({_roomy(needed, up=up)} or {'more' if up else 'less'} in {field})")
            case _:
                ways.append(str(row["sentence"]))
    if teams:
        # A repair moves each period by itself; a number of teams holds in all, which may be enough alone.
        first = math.ceil(teams)
        tried = range(first, first + TRIED)
        enough = next((n for n in tried if why_not(scenario.changed(teams=float(n))).is_possible), None)
        ways = [f"write teams: {first}", *ways] if enough is None else [f"write teams: {enough}"]
    return f"the cheapest way out: {' and '.join(ways)}"


def _roomy(number: float, *, up: bool) -> str:
    """A limit as it can be written and still holds what it must: rounded to the side that leaves room."""
    if abs(number) < 10.0**-DIGITS:
        return "0"
    step = 10.0 ** (math.floor(math.log10(abs(number))) - DIGITS + 1)
    steps = number / step
    near = round(steps)
    return f"{(near if abs(steps - near) < 1e-6 else math.ceil(steps) if up else math.floor(steps)) * step:.{DIGITS}g}"
