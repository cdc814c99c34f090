"""Tariff relief as a clause: what a deal rate is worth to each side when refusing is a lottery.

Without a clause the announced rate applies with some probability, else the rate in force stays. A clause at rate d is
therefore worth ``p G(announced - d) - (1 - p) G(d - in force)`` to the partner and costs the United States the same
expression in its own curve. Relief is measured in the partner's gain, because the curves are not concave in points
(``formulation`` 1.8, 1.13).
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from deals.kit.cells import number
from deals.model.worth.terms import Segment
from deals.world import World

Curve = Callable[[float], float]
Vertex = tuple[float, float, float]
GRID = 0.5
FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Clause:
    """A partner's tariff clause: rates in percent, and convex segments of its gain (USD bn a year)."""

    announced: float
    in_force: float
    floor: float
    segments: tuple[Segment, ...]
    outside_curve: bool
    estimated: bool


def clause(world: World, partner: str, us_imports: float, segments: int) -> Clause | None:
    """The clause open to `partner`, or None where no relief is worth having.

    Parameters
    ----------
    partner : str
        ISO3, or EUU for the European Union.
    us_imports : float
        Goods the United States imports from the partner, USD bn a year (for the revenue forgone).
    segments : int
        Most segments to keep; fewer than the curve has overstates the cost to the United States, never understates it.
    """
    if f"tariff.announced.{partner}" not in world.parameters or partner not in world.tariffs.index:
        return None
    announced, in_force = (world.value(f"tariff.{which}.{partner}") for which in ("announced", "in_force"))
    high, low = world.value("tariff.floor_high"), world.value("tariff.floor_low")
    floor = high if announced > high else low
    if announced <= floor:
        return None
    gain, cost, reach = _curves(world, partner, us_imports)
    threat = world.value("tariff.threat_probability")

    def lottery(curve: Curve, rate: float) -> float:
        """Expected worth of a firm rate: relief from the threat, less what is lost if the threat was empty."""
        firm = curve(rate - in_force) if rate >= in_force else -curve(in_force - rate)
        return threat * curve(announced - rate) - (1 - threat) * firm

    steps = int((announced - floor) / GRID + 1e-9)
    rates = [floor + GRID * step for step in range(steps + 1)]
    vertices = [(lottery(gain, rate), lottery(cost, rate), announced - rate) for rate in rates]
    hull = _convex_hull([(0.0, 0.0, 0.0), *(vertex for vertex in vertices if vertex[0] > 1e-9)])
    hull = _thinned(hull, segments)
    steps_of_gain = tuple(
        Segment(
            width=right[0] - left[0],
            us=-(right[1] - left[1]) / (right[0] - left[0]),
            partner=1.0,
            points=(right[2] - left[2]) / (right[0] - left[0]),
        )
        for left, right in pairwise(hull)
    )
    if not steps_of_gain:
        return None
    outside = max(announced - floor, floor - in_force) > reach
    return Clause(announced, in_force, floor, steps_of_gain, outside, bool(world.tariffs.loc[partner, "is_estimate"]))


def _curves(world: World, partner: str, us_imports: float) -> tuple[Curve, Curve, float]:
    """Partner's gain and United States' cost of relief (USD bn a year) by points, and how far they were computed."""
    rows = world.relief_curve[world.relief_curve["partner"] == partner].sort_values("relief_points")
    partner_scale, us_scale = (number(world.tariffs, partner, c) for c in ("gross_multiplier", "us_multiplier"))
    dollars = world.value("money.2022_to_2025") * world.value("tariff.level_factor") / 1000
    points = [0.0, *rows["relief_points"].astype(float)]
    gains = [0.0, *(rows["partner_gain"].astype(float) * dollars * partner_scale)]
    worth = [0.0, *(rows["us_gain"].astype(float) * dollars * us_scale)]
    revenue = world.value("tariff.us_cost_revenue") * us_imports * world.value("money.2024_to_2025") / 100

    def gain(relief: float) -> float:
        return _interpolate(points, gains, relief)

    def cost(relief: float) -> float:
        return revenue * relief - _interpolate(points, worth, relief)

    return gain, cost, points[-1]


def _interpolate(xs: list[float], ys: list[float], x: float) -> float:
    """Piecewise linear through the points; beyond the last one, at the last slope."""
    for left in range(len(xs) - 1):
        if x <= xs[left + 1] or left == len(xs) - 2:
            slope = (ys[left + 1] - ys[left]) / (xs[left + 1] - xs[left])
            return ys[left] + slope * (x - xs[left])
    return 0.0


def _convex_hull(points: list[Vertex]) -> list[Vertex]:
    """Lower convex hull by first coordinate. A mix of two vertices is a clause that covers part of the trade."""
    ordered = sorted(points, key=lambda point: (point[0], point[1]))
    hull: list[Vertex] = []
    for point in ordered:
        if hull and point[0] - hull[-1][0] < 1e-9:
            continue
        while len(hull) >= 2 and _turns_down(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _thinned(hull: list[Vertex], segments: int) -> list[Vertex]:
    """Keep the ends and evenly spaced vertices between: chords of a convex curve lie above it."""
    if len(hull) <= segments + 1:
        return hull
    return [hull[round(i * (len(hull) - 1) / segments)] for i in range(segments + 1)]


def _turns_down(first: Vertex, second: Vertex, third: Vertex) -> bool:
    rise = (second[1] - first[1]) * (third[0] - first[0])
    chord = (third[1] - first[1]) * (second[0] - first[0])
    return rise >= chord - FLAT * abs(chord)
