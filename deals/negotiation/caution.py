"""The caution on chips as leverage: few hands to negotiate, and interim access that wears leverage off.

So the authors of the option warn themselves: it needs capacity that may not be there, and while talks last limits are
relaxed (Carnegie Endowment, May 2025). Both curves are of the whole plan, made anew at every point.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from deals.briefing.chart import Chart


@dataclass(frozen=True, eq=False)
class Caution:
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

    capacity: "pd.DataFrame"
    interim: "pd.DataFrame"
    teams: float

    def picture(self) -> "Chart":
        """The gain against the number of teams, and gain and leverage against the interim share."""
        from deals.briefing.figures.caution import caution

        return caution(self.capacity, self.interim, self.teams)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        bundle: dict[str, object] = self.picture()._repr_mimebundle_()
        return bundle
