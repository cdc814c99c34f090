"""Which offer to make when nobody knows what the partner truly makes of it.

An offer that leaves a partner slack in the world as judged is signed in every drawn world in which it still gains. One
that is refused means that the threat is carried out: what would be gained alone toward that partner is forgone. The
more slack, the surer the deal and the less it brings; the best offer has the greatest expected gain. It is chosen on
one half of the draws and told on the other, so that luck in choosing is not told as gain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.division.bilateral import Point
from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import money, percent
from deals.plan.plan import Plan
from deals.uncertainty.acceptance.reckoning import Talked, halves
from deals.uncertainty.acceptance.tracks import with_slack
from deals.uncertainty.figures.acceptance import all_offers, offer_curve
from deals.uncertainty.held.work import HeldWork
from deals.world.naming.economies import named

POINTS = 25
"""Offers tried for a partner, from what leaves it nothing to the most it could have."""
DRAWS = 512
OPENING, PROPOSED, WALK_AWAY = "opening", "proposed", "walk-away"

type Wish = float | None
"""The odds of acceptance that are wanted, 0 to 1; None for the offer with the greatest expected gain."""


@dataclass(frozen=True, eq=False, repr=False)
class Offer(Answer):
    """Offers to one partner, from the plan's own to the most it could have.

    Attributes
    ----------
    partner, name : str
    points : tuple of Point
        What is offered at each row of the table.
    amounts : DataFrame
        Amounts on the sheet, by instrument: columns opening, proposed and walk-away.
    chosen : int
        Row of the offer that is proposed.
    last : int
        Row of the walk-away: the last offer that is worth more to the United States, where it is signed, than acting
        alone; the opening where none is.
    alone : float
        What the United States would bring home without a deal toward this partner, USD bn, mean over draws.
    """

    partner: str
    name: str
    points: tuple[Point, ...]
    amounts: pd.DataFrame
    chosen: int
    last: int
    alone: float
    _curve: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row an offer, by the slack it leaves the partner in the world as judged, USD bn.

        `us` it brings if signed in the world as judged; `odds` of acceptance with `odds_error` (one standard error);
        `us_if_accepted` the mean over worlds in which it is signed, `expected` the mean over all, talks paid in all;
        `over_alone` that less what would be gained without a deal.
        """
        return self._curve.copy()

    @property
    def odds(self) -> float:
        """Odds that the proposed offer is accepted."""
        return float(self._curve["odds"].iloc[self.chosen])

    @property
    def pays(self) -> bool:
        """Whether the proposed offer is expected to bring more than acting alone."""
        return float(self._curve["over_alone"].iloc[self.chosen]) > 0

    @cached_property
    def price_of_odds(self) -> float:
        """What each percentage point of odds from the opening to the proposed offer costs if signed, USD bn."""
        start, end = self._curve.iloc[0], self._curve.iloc[self.chosen]
        gained = 100 * (float(end["odds"]) - float(start["odds"]))
        return (float(start["us"]) - float(end["us"])) / gained if gained > 0 else float("nan")

    @property
    def sentence(self) -> str:
        """The offer in a sentence."""
        start, end = self._curve.iloc[0], self._curve.iloc[self.chosen]
        told = (
            f"{self.name}: the plan's own terms would be signed in {percent(float(start['odds']))} of worlds; leaving "
            f"{money(float(end['slack']))} with the partner, in {percent(self.odds)}, for an expected "
            f"{money(float(end['expected']))} in place of {money(float(start['expected']))}"
        )
        return told if self.pays else f"{told}; acting alone is expected to bring more ({money(self.alone)})"

    def chart(self) -> Chart:
        """Gain if accepted, odds and expected gain against what is left to the partner."""
        return offer_curve(self._curve, self.name, self.chosen, self.last, self.alone)


COLUMNS = [
    *("name", "odds_opening", "odds", "odds_error", "slack", "us_opening", "us", "expected_opening", "expected"),
    *("alone", "over_alone", "pays", "failure", "price_of_odds"),
]


@dataclass(frozen=True, eq=False, repr=False)
class Offers(Answer):
    """An offer to every partner of a plan.

    Attributes
    ----------
    of : mapping
        The offers, by partner in order of signing.
    draws : int
        Worlds in which they are weighed; half of them choose, half tell.
    """

    of: Mapping[str, Offer]
    draws: int

    def __getitem__(self, partner: str) -> Offer:
        """The offers to a partner.

        Raises
        ------
        UnknownNameError
            If the plan has no deal with it.
        """
        return self.of[named(partner, self.of, "signed partner")]

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = {}
        for code, offer in self.of.items():
            start, end = offer.table.iloc[0], offer.table.iloc[offer.chosen]
            rows[code] = {
                "name": offer.name,
                "odds_opening": start["odds"],
                "odds": end["odds"],
                "odds_error": end["odds_error"],
                "slack": end["slack"],
                "us_opening": start["us"],
                "us": end["us"],
                "expected_opening": start["expected"],
                "expected": end["expected"],
                "alone": offer.alone,
                "over_alone": end["over_alone"],
                "pays": offer.pays,
                "failure": 1 - end["odds"],
                "price_of_odds": offer.price_of_odds,
            }
        return pd.DataFrame.from_dict(rows, orient="index", columns=None if rows else COLUMNS).rename_axis("partner")

    @property
    def table(self) -> pd.DataFrame:
        """By partner: odds of the plan's own terms (`odds_opening`) and of what is proposed (`odds`, `odds_error`).

        `slack` left to the partner, `us` if signed, `expected` gain over nothing, and what acting `alone` would bring;
        `over_alone` is by how much more is expected of the offer than of acting alone, and `pays` whether it is more.
        `failure` is the chance that the threat must be carried out; `price_of_odds` what a point of odds costs. USD bn.
        """
        return self._table.copy()

    @property
    def expected(self) -> float:
        """Expected gain of all offers together, USD bn over nothing."""
        return float(self._table["expected"].sum())

    @property
    def expected_opening(self) -> float:
        """Expected gain of the plan's own terms, refusals counted, USD bn over nothing."""
        return float(self._table["expected_opening"].sum())

    @property
    def over_alone(self) -> float:
        """By how much more is expected of all offers than of acting alone toward the same partners, USD bn."""
        return float(self._table["over_alone"].sum())

    @property
    def over_alone_opening(self) -> float:
        """The same of the plan's own terms."""
        return self.expected_opening - float(self._table["alone"].sum())

    @property
    def failure(self) -> float:
        """Chance that talks fail at the offers proposed, weighed by what each deal brings if signed."""
        weight = self._table["us"].clip(lower=0.0)
        return float((self._table["failure"] * weight).sum() / weight.sum()) if weight.sum() > 0 else float("nan")

    @property
    def sentence(self) -> str:
        """All offers in a sentence."""
        if self._table.empty:
            return "no offer is made, for the plan has no deal"
        paying = int(self._table["pays"].sum())
        return (
            f"the plan's own terms are expected to bring {money(self.expected_opening)}, offers that leave partners "
            f"something {money(self.expected)}; {paying} of {len(self.of)} bring more than acting alone as expected, "
            f"and threats are carried out with a chance of {percent(self.failure)}"
        )

    def chart(self) -> Chart:
        """Odds and expected gain of the plan's own terms and of what is proposed, partner by partner."""
        return all_offers(self._table)


def offers(
    plan: Plan,
    alone: Plan,
    work: HeldWork,
    *,
    acceptance: Wish = None,
    draws: int = DRAWS,
    progress: Callable[[str], None] | None = None,
) -> Offers:
    """Find for every partner of a plan the offer to make.

    Parameters
    ----------
    plan, alone : Plan
        The plan, and the best the United States can do without deals.
    work : HeldWork
        The plan in drawn worlds.
    acceptance : float, optional
        Odds that are wanted: the least slack that has them. By default the offer with the greatest expected gain.
    draws : int
        Worlds, an even number.
    progress : callable, optional
        Told each partner's code before its offers are weighed.

    Raises
    ------
    InputError
        If the odds wanted are not between 0 and 1, or there are fewer than two draws.
    """
    if acceptance is not None and not 0 < acceptance < 1:
        fix = "give a number between 0 and 1, or none"
        raise InputError(Problem("", "acceptance", acceptance, "no odds", fix))
    halves(draws)
    worlds = draws - draws % 2
    question = work.asked(range(worlds))
    found = {}
    for code in plan.signed:
        if progress is not None:
            progress(code)
        found[code] = offer_to(Talked.of(plan, alone, question, code), acceptance)
    return Offers(found, worlds)


def offer_to(talked: Talked, acceptance: Wish = None) -> Offer:
    """Find the offer to make to one partner: with the greatest expected gain, or with the odds wanted."""
    deal = talked.deal
    now = deal.at(np.asarray(deal.plan.solution.point)[deal.piece.columns])
    points = with_slack(deal, now, POINTS)
    worths = [talked.weigh(point) for point in points]
    chosen = talked.best(worths) if acceptance is None else talked.surest(worths, acceptance)
    last = max((place for place, worth in enumerate(worths) if talked.pays_if_signed(worth)), default=0)
    amounts = talked.amounts({OPENING: points[0], PROPOSED: points[chosen], WALK_AWAY: points[last]})
    curve = talked.curve(points, worths)
    return Offer(deal.partner, talked.name, tuple(points), amounts, chosen, last, talked.alone, curve)
