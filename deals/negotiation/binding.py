"""What holds the plan back: rules at their limit, with the price of relaxing each, in words."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import pandas as pd

from deals.negotiation.plan import Plan

COLUMNS = ["rule", "subject", "price_down", "price_up", "unit", "holds_from", "holds_to", "limit", "sentence"]
TIGHT = 1e-6

Subjects = Callable[[Plan, Hashable], bool]


def _any(plan: Plan, key: Hashable) -> bool:
    return True


def _signer(plan: Plan, key: Hashable) -> bool:
    """A partner that does not sign has a row of zeros: at its limit, and nothing to tell."""
    return key in plan.signed


def _last_period(plan: Plan, key: Hashable) -> bool:
    """A cumulative limit holds at the end of the horizon if it holds at all."""
    return isinstance(key, tuple) and key[1] == len(plan.question.timeline.periods) - 1


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules that has a price: which of its rows to tell, the unit, and the sentence that says the price."""

    subjects: Subjects
    unit: str
    words: str
    gain: bool = True


FAMILIES = {
    "chip supply": Family(
        _any, "USD bn per thousand H100e of supply", "One more thousand H100e of supply in {} would bring"
    ),
    "diversion budget": Family(
        _any, "USD bn per thousand H100e diverted", "A budget for one more thousand H100e diverted in {} would bring"
    ),
    "worst-case diversion": Family(
        _any, "USD bn per thousand H100e diverted", "A worst case of one more thousand H100e in {} would bring"
    ),
    "participation": Family(
        _signer, "USD bn per USD bn", "Each billion more that {} must gain to sign would cost", gain=False
    ),
    "investment capacity": Family(_signer, "USD bn per USD bn", "If {} could invest one billion more, it would bring"),
    "matching within chips": Family(_signer, "USD bn per USD bn", "If {} could match one billion more, it would bring"),
    "ceiling": Family(_signer, "USD bn per thousand H100e", "A ceiling of one thousand H100e more for {} would bring"),
    "country allocation": Family(
        _last_period, "USD bn per thousand H100e", "An allocation of one thousand H100e more for {} would bring"
    ),
    "yearly allocation": Family(
        _any, "USD bn per thousand H100e", "An allocation of one thousand H100e more for {} would bring"
    ),
    "channel beside the allocation": Family(
        _last_period, "USD bn per thousand H100e", "A channel wider by one thousand H100e for {} would bring"
    ),
}


def binding_table(plan: Plan) -> pd.DataFrame:
    """Rules at their limit that matter, with two-sided prices.

    Prices are derivatives of the United States' gain by the limit, with the set and dates of deals fixed. `price_down`
    and `price_up` differ where the optimum is degenerate; each holds while the limit is between `holds_from` and
    `holds_to` (not looked for where a family has a row for each partner).
    """
    rows = [*_teams(plan)]
    for family, meaning in FAMILIES.items():
        keys = [key for key in plan.solution.activity(family).index if meaning.subjects(plan, key)]
        if not keys:
            continue
        found = plan.solution.prices(family, keys, intervals=meaning.subjects is _any)
        for key, price in zip(keys, found.to_dict("records"), strict=True):
            if price["slack"] > TIGHT or abs(price["price_up"]) <= TIGHT:
                continue
            subject = _subject(key, whole=meaning.subjects is not _last_period)
            worth = -price["price_up"] if not meaning.gain else price["price_up"]
            rows.append(
                {
                    "rule": family,
                    "subject": subject,
                    "unit": meaning.unit,
                    "sentence": f"{meaning.words.format(subject)} USD {worth:.3g} bn.",
                    **{c: price[c] for c in ("price_down", "price_up", "holds_from", "holds_to", "limit")},
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _subject(key: Hashable, *, whole: bool) -> str:
    """Whom a row is about, and when, unless it is told for the last period only."""
    if isinstance(key, tuple):
        return " ".join(str(part) for part in (key if whole else key[:1]))
    return str(key)


def _teams(plan: Plan) -> list[dict[str, object]]:
    """Periods in which every team is busy. Deals are yes or no, so teams have no price at the margin."""
    scenario, question = plan.question.scenario, plan.question
    teams = question.world.value("teams") if scenario.teams is None else scenario.teams
    busy = plan.solution.activity("negotiating teams")
    rows: list[dict[str, object]] = []
    for period in question.timeline.periods:
        quarters = float(busy.get(period.label, 0.0))
        idle = teams - quarters / len(period.quarters)
        if idle < 1:
            rows.append(
                {
                    "rule": "negotiating teams",
                    "subject": period.label,
                    "unit": "teams",
                    "limit": teams,
                    "sentence": f"Of {teams:g} teams {idle:.2g} are idle in {period.label}; deals are yes or no, "
                    "so a team has no price at the margin.",
                }
            )
    return rows
