"""What offers to one partner come to over drawn worlds: chosen on one half of them, told on the other."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral, Point
from deals.kit.errors import InputError, Problem
from deals.model.question import Question
from deals.model.rows.objective import IN_MONEY, weights
from deals.plan.plan import SMALLEST, Plan
from deals.uncertainty.acceptance.packages import Package, Weighed, weighed
from deals.uncertainty.acceptance.refusal import Without
from deals.uncertainty.held.solving import LACKING
from optimizer import Flags, Floats

CURVE = ["slack", "us", "odds", "odds_error", "us_if_accepted", "expected", "over_alone"]
"""What is told of an offer, as columns of a table; see :func:`curve`."""


def halves(worlds: int) -> tuple[Flags, Flags]:
    """The worlds on which offers are chosen, and those on which they are told: no world is both.

    Raises
    ------
    InputError
        If there are fewer than two worlds.
    """
    if worlds < 2:
        fix = "give two or more"
        raise InputError(Problem("", "draws", worlds, "too few to choose on some and tell on others", fix))
    choosing: Flags = np.arange(worlds) < worlds // 2
    return choosing, ~choosing


@dataclass(frozen=True, eq=False)
class Talked:
    """A deal of a plan and the worlds in which offers of it are weighed.

    Attributes
    ----------
    deal : Bilateral
        What can be agreed.
    question : Question
        In many worlds.
    without : Without
        What stands where the partner refuses.
    forgone, forgone_in_money : array
        What acting alone would bring beyond that, by the weights of the goals and in money: USD bn, an element a world.
    choosing, telling : array of bool
        Worlds on which offers are chosen and told.
    """

    deal: Bilateral
    question: Question
    without: Without
    forgone: Floats
    forgone_in_money: Floats
    choosing: Flags
    telling: Flags

    @classmethod
    def of(cls, plan: Plan, alone: Plan, question: Question, partner: str) -> "Talked":
        """The deal with a partner.

        Raises
        ------
        UnknownNameError
            If the plan has no deal with it.
        InputError
            If there are fewer than two worlds.
        """
        deal, without = Bilateral.of(plan, partner), Without.of(plan, alone, partner)
        forgone, in_money = (without.forgone(question, scale) for scale in (weights(question), IN_MONEY))
        return cls(deal, question, without, forgone, in_money, *halves(len(forgone)))

    @property
    def name(self) -> str:
        """The partner, in words."""
        return self.deal.plan.question.partner(self.deal.partner).name

    @property
    def alone(self) -> float:
        """What acting alone brings beyond what the plan does anyway, as told: USD bn."""
        return float(np.mean(self.forgone_in_money[self.telling]))

    def weigh(self, point: Point) -> Weighed:
        """A point of what can be agreed, in every world."""
        return self.weigh_package(Package.of(self.deal, point))

    def weigh_package(self, package: Package) -> Weighed:
        """A package in every world."""
        return weighed(self.question, package, self.without.sold)

    def best(self, worths: list[Weighed]) -> int:
        """Which of some packages has the greatest expected gain on the worlds that choose."""
        return int(np.argmax([np.mean(worth.brought[self.choosing]) for worth in worths]))

    def surest(self, worths: list[Weighed], wanted: float) -> int:
        """The first of some packages with the odds wanted on the worlds that choose; else the surest of them."""
        odds = np.array([np.mean(worth.accepted[self.choosing]) for worth in worths])
        enough = np.flatnonzero(odds >= wanted)
        return int(enough[0]) if len(enough) else int(np.argmax(odds))

    def pays_if_signed(self, worth: Weighed) -> bool:
        """Whether a package brings at least what acting alone does where it is signed, on the worlds that choose."""
        signed = worth.accepted & self.choosing
        return bool(signed.any()) and float(np.mean((worth.us - worth.talks - self.forgone)[signed])) >= 0

    def curve(self, points: list[Point], worths: list[Weighed]) -> pd.DataFrame:
        """One row a package: `slack` left to the partner and gain `us` if signed, in the world as judged, USD bn.

        On the worlds that tell: `odds` of acceptance with `odds_error` (one standard error); `us_if_accepted`, the mean
        where it is signed; `expected`, the mean over all, talks paid in all; `over_alone`, that less what acting alone
        brings.
        """
        slack = (point.partner if abs(point.partner) > LACKING else 0.0 for point in points)
        brings = map(self.deal.brings, points)
        rows = [[left, us, *self._told(w.in_money)] for left, us, w in zip(slack, brings, worths, strict=True)]
        return pd.DataFrame(rows, columns=CURVE)

    def amounts(self, points: dict[str, Point]) -> pd.DataFrame:
        """Amounts on the sheet by instrument, a column a package; instruments that none of them has are left out."""
        columns = {name: pd.Series(self.deal.totals(point.terms)) for name, point in points.items()}
        frame = pd.DataFrame(columns).fillna(0.0)
        return frame[frame.abs().max(axis=1) > SMALLEST]

    def _told(self, worth: Weighed) -> list[float]:
        signed = worth.accepted[self.telling]
        odds, expected = float(np.mean(signed)), float(np.mean(worth.brought[self.telling]))
        gained = (worth.us - worth.talks)[self.telling][signed]
        accepted = float(np.mean(gained)) if len(gained) else float("nan")
        error = float(np.sqrt(odds * (1 - odds) / len(signed)))
        return [odds, error, accepted, expected, expected - self.alone]
