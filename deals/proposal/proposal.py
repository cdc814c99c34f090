"""A proposal: the deals of an optimal plan, as an object one can read, question and export."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import pandas as pd

from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.division.joint_division import JointDivision
from deals.division.nash_in_nash import NashInNash
from deals.kit.given.bounds import NONE_OR_MORE, ONE_OR_MORE, SHARE, Bounds
from deals.kit.given.checked import checked
from deals.page.answer import Tabled
from deals.page.stages import stage
from deals.plan.baselines import ALONE, credibility
from deals.plan.lone_refusal import lone_refusal
from deals.proposal.asked.more import PriceOfMore, price_of_more
from deals.proposal.asked.no_deal import no_deal
from deals.proposal.asked.tariffs_fall import TariffsFall, if_tariffs_fall
from deals.proposal.figures.accessible import access_map, region_named
from deals.proposal.figures.exchange import exchange, gives_and_gains
from deals.proposal.figures.signing import calendar, schedule
from deals.proposal.handing.handed import HandedOn
from deals.proposal.joint_rounds import MOST, JointRounds, joint_rounds
from deals.proposal.kept.saving import save
from deals.proposal.proposal_card import proposal_html, proposal_markdown
from deals.proposal.sheet.deal_package import DealPackage
from deals.proposal.trade_effects import Before, TradeEffects, trade_effects
from deals.record.lessons.beside import real_row
from deals.record.weighing.evaluation import Evaluation, evaluated
from deals.restraint.failing_talks import CHANCES, FailingTalks, failing_talks
from deals.restraint.goodwill import Goodwill, goodwill
from deals.restraint.hard_lines import HardLines, hard_lines
from deals.restraint.most_favoured import MostFavoured, treated_alike
from deals.restraint.precedent import precedent
from deals.restraint.sequence import Sequence
from deals.sensitivity import Sensitivity
from deals.talks.table import Table
from deals.uncertainty.acceptance.offers import DRAWS as OFFER_DRAWS
from deals.uncertainty.acceptance.offers import Offers, offers
from deals.uncertainty.acceptance.refusal import Without
from deals.uncertainty.drawing import held_work, odds
from deals.uncertainty.odds import Odds, Watch
from deals.world.naming.economies import code_or_same, known_names, named

NO_DEAL = "the plan has no deal"
"""Why a table of deals is empty."""


@dataclass(frozen=True, repr=False)
class Proposal(HandedOn):
    """Deals proposed for a scenario, to be read, drawn and questioned; the tables are those of its contents."""

    def __getitem__(self, partner: str) -> DealPackage | Any:
        """The deal with `partner` (any of its names or its ISO code), or a `NoDeal` that says why there is none.

        Raises
        ------
        UnknownNameError
            If nothing is called so.
        """
        code = code_or_same(partner)
        if code in known_names().titles and code not in self.summary.index:
            return no_deal(self, code)
        return DealPackage(**vars(self.deal(partner)))

    def __iter__(self) -> Iterator[DealPackage]:
        return (DealPackage(**vars(self.deal(str(partner)))) for partner in self.summary.index)

    def gives_and_gains(self) -> Tabled:
        """What every term of every deal is worth to each side."""
        return Tabled("what every term is worth to each side", exchange(self), lambda _: gives_and_gains(self), NO_DEAL)

    @checked()
    def access_map(self, region: str = "world") -> Tabled:
        """Share of demand that can be met in every economy, drawn as a map of the world or of a region.

        Raises
        ------
        UnknownNameError
            If there is no such region.
        """
        region_named(region)
        return Tabled("access to chips in every economy", self.access, lambda _: access_map(self, region))

    def calendar(self) -> Tabled:
        """When deals are signed, and when the chips in them arrive."""
        return Tabled("deals and their chips by period", schedule(self), lambda _: calendar(self), NO_DEAL)

    def credibility(self) -> pd.DataFrame:
        """Whether refusing chips would pay, for each partner, economy and period (USD bn per thousand H100e)."""
        return credibility(self.plan.question)

    @stage("asking what each signer has if it alone refuses")
    def lone_refusal(self) -> Tabled:
        """What each signer could have if it alone refused (USD bn): more than when all refuse together."""
        return lone_refusal(self.plan)

    @overload
    def division(self, partner: str) -> Division: ...
    @overload
    def division(self, partner: None = None) -> JointDivision: ...
    @checked()
    def division(self, partner: str | None = None) -> Division | JointDivision:
        """How the surplus of the deal with `partner` can be divided, everybody else's deal as planned.

        Without a partner: how the surplus of all deals can be divided at once.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        if partner is None:
            return JointDivision(self.plan, self._pairs)
        code = code_or_same(partner)
        return Division(Bilateral.of(self.plan, code), self._pairs, real_row(self.plan.question, code))

    @checked()
    @stage("solving the trade model with all rates")
    def trade_effects(self, before: Before = "announced") -> TradeEffects:
        """What all country rates of the plan do together, to signers and to everybody else, drawn as a map.

        Against the rates announced, or with ``before="in force"`` against those in force.
        """
        return trade_effects(self.plan, before)

    @checked(most=ONE_OR_MORE)
    @stage("making the plan anew beside its rates")
    def joint_rounds(self, most: int = MOST) -> JointRounds:
        """The plan made anew with what country rates do together, until its rates stand; at most so many solves."""
        return joint_rounds(self.plan, most)

    @stage("dividing every surplus given all others")
    def nash_in_nash(self) -> NashInNash:
        """What every pair agrees when each divides its own surplus, the deals of all others given."""
        return self._pairs

    def negotiate_in_plan(self, partner: str) -> Table:
        """Sit down with `partner`, everybody else's deal as planned.

        Raises
        ------
        UnknownNameError
            If no deal with that partner is in the plan.
        """
        return Table(self.plan, code_or_same(partner))

    @stage("looking at the order of talks")
    def sequence(self) -> Sequence:
        """The calendar of talks, the worth of one more team, and what haste and interim access cost."""
        return Sequence(self.plan)

    @stage("treating partners as well as their peers")
    def precedent(self) -> Tabled:
        """What it would cost to treat every partner as well as its most favoured peer, instrument by instrument."""
        return precedent(self.plan)

    @stage("making the plan with peers treated alike")
    def most_favoured(self) -> MostFavoured:
        """The best plan in which peers that sign are all treated alike, and what it costs; one solve, some slow."""
        return treated_alike(self.plan)

    @checked(floors=SHARE)
    @stage("making the plan at every floor")
    def goodwill(self, floors: Iterable[float] = (0.0, 0.1, 0.2, 0.3, 0.5)) -> Goodwill:
        """What it costs to leave every partner at least a share of its gross gain; one solve a floor."""
        return goodwill(self.plan, floors)

    @checked(chances=SHARE)
    @stage("making the plan at every chance that talks fail")
    def failing_talks(self, chances: Iterable[float] = CHANCES) -> FailingTalks:
        """What deals add against the chance that talks fail, and when they add nothing; two solves a chance."""
        return failing_talks(self.baselines, self.plan, chances)

    @checked(responses=NONE_OR_MORE)
    @stage("making the plan at every answer to refusal")
    def hard_lines(self, responses: Iterable[float] = (0.0, 0.5, 1.0)) -> HardLines:
        """What changes if refusal raises what the other supplier can export later; one solve a response."""
        return hard_lines(self.plan, responses)

    @checked(draws=ONE_OR_MORE, anew=NONE_OR_MORE, seed=NONE_OR_MORE, workers=ONE_OR_MORE)
    def odds(
        self,
        draws: int = 1000,
        *,
        anew: int = 0,
        seed: int = 0,
        folder: str | Path | None = None,
        resume: bool = False,
        workers: int = 1,
        executor: Executor | None = None,
        client: Any = None,
        progress: Watch = None,
    ) -> Odds:
        """How sure the plan is: it and its baselines held in drawn worlds, and the plan made anew in the first `anew`.

        A folder keeps every finished chunk, and `resume` goes on with it; work is done here, in processes, by an
        executor or by a Dask client. See :func:`deals.uncertainty.drawing.odds`.

        Raises
        ------
        InputError
            If an argument cannot be used, or the folder holds something else.
        """
        return odds(
            self.baselines,
            draws,
            anew=anew,
            seed=seed,
            folder=folder,
            resume=resume,
            workers=workers,
            executor=executor,
            client=client,
            progress=progress,
        )

    @checked(draws=Bounds(2), seed=NONE_OR_MORE)
    @stage("finding offers that would be signed")
    def offers(self, acceptance: float | None = None, *, draws: int | None = None, seed: int = 0) -> Offers:
        """The offer to make to every partner: with the greatest expected gain, or with these odds of acceptance.

        By default in as many worlds as the proposal was made with, so that they are the offers on its sheets.

        Raises
        ------
        InputError
            If the odds wanted are not between 0 and 1.
        """
        number = draws if draws is not None else OFFER_DRAWS if self.offered is None else self.offered.draws
        alone = self.baselines.plans[ALONE]
        return offers(self.plan, alone, held_work(self.baselines, seed), acceptance=acceptance, draws=number)

    @checked(draws=NONE_OR_MORE, seed=NONE_OR_MORE)
    @stage("weighing the package")
    def evaluate(
        self,
        partner: str,
        terms: Mapping[str, Any],
        *,
        signed: str | None = None,
        standard: bool | None = None,
        draws: int = 256,
        seed: int = 0,
    ) -> Evaluation:
        """Weigh any package with any partner for both sides, in the plan or not, all other deals as planned.

        ``proposal.evaluate("IND", {"purchases": (500, 5), "tariff_to": 18}, signed="2026Q1")``; see
        :func:`deals.evaluate` for what terms may say.

        Raises
        ------
        UnknownNameError
            No such partner.
        InputError
            All that is wrong with the terms, at once.
        """
        plan = self.plan
        partner = named(partner, plan.question.codes)
        sold = Without.of(plan, self.baselines.plans[ALONE], partner).sold
        return evaluated(
            plan.question, partner, terms, signed=signed, standard=standard, draws=draws, seed=seed, sold=sold
        )

    @stage("asking what would be given for more")
    def price_of(self, partner: str, **more: float) -> PriceOfMore:
        """What would have to be given for so much more of one term of a deal, or which limit forbids it.

        ``proposal.price_of("SAU", chips=100)`` asks for 100 thousand H100e more; any term on the table goes by its
        name, in its own unit (``investment=20``). It counts from the offer that is proposed, all other deals as
        planned. A partner without a deal has one forced into the plan first.

        Raises
        ------
        UnknownNameError
            No such partner, or no such term on its table.
        InputError
            Not one term, no amount, or a partner with which no deal can be forced into the plan.
        """
        return price_of_more(self, partner, more)

    @stage("letting the tariffs fall")
    def if_tariffs_fall(self) -> TariffsFall:
        """What if the tariffs fall in court: the ruling of February 2026 on this plan, and who would then walk.

        One page, nothing solved; ``deals.compare(scenario, ruling=True)`` replays it on every regime.
        """
        return if_tariffs_fall(self)

    @stage("writing the proposal")
    def save(self, path: str | Path) -> Path:
        """Write the proposal into one file, from which :func:`deals.open` has it again without solving.

        A ZIP archive of JSON and CSV, each with its fingerprint. A saved proposal there is replaced, nothing else is.

        Raises
        ------
        InputError
            If something else is there, or the folder is not.
        """
        return save(self, path)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """What changes the answer: prices of concessions, traces, zones of agreement, tornado, what-if."""
        return Sensitivity(self.plan)

    @cached_property
    def _pairs(self) -> NashInNash:
        return NashInNash(self.plan)

    def _repr_html_(self) -> str:
        return str(proposal_html(self))

    def _repr_markdown_(self) -> str:
        return proposal_markdown(self)
