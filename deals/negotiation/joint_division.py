"""How the surplus of all deals can be divided at once, beside what pairs would agree for themselves."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from deals.negotiation.joint import Joint, NashPoint
from deals.negotiation.nash_in_nash import NashInNash
from deals.negotiation.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from deals.briefing.chart import Chart


@dataclass(frozen=True, eq=False)
class JointDivision:
    """Solutions of one bargain of the United States with all signed partners; deals and dates stand.

    Everybody must agree or there is no deal with anybody, and every side counts as one, however large: the United
    States is one voice of many, so equal gains, Kalai-Smorodinsky and Nash leave it far less than talks one by one
    would. ``nash_in_nash`` is the division by pairs, each failing alone.
    """

    plan: Plan

    @cached_property
    def _joint(self) -> Joint:
        return Joint(self.plan)

    @cached_property
    def _nash(self) -> NashPoint:
        return self._joint.nash()

    @property
    def pairs(self) -> NashInNash:
        """What every pair agrees when each divides its own surplus."""
        return self.plan.nash_in_nash

    @property
    def nash_gap(self) -> float:
        """Share by which another product of gains could at most exceed the one shown."""
        return self._nash.gap

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a solution, one column a side: USD bn present value over no deals at all; and the sum of all."""
        import pandas as pd

        joint = self._joint
        sides = np.eye(len(joint.sides))
        pairs = [self.pairs.us_gain, *(self.pairs.point(code).partner for code in self.plan.signed)]
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

    def picture(self) -> "Chart":
        """The gain of every side under each solution."""
        from deals.briefing.figures.all_deals import all_deals

        names = {code: self.plan.question.partner(code).name for code in self.plan.signed}
        return all_deals(self.table, {self._joint.sides[0]: "United States"} | names)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        bundle: dict[str, object] = self.picture()._repr_mimebundle_()
        return bundle

    def __repr__(self) -> str:
        return f"JointDivision({len(self.plan.signed)} partners, Nash to {self.nash_gap:.1e} of its product)"
