"""Odds of acceptance checked against partners drawn from other distributions than ours.

What is known of a number is its central value and its ends; how it lies between them, and how far numbers move
together, are judgements. So the offers are weighed again where they are others. The draws are those on which the odds
were told: what differs is the distribution alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral
from deals.kit.errors import InputError, Problem
from deals.model.rows.objective import IN_MONEY
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import percent
from deals.plan.plan import Plan
from deals.uncertainty.acceptance.offers import Offers
from deals.uncertainty.acceptance.packages import Package, weighed
from deals.uncertainty.acceptance.reckoning import halves
from deals.uncertainty.acceptance.refusal import Without
from deals.uncertainty.draws import DrawnWorlds, Draws
from deals.uncertainty.figures.elsewhere import odds_elsewhere
from deals.uncertainty.held.work import HeldWork
from deals.uncertainty.other_draws import other_draws

NAME, TOLD, ERROR, MEAN, LARGEST = "name", "told", "told_error", "mean_error", "largest_error"


@dataclass(frozen=True, eq=False, repr=False)
class AcceptanceElsewhere(Answer):
    """Odds of the offers proposed, as told and under other distributions.

    Attributes
    ----------
    others : tuple of str
        The other distributions.
    over_alone : DataFrame
        By how much more than acting alone each offer is expected to bring, USD bn: a row a partner, the first column as
        told and then one a distribution.
    draws : int
        Worlds in which the odds were told, and are checked.
    """

    others: tuple[str, ...]
    over_alone: pd.DataFrame
    draws: int
    _odds: pd.DataFrame

    @cached_property
    def _errors(self) -> pd.DataFrame:
        return self._odds[list(self.others)].sub(self._odds[TOLD], axis=0)

    @property
    def table(self) -> pd.DataFrame:
        """By partner: odds `told` with `told_error` (one standard error), and under each other distribution.

        `mean_error` is how far the told are off on average, `largest_error` at most: odds elsewhere less odds told.
        """
        largest = self._errors.apply(lambda row: row[row.abs().idxmax()], axis=1)
        return self._odds.assign(**{MEAN: self._errors.abs().mean(axis=1), LARGEST: largest})

    @property
    def by_distribution(self) -> pd.DataFrame:
        """By distribution: odds there less odds told over all partners.

        The mean with its sign (`shift`), the mean without (`mean_error`), and the `largest_error` and with whom.
        `paying` counts offers that are expected to bring more than acting alone.
        """
        frame = pd.DataFrame(
            {
                "shift": self._errors.mean(),
                MEAN: self._errors.abs().mean(),
                LARGEST: self._errors.apply(lambda column: column[column.abs().idxmax()]),
                "partner": self._errors.abs().idxmax(),
                "paying": (self.over_alone[list(self.others)] > 0).sum(),
            }
        )
        return frame.rename_axis("distribution")

    @property
    def mean_error(self) -> float:
        """How far the odds told are off on average over partners and distributions."""
        return float(self._errors.abs().to_numpy().mean())

    @property
    def largest_error(self) -> float:
        """How far they are off at most."""
        return float(self._errors.abs().to_numpy().max())

    @property
    def sentence(self) -> str:
        """How far the odds told are off."""
        where = self.by_distribution.loc[lambda table: table[LARGEST].abs() == self.largest_error].iloc[0].to_dict()
        at = str(self._errors.abs().max().idxmax())
        told, there = (float(self._odds[column][where["partner"]]) for column in (TOLD, at))
        pays = self.over_alone[TOLD] > 0
        still = int((self.over_alone.loc[pays] > 0).all(axis=1).sum())
        return (
            f"against worlds of {len(self.others)} other distributions the odds told are off by "
            f"{_points(self.mean_error)} on average and by {_points(self.largest_error)} at most "
            f"({self._odds[NAME][where['partner']]}: {percent(told)} told, {percent(there)} where they are {at}); "
            f"of {int(pays.sum())} offers expected to bring more than acting alone, {still} do so in all of them"
        )

    def chart(self) -> Chart:
        """Odds told and under each other distribution, partner by partner."""
        return odds_elsewhere(self._odds, self.others)


def acceptance_elsewhere(
    offers: Offers, plan: Plan, alone: Plan, work: HeldWork, *, others: Mapping[str, DrawnWorlds] | None = None
) -> AcceptanceElsewhere:
    """Weigh the offers proposed in worlds of other distributions.

    Parameters
    ----------
    offers : Offers
        As found for the plan in the worlds of `work`.
    plan, alone : Plan
        The plan, and the best the United States can do without deals.
    work : HeldWork
        The plan in drawn worlds.
    others : mapping, optional
        Worlds of other distributions, by name; by default those of
        :func:`~deals.uncertainty.other_draws.other_draws`.

    Raises
    ------
    InputError
        If the worlds of `work` are placed and not drawn, and no others are given; or if `others` is empty.
    """
    held = _others(work.draws) if others is None else dict(others)
    if not held:
        raise InputError(Problem("", "others", None, "nothing to check against", "give at least one distribution"))
    numbers = np.flatnonzero(halves(offers.draws)[1]).tolist()
    deals = {code: Bilateral.of(plan, code) for code in offers.of}
    without = {code: Without.of(plan, alone, code) for code in offers.of}
    odds = {
        code: {NAME: offer.name, TOLD: offer.odds, ERROR: float(offer.table["odds_error"].iloc[offer.chosen])}
        for code, offer in offers.of.items()
    }
    over = {code: {TOLD: float(offer.table["over_alone"].iloc[offer.chosen])} for code, offer in offers.of.items()}
    for name, worlds in held.items():
        question = HeldWork.of(work.plans, worlds, work.chunk).asked(numbers)
        for code, offer in offers.of.items():
            package = Package.of(deals[code], offer.points[offer.chosen])
            worth = weighed(question, package, without[code].sold)
            odds[code][name] = float(np.mean(worth.accepted))
            brought = worth.in_money.brought - without[code].forgone(question, IN_MONEY)
            over[code][name] = float(np.mean(brought))
    tables = (pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner") for rows in (odds, over))
    told, gains = tables
    return AcceptanceElsewhere(tuple(held), gains, len(numbers), told)


def _others(draws: DrawnWorlds) -> dict[str, DrawnWorlds]:
    if not isinstance(draws, Draws):
        raise InputError(Problem("", "work", None, "its worlds are not drawn", "give others to check against"))
    return other_draws(draws)


def _points(share: float) -> str:
    return f"{100 * share:.1f} points"
