"""Chips released against concessions delivered, so that at no date either side gains by walking away.

In every period each side delivers a share of what was agreed for it. A side that leaves takes what the other delivers
in that period, delivers from then on only what is good for itself, keeps what it has, and gets nothing more. A partner
that leaves has its recourse: it alone is outside, so more of the other supplier is left for it than if all refused. A
side stays if what is still to come, with a stated worth of the relation after the horizon, is at least that. That the
other side carries out its answer is assumed; whether it would pay is a question of credibility, shown elsewhere.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral, Point
from deals.division.domain import Domain
from deals.division.figures.tranches import tranches
from deals.model.rows.variables import Pairs, Rows
from deals.page.answer import Answer
from deals.page.chart import Chart
from optimizer import Flags, Floats, InfeasibleError, Program

SMALLEST = 1e-9
KEPT = 1e-6
"""A side stays if leaving is worth no more than this many USD bn more: a thousand dollars."""


@dataclass(frozen=True, eq=False)
class Flows:
    """A package by instrument and period: worth of full delivery to each side, USD bn present value.

    Attributes
    ----------
    issues : tuple of str
        Instruments in the package.
    given : array of bool
        Which of them the United States delivers: chips, and relief of every kind.
    us, partner : array
        One row an instrument, one column a period.
    us_fixed, partner_fixed : float
        What is spent at signing and cannot be taken back (talks, political cost, adoption of the standard).
    recourse : array
        What the partner has more in each period, if it alone is outside the plan, than in the joint no-deal programme.
    """

    issues: tuple[str, ...]
    given: Flags
    us: Floats
    partner: Floats
    us_fixed: float
    partner_fixed: float
    recourse: Floats


@dataclass(frozen=True, eq=False, repr=False)
class Tranches(Answer):
    """A schedule of delivery.

    Attributes
    ----------
    deal : Bilateral
        The deal.
    point : Point
        The package agreed.
    relation : tuple of float
        Worth of the relation after the horizon to the United States and to the partner, if neither has walked away:
        USD bn, present value at the start.
    strict : bool
        Whether neither side may gain by walking away; if not, trust holds the deal together.
    """

    deal: Bilateral
    point: Point
    relation: tuple[float, float] = (0.0, 0.0)
    strict: bool = True

    @cached_property
    def flows(self) -> Flows:
        """The package over time, without tranches."""
        return flows(self.deal, self.point)

    @cached_property
    def _delivered(self) -> Floats | None:
        if not self.strict:
            return np.ones_like(self.flows.us)
        solved = self._solved()
        return None if solved is None else solved[0]

    @property
    def stands(self) -> bool:
        """Whether any schedule that holds by itself is worth its talks to both; `repair` says what is missing."""
        return self._delivered is not None

    @property
    def shares(self) -> Floats:
        """Share of what was agreed that is delivered, one row an instrument, one column a period."""
        return np.zeros_like(self.flows.us) if self._delivered is None else self._delivered

    @property
    def us_gain(self) -> float:
        """Worth of the schedule to the United States over no deal, USD bn present value; nothing if it cannot stand."""
        return float((self.flows.us * self.shares).sum()) + self.flows.us_fixed if self.stands else 0.0

    @property
    def partner_gain(self) -> float:
        """Worth of the schedule to the partner over no deal, USD bn present value; nothing if it cannot stand."""
        return float((self.flows.partner * self.shares).sum()) + self.flows.partner_fixed if self.stands else 0.0

    @property
    def trust(self) -> float:
        """What both would gain together if each could trust the other to deliver all, USD bn."""
        return self.point.us + self.point.partner - self.us_gain - self.partner_gain

    @cached_property
    def repair(self) -> tuple[float, float]:
        """The least worth of the relation after the horizon, to each side, with which all is delivered as agreed."""
        full = np.ones_like(self.flows.us)
        return self._shortfall(full, us=True), self._shortfall(full, us=False)

    @cached_property
    def least_repair(self) -> tuple[float, float]:
        """The cheapest worth of the relation, both sides' added up, with which any schedule stands at all, USD bn."""
        solved = self._solved(missing=True)
        return (0.0, 0.0) if solved is None else solved[1]

    @property
    def sentence(self) -> str:
        """Whether a schedule stands, what trust would add, and the cheapest repair."""
        full = f"a relation worth USD {self.repair[0]:.2f} bn to us and {self.repair[1]:.2f} to them carries all of it"
        if not self.strict:
            return f"Delivered as agreed, on trust; without trust {full}."
        if not self.stands:
            return f"No schedule holds by itself, so USD {self.trust:.2f} bn is lost; {full}."
        if self.trust <= KEPT:
            return "All is delivered as agreed, and nobody gains by leaving at any date."
        return f"Nobody gains by leaving. Trust would be worth USD {self.trust:.2f} bn more; {full}."

    @cached_property
    def table(self) -> pd.DataFrame:
        """Share delivered of what was agreed, one row a period, one column an instrument; missing where none is due."""
        labels = [p.label for p in self.deal.plan.question.timeline.periods]
        due = (self.flows.us != 0) | (self.flows.partner != 0)
        shares = np.where(due, self.shares, np.nan)
        return pd.DataFrame(shares.T, index=pd.Index(labels, name="period"), columns=list(self.flows.issues))

    @cached_property
    def departures(self) -> pd.DataFrame:
        """What each side gains by leaving at its best, found anew for every date from the schedule alone.

        Returns
        -------
        DataFrame
            One row a period: gain from that period on by staying, by leaving there and then, and by leaving at the
            best date from then on, for both sides, USD bn present value; `kept` says whether both stay.
        """
        labels = [p.label for p in self.deal.plan.question.timeline.periods]
        rows = []
        for period in range(len(labels)):
            row: dict[str, Any] = {}
            for side in ("us", "partner"):
                stay, leave = self._choice(side, period)
                row |= {f"{side}_stays": stay, f"{side}_leaves_then": leave[0], f"{side}_leaves": max(leave)}
            row["kept"] = all(row[f"{side}_stays"] >= row[f"{side}_leaves"] - KEPT for side in ("us", "partner"))
            rows.append(row)
        return pd.DataFrame(rows, index=pd.Index(labels, name="period"))

    def chart(self) -> Chart:
        """The schedule: what is delivered when, and what keeps each side in."""
        question = self.deal.plan.question
        known = {i.name: i.label for i in question.world.instruments}
        labels = [known.get(issue, issue.replace("_", " ").capitalize()) for issue in self.flows.issues]
        name, schedule = question.partner(self.deal.partner).name, self.table.set_axis(labels, axis=1)
        return tranches(schedule, self.flows.given.tolist(), self.departures, name, self.sentence)

    def __repr__(self) -> str:
        return f"<Tranches with {self.deal.partner}: {self.sentence}>"

    def _choice(self, side: str, period: int) -> tuple[float, list[float]]:
        """What a side gains from a period on by staying, and by leaving at each date from then on."""
        us = side == "us"
        worth = (self.flows.us if us else self.flows.partner) * self.shares
        gives = self.flows.given if us else ~self.flows.given
        gets, still = worth[~gives].sum(axis=0), np.maximum(worth[gives], 0.0).sum(axis=0)
        recourse = np.zeros_like(gets) if us else self.flows.recourse
        both = worth.sum(axis=0)
        leave = [
            float(both[period:date].sum() + gets[date] + still[date:].sum() + recourse[date + 1 :].sum())
            for date in range(period, len(both))
        ]
        return float(both[period:].sum()) + self.relation[0 if us else 1], leave

    def _solved(self, *, missing: bool = False) -> tuple[Floats, tuple[float, float]] | None:
        """The self-enforcing schedule with the greatest joint gain, nobody worse off than without a deal.

        With `missing`, the least worth of the relation that is missing for any schedule to stand, and that schedule.
        """
        flows, program = self.flows, Program("tranches", maximise=True)
        count, periods = flows.us.shape
        x = program.variables("share", [(i, t) for i in range(count) for t in range(periods)], upper=1.0)
        more = program.variables("missing", ["us", "partner"], upper=math.inf if missing else 0.0)
        linear = program.linear

        def worth(table: Floats, which: Flags, start: int) -> Pairs:
            return [
                (x[i, t], float(table[i, t])) for i in np.flatnonzero(which).tolist() for t in range(start, periods)
            ]

        everything = np.ones(count, dtype=np.bool_)
        rows: Rows = {
            "us": linear(worth(flows.us, everything, 0)) >= min(0.0, self.point.us) - flows.us_fixed,
            "partner": linear(worth(flows.partner, everything, 0))
            >= min(0.0, self.point.partner) - flows.partner_fixed,
        }
        program.constraints("better than no deal", rows)
        us_costs, partner_costs = np.minimum(flows.us, 0.0), np.minimum(flows.partner, 0.0)
        stay: Rows = {}
        for t in range(periods):
            ours = worth(us_costs, flows.given, t) + worth(flows.us, ~flows.given, t + 1)
            theirs = worth(partner_costs, ~flows.given, t) + worth(flows.partner, flows.given, t + 1)
            recourse = float(flows.recourse[t + 1 :].sum())
            stay["us", t] = linear([*ours, (more["us"], 1.0)]) >= -self.relation[0]
            stay["partner", t] = linear([*theirs, (more["partner"], 1.0)]) >= recourse - self.relation[1]
        program.constraints("nobody walks away", stay)
        both = worth(flows.us + flows.partner, everything, 0)
        program.objective(linear([(v, -1.0) for v in more.values()] if missing else both))
        try:
            solution = program.solve()
        except InfeasibleError:
            return None
        shares = np.asarray(solution.values("share"), dtype=np.float64).reshape(count, periods)
        us, partner = solution.values("missing").tolist()
        return shares, (float(us), float(partner))

    def _shortfall(self, shares: Floats, *, us: bool) -> float:
        """How much the relation would have to be worth to a side for it to stay to the end at these shares."""
        table = (self.flows.us if us else self.flows.partner) * shares
        gives = self.flows.given if us else ~self.flows.given
        costs, other = np.minimum(table[gives], 0.0).sum(axis=0), table[~gives].sum(axis=0)
        recourse = np.zeros_like(costs) if us else self.flows.recourse
        ahead = [float(costs[t:].sum() + (other - recourse)[t + 1 :].sum()) for t in range(table.shape[1])]
        return max(0.0, -min(ahead))


def flows(deal: Bilateral, point: Point) -> Flows:
    """Spread a package over the periods: dated columns where they are, the rest over its expected years in force."""
    domain, question = Domain(deal), deal.plan.question
    periods = len(question.timeline.periods)
    used = np.abs(point.terms) > SMALLEST
    issues = tuple(dict.fromkeys(i for i, moves in zip(deal.issues, used.tolist(), strict=True) if i and moves))
    us, partner = np.zeros((len(issues), periods)), np.zeros((len(issues), periods))
    for number, issue in enumerate(issues):
        for column in np.flatnonzero(np.array(deal.issues) == issue).tolist():
            ours, theirs = deal.us[column] * point.terms[column], deal.own[column] * point.terms[column]
            date = deal.dates[column]
            if date is not None:
                us[number, date] += ours
                partner[number, date] += theirs
            else:
                us[number] += ours * _spread(deal, issue, question.timeline.discount_us)
                partner[number] += theirs * _spread(deal, issue, question.timeline.discount_partner)
    us_rest = float(np.where(np.array(deal.issues) == "", deal.us, 0.0) @ point.terms)
    ours_to_give = {instrument.name for instrument in question.world.instruments if instrument.side == "us"}
    given = np.array([issue in ours_to_give for issue in issues], dtype=np.bool_)
    return Flows(issues, given, us, partner, deal.us_fixed + us_rest, domain.fixed(point), deal.recourse)


def _spread(deal: Bilateral, issue: str, discount: float) -> Floats:
    """Share of a promise's worth that falls in each period."""
    question, signing = deal.plan.question, deal.plan.signed[deal.partner]
    instrument = next(i for i in question.world.instruments if i.name == issue)
    life = question.world.value(f"durability.{instrument.legal_authority}")
    years = np.array(question.timeline.in_force_by_period(question.timeline.periods[signing], life, discount))
    share: Floats = years / years.sum()
    return share
