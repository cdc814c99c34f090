"""Delivery in tranches: what is released when, and what keeps each side in the deal."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

if TYPE_CHECKING:
    import altair as alt

CELL, ROW, HEIGHT = 74, 26, 150
LINE = 90
"""Letters in a line of what is said of a schedule."""
OURS = "United States"


def tranches(
    schedule: pd.DataFrame, given: Sequence[bool], departures: pd.DataFrame, name: str, sentence: str
) -> Chart:
    """Draw a schedule of delivery, and under it what each side has more by staying than by leaving then.

    Parameters
    ----------
    schedule : DataFrame
        Share delivered (0 to 1, missing where nothing is due) of what was agreed for each period: one row a period, one
        column a term in words.
    given : sequence of bool
        Whether the United States delivers the term.
    departures : DataFrame
        Index period: us_stays, us_leaves_then, partner_stays, partner_leaves_then (USD bn present value).
    name, sentence : str
        The partner, in words, and what is to be said of the schedule.
    """
    import altair as alt  # heavy

    periods, order = [str(p) for p in schedule.index], sorted(range(len(given)), key=lambda i: not given[i])
    rows = [
        {
            "term": schedule.columns[i],
            "side": f"{OURS} gives" if given[i] else f"{name} gives",
            "period": period,
            "share": float(share),
            "written": f"{share:.0%}",
            "dark": bool(share > 0.5),
        }
        for i in order
        for period, share in zip(periods, schedule.iloc[:, i], strict=True)
        if share == share
    ]
    data = pd.DataFrame(rows, columns=["term", "side", "period", "share", "written", "dark"])
    axis = alt.Axis(title=None, labelAngle=0, orient="top", grid=False)
    x = alt.X("period:O", scale=alt.Scale(domain=periods), axis=axis)
    y = alt.Y("term:N", sort=list(data["term"].unique()), axis=alt.Axis(title=None, labelLimit=240, grid=False))
    base = alt.Chart(dataset(data)).encode(x=x, y=y)
    cells = base.mark_rect(stroke=colour(style.PLATE), strokeWidth=2).encode(
        fill=alt.Fill("share:Q", scale=alt.Scale(domain=[0, 1], range=shades(style.DELIVERIES)), legend=None),
        tooltip=["side:N", "term:N", "period:O", alt.Tooltip("written:N", title="Delivered")],
    )
    on_dark, on_light = colour(style.ON_DELIVERIES[-1]), colour(style.ON_DELIVERIES[0])
    words = [
        alt.Chart(dataset(data[data["dark"] == dark])).mark_text(color=tone).encode(x=x, y=y, text="written:N")
        for dark, tone in ((True, on_dark), (False, on_light))
    ]
    width = CELL * len(periods)
    upper = alt.layer(cells, *words).properties(width=width, height=ROW * max(len(given), 1))
    least = _margins(departures, name)
    drawn = alt.vconcat(upper, _lines(least, periods, name, width)).properties(
        title=alt.TitleParams(
            f"Delivery in tranches: {name}",
            subtitle=[
                *wrap(sentence, LINE),
                "Above: share of what was agreed for each half-year or quarter that is delivered then.",
                "Below: what each side gains more by staying than by leaving at that date; below nothing it leaves.",
            ],
            color=colour(style.INK),
        )
    )
    return Chart(data, drawn)


def _margins(departures: pd.DataFrame, name: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"period": str(period), "side": words, "margin": row[f"{side}_stays"] - row[f"{side}_leaves_then"]}
            for period, row in departures.iterrows()
            for side, words in (("us", OURS), ("partner", name))
        ]
    )


def _lines(margins: pd.DataFrame, periods: list[str], name: str, width: int) -> "alt.LayerChart":
    import altair as alt  # heavy

    sides = [OURS, name]
    base = alt.Chart(dataset(margins)).encode(
        x=alt.X("period:O", sort=periods, axis=alt.Axis(title=None, labelAngle=0)),
        y=alt.Y("margin:Q", title="Staying over leaving (USD bn)"),
        color=alt.Color(
            "side:N",
            sort=sides,
            scale=alt.Scale(domain=sides, range=shades([style.CHIPS, style.DISK])),
            legend=alt.Legend(title=None, orient="bottom"),
        ),
        tooltip=["side:N", "period:O", alt.Tooltip("margin:Q", title="USD bn", format=".3f")],
    )
    nothing = alt.Chart(dataset(pd.DataFrame([{"margin": 0.0}]))).mark_rule(color=colour(style.ZERO))
    drawn = base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=50, opacity=1)
    panel: alt.LayerChart = (nothing.encode(y="margin:Q") + drawn).properties(width=width, height=HEIGHT)
    return panel
