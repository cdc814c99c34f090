"""What two sides can have from one deal, and where each rule would settle."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

if TYPE_CHECKING:
    import altair as alt

SIZE = 460
FRONTIER = "frontier"
POINTS = {
    "take_it_or_leave_it": "Take it or leave it",
    "rubinstein": "Patience (Rubinstein)",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "nash": "Nash",
    "nash_in_nash": "Nash-in-Nash (others settle too)",
    "egalitarian": "Equal gains",
    "utilitarian": "Greatest sum",
    "all_to_the_partner": "All to the partner",
    "no_agreement": "No deal: reservation values",
    "while_talks_fail": "While talks fail: threat point",
    "real_deal": "Real deal, headline terms",
}
"""Points of a division, in the order in which they are drawn, with the words for them."""
MARGIN = 0.12
REAL = "real_deal"
OUTSIDE = ("while_talks_fail", "no_agreement", "real_deal")
SHAPES = {
    "take_it_or_leave_it": "circle",
    "rubinstein": "square",
    "kalai_smorodinsky": "triangle-up",
    "nash": "cross",
    "nash_in_nash": "M0,-1.1L0.3,-0.3L1.1,0L0.3,0.3L0,1.1L-0.3,0.3L-1.1,0L-0.3,-0.3Z",
    "egalitarian": "diamond",
    "utilitarian": "triangle-right",
    "all_to_the_partner": "triangle-down",
    "while_talks_fail": "circle",
    "no_agreement": "square",
    "real_deal": "diamond",
}


def division(frontier: pd.DataFrame, solutions: pd.DataFrame, name: str) -> Chart:
    """Draw the frontier of one deal with every solution on it.

    Parameters
    ----------
    frontier : DataFrame
        Corners, with columns us_gain and partner_gain (USD bn, present value, over no deal).
    solutions : DataFrame
        The same columns, one row a solution (index as in ``POINTS``).
    name : str
        The partner, in words.
    """
    import altair as alt  # heavy

    points = solutions.loc[[key for key in POINTS if key in solutions.index], ["us_gain", "partner_gain"]]
    points, beyond = _within_sight(points)
    corners = _seen(frontier[["us_gain", "partner_gain"]], points)
    line = corners.assign(point=FRONTIER, place=range(len(corners)))
    marks = points.assign(point=[POINTS[str(key)] for key in points.index], place=range(len(points)))
    data = pd.concat([line, marks], ignore_index=True)
    x = alt.X("partner_gain:Q", title=f"Gain of the partner, {name} (USD bn)", scale=alt.Scale(zero=False))
    y = alt.Y("us_gain:Q", title="Gain of the United States (USD bn)", scale=alt.Scale(zero=False))
    drawn = alt.Chart(dataset(line)).mark_line(color=colour(style.MUTED), strokeWidth=2.2)
    drawn = drawn.encode(x=x, y=y, order=alt.Order("place:Q"))
    shown = [POINTS[str(key)] for key in points.index]
    shapes = [SHAPES[str(key)] for key in points.index]
    tones = [style.DISK if key in OUTSIDE else style.CHIPS for key in points.index]
    dots = (
        alt.Chart(dataset(marks))
        .mark_point(filled=True, size=110, opacity=1, stroke=colour(style.PLATE), strokeWidth=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "point:N", sort=shown, scale=alt.Scale(domain=shown, range=shapes), legend=alt.Legend(title=None)
            ),
            fill=alt.Fill("point:N", sort=shown, scale=alt.Scale(domain=shown, range=shades(tones)), legend=None),
            tooltip=[
                alt.Tooltip("point:N", title="Point"),
                alt.Tooltip("us_gain:Q", title="United States, USD bn", format=".2f"),
                alt.Tooltip("partner_gain:Q", title="Partner, USD bn", format=".2f"),
            ],
        )
    )
    walls = [_rule({"partner_gain": 0.0}), _rule({"us_gain": 0.0})]
    title = alt.TitleParams(
        f"Dividing the deal with {name}",
        subtitle=[
            "What both can have together, over no deal between the two. Present value, USD bn of 2025.",
            "To the left of or below the grey lines one side is better off without the deal.",
            *beyond,
        ],
    )
    return Chart(data, alt.layer(*walls, drawn, dots).properties(width=SIZE, height=SIZE, title=title))


def _within_sight(points: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The points near each other, and a sentence for a real deal so far off that it would squeeze all others."""
    if REAL not in points.index:
        return points, []
    others, real = points.drop(index=REAL), points["partner_gain"].to_dict()[REAL]
    low, high = others["partner_gain"].min(), others["partner_gain"].max()
    if low - (high - low) <= real <= high + (high - low):
        return points, []
    us = points["us_gain"].to_dict()[REAL]
    words = (
        f"Outside the picture: the real deal's headline terms, {us:.1f} to the United States and {real:.1f} to them."
    )
    return others, [words]


def _seen(corners: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The part of the frontier near the points: beyond, one side would lose far more than anybody settles for."""
    low, high = points["partner_gain"].min(), points["partner_gain"].max()
    room = MARGIN * max(high - low, 1e-6)
    seen = corners["partner_gain"].between(low - room, high + room)
    return corners[seen] if seen.any() else corners


def _rule(at: dict[str, float]) -> "alt.Chart":
    """A line where a side gains nothing."""
    import altair as alt  # heavy

    rule: alt.Chart = alt.Chart(dataset(pd.DataFrame([at]))).mark_rule(color=colour(style.ZERO))
    drawn: alt.Chart = rule.encode(x="partner_gain:Q") if "partner_gain" in at else rule.encode(y="us_gain:Q")
    return drawn
