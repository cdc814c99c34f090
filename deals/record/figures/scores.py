"""Scores of forecasters side by side."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.uncertainty.figures.intervals import BAR

WIDTH, ROW = 420, 26
HEADLINE = {"brier": "Brier score", "pinball": "Pinball loss"}


def beside(table: pd.DataFrame, level: str) -> Chart:
    """Draw the headline score of every forecaster as a dot on its interval, a panel a question, the best at the top.

    Parameters
    ----------
    table : DataFrame
        As scores give it.
    level : str
        What share the intervals hold, in words.
    """
    import altair as alt  # heavy

    data = table.reset_index()
    scored = data[data["scored"] > 0]
    panels = []
    for question in data["question"].unique():
        part = scored[scored["question"] == question]
        column = "brier" if part["pinball"].isna().all() else "pinball"
        unit = [] if column == "brier" else part["scale"].head(1).tolist()
        names = part["forecaster"].tolist()
        x = alt.X("low:Q", title=", ".join([f"{HEADLINE[column]} of {question}", *unit]), scale=alt.Scale(zero=True))
        y = alt.Y("forecaster:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, grid=False))
        tips = [
            "forecaster:N",
            "scored:Q",
            *(alt.Tooltip(f"{name}:Q", format=".3~r") for name in (column, "low", "high", "behind")),
        ]
        base = alt.Chart(dataset(part)).encode(y=y)
        bars = base.mark_bar(height=9, color=colour(BAR)).encode(x=x, x2="high:Q", tooltip=tips)
        dots = base.mark_point(
            shape="circle",
            filled=True,
            size=70,
            opacity=1,
            fill=colour(style.PLATE),
            stroke=colour(style.INK),
            strokeWidth=1.8,
        ).encode(x=alt.X(f"{column}:Q"), tooltip=tips)
        if names:
            panels.append(alt.layer(bars, dots).properties(width=WIDTH, height=ROW * len(names)))
    said = f"Less is better. Bar: where the score may lie, had other partners been asked about ({level})."
    if scored["low"].isna().any():
        said += " None where one partner says it all."
    nothing = "No forecast that can be compared has an outcome yet."
    drawn = alt.vconcat(*panels).properties(
        title=alt.TitleParams("How good forecasts were", subtitle=[said] if panels else [nothing])
    )
    return Chart(data, drawn)
