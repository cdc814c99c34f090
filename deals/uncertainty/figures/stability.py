"""Places of items over draws."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import number, percent
from deals.uncertainty.figures.intervals import BAR
from deals.uncertainty.methods.checking import said_failed

WIDTH, ROW = 420, 24
SIDE = 8


def places(
    table: pd.DataFrame, top: int, tau: tuple[float, float, float], outcome: str, draws: int, failed: int
) -> Chart:
    """Draw the places an item takes in eight of ten draws as a bar, the mean as a dot, and its odds of the top.

    Parameters
    ----------
    table : DataFrame
        As a stability gives it.
    top : int
        How many places are the top.
    tau : tuple
        Kendall's tau at 10, 50 and 90% of the draws.
    outcome : str
        What items are ordered by.
    draws, failed : int
        How many there are, and how many were left out.
    """
    import altair as alt  # heavy

    data = table.reset_index()
    data["item"] = data["item"].astype(str)
    data["odds"] = [percent(float(share)) for share in data["top"]]
    names = data["item"].tolist()
    scale = alt.Scale(domain=[0.5, len(names) + 0.5], nice=False)
    x = alt.X("p10:Q", title="Place (1 is best)", scale=scale, axis=alt.Axis(tickMinStep=1, format="d"))
    y = alt.Y("item:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, grid=False))
    base = alt.Chart(dataset(data)).encode(y=y)
    tips = ["item:N", *(alt.Tooltip(f"{name}:Q", format=".2~f") for name in ("mean", "p10", "p90"))]
    zone = alt.Chart(dataset(pd.DataFrame({"from": [0.5], "to": [top + 0.5]})))
    layers = [
        zone.mark_rect(color=colour(style.GRID), opacity=0.6).encode(x=alt.X("from:Q", scale=scale), x2="to:Q"),
        base.mark_bar(height=9, color=colour(BAR)).encode(x=x, x2="p90:Q", tooltip=tips),
        base.mark_point(
            shape="circle",
            filled=True,
            size=70,
            opacity=1,
            fill=colour(style.PLATE),
            stroke=colour(style.INK),
            strokeWidth=1.8,
        ).encode(x=alt.X("mean:Q", scale=scale), tooltip=tips),
        base.mark_text(align="left", color=colour(style.INK)).encode(x=alt.value(WIDTH + SIDE), text="odds:N"),
        alt.Chart(dataset(pd.DataFrame({"said": [f"in the top {top}"]})))
        .mark_text(align="left", color=colour(style.MUTED), fontSize=11)
        .encode(x=alt.value(WIDTH + SIDE), y=alt.value(-8), text="said:N"),
    ]
    drawn = alt.layer(*layers).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "How far the order can be relied upon",
            offset=24,
            subtitle=[
                f"By {outcome}, {draws:,} draws. Bar: the places in eight of ten draws; circle: the mean place.",
                f"Shaded: the top {top}. Order as in the central case; Kendall's tau of a draw's order with it:",
                f"{number(tau[1], 2)} in the middle, above {number(tau[0], 2)} in nine of ten (1: the same order).",
                *([said] if (said := said_failed(failed)) else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
