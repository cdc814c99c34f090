"""Regimes side by side for one scenario."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from deals import regimes as known
from deals.comparison.outcome import Outcome, outcome
from deals.scenario import Scenario

if TYPE_CHECKING:
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
    """

    scenario: Scenario
    outcomes: Mapping[str, Outcome]
    reference: str
    ruling: bool = False

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """What differs between the regimes: each rule with its citation, and each of the world's numbers changed."""
        before = self.scenario.world()
        rows: list[dict[str, object]] = []
        for name, found in self.outcomes.items():
            regime = found.regime
            for rule in regime.rules:
                rows.append({"regime": name, "part": "rule", "what": in_words(rule), "citation": rule.citation})
            for measure in regime.measures:
                changed = measure.patches(before)
                what = f"{measure.title} ({len(changed)} numbers of the world change)" if changed else measure.title
                rows.append({"regime": name, "part": "measure", "what": what, "citation": measure.citation})
            linked = "chips may pay for trade" if regime.linked else "chips and trade each worth it by itself"
            table = f"{len(regime.offers)} offers, {len(regime.asks)} asks; {linked}"
            rows.append({"regime": name, "part": "table", "what": table, "citation": regime.citation})
        return pd.DataFrame(rows)

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
        """Chips (thousand H100e), diversion, deals, months of talks and pledges by regime."""
        rows = {name: found.physical for name, found in self.outcomes.items()}
        return pd.DataFrame(rows).T.rename_axis("regime")

    @cached_property
    def concessions(self) -> pd.DataFrame:
        """What partners give under each regime: amount, number of partners, and worth to the United States."""
        frames = [found.concessions.reset_index().assign(regime=name) for name, found in self.outcomes.items()]
        return pd.concat(frames).set_index(["regime", "instrument"])

    @cached_property
    def partners(self) -> pd.DataFrame:
        """Welfare, chips and share of demand met, by regime and partner; `change` is welfare over the reference."""
        base = self.outcomes[self.reference].partners["welfare"]
        frames = [
            found.partners.assign(regime=name, change=found.partners["welfare"] - base)
            for name, found in self.outcomes.items()
        ]
        return pd.concat(frames).reset_index().set_index(["regime", "partner"])

    @cached_property
    def access(self) -> pd.DataFrame:
        """Share of demand that can be met over the horizon, by economy (ISO3) and regime; blank where none is known."""
        from deals.negotiation.tables import access_table

        return pd.DataFrame({n: access_table(o.plan)["share_with_deals"] for n, o in self.outcomes.items()})

    def winners_and_losers(self, number: int = 3) -> pd.DataFrame:
        """The partners that gain and lose most under each regime against the reference, USD bn."""
        rows = []
        base = self.outcomes[self.reference].partners["welfare"]
        for name, found in self.outcomes.items():
            change = (found.partners["welfare"] - base).sort_values()
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
        Names, with measures after plus signs ("leverage+entity_list"); all regimes of the sources where left out.
    reference : str
        Regime against which partners win or lose; the first one where it is not among them.
    ruling : bool
        Replay the ruling of 20 February 2026: relief that rests on emergency powers falls on that day.

    Raises
    ------
    UnknownNameError
        If a regime or measure is unknown.
    """
    names = tuple(dict.fromkeys(known.IDS if regimes is None else regimes))
    for name in names:
        known.get(name)
    found = {name: outcome(scenario, name) for name in names}
    return Comparison(scenario, found, reference if reference in found else names[0], ruling)


def in_words(rule: object) -> str:
    """A rule as the name of its kind in words, and its settings."""
    name = "".join(f" {c.lower()}" if c.isupper() else c for c in type(rule).__name__).strip()
    settings = [v for k, v in vars(rule).items() if k != "citation" and isinstance(v, str | float) and v != ""]
    return f"{name} ({', '.join(map(str, settings))})" if settings else name


def _listed(change: "pd.Series[float]") -> str:
    return ", ".join(f"{code} {amount:+.2f}" for code, amount in change.items()) or "-"
