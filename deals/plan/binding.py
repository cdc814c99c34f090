"""What holds the plan back: rules at their limit, with the price of relaxing each, in words."""

import math
from collections.abc import Hashable

import pandas as pd

from deals.model.families import REGISTER
from deals.model.family import Family, Kind, Whose
from deals.model.question import Question
from deals.page.wording import in_a_sentence, money
from deals.plan.plan import Plan
from deals.scenario.limit import CHIPS, RATE, SIGNATURES

COLUMNS = ["rule", "subject", "name", "price_down", "price_up", "unit", "holds_from", "holds_to", "limit", "sentence"]
TIGHT = 1e-6
TEAMS = "negotiating teams"
ABOUT = {CHIPS: "Chips", RATE: "Country rate", SIGNATURES: "Deals"}
"""What limits of a scenario's own are about, beside instruments."""


def binding_table(plan: Plan) -> pd.DataFrame:
    """Rules at their limit that matter, with two-sided prices.

    Prices are derivatives of the United States' gain by the limit, with the set and dates of deals fixed. `price_down`
    and `price_up` differ where the optimum is degenerate; each holds while the limit is between `holds_from` and
    `holds_to` (not looked for where a family has a row for each partner). `name` is whom or when the row is about, as
    people read it.
    """
    rows = [*_teams(plan)]
    for family in priced_at_the_margin():
        # A rule that is not at its limit is left out below, and its price would take some solves.
        keys = at_limit(plan, family)
        if not keys:
            continue
        found = plan.solution.prices(family.name, keys, intervals=_few(family))
        for key, price in zip(keys, found.to_dict("records"), strict=True):
            if price["slack"] > TIGHT or abs(price["price_up"]) <= TIGHT:
                continue
            base = family.told_with(plan.asked, key)
            rows.append(
                {
                    "rule": family.name,
                    "subject": _subject(key, whole=not family.cumulative),
                    "name": whom(plan.question, family, key),
                    "unit": family.price_unit(plan.asked, key),
                    "sentence": _sentence(plan, family, key, price["price_up"]),
                    **{c: price[c] for c in ("price_down", "price_up")},
                    **{c: base + price[c] for c in ("holds_from", "holds_to", "limit")},
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def priced_at_the_margin() -> list[Family]:
    """Families with a price for a little more: all that have a unit, less limits on deals, which are yes or no."""
    return [family for family in REGISTER.values() if family.priced and not family.of_deals_alone]


def told(plan: Plan, family: Family) -> list[Hashable]:
    """Rows of a family that have something to tell of a plan.

    A partner that does not sign has a row of zeros, at its limit; a limit that adds up over periods holds at the end of
    the horizon if it holds at all.
    """
    keys = [key for key in plan.solution.activity(family.name).index if family.concerns(plan.asked, key, plan.signed)]
    last = len(plan.question.timeline.periods) - 1
    return [key for key in keys if isinstance(key, tuple) and key[1] == last] if family.cumulative else keys


def at_limit(plan: Plan, family: Family) -> list[Hashable]:
    """Of these the rows that stand at their limit."""
    keys = told(plan, family)
    slack = plan.solution.slack(family.name, keys)
    return [key for key, left in zip(keys, slack, strict=True) if left <= TIGHT]


def busy(plan: Plan) -> dict[str, float]:
    """Idle teams in each period in which fewer than one is."""
    used, question = plan.solution.activity(TEAMS), plan.question
    idle = {
        p.label: question.teams - float(used.get(p.label, 0.0)) / len(p.quarters) for p in question.timeline.periods
    }
    return {label: left for label, left in idle.items() if left < 1}


def _sentence(plan: Plan, family: Family, key: Hashable, price: float) -> str:
    """What one unit more of a row's limit does."""
    name, worth = whom(plan.question, family, key), -price if family.costs else price
    if math.isinf(worth):
        if family.kind is Kind.GAIN:
            return f"{name} has nothing to spare: were it to ask for any more, these deals could not be kept."
        return f"{name}: these deals cannot be kept where any more is asked for."
    words = family.price_words.format(in_a_sentence(name), unit=family.unit_at(plan.asked, key))
    return f"{words} {money(worth)}."


def _few(family: Family) -> bool:
    return family.whose is not Whose.PARTNER and not family.cumulative


def _subject(key: Hashable, *, whole: bool) -> str:
    """Whom a row is about, and when, unless it is told for the last period only."""
    if isinstance(key, tuple):
        return " ".join(str(part) for part in (key if whole else key[:1]))
    return str(key)


def whom(question: Question, family: Family, key: Hashable) -> str:
    """Whom or when a row is about, by the names of partners, economies and periods; of rows that add up, whom alone."""
    if family.whose is Whose.CHOSEN:
        return _own(question, key[0] if isinstance(key, tuple) else key)
    parts, economies = key if isinstance(key, tuple) else (key,), question.world.countries["name"]
    partners = {partner.code: partner.name for partner in question.partners}
    if family.whose is Whose.ECONOMY:
        labels = {period.index: period.label for period in question.timeline.periods}
        parts = (parts[0], *(labels.get(part, part) for part in parts[1:]))
    told = (partners.get(part) or economies.get(part, part) for part in (parts[:1] if family.cumulative else parts))
    return " ".join(map(str, told))


def _own(question: Question, subject: object) -> str:
    """What a limit of the scenario's own is about, and whom: by the label of the term and the names of partners."""
    limit = next((one for one in question.scenario.limits if one.subject == subject), None)
    if limit is None:
        return str(subject)
    labels = {one.name: one.label for one in question.world.instruments} | ABOUT
    names = [question.partner(code).name for code in limit.codes]
    return f"{labels.get(limit.about, limit.about)} ({', '.join(names)}{f' by {limit.by}' if limit.by else ''})"


def _teams(plan: Plan) -> list[dict[str, object]]:
    """Periods in which every team is busy. Deals are yes or no, so teams have no price at the margin."""
    teams = plan.question.teams
    return [
        {
            "rule": TEAMS,
            "subject": label,
            "name": label,
            "unit": "teams",
            "limit": teams,
            "sentence": f"{_busy(teams, idle)} in {label}; deals are yes or no, so part of a team is worth nothing.",
        }
        for label, idle in busy(plan).items()
    ]


def _busy(teams: float, idle: float) -> str:
    """How many teams are at work.

    >>> _busy(6, 0), _busy(6, 0.251)
    ('All 6 teams are busy', 'Of 6 teams 0.25 are idle')
    """
    return f"All {teams:g} teams are busy" if idle < TIGHT else f"Of {teams:g} teams {idle:.2g} are idle"
