"""Deals in drawn worlds: how often each pays both sides, and what it brings."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

WIDTH, ROW = 260, 22
TICKS, NEAR = [0, 1, 5, 20, 100], 0.5
"""Of the gain, USD bn: even up to what is near nought and by factors beyond, for deals differ a thousandfold."""


def deals_in_worlds(table: pd.DataFrame, draws: int) -> Chart:
    """Draw the odds of every deal beside what it brings the United States in eight of ten worlds.

    Parameters
    ----------
    table : DataFrame
        By partner: name, odds, us_p10, us_p50, us_p90 (USD bn).
    draws : int
        Worlds behind it.
    """
    import altair as alt  # heavy

    data = table.reset_index()[["name", "odds", "us_p10", "us_p50", "us_p90"]]
    order = data.sort_values("us_p50", ascending=False)["name"].tolist()
    named = alt.Y("name:N", sort=order, title=None)
    unnamed = alt.Y("name:N", sort=order, title=None, axis=None)
    base = alt.Chart(dataset(data))
    tooltip = ["name:N", *(alt.Tooltip(f"{column}:Q", format=",.3~r") for column in data.columns[1:])]
    bars = base.mark_bar(color=colour(style.CHIPS), height=ROW * 0.6).encode(
        y=named,
        x=alt.X(
            "odds:Q", title="Worlds in which it pays both sides", axis=alt.Axis(format="%"), scale={"domain": [0, 1]}
        ),
        tooltip=tooltip,
    )
    x = alt.X(
        "us_p10:Q",
        title="Expected gain of the United States, USD bn",
        axis=alt.Axis(format=",~r", values=TICKS),
        scale=alt.Scale(type="symlog", constant=NEAR),
    )
    lines = base.mark_rule(color=colour(style.CHIPS), strokeWidth=3).encode(y=unnamed, x=x, x2="us_p90:Q")
    dots = base.mark_point(color=colour(style.CHIPS), filled=True, size=60, opacity=1).encode(
        y=unnamed, x="us_p50:Q", tooltip=tooltip
    )
    size = {"width": WIDTH, "height": ROW * len(order)}
    drawn = alt.hconcat(bars.properties(**size), alt.layer(lines, dots).properties(**size)).properties(
        title=alt.TitleParams(
            "How sure each deal is",
            subtitle=[
                f"{draws:,} drawn worlds. Deals and dates stand, terms adapt; what does not pay both falls away.",
                "Right: 10 to 90 percent of worlds, the dot the middle one; the scale narrows. USD bn of 2025.",
            ],
        )
    )
    return Chart(data, drawn)
