"""Limits in policy words: the rule, whom or when it concerns, and its unit."""

import math
from collections.abc import Hashable
from dataclasses import dataclass

from deals.errors import InputError, Problem, UnknownNameError
from deals.model.diversion import expected_diversion
from deals.model.worst_case import network, without_sides
from deals.sensitivity.fixed import FixedPlan

UNITS = {
    "chip supply": "thousand H100e to spare",
    "diversion budget": "thousand H100e expected to be diverted",
    "worst-case diversion": "thousand H100e diverted at worst",
    "participation": "USD bn over the reservation value",
    "gain on trade": "USD bn",
    "gain on chips": "USD bn",
    "investment capacity": "USD bn",
    "matching within chips": "USD bn beyond the cost of the chips",
    "matching required": "USD bn less than required",
    "ceiling": "thousand H100e",
    "country allocation": "thousand H100e, legal basis",
    "yearly allocation": "thousand H100e, legal basis",
    "channel beside the allocation": "thousand H100e, legal basis",
    "negotiating teams": "team-quarters",
}
"""Limits that can be moved with the set and dates of deals fixed, and their units."""
BY_PARTNER = (
    *("participation", "gain on trade", "gain on chips"),
    *("investment capacity", "matching within chips", "matching required"),
)
"""Limits of one partner: without a deal there is nothing to limit."""
BY_ECONOMY = ("country allocation", "yearly allocation", "channel beside the allocation")
WHOLE = ("negotiating teams",)
"""Limits on deals alone, which are yes or no."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the plan: its rule, its row, whom or when it concerns, and where it stands.

    `base` is what the rule counts besides the deals, such as diversion without any: the row's own limit is `value` less
    it. `at_least` says that it bounds from below.
    """

    rule: str
    key: Hashable
    subject: str
    value: float
    base: float = 0.0
    at_least: bool = False

    @property
    def unit(self) -> str:
        """Unit of the limit."""
        return UNITS[self.rule]


def present(fixed: FixedPlan) -> list[str]:
    """Rules under which the plan has limits."""
    return [rule for rule in UNITS if _keys(fixed, rule)]


def limits(fixed: FixedPlan, rule: str) -> list[Limit]:
    """All limits under a rule; of a partner's own, those of partners that sign.

    Raises
    ------
    UnknownNameError
        If no limit that can be moved has this name; the message names the nearest.
    InputError
        If the plan has no such limit (a ceiling that nobody set, for example).
    """
    if rule not in UNITS:
        raise UnknownNameError.of("limit", rule, UNITS)
    keys = _keys(fixed, rule)
    if not keys:
        has = ", ".join(present(fixed))
        raise InputError(Problem("", "rule", rule, "the scenario has no such limit", f"ask about one it has: {has}"))
    snapshot = fixed.plan.choices.program.snapshot()
    arrays = snapshot.arrays
    found = []
    for key in keys:
        row = snapshot.rows.position(rule, key)
        high, low = float(arrays.row_upper[row]), float(arrays.row_lower[row])
        base, at_least = _base(fixed, rule, key), math.isinf(high)
        found.append(Limit(rule, key, _subject(fixed, rule, key), base + (low if at_least else high), base, at_least))
    return found


def _keys(fixed: FixedPlan, rule: str) -> list[Hashable]:
    rows = fixed.plan.choices.program.snapshot().rows
    keys = list(rows.keys(rule)) if rule in rows else []
    if rule in BY_PARTNER:
        return [key for key in keys if key in fixed.plan.signed]
    if rule in BY_ECONOMY:
        deals = [fixed.plan.question.partner(code) for code in fixed.plan.signed]
        economies = {economy for partner in deals for economy in partner.jurisdictions}
        return [key for key in keys if isinstance(key, tuple) and key[0] in economies]
    return keys


def _subject(fixed: FixedPlan, rule: str, key: Hashable) -> str:
    """Whom or when a limit concerns; periods by their labels, years as they are."""
    if rule in BY_ECONOMY and isinstance(key, tuple):
        periods = fixed.plan.question.timeline.periods
        return f"{key[0]} {periods[key[1]].label if key[1] < len(periods) else key[1]}"
    return str(key)


def _base(fixed: FixedPlan, rule: str, key: Hashable) -> float:
    question = fixed.plan.choices.question
    if rule == "diversion budget":
        return next(row.no_deal for row in expected_diversion(question) if row.year == key)
    if rule == "investment capacity":
        return _with_deal(fixed, rule, key)
    if rule == "worst-case diversion":
        period = next(p.index for p in question.timeline.periods if p.label == key)
        return without_sides(question, network(question, period), period)
    return 0.0


def _with_deal(fixed: FixedPlan, rule: str, key: Hashable) -> float:
    """What a limit is with the deal: rows say "at most so much under a deal", with nothing on their right."""
    arrays, solution = fixed.plan.choices.program.snapshot().arrays, fixed.solution
    entries, values = arrays.matrix.row(solution.row(rule, key))
    whole = arrays.integer[entries]
    return -float(values[whole] @ solution.point[entries[whole]])


def find_limit(fixed: FixedPlan, rule: str, subject: str | int | None = None) -> Limit:
    """One limit: of `subject`, or the one that weighs most on the plan.

    Parameters
    ----------
    fixed : FixedPlan
    rule : str
        Such as ``"diversion budget"``.
    subject : str or int, optional
        Year, period or partner, as in the answer's `subject`; by default the limit with the highest price.

    Raises
    ------
    UnknownNameError
        If there is no such rule or subject.
    """
    found = limits(fixed, rule)
    if subject is None:
        rows = fixed.plan.choices.program.snapshot().rows
        return max(found, key=lambda x: abs(float(fixed.solution.live.row_prices[rows.position(rule, x.key)])))
    by_subject = {x.subject: x for x in found}
    if str(subject) not in by_subject:
        raise UnknownNameError.of(f"subject of {rule}", str(subject), by_subject)
    return by_subject[str(subject)]
