"""How the surplus of all deals can be divided at once, beside what pairs would agree for themselves."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.division.figures.all_deals import all_deals
from deals.division.joint import Joint, NashPoint
from deals.division.nash_in_nash import NashInNash
from deals.kit.codes import UNITED_STATES
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted
from deals.plan.plan import Plan


@dataclass(frozen=True, eq=False, repr=False)
class JointDivision(Answer):
    """Solutions of one bargain of the United States with all signed partners; deals and dates stand.

    Everybody must agree or there is no deal with anybody, and every side counts as one, however large: the United
    States is one voice of many, so equal gains, Kalai-Smorodinsky and Nash leave it far less than talks one by one
    would. ``nash_in_nash`` is the division by pairs, each failing alone.

    Attributes
    ----------
    plan : Plan
        The plan whose deals, dates and standards stand.
    by_pairs : NashInNash, optional
        The same plan's division by pairs, where somebody has it already.
    """

    plan: Plan
    by_pairs: NashInNash | None = None

    @cached_property
    def _joint(self) -> Joint:
        return Joint(self.plan)

    @cached_property
    def _nash(self) -> NashPoint:
        return self._joint.nash()

    @cached_property
    def pairs(self) -> NashInNash:
        """What every pair agrees when each divides its own surplus."""
        return self.by_pairs or NashInNash(self.plan)

    @property
    def nash_gap(self) -> float:
        """Share by which another product of gains could at most exceed the one shown."""
        return self._nash.gap

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a solution, one column a side: USD bn present value over no deals at all; and the sum of all."""
        joint = self._joint
        sides = np.eye(len(joint.sides))
        pairs = [self.pairs.us_gain - joint.without, *(self.pairs.point(code).partner for code in self.plan.signed)]
        rows = {
            "take_it_or_leave_it": joint.best(sides[0]),
            "kalai_smorodinsky": joint.proportional(),
            "nash": self._nash.gains,
            "egalitarian": joint.egalitarian(),
            "utilitarian": joint.best(np.ones(len(sides))),
            "nash_in_nash": np.array(pairs),
            "ideal": joint.ideal,
            "while_talks_fail": joint.threat,
        }
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(joint.sides)).rename_axis("solution")
        frame["sum"] = frame.sum(axis=1).where(frame.index != "ideal")
        return frame

    @property
    def lost_by_pairs(self) -> float:
        """What both sides together have less when pairs settle for themselves than the most there is, USD bn."""
        total = self.table["sum"].to_dict()
        return float(total["utilitarian"] - total["nash_in_nash"])

    @property
    def sentence(self) -> str:
        """How many sides there are, what there is to divide, and what pairs lose of it."""
        most = float(self.table["sum"].to_dict()["utilitarian"])
        return (
            f"{counted(len(self.plan.signed), 'partner')} and the United States can have USD {most:.1f} bn "
            f"together; settling pair by pair loses {self.lost_by_pairs:.2g} of it. "
            f"Nash to {self.nash_gap:.1e} of its product."
        )

    def chart(self) -> Chart:
        """The gain of every side under each solution."""
        names = {code: self.plan.question.partner(code).name for code in self.plan.signed}
        return all_deals(self.table, {UNITED_STATES: "United States"} | names)
