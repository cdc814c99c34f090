"""A table as dots: one row a name, one mark a column, a pale line between them."""

from collections.abc import Mapping

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, ROW, LABELS = 420, 22, 320
TONES = (style.CHIPS, style.DISK, style.GROUPS[2].tone)
SIZES = {1: (90,), 2: (150, 56), 3: (200, 100, 36)}
"""Areas of one, two or three marks: each lies within those before it, so that marks in one place are all seen."""
CLEAR = 10
"""Pixels between names and the axis, so that a mark on the axis leaves them readable."""


def dots(table: pd.DataFrame, columns: Mapping[str, str], axis: str, title: str, *lines: str) -> Chart:
    """Draw some columns of a table side by side, in the order of its rows.

    Parameters
    ----------
    table : DataFrame
        The index is what the rows are called; missing values are not drawn.
    columns : mapping
        At most three columns, with the words for them.
    axis, title, lines : str
        What is measured, with its unit; the title; and what is to be said under it.
    """
    import altair as alt  # heavy

    data = pd.DataFrame(
        [
            {"row": str(name), "mark": words, "value": float(value)}
            for column, words in columns.items()
            for name, value in zip(table.index, table[column], strict=True)
            if value == value
        ],
        columns=["row", "mark", "value"],
    )
    marks = list(columns.values())
    low, high = (float(data["value"].min()), float(data["value"].max())) if len(data) else (0.0, 0.0)
    scale = alt.Scale(domain=[low - 1, low + 1]) if low == high else alt.Scale()
    upright = alt.Axis(title=axis, labelFlush=False)
    x = alt.X("value:Q", axis=upright, scale=scale)
    y = alt.Y(
        "row:N",
        sort=[str(name) for name in table.index],
        axis=alt.Axis(title=None, labelLimit=LABELS, labelPadding=CLEAR),
    )
    ends = data.groupby("row", sort=False)["value"].agg(["min", "max"]).reset_index()
    line = alt.Chart(dataset(ends)).mark_rule(color=colour(style.ZERO), strokeWidth=2)
    fill = alt.Fill(
        "mark:N",
        sort=marks,
        scale=alt.Scale(domain=marks, range=shades(TONES[: len(marks)])),
        legend=alt.Legend(title=None, orient="top", symbolType="circle") if len(marks) > 1 else None,
    )
    points = [
        alt.Chart(dataset(data[data["mark"] == mark]))
        .mark_point(filled=True, size=size, opacity=1, strokeWidth=0)
        .encode(x=x, y=y, fill=fill, tooltip=["row:N", "mark:N", alt.Tooltip("value:Q", title=axis, format=".3~f")])
        for mark, size in zip(marks, SIZES[len(marks)], strict=True)
    ]
    drawn = alt.layer(line.encode(x=alt.X("min:Q", axis=upright, scale=scale), x2="max:Q", y=y), *points).properties(
        width=WIDTH,
        height=ROW * max(len(table), 1),
        title=alt.TitleParams(title, subtitle=list(lines), color=colour(style.INK)),
    )
    return Chart(data, drawn)
