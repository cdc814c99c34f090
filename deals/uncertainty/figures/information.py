"""What assumptions are worth knowing before one chooses."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import number
from deals.uncertainty.figures.intervals import BAR, whiskers
from deals.uncertainty.methods.checking import said_failed

MOST = 15
"""Inputs with a bar; the rest are worth less."""
WIDTH, ROW = 460, 24
SURE, UNSURE = "worth knowing", "not told from nothing"


def values(table: pd.DataFrame, outcome: str, everything: float, chosen: str, draws: int, failed: int) -> Chart:
    """Draw the value of knowing each input with its interval, and a tick for what noise would seem worth.

    Parameters
    ----------
    table : DataFrame
        As an information gives it, most valuable first.
    outcome : str
        What is measured, with its unit.
    everything : float
        What it is worth to know all of it.
    chosen : str
        What is best without.
    draws, failed : int
        How many there are, and how many were left out.
    """
    import altair as alt  # heavy

    shown = table.head(MOST)
    data = shown.reset_index()
    data["input"] = data["input"].astype(str)
    data["kind"] = [SURE if certain else UNSURE for certain in data["certain"]]
    names, kinds = data["input"].tolist(), [SURE, UNSURE]
    y = alt.Y("input:N", sort=names, title=None, axis=alt.Axis(labelLimit=style.ASSUMPTION))
    tips = ["input:N", *(alt.Tooltip(f"{name}:Q", format=",.3~r") for name in ("value", "low", "high", "noise"))]
    base = alt.Chart(dataset(data)).encode(y=y)
    bars = base.mark_bar(height=ROW * 0.5).encode(
        x=alt.X("value:Q", title=f"Value of knowing it before choosing: {outcome}", scale=alt.Scale(zero=True)),
        color=alt.Color(
            "kind:N",
            sort=kinds,
            scale=alt.Scale(domain=kinds, range=shades([BAR, style.ZERO])),
            legend=alt.Legend(title=None, orient="top", symbolType="square", labelLimit=300),
        ),
        tooltip=[*tips, alt.Tooltip("switches:Q", format=".0%")],
    )
    noise = base.mark_tick(color=colour(style.DISK), thickness=2.5, size=ROW * 0.75, opacity=1).encode(x="noise:Q")
    drawn = (bars + whiskers(base, "low", "high") + noise).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "What is worth knowing before signing",
            subtitle=[
                f"As things stand, best is {chosen}. To know everything would add {number(everything)} ({outcome}).",
                f"{draws:,} draws. Thin line: 95% interval. Orange: what an assumption that says nothing might show.",
                *([said] if (said := said_failed(failed)) else []),
                *([f"The largest {MOST} of {len(table)}."] if len(table) > MOST else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
