"""Replaying the ruling of 20 February 2026: what deals are left when relief under emergency powers falls.

Offers and asks are already discounted by the years they are expected to last. Here one such event happens: from that
day on the country tariffs and the relief from them are gone. A partner whose remaining terms are no longer worth their
cost gains by calling its deal void, as one did 24 days after the ruling; the United States then loses what was still to
come, and keeps its chips. Where the United States takes all surplus that is nearly everybody with such relief: a deal
that leaves its partner nothing does not survive its first bad day. How many then walk is a ranged judgement
(``ruling.walk_share``).
"""

import math
from datetime import date

import pandas as pd

from deals.comparison.outcome import RegimeOutcome
from deals.kit.periods import Period
from deals.model.question import Question
from deals.model.worth.timeline import Timeline
from deals.plan.plan import Plan
from deals.plan.tables import terms_table
from deals.world.instrument import CHIPS

RULING = "tariff.ieepa_struck"
FALLEN = "emergency_powers"
COLUMNS = ["signed", "relief_lost", "left_to_partner", "void", "us_saves", "us_loses"]


def after_ruling(plan: Plan, agreed: pd.DataFrame | None = None) -> pd.DataFrame:
    """What the ruling leaves of each deal, USD bn present value.

    Parameters
    ----------
    plan : Plan
    agreed : DataFrame, optional
        Terms of every deal in the columns of the plan's own, where others than these are agreed.

    Returns
    -------
    DataFrame
        By partner: `relief_lost` to the partner; `left_to_partner`, the worth of all that remains after the ruling, its
        own promises deducted; `void`, whether it would gain by walking away; `us_saves`, the cost of the relief that
        fell; `us_loses`, what was still to come of a void deal. A deal signed after the ruling holds no such relief in
        the world as it is; here it counts as lost in full.
    """
    rows = {}
    question = plan.question
    terms = terms_table(plan) if agreed is None else agreed
    when = years_until(question.timeline.periods[0], question.world.rule_dates[RULING])
    authority = {i.name: i.legal_authority for i in question.world.instruments}
    for code, signing in plan.signed.items():
        signed = question.timeline.periods[signing]
        lost = saved = left = us_left = 0.0
        for row in terms[terms["partner"] == code].to_dict("records"):
            name = str(row["instrument"])
            if name == CHIPS:
                continue
            life = question.world.value(f"durability.{authority[name]}")
            timeline = question.timeline
            partner = row["partner_value"] * share_left(timeline, signed, life, timeline.discount_partner, when)
            us = row["us_value"] * share_left(timeline, signed, life, timeline.discount_us, when)
            if authority[name] == FALLEN:
                lost, saved = lost + partner, saved - us
            else:
                left, us_left = left + partner, us_left + us
        chips, us_chips = _chips_left(plan, code, when)
        void = lost > 0 and left + chips < 0
        rows[code] = {
            "signed": signed.label,
            "relief_lost": lost,
            "left_to_partner": left + chips,
            "void": void,
            "us_saves": saved,
            "us_loses": -(us_left + us_chips) if void else 0.0,
        }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS)
    return frame.rename_axis("partner")


def goals_after_ruling(outcome: RegimeOutcome) -> dict[str, float]:
    """Goals of an outcome when the ruling has come: relief saved, and the expected loss of deals, under leverage."""
    change = change_after_ruling(outcome.plan, after_ruling(outcome.plan), outcome.rates)
    return {**outcome.goals, "leverage": outcome.leverage + change}


def change_after_ruling(plan: Plan, table: pd.DataFrame, rates: float, walk: float | None = None) -> float:
    """What the ruling changes in the gain of a plan: USD bn.

    Parameters
    ----------
    plan : Plan
    table : DataFrame
        What it leaves of each deal; see :func:`after_ruling`.
    rates : float
        What rates set without a deal bring, USD bn.
    walk : float, optional
        The share of partners that walk of those that gain by it; as judged where left out.
    """
    share = plan.question.world.value("ruling.walk_share") if walk is None else walk
    deals = float(table["us_saves"].sum() + share * table["us_loses"].sum()) if len(table) else 0.0
    return plan.question.holds * deals - _rates_void(plan.question, rates)


def falls(question: Question) -> bool:
    """Whether country rates and relief from them rest on what the ruling struck down, in the law of the world's day."""
    return any(one.legal_authority == FALLEN for one in question.world.instruments)


def _rates_void(question: Question, rates: float) -> float:
    """What rates set without a deal no longer bring: they rest on the same powers, and so does what they replace."""
    if not falls(question):
        return 0.0
    timeline, world = question.timeline, question.world
    when = years_until(timeline.periods[0], world.rule_dates[RULING])
    life = world.value(f"durability.{FALLEN}")
    return rates * share_left(timeline, timeline.periods[0], life, timeline.discount_us, when)


def welfare_after_ruling(outcome: RegimeOutcome) -> "pd.Series[float]":
    """Welfare of every partner when the ruling has come, USD bn: relief lost, and what walking away then saves.

    Of the partners that would gain by it a share walks (``ruling.walk_share``); to walk saves what the rest of the deal
    would have cost.
    """
    table = after_ruling(outcome.plan)
    walk = outcome.plan.question.world.value("ruling.walk_share")
    spared = walk * table["left_to_partner"].clip(upper=0).abs().where(table["void"].astype(bool), 0.0)
    change = (spared - table["relief_lost"]).astype(float)
    return outcome.partners["welfare"].add(change, fill_value=0.0).reindex(outcome.partners.index)


def expected_void(outcome: RegimeOutcome) -> float:
    """Number of deals that are called void when the ruling has come, as expected."""
    table = after_ruling(outcome.plan)
    return float(table["void"].sum()) * outcome.plan.question.world.value("ruling.walk_share")


def years_until(first: Period, day: date) -> float:
    """Years from the start of the first period to `day`; below zero where it has passed."""
    start = date(int(first.first_quarter[:4]), 3 * int(first.first_quarter[5]) - 2, 1)
    return (day - start).days / 365.25


def share_left(timeline: Timeline, signed: Period, life: float, discount: float, when: float) -> float:
    """Share of a promise's discounted years in force that lies after `when` (years from the start)."""
    whole = left = 0.0
    for period in timeline.periods[signed.index :]:
        age = timeline.middle(period) - timeline.middle(signed)
        half = 0.5 if period.index == signed.index else 1.0
        years = timeline.weight(period) * half * (1 + discount) ** -timeline.middle(period) * math.exp(-age / life)
        end = timeline.middle(period) + period.years / 2
        whole += years
        left += years * min(1.0, max(0.0, (end - when) / (half * period.years)))
    return left / whole if whole else 0.0


def _chips_left(plan: Plan, code: str, when: float) -> tuple[float, float]:
    """Worth of a partner's chips after `when`, to the partner and to the United States, USD bn."""
    partner = us = 0.0
    timeline = plan.question.timeline
    for grant in plan.choices.grants(code):
        period = timeline.periods[grant.period]
        start = timeline.middle(period) - period.years / 2
        left = min(1.0, max(0.0, (start + period.years - when) / period.years))
        for step, value in enumerate(grant.values):
            partner += left * value * plan.values["grant"][grant.economy, grant.period, step]
        us += left * plan.granted(grant) * grant.us
    return partner, us
