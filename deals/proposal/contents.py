"""What a proposal holds: the tables that pages, pictures and exports are made of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from deals.kit.dust import swept
from deals.page.stages import stage
from deals.page.wording import counted, gap, money
from deals.plan.baselines import Baselines
from deals.plan.binding import binding_table
from deals.plan.left_out import left_out
from deals.plan.plan import Plan
from deals.plan.proof import Proof
from deals.proposal.sheet.offered import summary_of_offer, terms_of_offer
from deals.scenario.scenario import Scenario
from deals.uncertainty.acceptance.offers import Offer, Offers
from deals.uncertainty.odds import Odds
from deals.world.naming.economies import named
from optimizer import Size


@dataclass(frozen=True)
class RunReport:
    """How the answer was found.

    `gap` is relative to the surplus (the gain over nothing), `absolute_gap` in USD bn; `seconds` is the time of the
    plan with its baselines and readings; `unique` is False where other optimal plans cannot be excluded; `tied` are
    partners whose terms could differ with the same deals and the same gain. `made_on`, `version` and `data` (a digest
    of all tables) say when and from what.
    """

    partners: int
    pruned: int
    size: Size
    status: str
    gap: float
    absolute_gap: float
    seconds: float
    solver: str
    unique: bool | None
    tied: tuple[str, ...]
    made_on: str
    version: str
    data: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DealContents:
    """The deal with one partner: its terms, what they are worth to each side, and the chips by quarter.

    And what drawn worlds say of it: the `offer` to make, the `odds` of the deal, and `bands` of its terms where they
    adapt; none where no worlds were drawn. `instruments` are labels and units by name, `phrases` what each does in a
    sentence. `stopped` says what time left unproven of the plan that the deal is part of; `plan` is
    that plan.
    """

    partner: str
    name: str
    period: str
    summary: "pd.Series[Any]"
    terms: pd.DataFrame
    schedule: pd.DataFrame
    quotas: pd.DataFrame
    scenario_title: str
    world_date: date
    instruments: Mapping[str, tuple[str, str]]
    phrases: Mapping[str, str]
    offer: Offer | None
    odds: "pd.Series[Any] | None"
    bands: pd.DataFrame
    draws: int
    plan: Plan
    stopped: str = ""

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The terms that are proposed: those of the offer, which both would sign, or the plan's where none is drawn."""
        return self.terms if self.offer is None else swept(terms_of_offer(self.plan, self.terms, self.offer))

    @cached_property
    def if_signed(self) -> "pd.Series[Any]":
        """The line of the deal if what is proposed is signed; the plan's own where no worlds were drawn."""
        if self.offer is None:
            return self.summary
        return summary_of_offer(self.summary, self.terms, self.proposed, self.offer)


@dataclass(frozen=True)
class ProposalContents:
    """Deals proposed for a scenario.

    Attributes
    ----------
    summary : DataFrame
        One row for each signed deal (index: partner), in order of signing.
    packages : DataFrame
        One row for each term: partner, period of signing, side, instrument, amount with unit, worth to each side (USD
        bn of 2025, present value).
    schedule, quotas : DataFrame
        Chips by quarter, thousand H100e: by economy, and by class of chip in both bases.
    access : DataFrame
        Share of demand met in every economy.
    alone : DataFrame
        What is done toward each partner without a deal: chips opened, rates set, and what both bring.
    baselines : Baselines
        What the plan is measured against, and three readings of its threats.
    drift : float
        Share of the other supplier's volume that would go elsewhere on the path that this very plan makes.
    goals : Series
        The gain by goal, USD bn.
    diversion : DataFrame
        Expected and worst-case diversion by year, thousand H100e.
    report : RunReport
    proof : Proof
        What was checked apart from the solver: rows, each partner's own programme, the worst case.
    rests_on : DataFrame
        The judgements that move the answer most, and the gain at either end of their ranges.
    sure : Odds or None
        The plan held in some drawn worlds, where they were asked for.
    offered : Offers or None
        Offers that would be signed, in the same worlds.
    """

    scenario: Scenario
    summary: pd.DataFrame
    packages: pd.DataFrame
    schedule: pd.DataFrame
    quotas: pd.DataFrame
    access: pd.DataFrame
    alone: pd.DataFrame
    baselines: Baselines
    drift: float
    goals: "pd.Series[float]"
    diversion: pd.DataFrame
    report: RunReport
    proof: Proof
    plan: Plan
    rests_on: pd.DataFrame
    sure: Odds | None = None
    offered: Offers | None = None

    def deal(self, partner: str) -> DealContents:
        """What the deal with `partner` holds (any of its names, or its ISO code).

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        partner = named(partner, list(self.summary.index), "signed partner")
        row = self.summary.loc[[partner]].iloc[0]
        return DealContents(
            partner=partner,
            name=str(row["name"]),
            period=str(row["period"]),
            summary=row,
            terms=_of(self.packages, partner),
            schedule=_of(self.schedule, partner),
            quotas=_of(self.quotas, partner),
            scenario_title=self.scenario.title,
            world_date=self.scenario.world_date,
            instruments={i.name: (i.label, i.unit) for i in self.plan.question.world.instruments},
            phrases={i.name: i.phrase for i in self.plan.question.world.instruments},
            offer=None if self.offered is None else self.offered[partner],
            odds=None if self.sure is None else self.sure.table.loc[[partner]].iloc[0],
            bands=pd.DataFrame() if self.sure is None else _of(self.sure.terms, partner),
            draws=0 if self.sure is None else self.sure.draws,
            plan=self.plan,
            stopped=self.stopped,
        )

    @property
    def stopped(self) -> str:
        """What is not proven of a plan that was stopped by time, in a sentence; nothing of one that was not."""
        solution = self.plan.solution
        if solution.status.proven:
            return ""
        more = (
            f"up to {money(solution.absolute_gap)}" if math.isfinite(solution.absolute_gap) else "nobody knows how much"
        )
        return (
            f"Stopped by its time limit of {self.scenario.time_limit_seconds:g} s, so not proven: the best plan may "
            f"bring {more} more (gap {gap(solution.gap)}). Prices are those with these deals fixed."
        )

    def binding(self) -> pd.DataFrame:
        """What holds the plan back: rule, price to each side of the limit, unit, in words."""
        return self._binding.copy()

    @cached_property
    @stage("pricing limits")
    def _binding(self) -> pd.DataFrame:
        return binding_table(self.plan)

    @cached_property
    @stage("asking by how much others miss")
    def left_out(self) -> pd.DataFrame:
        """Partners without a deal, why, and by how much each misses, USD bn (see :mod:`deals.plan.left_out`)."""
        return left_out(self.plan)

    def __len__(self) -> int:
        return len(self.summary)

    def __repr__(self) -> str:
        run = self.report
        return (
            f"{type(self).__name__}({self.scenario.name!r}: {counted(len(self), 'deal')} of {run.partners} partners, "
            f"USD {self.baselines.gain:.1f} bn over nothing, {run.status}, gap {run.gap:.2%})"
        )


def _of(frame: pd.DataFrame, partner: str) -> pd.DataFrame:
    return frame[frame["partner"] == partner].reset_index(drop=True) if len(frame) else frame
