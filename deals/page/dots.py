"""A table as dots: one row a name, one mark a column, a pale line between them."""

from collections.abc import Mapping

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, ROW, LABELS = 420, 22, 320
TONES = (style.CHIPS, style.DISK, style.GROUPS[2].tone)


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
    x = alt.X("value:Q", title=axis)
    y = alt.Y("row:N", sort=[str(name) for name in table.index], axis=alt.Axis(title=None, labelLimit=LABELS))
    ends = data.groupby("row", sort=False)["value"].agg(["min", "max"]).reset_index()
    line = alt.Chart(dataset(ends)).mark_rule(color=colour(style.ZERO), strokeWidth=2)
    points = (
        alt.Chart(dataset(data))
        .mark_point(filled=True, size=90, opacity=1, strokeWidth=0)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill(
                "mark:N",
                sort=marks,
                scale=alt.Scale(domain=marks, range=shades(TONES[: len(marks)])),
                legend=alt.Legend(title=None, orient="top", symbolType="circle") if len(marks) > 1 else None,
            ),
            tooltip=["row:N", "mark:N", alt.Tooltip("value:Q", title=axis, format=".3~f")],
        )
    )
    drawn = (line.encode(x=alt.X("min:Q", title=axis), x2="max:Q", y=y) + points).properties(
        width=WIDTH,
        height=ROW * max(len(table), 1),
        title=alt.TitleParams(title, subtitle=list(lines), color=colour(style.INK)),
    )
    return Chart(data, drawn)
