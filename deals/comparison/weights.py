"""For which weights of control, promotion and leverage each regime is best, and how sure the border is."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.comparison.figures.weights import map_of_weights
from deals.comparison.side_by_side import SideBySide
from deals.kit.cells import number
from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.world import World
from optimizer import Floats

STEPS, DRAWS = 20, 200
SURE = 0.8
"""Share of draws in which one regime must be best for a place to count as settled."""
HARM = ("harm.per_kH",)
RISK = ("harm.per_kH", "risk.years")
SALES = ("margin.us_rent_share",)
LOST = ("lost_to_other_supplier",)


@dataclass(frozen=True, eq=False, repr=False)
class Ternary(Answer):
    """The map of weights.

    Attributes
    ----------
    table : DataFrame
        Weights of control, promotion and leverage (summing to one), the `best` regime at central values, how often it
        is best over the draws (`sure`), and the `rival` that is best most often among the others.
    draws : int
        Number of draws. Plans stay as they are; what harm, sales and concessions are worth is drawn from the ranges of
        the data, the same draw for every regime.
    titles : mapping
        Title of each regime.
    """

    _cells: pd.DataFrame
    draws: int
    titles: Mapping[str, str]

    @property
    def table(self) -> pd.DataFrame:
        """The map, one row a place."""
        return self._cells.copy()

    def shares(self) -> pd.DataFrame:
        """Share of the map on which each regime is best, and on which it is surely so."""
        cells = self._cells
        best = cells["best"].value_counts(normalize=True)
        settled = cells[cells["sure"] >= SURE]["best"].value_counts() / len(cells)
        found = {"share_best": best, "share_settled": settled.reindex(best.index).fillna(0.0)}
        return pd.DataFrame(found).rename_axis("regime")

    def chart(self) -> Chart:
        """The map as a figure with its data."""
        return map_of_weights(self._cells, self.titles, self.draws, SURE)

    @property
    def sentence(self) -> str:
        """Which regime is best on most of the map, and where the border is sure."""
        shares = self.shares()
        first = str(shares.index[0])
        settled = float(shares["share_settled"].sum())
        return (
            f"{self.titles[first]} is best on {shares['share_best'].iloc[0]:.0%} of {len(self._cells)} places; "
            f"{settled:.0%} of all places are settled by {SURE:.0%} of {self.draws} draws"
        )


def ternary(sides: SideBySide, steps: int = STEPS, draws: int = DRAWS) -> Ternary:
    """Compute the map on a grid of `steps` to a side.

    Raises
    ------
    InputError
        If the grid has no inside or there is no draw.
    """
    if steps < 2 or draws < 1:
        fix = "give two steps or more, and one draw or more"
        message = "a map needs at least two steps to a side and one draw"
        raise InputError(Problem("", "steps, draws", (steps, draws), message, fix))
    names = list(sides.outcomes)
    world = sides.scenario.world()
    central = np.array([[*_goals(sides, name, {}), sides.goals.at[name, "talks"]] for name in names])
    drawn = [
        np.array([_valued(sides, name, draw, central[i]) for i, name in enumerate(names)])
        for draw in _draws(world, sides, draws)
    ]
    rows = []
    for a in range(steps + 1):
        for b in range(steps + 1 - a):
            control, promotion = a / steps, b / steps
            weights = np.array([3 * control, 3 * promotion, 3 * (1 - control - promotion), 1.0])
            best = int(np.argmax(central @ weights))
            often = np.bincount([int(np.argmax(values @ weights)) for values in drawn], minlength=len(names)) / draws
            others = often.copy()
            others[best] = -1
            rows.append(
                {
                    "control": control,
                    "promotion": promotion,
                    "leverage": round(1 - control - promotion, 12),
                    "best": names[best],
                    "sure": float(often[best]),
                    "rival": names[int(np.argmax(others))] if len(names) > 1 else "",
                }
            )
    return Ternary(pd.DataFrame(rows), draws, sides.titles)


def _valued(sides: SideBySide, name: str, draw: dict[str, float], central: Floats) -> list[float]:
    return [*_goals(sides, name, draw), float(central[3])]


def _goals(sides: SideBySide, name: str, draw: dict[str, float]) -> tuple[float, float, float]:
    """Control, promotion and leverage of one regime with some parameters at other values (factors by name)."""
    outcome = sides.outcomes[name]

    def times(*parameters: str) -> float:
        product = 1.0
        for parameter in parameters:
            product *= draw.get(parameter, 1.0)
        return product

    levels = outcome.levels
    kept = levels.displaced + levels.at_home
    worth = {
        "control": (levels.harm + levels.window) * times(*HARM) + levels.risk * times(*RISK),
        "promotion": (levels.sales + kept) * times(*SALES) + levels.lost * times(*LOST) + levels.duty,
        "leverage": outcome.relief,
    }
    instruments = {i.name: i for i in outcome.plan.question.world.instruments}
    for instrument in map(str, outcome.concessions.index):
        used = instruments[instrument]
        factors = [n for n in (used.us_value, used.additionality, used.delivery) if n]
        worth[used.goal] += number(outcome.concessions, instrument, "us_value") * times(*factors)
    ruled = number(sides.goals, name, "leverage") - outcome.leverage
    return worth["control"], worth["promotion"], worth["leverage"] + ruled


def _draws(world: World, sides: SideBySide, count: int) -> list[dict[str, float]]:
    """Draws of the parameters that values rest on, as factors on their central values; triangular in each range."""
    used = {*HARM, *RISK, *SALES, *LOST}
    for outcome in sides.outcomes.values():
        for i in outcome.plan.question.world.instruments:
            used |= {n for n in (i.us_value, i.additionality, i.delivery) if n}
    random = np.random.default_rng(2025)
    names = sorted(name for name in used if world.parameters[name].value > 0)
    columns = {}
    for name in names:
        q = world.parameters[name]
        columns[name] = random.triangular(q.low, q.value, q.high, count) / q.value if q.high > q.low else np.ones(count)
    return [{name: float(columns[name][k]) for name in names} for k in range(count)]
