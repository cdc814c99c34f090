"""Ranges of outcomes side by side."""

import numpy as np
import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import dataset, shades
from deals.page.wording import percent
from deals.uncertainty.figures.intervals import BAR, whiskers
from deals.uncertainty.methods.checking import said_failed

WIDTH, ROW = 480, 30
EIGHT, ERROR = "eight of ten draws", "sampling error of its ends"


def ranges(table: pd.DataFrame, outcome: str, worst: float, draws: int, failed: int) -> Chart:
    """Draw a bar an item from the 10% to the 90% quantile, its median and the mean of its worst share.

    Parameters
    ----------
    table : DataFrame
        As a risk gives it.
    outcome : str
        What is measured, with its unit.
    worst : float
        The share.
    draws, failed : int
        How many there are, and how many were left out.
    """
    import altair as alt  # heavy

    shortfall = f"mean of the worst {percent(worst)}"
    unknown = bool(np.isinf(table.to_numpy()).any())
    data = table.replace([np.inf, -np.inf], np.nan).reset_index()
    data["item"] = data["item"].astype(str)
    names = data["item"].tolist()
    kinds = [EIGHT, "median", shortfall]
    tone = alt.Scale(domain=kinds, range=shades([BAR, style.INK, style.DISK]))
    key = alt.Legend(title=None, orient="top", symbolType="square", symbolOpacity=1)
    x = alt.X("p10:Q", title=outcome, scale=alt.Scale(zero=False))
    y = alt.Y("item:N", sort=names, title=None, axis=alt.Axis(labelLimit=300))
    tips = [
        "item:N",
        *(alt.Tooltip(f"{name}:Q", format=",.4~r") for name in ("shortfall", "p10", "p50", "p90", "mean")),
    ]
    base = alt.Chart(dataset(data.assign(bar=EIGHT, tick="median", point=shortfall))).encode(y=y)
    bars = base.mark_bar(height=11).encode(
        x=x, x2="p90:Q", color=alt.Color("bar:N", scale=tone, legend=key), tooltip=tips
    )
    errors = [whiskers(base, f"{name}_low", f"{name}_high") for name in ("p10", "p90")]
    middle = base.mark_tick(thickness=3, size=18, opacity=1).encode(
        x="p50:Q", color=alt.Color("tick:N", scale=tone, legend=key)
    )
    points = base.mark_point(shape="diamond", filled=True, size=80, opacity=1).encode(
        x="shortfall:Q", color=alt.Color("point:N", scale=tone, legend=key), tooltip=tips
    )
    drawn = alt.layer(bars, *errors, middle, points).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "How good and how bad it may come out",
            subtitle=[
                f"Thin lines: how far the ends of a bar may be off, as there are only {draws:,} draws (95%).",
                *(["Where one is missing there are too few draws to say."] if unknown else []),
                *([said] if (said := said_failed(failed)) else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
