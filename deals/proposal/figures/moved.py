"""By how much the worth of each deal moved between two proposals."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

WIDTH, ROW, MOST = 480, 22, 30
LEAST = 0.005
"""USD bn by which a deal must have moved to be drawn."""
KINDS = {"new": style.CHIPS, "in both": style.MUTED, "dropped": style.group_of("Purchases").tone}


def gains_moved(table: pd.DataFrame) -> Chart:
    """Draw by how much the worth of each deal to the United States moved, the largest first.

    Parameters
    ----------
    table : DataFrame
        By partner: name, deal (new, in both, dropped) and us_change, USD bn.
    """
    import altair as alt  # heavy

    shown = table[table["us_change"].abs() >= LEAST].head(MOST)
    data = shown[["name", "deal", "us_change"]].reset_index(drop=True)
    left = len(table) - len(shown)
    lines = [
        "Worth of each deal to the United States if its talks hold, second less first.",
        "Present value, 2025 dollars.",
    ]
    if left:
        lines.append(f"{left} deals that hardly moved are left out.")
    tone = alt.Color(
        "deal:N",
        sort=list(KINDS),
        scale=alt.Scale(domain=list(KINDS), range=[colour(tone) for tone in KINDS.values()]),
        legend=alt.Legend(title=None, orient="top"),
    )
    bars = (
        alt.Chart(dataset(data))
        .mark_bar(height=ROW / 2)
        .encode(
            x=alt.X("us_change:Q", title="USD bn", axis=alt.Axis(format="+,~r", tickCount=7)),
            y=alt.Y("name:N", sort=data["name"].tolist(), title=None),
            color=tone,
            tooltip=["name:N", "deal:N", alt.Tooltip("us_change:Q", format="+,.3~r")],
        )
    )
    zero = alt.Chart(dataset(pd.DataFrame({"x": [0]}))).mark_rule(color=colour(style.ZERO)).encode(x="x:Q")
    drawn = alt.layer(bars, zero).properties(
        width=WIDTH,
        height=ROW * max(1, len(data)),
        title=alt.TitleParams("What moved between the two proposals", subtitle=lines),
    )
    return Chart(data, drawn)
