"""Regimes side by side for one scenario."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from deals import regimes as known
from deals.comparison.differences import against, providers_table, rules_table, timing_table
from deals.comparison.outcome import Outcome, outcome
from deals.errors import InputError, Problem
from deals.regimes.timing import in_time
from deals.scenario import Scenario

if TYPE_CHECKING:
    from deals.briefing.chart import Chart
    from deals.comparison.weights import Ternary

REFERENCE = "pre_2025"
GOALS = ("control", "promotion", "leverage")


@dataclass(frozen=True)
class Comparison:
    """Outcomes of several regimes in one scenario.

    Attributes
    ----------
    scenario : Scenario
    outcomes : Mapping of str to Outcome
        By regime, in the order asked for.
    reference : str
        Regime against which partners win or lose.
    ruling : bool
        Whether the ruling of 20 February 2026 is replayed on each plan's tariff relief.
    left_out : tuple of str
        Regimes that make no sense in the time of the scenario and were not asked for by name.
    """

    scenario: Scenario
    outcomes: Mapping[str, Outcome]
    reference: str
    ruling: bool = False
    left_out: tuple[str, ...] = ()

    @cached_property
    def timing(self) -> pd.DataFrame:
        """When each regime was made, whether it makes sense in the scenario's time, whether it was solved, and why."""
        names = dict.fromkeys([*self.outcomes, *self.left_out])
        times = in_time(tuple(names), self.scenario.world(), self.scenario.periods())
        return timing_table(times, self.left_out)

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Each rule of each regime with its citation, its measures, and what is on the table."""
        return rules_table((found.regime for found in self.outcomes.values()), self.scenario.world())

    @cached_property
    def differences(self) -> "pd.Series[str]":
        """What each regime has that the reference has not, and the reverse, in words."""
        world, base = self.scenario.world(), self.outcomes[self.reference].regime
        told = {n: against(o.regime, base, world) for n, o in self.outcomes.items() if n != self.reference}
        return pd.Series(told, name=f"against {self.reference}", dtype=object).rename_axis("regime")

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
        for name, found in self.outcomes.items():
            goals = dict(found.goals)
            if self.ruling:
                from deals.comparison.ruling import goals_after_ruling

                goals = goals_after_ruling(found)
            rows[name] = {
                **goals,
                "talks": found.talks,
                "total": sum(goals.values()) + found.talks,
                "at_home": found.levels.at_home,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("regime")

    @cached_property
    def physical(self) -> pd.DataFrame:
        """Chips (thousand H100e), diversion, deals, months of talks and pledges by regime, in their own units."""
        rows = {name: found.physical for name, found in self.outcomes.items()}
        frame = pd.DataFrame(rows).T.rename_axis("regime")
        if self.ruling:
            from deals.comparison.ruling import expected_void

            frame["deals_called_void"] = [expected_void(found) for found in self.outcomes.values()]
        return frame

    @cached_property
    def concessions(self) -> pd.DataFrame:
        """What partners give under each regime: amount, number of partners, and worth to the United States."""
        frames = [found.concessions.reset_index().assign(regime=name) for name, found in self.outcomes.items()]
        return pd.concat(frames).set_index(["regime", "instrument"])

    @cached_property
    def partners(self) -> pd.DataFrame:
        """Welfare, chips and share of demand met, by regime and partner; `change` is welfare over the reference."""
        base = self._welfare[self.reference]
        frames = [
            found.partners.assign(regime=name, welfare=self._welfare[name], change=self._welfare[name] - base)
            for name, found in self.outcomes.items()
        ]
        return pd.concat(frames).reset_index().set_index(["regime", "partner"])

    @cached_property
    def _welfare(self) -> "dict[str, pd.Series[float]]":
        """Welfare of every partner by regime, after the ruling where it is replayed."""
        if not self.ruling:
            return {name: found.partners["welfare"] for name, found in self.outcomes.items()}
        from deals.comparison.ruling import welfare_after_ruling

        return {name: welfare_after_ruling(found) for name, found in self.outcomes.items()}

    @cached_property
    def access(self) -> pd.DataFrame:
        """Share of demand that can be met over the horizon, by economy (ISO3) and regime; blank where none is known."""
        from deals.negotiation.tables import access_table

        return pd.DataFrame({n: access_table(o.plan)["share_with_deals"] for n, o in self.outcomes.items()})

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
        return pd.Series({n: "; ".join(o.binds) or "nothing" for n, o in self.outcomes.items()}, name="binds")

    def best(self, control: float = 1.0, promotion: float = 1.0, leverage: float = 1.0) -> str:
        """The regime with the largest weighted gain; talks count as money."""
        weights = {"control": control, "promotion": promotion, "leverage": leverage}
        score = sum((self.goals[goal] * weight for goal, weight in weights.items()), self.goals["talks"])
        return str(score.idxmax())

    def ternary(self, steps: int = 20, draws: int = 200) -> "Ternary":
        """For which weights of the goals each regime is best, and how sure the border is."""
        from deals.comparison.weights import ternary

        return ternary(self, steps, draws)

    def goals_chart(self) -> "Chart":
        """What each regime brings by goal against the reference, as a figure with its data."""
        from deals.briefing.figures.regimes import goals_by_regime

        return goals_by_regime(self)

    def access_chart(self) -> "Chart":
        """Share of demand met by partner and regime, as a figure with its data."""
        from deals.briefing.figures.regimes import access_by_partner

        return access_by_partner(self)

    def access_maps(self, regimes: Iterable[str] | None = None) -> "Chart":
        """Maps of access, one a regime, as a figure with its data; drawn offline."""
        from deals.briefing.figures.access_by_regime import access_maps

        return access_maps(self, None if regimes is None else list(regimes))

    def weights_chart(self, steps: int = 20, draws: int = 200) -> "Chart":
        """The map of weights as a figure with its data."""
        from deals.briefing.figures.weights import map_of_weights

        return map_of_weights(self.ternary(steps, draws), {n: o.regime.title for n, o in self.outcomes.items()})

    def five_reforms(self) -> pd.DataFrame:
        """What the five reforms of the tiers do, alone and together; see :func:`~.reforms.five_reforms`."""
        from deals.comparison.reforms import five_reforms

        return five_reforms(self.scenario, earlier=self.outcomes.values())

    def markdown(self) -> str:
        """The comparison as tables in Markdown: inputs first, then outcomes."""
        from deals.comparison.pages import page

        return page(self)

    def reading(self) -> str:
        """What each regime gains and gives up against the reference, a few sentences each, in Markdown."""
        from deals.comparison.pages import reading

        return reading(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write tables (CSV), the page (Markdown) and figures (PNG) to a folder.

        Raises
        ------
        OSError
            If the folder cannot be written.
        """
        from deals.comparison.pages import save

        return save(self, Path(folder))

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def __repr__(self) -> str:
        return f"Comparison({self.scenario.name!r}: {', '.join(self.outcomes)})"


LEAST = 0.005
"""USD bn below which a partner neither wins nor loses."""


def compare(
    scenario: Scenario, regimes: Iterable[str] | None = None, *, reference: str = REFERENCE, ruling: bool = False
) -> Comparison:
    """Compare regimes on one scenario.

    Parameters
    ----------
    scenario : Scenario
        World, values, horizon and settled deals; its own regime is set aside.
    regimes : iterable of str, optional
        Names, with measures after plus signs ("leverage+entity_list"). Where left out, all regimes of the sources that
        make sense in the time of the scenario; `Comparison.timing` tells of the others.
    reference : str
        Regime against which partners win or lose; the first one where it is not among them.
    ruling : bool
        Replay the ruling of 20 February 2026: relief that rests on emergency powers falls on that day.

    Raises
    ------
    UnknownNameError
        If a regime or measure is unknown.
    InputError
        If there is no regime to compare.
    """
    names = tuple(dict.fromkeys(known.IDS if regimes is None else regimes))
    if not names:
        raise InputError(Problem("", "regimes", None, "no regime to compare", "name one, or leave it out for all"))
    for name in names:
        known.get(name)
    left_out: tuple[str, ...] = ()
    if regimes is None:
        times = in_time(names, scenario.world(), scenario.periods())
        left_out = tuple(name for name in names if not times[name].makes_sense)
    found: dict[str, Outcome] = {}
    for name in names:
        if name not in left_out:
            found[name] = outcome(scenario, name, found.values())
    return Comparison(scenario, found, reference if reference in found else next(iter(found)), ruling, left_out)


def _listed(change: "pd.Series[float]") -> str:
    return ", ".join(f"{code} {amount:+.2f}" for code, amount in change.items()) or "-"
