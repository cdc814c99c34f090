"""The caution on chips as leverage: few hands to negotiate, and interim access that wears leverage off.

So the authors of the option warn themselves: it needs capacity that may not be there, and while talks last limits are
relaxed (Carnegie Endowment, May 2025). Both curves are of the whole plan, made anew at every point.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted, money, percent
from deals.restraint.figures.caution import caution


@dataclass(frozen=True, eq=False, repr=False)
class Caution(Answer):
    """What the plan rests on.

    Attributes
    ----------
    capacity : DataFrame
        Index teams: us_gain (USD bn over no deals), at_most, deals, next_team.
    interim : DataFrame
        Index denial (scale of what is truly refused): interim_share (of demand, 0 to 1), us_gain, chips_worth (what the
        chips granted are worth to those who get them), deals.
    teams : float
        Teams there are.
    """

    capacity: pd.DataFrame
    interim: pd.DataFrame
    teams: float

    @cached_property
    def table(self) -> pd.DataFrame:
        """Both curves, one under the other: index against (teams, denial) and at."""
        return pd.concat({"teams": self.capacity, "denial": self.interim}, names=["against", "at"])

    @property
    def sentence(self) -> str:
        """What is left with the fewest teams, and with the most that may flow while talks last."""
        few, open_most = self.capacity.iloc[0], self.interim.iloc[-1]
        return (
            f"With {counted(self.capacity.index[0], 'team')}, of {self.teams:g}, the gain is {money(few['us_gain'])}; "
            f"if {percent(open_most['interim_share'])} of demand is met while talks last, {money(open_most['us_gain'])}"
        )

    def chart(self) -> Chart:
        """The gain against the number of teams, and gain and leverage against the interim share."""
        return caution(self.capacity, self.interim, self.teams)
