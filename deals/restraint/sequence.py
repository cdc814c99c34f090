"""Whom to talk to when: the calendar of talks, what one more team is worth, and what haste and patience cost.

Teams are few, so talks wait for each other; while they wait, interim access goes on and leverage wears off. Both ways
of hurrying are priced here: more teams, and all talks at once with the teams there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import ceil

import pandas as pd

from deals.kit.given.bounds import NONE_OR_MORE
from deals.kit.given.checked import checked
from deals.model.question import Question
from deals.page.answer import Answer, Tabled
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import counted
from deals.plan.plan import Plan, anew, solve
from deals.restraint.caution import Caution
from deals.restraint.figures.caution import against_interim, against_teams
from deals.restraint.figures.gantt import gantt
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario

CAPACITY = (0.25, 0.5, 1.0, 1.5)
"""Numbers of teams at which the curve against capacity is drawn, as shares of those there are."""


@dataclass(frozen=True, eq=False, repr=False)
class Sequence(Answer):
    """The order of talks in a plan, and what would change it.

    The plan's own set of partners is asked again at every point of a curve, to the scenario's gap; each point costs a
    solve.
    """

    plan: Plan

    @cached_property
    def _question(self) -> Question:
        return self.plan.asked

    @property
    def teams(self) -> float:
        """Negotiating teams there are."""
        return self._question.teams

    @cached_property
    def table(self) -> pd.DataFrame:
        """Talks of every signed partner.

        Returns
        -------
        DataFrame
            Index partner, in order of signing: name, teams, quarters of talks, and periods (from 0, fractions for
            quarters within one) at which talks start, the deal is signed, and chips may flow.
        """
        rows, each = {}, len(self._question.timeline.periods[0].quarters)
        for code, signing in self.plan.signed.items():
            talks = self._question.talks[code]
            rows[code] = {
                "name": self._question.partner(code).name,
                "teams": talks.teams,
                "quarters": talks.quarters,
                "talks_from": signing + 1 - talks.quarters / each,
                "signed": signing + 1.0,
                "chips_from": float(signing + self._question.lag) if self.plan.choices.grants(code) else float("nan"),
                "period": self._question.timeline.periods[signing].label,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")

    @checked(teams=NONE_OR_MORE)
    def capacity(self, teams: Iterable[float]) -> Tabled:
        """Gain over no deals against the number of teams.

        Returns
        -------
        Tabled
            Index teams, rising: us_gain (USD bn), at_most (the most a better plan could bring, by the solver's bound),
            deals, and `next_team`, the gain one team more brings on the way to the next row.
        """
        rows = {}
        for number in sorted({float(n) for n in teams}):
            scenario = self._question.scenario.model_copy(update={"teams": number})
            plan = solve(replace(self._question, scenario=scenario))
            gain = plan.gain
            at_most = gain + plan.solution.absolute_gap
            rows[number] = {"us_gain": gain, "at_most": at_most, "deals": float(len(plan.signed))}
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("teams")
        steps = frame.index.to_series().diff().shift(-1)
        frame["next_team"] = frame["us_gain"].diff().shift(-1) / steps
        return Tabled("the gain against the number of teams", frame, partial(against_teams, teams=self.teams))

    def value_of_a_team(self) -> float:
        """What one more team brings, USD bn: two solves apart, each to the scenario's gap."""
        gains = self.capacity([self.teams, self.teams + 1]).table["us_gain"]
        return float(gains.iloc[1] - gains.iloc[0])

    def all_at_once(self) -> Tabled:
        """What it costs to push every deal of the plan at the same time with the teams there are.

        Talks then share the teams and end together, when all the work is done; nobody signs before.

        Returns
        -------
        Tabled
            Index talks (in order, all at once): us_gain (USD bn), price (what is lost against the order of the plan),
            and the period (from 0) in which the last sign.
        """
        signed = tuple(self.plan.signed)
        work = sum(sum(self._question.talks[c].load[self.plan.signed[c]].values()) for c in signed)
        periods = self._question.timeline.periods
        quarters = ceil(work / self.teams - 1e-9) if signed else 0
        signing = min(max(ceil(quarters / len(periods[0].quarters)) - 1, 0), len(periods) - 1)
        alike = {c: replace(self._question.talks[c], load={signing: {}}) for c in signed}
        together = solve(replace(self._question.talking_to(signed), talks={**self._question.talks, **alike}))
        gains = {"in order": self.plan.gain, "all at once": together.gain}
        last = {"in order": max(self.plan.signed.values(), default=0), "all at once": signing}
        table = pd.DataFrame({"us_gain": gains, "price": gains["in order"], "period": last}).rename_axis("talks")
        table["price"] -= table["us_gain"]
        return Tabled("what haste costs", table, _in_order_or_at_once)

    @checked(denial=NONE_OR_MORE)
    def interim(self, denial: Iterable[float]) -> Tabled:
        """Leverage against what partners get while they wait.

        Parameters
        ----------
        denial : iterable of float
            Scales of the share of demand that is truly refused without a deal: 1 as in the data, 0 if everybody gets
            all it wants while it waits.

        Returns
        -------
        Tabled
            Index scale: interim_share (of the demand of partners worth talking to as things stand, 0 to 1), us_gain
            (USD bn over no deals), chips_worth (of the chips granted, to those who get them, USD bn: the most they can
            be asked to pay for), and deals.
        """
        shown, rows = set(self._question.codes), {}
        for scale in denial:
            scenario = self._scaled(float(scale))
            plan = anew(scenario, self.plan.question.codes, self.plan.question.left_open)
            members = [e for p in plan.question.partners if p.code in shown for e in p.jurisdictions]
            access = [plan.question.path.access[e] for e in members]
            wanted = sum(sum(a.demand) for a in access)
            rows[float(scale)] = {
                "interim_share": sum(sum(a.no_deal) for a in access) / wanted if wanted else 1.0,
                "us_gain": plan.gain,
                "chips_worth": plan.worth_of_chips,
                "deals": float(len(plan.signed)),
            }
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("denial")
        return Tabled("leverage against what flows while talks last", frame, against_interim)

    @checked(teams=NONE_OR_MORE, denial=NONE_OR_MORE)
    def caution(
        self, teams: Iterable[float] | None = None, denial: Iterable[float] = (1.0, 0.75, 0.5, 0.25, 0.0)
    ) -> Caution:
        """Two reasons to doubt the plan: talks need hands, and what flows while talks last wears leverage off.

        Parameters
        ----------
        teams : iterable of float, optional
            Numbers of teams; by default from a quarter of those there are to half as many again.
        denial : iterable of float
            As in :meth:`interim`.
        """
        numbers = [max(1.0, round(share * self.teams)) for share in CAPACITY] if teams is None else teams
        return Caution(self.capacity(numbers).table, self.interim(denial).table, self.teams)

    @property
    def sentence(self) -> str:
        """How many deals are signed, by how many teams, and when the first and the last."""
        signed = [self._question.timeline.periods[signing].label for signing in self.plan.signed.values()]
        dates = f", the first signed in {signed[0]}, the last in {signed[-1]}" if signed else ""
        return f"{counted(len(signed), 'deal')} by {counted(self.teams, 'team')}{dates}"

    def chart(self) -> Chart:
        """The talks as bars on a calendar (Gantt)."""
        return gantt(self.table, [p.label for p in self._question.timeline.periods])

    def _scaled(self, scale: float) -> Scenario:
        """The scenario with all denials scaled; a scale of one changes nothing."""
        names = [n for n in self._question.world.parameters if n.startswith("denial.") and n != "denial.erosion"]
        patches = {name: {"scale": scale} for name in names if self._question.world.value(name) > 0}
        return self._question.scenario.apply(Reform(f"denial times {scale:g}", patches))


def _in_order_or_at_once(table: pd.DataFrame) -> Chart:
    return dots(
        table,
        {"us_gain": "Gain"},
        "Gain of the United States (USD bn)",
        "Talks in order, or all at once",
        "All at once, talks share the teams and nobody signs before all the work is done.",
    )
