"""Answers of the trade model: each a table that draws itself. Money is in USD bn of 2025 a year."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import SHARE
from deals.kit.given.checked import checked
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import listed, money, rate
from deals.trade.figures.answering import answered_in_kind
from deals.trade.figures.levels import worth_by_level
from deals.trade.figures.regions import gains_by_region
from deals.trade.model import Judged

US = "us_gain"
MOST_NAMED = 6
"""Partners whose move is named in a sentence."""
WHO_BEARS = "the United States' gain lies between who buys bearing all of it (fixed prices) and general equilibrium"


@dataclass(frozen=True, eq=False, repr=False)
class ByLevel(Answer):
    """What a country rate is worth, at every level, with everybody else's rates held.

    Attributes
    ----------
    partner, name : str
        Code, and in words.
    reference : float
        The rate from which gains count, percent.
    marks : Mapping of str to float
        Rates to look at: announced, in force, agreed.
    judged : Judged
    estimated : bool
        Whether the partner was split off the rest of the world.
    elasticities : str
        The set of trade elasticities.
    """

    partner: str
    name: str
    reference: float
    marks: Mapping[str, float]
    judged: Judged
    estimated: bool
    elasticities: str
    _table: pd.DataFrame = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a level (percent), all against the reference.

        `us_gain` (mixed by who bears it), `partner_gain`; the United States' gain and tariff revenue at both ends.
        """
        return self._table.copy()

    @checked(pass_through=SHARE)
    def us_worth(self, pass_through: float | None = None, revenue_weight: float | None = None) -> "pd.Series[float]":
        """What the levels are worth to the United States, a political worth of revenue included.

        Both numbers are those judged, where none is given.
        """
        passed = self.judged.pass_through if pass_through is None else pass_through
        weight = self.judged.revenue_weight if revenue_weight is None else revenue_weight
        table = self._table
        gain = (1 - passed) * table["us_gain_equilibrium"] + passed * table["us_gain_fixed_prices"]
        revenue = (1 - passed) * table["us_revenue_equilibrium"] + passed * table["us_revenue_fixed_prices"]
        worth: pd.Series[float] = gain + weight * revenue
        return worth

    @checked(pass_through=SHARE)
    def best_rate(
        self, floor: float = 0.0, pass_through: float | None = None, revenue_weight: float | None = None
    ) -> float:
        """Level of the table, at or above `floor`, at which the United States gains most; of equals the lowest.

        Raises
        ------
        InputError
            If no level of the table is that high.
        """
        worth = self.us_worth(pass_through, revenue_weight)
        allowed = worth[worth.index >= floor]
        if allowed.empty:
            raise InputError(Problem("", "floor", floor, "above every level of the table", "ask for higher levels"))
        return float(allowed.index[int(np.argmax(allowed.to_numpy()))])

    @checked()
    def worth(self, level: float) -> "pd.Series[float]":
        """The row of any level, straight between the levels that were computed.

        Raises
        ------
        InputError
            Outside the levels of the table.
        """
        levels = self._table.index.to_numpy()
        if not levels[0] <= level <= levels[-1]:
            fix = f"ask within {rate(levels[0])} to {rate(levels[-1])} percent, or compute more levels"
            raise InputError(Problem("", "level", level, "outside the levels that were computed", fix))
        row = {name: float(np.interp(level, levels, column)) for name, column in self._table.items()}
        return pd.Series(row, name=level)

    @property
    def sentence(self) -> str:
        """The rate best for the United States, and what the announced rate is worth beside it."""
        best = self.best_rate()
        ends = [rate(self.best_rate(pass_through=share)) for share in (0.0, 1.0)]
        text = f"{self.name}: a rate of {rate(best)}% is best for the United States alone ({ends[0]} if sellers bear it"
        text += f", {ends[1]} if buyers do)"
        if "announced" in self.marks:
            high = self.worth(self.marks["announced"])
            at_best = self.worth(best)
            text += (
                f"; the announced {rate(self.marks['announced'])}% is worth {money(high[US] - at_best[US], sign=True)}"
            )
            text += " a year beside it to the United States, and to the partner "
            text += money(high["partner_gain"] - at_best["partner_gain"], sign=True)
        return text

    def chart(self) -> Chart:
        """Gains of both sides by level, with the rates to look at and the best one."""
        return worth_by_level(self._table, self.name, self.estimated, self.marks, self.best_rate(), self.reference)


@dataclass(frozen=True, eq=False, repr=False)
class ByRegion(Answer):
    """What a list of rates does to every region, one partner's at a time and all together.

    Attributes
    ----------
    moved : Mapping of str to (float, float)
        Partners whose rate changes: before and after, percent.
    region_of : Mapping of str to str
        The region that an economy is counted in, for the map.
    us_equilibrium, us_fixed, revenue : float
        The United States' gain from all together at both ends of who bears it; its revenue.
    """

    moved: Mapping[str, tuple[float, float]]
    region_of: Mapping[str, str]
    us_equilibrium: float
    us_fixed: float
    revenue: float
    _table: pd.DataFrame = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a region: `together`; where asked for, each partner's move by its code, and `one_at_a_time`."""
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """Who gains and who loses most, with the two ends of the United States' gain."""
        gains = self._table["together"]
        others = gains.drop(UNITED_STATES)
        ends = dict.fromkeys((str(others.idxmax()), str(others.idxmin())))
        named = [f"{self._table['name'][code]} {money(float(others[code]), sign=True)}" for code in ends]
        return (
            f"{self.moves}: the United States "
            f"{money(float(gains[UNITED_STATES]), sign=True)} a year ({money(self.us_fixed, sign=True)} to "
            f"{money(self.us_equilibrium, sign=True)}; {WHO_BEARS}); {', '.join(named)}"
        )

    @property
    def moves(self) -> str:
        """Which rates move, from where to where; the first of them by name."""
        first = list(self.moved.items())[:MOST_NAMED]
        named = [f"{self._table['name'][code]} {rate(old)} to {rate(new)}%" for code, (old, new) in first]
        more = len(self.moved) - len(named)
        return listed([*named, f"{more} more"] if more > 0 else named)

    def chart(self) -> Chart:
        """A map of what all moves together are worth to every region."""
        return gains_by_region(self._table, self.region_of, self.moves)


@dataclass(frozen=True, eq=False, repr=False)
class Retaliation(Answer):
    """What it costs when partners answer a tariff in kind, each alone.

    Attributes
    ----------
    rate : float
        The country rate they answer, and the tariff that they add on all goods of the United States, percent.
    """

    rate: float
    _table: pd.DataFrame = field(repr=False)

    @property
    def table(self) -> pd.DataFrame:
        """One row a partner: change of the United States' gain and of its own, in general equilibrium; its chance."""
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """The dearest answers."""
        worst = self._table.sort_values("us_gain").head(3)
        told = [f"{row['name']} {money(float(row['us_gain']), sign=True)}" for row in worst.to_dict("records")]
        return f"an answer in kind at {rate(self.rate)}%: to the United States {listed(told)} a year, each alone"

    def chart(self) -> Chart:
        """Bars of both sides."""
        return answered_in_kind(self._table, self.rate)
