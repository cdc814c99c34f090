"""A proposal: the deals of an optimal plan, as an object one can read, question and export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from deals.errors import UnknownNameError
from deals.negotiation.baselines import Baselines, credibility
from deals.negotiation.bilateral import Bilateral
from deals.negotiation.binding import binding_table
from deals.negotiation.division import Division
from deals.negotiation.goodwill import Goodwill, goodwill
from deals.negotiation.hard_lines import HardLines, hard_lines
from deals.negotiation.joint_division import JointDivision
from deals.negotiation.lone_refusal import lone_refusal
from deals.negotiation.most_favoured import MostFavoured, treated_alike
from deals.negotiation.nash_in_nash import NashInNash
from deals.negotiation.plan import Plan
from deals.negotiation.precedent import precedent
from deals.negotiation.proof import Proof
from deals.negotiation.sequence import Sequence
from deals.negotiation.table import Table
from deals.scenario import Scenario
from optimizer.arrays import Size

if TYPE_CHECKING:
    from deals.sensitivity import Sensitivity


@dataclass(frozen=True)
class RunReport:
    """How the answer was found.

    `gap` is relative to the surplus (the gain over no deals), `absolute_gap` in USD bn; `unique` is False where other
    optimal plans cannot be excluded.
    """

    partners: int
    pruned: int
    size: Size
    status: str
    gap: float
    absolute_gap: float
    seconds_build: float
    seconds_solve: float
    solver: str
    unique: bool | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DealPackage:
    """The deal with one partner: its terms, what they are worth to each side, and the chips by quarter."""

    partner: str
    name: str
    quarter: str
    summary: "pd.Series[Any]"
    terms: pd.DataFrame
    schedule: pd.DataFrame
    quotas: pd.DataFrame
    scenario_title: str
    world_date: date

    def markdown(self) -> str:
        """The term sheet in Markdown."""
        from deals.briefing import term_sheet_markdown

        return term_sheet_markdown(self)

    def html(self) -> str:
        """The term sheet as an HTML card, escaped."""
        from deals.briefing import term_sheet_html

        return str(term_sheet_html(self))

    def __repr__(self) -> str:
        gain = float(self.summary["us_gain"])
        return f"DealPackage({self.partner}, {self.quarter}: {len(self.terms)} terms, USD {gain:.3g} bn over no deal)"

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_markdown_(self) -> str:
        return self.markdown()


@dataclass(frozen=True)
class Proposal:
    """Deals proposed for a scenario.

    Attributes
    ----------
    summary : DataFrame
        One row for each signed deal (index: partner), in order of signing.
    packages : DataFrame
        One row for each term: partner, quarter, side, instrument, amount with unit, worth to each side (USD bn of 2025,
        present value).
    schedule, quotas : DataFrame
        Chips by quarter, thousand H100e: by economy, and by class of chip in both bases.
    access : DataFrame
        Share of demand met in every economy.
    baselines : Baselines
        Gains over no deals, under open chips, and with credible threats only.
    goals : Series
        The gain by goal, USD bn.
    diversion : DataFrame
        Expected and worst-case diversion by year, thousand H100e.
    report : RunReport
    proof : Proof
        What was checked apart from the solver: rows, each partner's own programme, the worst case.
    """

    scenario: Scenario
    summary: pd.DataFrame
    packages: pd.DataFrame
    schedule: pd.DataFrame
    quotas: pd.DataFrame
    access: pd.DataFrame
    baselines: Baselines
    goals: "pd.Series[float]"
    diversion: pd.DataFrame
    report: RunReport
    proof: Proof
    plan: Plan

    def __getitem__(self, partner: str) -> DealPackage:
        """The deal with `partner` (ISO3, or EUU for the European Union).

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        if partner not in self.summary.index:
            raise UnknownNameError.of("signed partner", partner, list(self.summary.index))
        row = self.summary.loc[[partner]].iloc[0]
        return DealPackage(
            partner=partner,
            name=str(row["name"]),
            quarter=str(row["quarter"]),
            summary=row,
            terms=_of(self.packages, partner),
            schedule=_of(self.schedule, partner),
            quotas=_of(self.quotas, partner),
            scenario_title=self.scenario.title,
            world_date=self.scenario.world_date,
        )

    def __iter__(self) -> Iterator[DealPackage]:
        return (self[str(partner)] for partner in self.summary.index)

    def __len__(self) -> int:
        return len(self.summary)

    def binding(self) -> pd.DataFrame:
        """What holds the plan back: rule, price to each side of the limit, unit, in words."""
        return self._binding.copy()

    def credibility(self) -> pd.DataFrame:
        """Whether refusing chips would pay, for each partner, economy and period (USD bn per thousand H100e)."""
        return credibility(self.plan.question)

    def lone_refusal(self) -> pd.DataFrame:
        """What each signer could have if it alone refused (USD bn): more than when all refuse together."""
        return lone_refusal(self.plan)

    @overload
    def division(self, partner: str) -> Division: ...
    @overload
    def division(self, partner: None = None) -> JointDivision: ...
    def division(self, partner: str | None = None) -> Division | JointDivision:
        """How the surplus of the deal with `partner` can be divided, everybody else's deal as planned.

        Without a partner: how the surplus of all deals can be divided at once.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        return JointDivision(self.plan) if partner is None else Division(Bilateral.of(self.plan, partner))

    def nash_in_nash(self) -> NashInNash:
        """What every pair agrees when each divides its own surplus, the deals of all others given."""
        return self.plan.nash_in_nash

    def negotiate(self, partner: str) -> Table:
        """Sit down with `partner`, everybody else's deal as planned.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        return Table(self.plan, partner)

    def sequence(self) -> Sequence:
        """The calendar of talks, the worth of one more team, and what haste and interim access cost."""
        return Sequence(self.plan)

    def precedent(self) -> pd.DataFrame:
        """What it would cost to treat every partner as well as its most favoured peer, instrument by instrument."""
        return precedent(self.plan)

    def most_favoured(self) -> MostFavoured:
        """The best plan in which peers that sign are all treated alike, and what it costs; one solve, some slow."""
        return treated_alike(self.plan)

    def goodwill(self, floors: Iterable[float] = (0.0, 0.1, 0.2, 0.3, 0.5)) -> Goodwill:
        """What it costs to leave every partner at least a share of its gross gain; one solve a floor."""
        return goodwill(self.plan, floors)

    def hard_lines(self, responses: Iterable[float] = (0.0, 0.5, 1.0)) -> HardLines:
        """What changes if refusal raises what the other supplier can export later; one solve a response."""
        return hard_lines(self.plan, responses)

    @cached_property
    def sensitivity(self) -> "Sensitivity":
        """What changes the answer: prices of concessions, traces, zones of agreement, tornado, what-if."""
        from deals.sensitivity import Sensitivity

        return Sensitivity(self)

    @cached_property
    def _binding(self) -> pd.DataFrame:
        return binding_table(self.plan)

    def _repr_html_(self) -> str:
        from deals.briefing import proposal_html

        return str(proposal_html(self))

    def _repr_markdown_(self) -> str:
        from deals.briefing import proposal_markdown

        return proposal_markdown(self)

    def __repr__(self) -> str:
        gain = self.report
        return (
            f"Proposal({self.scenario.name!r}: {len(self)} deals of {gain.partners} partners, "
            f"USD {self.baselines.no_deals:.1f} bn over no deals, {gain.status}, gap {gain.gap:.2%})"
        )


def _of(frame: pd.DataFrame, partner: str) -> pd.DataFrame:
    return frame[frame["partner"] == partner].reset_index(drop=True) if len(frame) else frame
