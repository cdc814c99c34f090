"""Limits in policy words: the rule, whom or when it concerns, and its unit."""

import math
from collections.abc import Hashable
from dataclasses import dataclass

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.model.families import REGISTER, priced
from deals.model.family import Family, Kind, Whose
from deals.model.question import Question
from deals.sensitivity.prices.as_linear import PlanAsLinear


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the plan: its rule, its row, whom or when it concerns, and where it stands.

    `base` is what the rule counts besides the deals, such as diversion without any: the row's own limit is `value` less
    it. `at_least` says that it bounds from below. `unit` is that of the limit.
    """

    rule: str
    key: Hashable
    subject: str
    value: float
    unit: str
    base: float = 0.0
    at_least: bool = False


def present(linear: PlanAsLinear) -> list[str]:
    """Rules under which the plan has limits: those that can be moved first, those of deals alone last."""
    rules = [rule for rule in priced() if _keys(linear, rule)]
    return sorted(rules, key=lambda rule: _place(REGISTER[rule]))


def _place(family: Family) -> tuple[bool, bool, bool]:
    return family.of_deals_alone, not family.movable, family.kind is not Kind.GAIN


def limits(linear: PlanAsLinear, rule: str) -> list[Limit]:
    """All limits under a rule; of a partner's own, those of partners that sign.

    Raises
    ------
    UnknownNameError
        If no limit that can be moved has this name; the message names the nearest.
    InputError
        If the plan has no such limit (a ceiling that nobody set, for example).
    """
    if rule not in priced():
        raise UnknownNameError.of("limit", rule, priced())
    keys = _keys(linear, rule)
    if not keys:
        has = ", ".join(present(linear))
        raise InputError(Problem("", "rule", rule, "the scenario has no such limit", f"ask about one it has: {has}"))
    snapshot, asked, family = linear.solution.snapshot, linear.plan.asked, REGISTER[rule]
    of_rule = []
    for key in keys:
        row = snapshot.rows.position(rule, key)
        high, low = float(snapshot.arrays.row_upper[row]), float(snapshot.arrays.row_lower[row])
        base, at_least = family.base(asked, key), math.isinf(high)
        value = base + (low if at_least else high)
        unit = family.unit_at(asked, key)
        of_rule.append(Limit(rule, key, subject_of(asked, rule, key), value, unit, base, at_least))
    return of_rule


def _keys(linear: PlanAsLinear, rule: str) -> list[Hashable]:
    rows, plan = linear.solution.snapshot.rows, linear.plan
    keys = list(rows.keys(rule)) if rule in rows else []
    family = REGISTER[rule]
    keys = [key for key in keys if family.concerns(plan.asked, key, plan.signed)]
    if family.whose is Whose.ECONOMY:
        economies = {economy for code in plan.signed for economy in plan.question.partner(code).jurisdictions}
        return [key for key in keys if isinstance(key, tuple) and key[0] in economies]
    return keys


def subject_of(question: Question, rule: str, key: Hashable) -> str:
    """Whom or when a row is about, as people read it: of an economy's, periods by their labels, years as they are."""
    parts = key if isinstance(key, tuple) else (key,)
    if rule in REGISTER and REGISTER[rule].whose is Whose.ECONOMY:
        labels = {period.index: period.label for period in question.timeline.periods}
        parts = (parts[0], *(labels.get(part, part) for part in parts[1:]))
    return " ".join(map(str, parts))


def find_limit(linear: PlanAsLinear, rule: str, subject: str | int | None = None) -> Limit:
    """One limit: of `subject`, or the one that weighs most on the plan.

    Parameters
    ----------
    linear : PlanAsLinear
    rule : str
        Such as ``"diversion budget"``.
    subject : str or int, optional
        Year, period or partner, as in the answer's `subject`; by default the limit with the highest price.

    Raises
    ------
    UnknownNameError
        If there is no such rule or subject.
    """
    of_rule = limits(linear, rule)
    if subject is None:
        prices = linear.solution.live.row_prices
        return max(of_rule, key=lambda limit: abs(float(prices[linear.solution.row(rule, limit.key)])))
    by_subject = {limit.subject: limit for limit in of_rule}
    if str(subject) not in by_subject:
        raise UnknownNameError.of(f"subject of {rule}", str(subject), by_subject)
    return by_subject[str(subject)]
