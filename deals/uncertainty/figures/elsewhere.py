"""Odds of signing as told, beside what they are in worlds of other distributions."""

from collections.abc import Sequence

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, ROW = 520, 24
SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
AS_TOLD = "as told, ± two standard errors"


def odds_elsewhere(table: pd.DataFrame, others: Sequence[str]) -> Chart:
    """Draw the odds of each partner as told, with their sampling error, and under other distributions.

    Parameters
    ----------
    table : DataFrame
        By partner: name, told, told_error, and a column a distribution; odds 0 to 1.
    others : sequence of str
        Names of the distributions.
    """
    import altair as alt  # heavy

    ordered = table.sort_values("told", ascending=False)
    names, kinds = ordered["name"].tolist(), list(others)
    rows = [
        {"partner": row["name"], "worlds": kind, "odds": float(row[kind])}
        for _, row in ordered.iterrows()
        for kind in kinds
    ]
    told = pd.DataFrame(
        {
            "partner": names,
            "odds": ordered["told"].to_numpy(),
            "from": (ordered["told"] - 2 * ordered["told_error"]).clip(lower=0.0).to_numpy(),
            "to": (ordered["told"] + 2 * ordered["told_error"]).clip(upper=1.0).to_numpy(),
            "said": AS_TOLD,
        }
    )
    tones = [group.tone for group in style.GROUPS]
    y = alt.Y("partner:N", sort=names, title=None, axis=alt.Axis(labelLimit=240))
    x = alt.X("odds:Q", title="Odds of signing", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    legend = alt.Legend(title=None, orient="top", columns=3, labelLimit=300)
    here, there = alt.Chart(dataset(told)).encode(y=y), alt.Chart(dataset(pd.DataFrame(rows))).encode(y=y)
    band = here.mark_bar(height=9, color=colour(style.GRID)).encode(x=alt.X("from:Q"), x2="to:Q")
    tick = here.mark_tick(thickness=3, size=16, color=colour(style.INK)).encode(
        x=x, tooltip=["partner:N", "said:N", alt.Tooltip("odds:Q", format=".0%")]
    )
    marks = there.mark_point(filled=True, size=46, opacity=1).encode(
        x=x,
        color=alt.Color(
            "worlds:N", sort=kinds, scale=alt.Scale(domain=kinds, range=shades(_each(tones, kinds))), legend=legend
        ),
        shape=alt.Shape(
            "worlds:N", sort=kinds, scale=alt.Scale(domain=kinds, range=_each(SHAPES, kinds)), legend=legend
        ),
        tooltip=["partner:N", "worlds:N", alt.Tooltip("odds:Q", format=".0%")],
    )
    drawn = alt.layer(band, tick, marks).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "How far the odds depend on how worlds are drawn",
            subtitle=[
                "Upright marks: odds of what is proposed as told; bands: two standard errors either way.",
                "Others: the same draws where their distribution is another.",
            ],
        ),
    )
    return Chart(pd.DataFrame(rows), drawn)


def _each[T](marks: Sequence[T], kinds: Sequence[str]) -> list[T]:
    """A mark for each kind, from the first again where there are more kinds."""
    return [marks[place % len(marks)] for place in range(len(kinds))]
