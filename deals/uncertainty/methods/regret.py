"""Alternatives on the same draws: what each may cost against the one that would have been best.

L. J. Savage, "The theory of statistical decision", Journal of the American Statistical Association 46 (1951): the
regret of an alternative in a draw is what the best there is worth more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import listed, number
from deals.uncertainty.figures.regret import regrets
from deals.uncertainty.methods.checking import complete
from deals.uncertainty.methods.risk import WORST, expected_shortfall
from deals.uncertainty.methods.stability import compared, held

TIED = 1e-9
"""Measures that differ by less than this part of the largest are the same."""
PICKS: Mapping[str, tuple[str, bool]] = {
    "best on average": ("expected", True),
    "best at worst (maximin)": ("worst", True),
    "best in the worst tenth (expected shortfall)": ("shortfall", True),
    "least regret at most (minimax regret)": ("regret_max", False),
    "least regret in nine of ten draws": ("regret_90", False),
    "best most often": ("best", True),
}
"""Ways to choose: the measure, and whether more of it is better."""


@dataclass(frozen=True, eq=False, repr=False)
class Regret(Answer):
    """Alternatives on the same draws.

    Attributes
    ----------
    outcome : str
        What is measured, with its unit.
    failed : int
        Draws left out, because they failed for some alternative.
    """

    _outcomes: pd.DataFrame
    outcome: str
    failed: int

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Regret by draw and alternative, none below nought."""
        return -self._outcomes.sub(self._outcomes.max(axis=1), axis=0)

    @cached_property
    def _table(self) -> pd.DataFrame:
        values, lost = self._outcomes, self.draws
        better, same = compared(values.to_numpy())
        ranks = better + (same + 1) / 2
        low, high = np.quantile(ranks, (0.1, 0.9), axis=0)
        return pd.DataFrame(
            {
                "expected": values.mean(),
                "worst": values.min(),
                "shortfall": values.apply(lambda column: expected_shortfall(column.to_numpy(), WORST)),
                "regret_mean": lost.mean(),
                "regret_90": lost.quantile(0.9),
                "regret_max": lost.max(),
                "best": held(better, same, 1).mean(axis=0),
                "place": ranks.mean(axis=0),
                "place_p10": low,
                "place_p90": high,
            }
        ).rename_axis("alternative")

    @property
    def table(self) -> pd.DataFrame:
        """Index alternative; in the unit of the outcome, but for the last four.

        `expected` and `worst` outcome, `shortfall` (mean of the worst tenth of draws); `regret_mean`, `regret_90` (not
        exceeded in nine of ten draws) and `regret_max` (of these draws: more draws find worse ones); `best`, the share
        of draws in which it is best, equal parts where several are; mean `place`, and the places `place_p10` and
        `place_p90` that bound it in eight of ten.
        """
        return self._table.copy()

    @property
    def picks(self) -> dict[str, tuple[str, ...]]:
        """By way to choose what it picks; several where they are tied."""
        found = {}
        for words, (measure, more) in PICKS.items():
            column = self._table[measure] * (1 if more else -1)
            near = TIED * max(1.0, float(column.abs().max()))
            found[words] = tuple(map(str, column.index[column >= column.max() - near]))
        return found

    @property
    def sentence(self) -> str:
        """What is picked on average, and by regret."""
        average, careful = self.picks["best on average"], self.picks["least regret at most (minimax regret)"]
        most = float(self._table["regret_max"].min())
        also = "too" if average == careful else f"by {listed(list(careful))}"
        tied = " (tied)" if len(average) > 1 else ""
        return (
            f"{listed(list(average))} {'is' if len(average) == 1 else 'are'} best on average{tied}; what could be "
            f"regretted at most is kept least, to {number(most)}, {also} ({self.outcome})"
        )

    def chart(self) -> Chart:
        """Regret of each alternative: on average, in nine of ten draws, at most; and how often it is best."""
        return regrets(self._table, self.outcome, len(self._outcomes), self.failed)


def regret(outcomes: pd.DataFrame, *, outcome: str = "outcome") -> Regret:
    """Regret of alternatives.

    Draws that failed for one alternative (missing numbers) are left out for all, and counted: regret is between
    alternatives on the same draws.

    Parameters
    ----------
    outcomes : DataFrame
        A row a draw, a column an alternative; more is better.
    outcome : str
        What they are, with the unit, for the picture.

    Raises
    ------
    InputError
        If there is no alternative, or fewer than two draws went well.
    """
    kept, failed = complete(outcomes)
    return Regret(kept, outcome, failed)
