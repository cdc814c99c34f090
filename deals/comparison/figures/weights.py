"""For which weights of control, promotion and leverage each regime is best: the map of weights."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH = 560
ACROSS, LOW, HIGH = 1.16, -0.1, 3**0.5 / 2 + 0.08
"""Room around the triangle, in sides of it: from left to right, and from bottom to top."""
HEXAGON = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z"
HEIGHT = 3**0.5 / 2
"""Height of the triangle over its side."""
SETTLED, OPEN = "settled", "uncertain border"
TONES = (
    *(style.GROUPS[place].tone for place in (0, 4, 2, 5, 1, 3, 6)),
    *(style.HOME, style.DISK, style.BARRED, *style.SHADES),
)
"""Colours of regimes, those of the largest parts of the map first."""


def map_of_weights(cells: pd.DataFrame, titles: Mapping[str, str], draws: int, sure: float) -> Chart:
    """Draw which regime is best for which weights; pale where the uncertain values leave it open.

    Parameters
    ----------
    cells : DataFrame
        Weights of the goals, the `best` regime there, its `rival`, and how often it is best over the draws (`sure`).
    titles : mapping
        Title of each regime.
    draws : int
        Number of draws.
    sure : float
        Share of them in which one regime must be best for a place to count as settled.
    """
    import altair as alt  # heavy

    data = cells.assign(
        x=lambda f: f["promotion"] + f["leverage"] / 2,
        y=lambda f: f["leverage"] * HEIGHT,
        title=lambda f: f["best"].map(titles),
        rival_title=lambda f: f["rival"].map(titles),
        border=lambda f: f["sure"].ge(sure).map({True: SETTLED, False: OPEN}),
    )
    names = data["title"].value_counts().index.tolist()
    steps = round(1 / data.loc[data["control"] > 0, "control"].min())
    size = 4 / 3 * (WIDTH / ACROSS / steps) ** 2
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[(1 - ACROSS) / 2, (1 + ACROSS) / 2], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[LOW, HIGH], nice=False))
    base = alt.Chart(dataset(data)).encode(x=x, y=y)
    look: dict[str, Any] = {
        "filled": True,
        "shape": HEXAGON,
        "size": size,
        "stroke": colour(style.PLATE),
        "strokeWidth": 0.8,
    }
    points = base.mark_point(**look).encode(
        color=alt.Color(
            "title:N",
            sort=names,
            scale=alt.Scale(domain=names, range=shades(TONES[: len(names)])),
            legend=alt.Legend(
                title="Best regime", orient="right", symbolType="circle", symbolSize=140, symbolOpacity=1
            ),
        ),
        opacity=alt.Opacity(
            "border:N",
            scale=alt.Scale(domain=[SETTLED, OPEN], range=[1.0, 0.38]),
            legend=alt.Legend(
                title=None, orient="right", symbolType="circle", symbolSize=140, symbolFillColor=colour(style.MUTED)
            ),
        ),
        tooltip=[
            *[alt.Tooltip(f"{goal}:Q", title=goal, format=".0%") for goal in ("control", "promotion", "leverage")],
            alt.Tooltip("title:N", title="best"),
            alt.Tooltip("sure:Q", format=".0%", title="best in this share of draws"),
            alt.Tooltip("rival_title:N", title="next"),
        ],
    )
    corners = pd.DataFrame(
        {"x": [0.0, 1.0, 0.5], "y": [-0.06, -0.06, HEIGHT + 0.045], "goal": ["control", "promotion", "leverage"]}
    )
    ends = alt.Chart(dataset(corners)).mark_text(fontSize=13, fontWeight="bold", color=colour(style.INK))
    middle = pd.DataFrame({"x": [0.5], "y": [HEIGHT / 3], "goal": ["equal weights"]})
    money = alt.Chart(dataset(middle)).encode(x=x, y=y)
    ring = money.mark_point(shape="circle", filled=False, size=size * 0.9, strokeWidth=2.2, color=colour(style.INK))
    drawn = alt.layer(points, ends.encode(x=x, y=y, text="goal:N"), ring).properties(
        width=WIDTH,
        height=WIDTH * (HIGH - LOW) / ACROSS,
        title=alt.TitleParams(
            "Which regime is best for which weights of the three goals",
            subtitle=[
                "Each corner is one goal alone; the ring is equal weights, where a dollar is a dollar.",
                f"Pale: uncertain border. There fewer than four in five of {draws} draws agree on the best:",
                "what harm, sales and concessions are worth is drawn from the ranges of the data.",
            ],
        ),
    )
    return Chart(data.drop(columns=["x", "y"]), drawn)
