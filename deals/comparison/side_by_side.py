"""Regimes side by side as tables: what was asked, what differs, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from deals.comparison.differences import against, providers_table, rules_table, timing_table
from deals.comparison.outcome import RegimeOutcome
from deals.comparison.ruling import expected_void, goals_after_ruling, welfare_after_ruling
from deals.kit.given.bounds import ONE_OR_MORE
from deals.kit.given.checked import checked
from deals.page.wording import lowered
from deals.plan.tables import access_table
from deals.regimes.timing import in_time
from deals.scenario.scenario import Scenario
from deals.world.naming.economies import title_of

LEAST = 0.005
"""USD bn below which a partner neither wins nor loses."""


@dataclass(frozen=True, repr=False)
class SideBySide:
    """Outcomes of several regimes in one scenario.

    Attributes
    ----------
    scenario : Scenario
    outcomes : Mapping of str to RegimeOutcome
        By regime, in the order asked for.
    reference : str
        Regime against which partners win or lose.
    ruling : bool
        Whether the ruling of 20 February 2026 is replayed on each plan's tariff relief.
    left_out : tuple of str
        Regimes that make no sense in the time of the scenario and were not asked for by name.
    failed : Mapping of str to str
        Regimes without a plan, and why: none was found in the time allowed, or there is none.
    """

    scenario: Scenario
    outcomes: Mapping[str, RegimeOutcome]
    reference: str
    ruling: bool = False
    left_out: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each regime."""
        return {name: outcome.regime.title for name, outcome in self.outcomes.items()}

    @cached_property
    def timing(self) -> pd.DataFrame:
        """When each regime was made, whether it makes sense in the scenario's time, and how its plan came out."""
        names = dict.fromkeys([*self.outcomes, *self.failed, *self.left_out])
        times = in_time(tuple(names), self.scenario.world(), self.scenario.periods())
        return timing_table(times, self.plans)

    @property
    def stopped(self) -> dict[str, float]:
        """Regimes whose plan was stopped by time: USD bn by which the best plan may be better than theirs."""
        solutions = {name: outcome.plan.solution for name, outcome in self.outcomes.items()}
        return {name: s.absolute_gap for name, s in solutions.items() if not s.status.proven}

    @property
    def plans(self) -> dict[str, str]:
        """How each regime's plan came out, in words: solved, stopped by time, none, or left out."""
        short = "stopped by time: the best is at most USD {:.2g} bn better"
        stopped = {name: short.format(gap) for name, gap in self.stopped.items()}
        none = {name: f"no plan: {why}" for name, why in self.failed.items()}
        return dict.fromkeys(self.outcomes, "solved") | stopped | none | dict.fromkeys(self.left_out, "left out")

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Each rule of each regime with its citation, its measures, and what is on the table."""
        return rules_table((outcome.regime for outcome in self.outcomes.values()), self.scenario.world())

    @cached_property
    def differences(self) -> "pd.Series[str]":
        """What each regime has that the reference has not, and the reverse, in words."""
        world, base = self.scenario.world(), self.outcomes[self.reference].regime
        told = {n: against(o.regime, base, world) for n, o in self.outcomes.items() if n != self.reference}
        return pd.Series(told, name=f"against {lowered(self.titles[self.reference])}", dtype=object).rename_axis(
            "regime"
        )

    @cached_property
    def indicative(self) -> "pd.Series[str]":
        """Regimes whose results are indicative only, and why: they rest on counts and shares that are judgements."""
        told = {n: "; ".join(o.regime.indicative) for n, o in self.outcomes.items() if o.regime.indicative}
        return pd.Series(told, name="indicative, since", dtype=object).rename_axis("regime")

    @cached_property
    def providers(self) -> pd.DataFrame:
        """How near each owner comes to the limits on trusted providers; indicative."""
        return providers_table(self.scenario, self.outcomes)

    @cached_property
    def goals(self) -> pd.DataFrame:
        """Control, promotion and leverage by regime, with the cost of talks: USD bn of 2025, present value.

        Control and promotion are counted from nothing sold abroad, so control is negative and best at nought.
        `at_home` stands beside them: what chips kept from others are worth at home.
        """
        rows = {}
        for name, outcome in self.outcomes.items():
            goals = goals_after_ruling(outcome) if self.ruling else outcome.goals
            total = sum(goals.values()) + outcome.talks
            rows[name] = {**goals, "talks": outcome.talks, "total": total, "at_home": outcome.levels.at_home}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("regime")

    @cached_property
    def physical(self) -> pd.DataFrame:
        """Chips (thousand H100e), diversion, deals, months of talks and pledges by regime, in their own units."""
        rows = {name: outcome.physical for name, outcome in self.outcomes.items()}
        frame = pd.DataFrame(rows).T.rename_axis("regime")
        if self.ruling:
            frame["deals_called_void"] = [expected_void(outcome) for outcome in self.outcomes.values()]
        return frame

    @cached_property
    def concessions(self) -> pd.DataFrame:
        """What partners give under each regime: amount, number of partners, and worth to the United States."""
        frames = [outcome.concessions.reset_index().assign(regime=name) for name, outcome in self.outcomes.items()]
        return pd.concat(frames).set_index(["regime", "instrument"])

    @cached_property
    def partners(self) -> pd.DataFrame:
        """Welfare, chips and share of demand met, by regime and partner; `change` is welfare over the reference."""
        base = self._welfare[self.reference]
        frames = [
            outcome.partners.assign(regime=name, welfare=self._welfare[name], change=self._welfare[name] - base)
            for name, outcome in self.outcomes.items()
        ]
        return pd.concat(frames).reset_index().set_index(["regime", "partner"])

    @cached_property
    def _welfare(self) -> "dict[str, pd.Series[float]]":
        """Welfare of every partner by regime, after the ruling where it is replayed."""
        if not self.ruling:
            return {name: outcome.partners["welfare"] for name, outcome in self.outcomes.items()}
        return {name: welfare_after_ruling(outcome) for name, outcome in self.outcomes.items()}

    @cached_property
    def access(self) -> pd.DataFrame:
        """Share of demand that can be met over the horizon, by economy (ISO3) and regime; blank where none is known."""
        return pd.DataFrame({n: access_table(o.plan)["share_with_deals"] for n, o in self.outcomes.items()})

    @checked(number=ONE_OR_MORE)
    def winners_and_losers(self, number: int = 3) -> pd.DataFrame:
        """The partners that gain and lose most under each regime against the reference, USD bn."""
        rows = []
        base = self._welfare[self.reference]
        for name in self.outcomes:
            change = (self._welfare[name] - base).sort_values()
            rows.append(
                {
                    "regime": name,
                    "winners": _listed(change[change > LEAST].iloc[::-1][:number]),
                    "losers": _listed(change[change < -LEAST][:number]),
                    "gain": float(change.clip(lower=0).sum()),
                    "loss": float(change.clip(upper=0).sum()),
                }
            )
        return pd.DataFrame(rows).set_index("regime")

    @cached_property
    def binding(self) -> "pd.Series[str]":
        """What holds each regime back."""
        told = {n: "; ".join(o.binds) or "nothing" for n, o in self.outcomes.items()}
        return pd.Series(told, name="binds", dtype=object).rename_axis("regime")

    @checked()
    def best(self, control: float = 1.0, promotion: float = 1.0, leverage: float = 1.0) -> str:
        """The regime with the largest weighted gain; talks count as money."""
        weights = {"control": control, "promotion": promotion, "leverage": leverage}
        score = sum((self.goals[goal] * weight for goal, weight in weights.items()), self.goals["talks"])
        return str(score.idxmax())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.scenario.name!r}: {', '.join(self.outcomes)})"


def _listed(change: "pd.Series[float]") -> str:
    return ", ".join(f"{title_of(str(code))} {amount:+.2f}" for code, amount in change.items()) or "nobody"
