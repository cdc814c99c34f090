"""Limits in policy words: the rule, whom or when it concerns, and its unit."""

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
    "matching within chips": "USD bn",
    "matching required": "USD bn",
    "ceiling": "thousand H100e",
    "country allocation": "thousand H100e, legal basis",
    "channel beside the allocation": "thousand H100e, legal basis",
}
"""Limits that can be moved with the set and dates of deals fixed, and their units."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the plan: its rule, its row, and where it stands.

    `base` is what the rule counts besides the deals, such as diversion without any: the row's own limit is `value` less
    it.
    """

    rule: str
    key: Hashable
    value: float
    base: float = 0.0

    @property
    def subject(self) -> str:
        """Whom or when it concerns."""
        return " ".join(str(part) for part in self.key) if isinstance(self.key, tuple) else str(self.key)

    @property
    def unit(self) -> str:
        """Unit of the limit."""
        return UNITS[self.rule]


def limits(fixed: FixedPlan, rule: str) -> list[Limit]:
    """All limits under a rule.

    Raises
    ------
    UnknownNameError
        If no limit that can be moved has this name; the message names the nearest.
    InputError
        If the plan has no such limit (a ceiling that nobody set, for example).
    """
    if rule not in UNITS:
        raise UnknownNameError.of("limit", rule, UNITS)
    snapshot = fixed.plan.choices.program.snapshot()
    keys = snapshot.rows.keys(rule) if rule in snapshot.rows else ()
    if not keys:
        raise InputError(Problem("", "rule", rule, "the scenario has no such limit", "trace another rule"))
    arrays = snapshot.arrays
    found = []
    for key in keys:
        row = snapshot.rows.position(rule, key)
        high, low = float(arrays.row_upper[row]), float(arrays.row_lower[row])
        base = _base(fixed, rule, key)
        found.append(Limit(rule, key, base + (high if high < float("inf") else low), base))
    return found


def _base(fixed: FixedPlan, rule: str, key: Hashable) -> float:
    question = fixed.plan.choices.question
    if rule == "diversion budget":
        return next(row.no_deal for row in expected_diversion(question) if row.year == key)
    if rule == "worst-case diversion":
        period = next(p.index for p in question.timeline.periods if p.label == key)
        return without_sides(question, network(question, period), period)
    return 0.0


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
