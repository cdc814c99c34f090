"""How far an outcome moves over the ranges of assumptions."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import LEFT_OUT, number
from deals.world.naming.assumptions import about_assumption

MOST = 20
"""Assumptions with a bar; the rest move the outcome less."""
WIDTH = 460
ROW = 22
LOW, HIGH = style.GROUPS[1].tone, style.GROUPS[3].tone
ENDS = ("at_low", "at_high")


def assumption_ranges(bars: pd.DataFrame, outcome: str, unit: str) -> Chart:
    """Draw how far an outcome moves over the range of each assumption, widest first.

    Parameters
    ----------
    bars : DataFrame
        As the tornado of a plan gives it: assumption, base, at_low, at_high, remade_low, remade_high.
    outcome, unit : str
        What the bars measure, in words, and its unit.
    """
    import altair as alt  # heavy

    shown = bars.head(MOST)
    rows = [
        {
            "assumption": about_assumption(str(bar["assumption"])),
            "end": "low end of its range" if end == "at_low" else "high end of its range",
            "from": float(bar["base"]),
            "to": float(bar[end]),
            "remade": float(bar[end.replace("at", "remade")]),
        }
        for bar in shown.to_dict("records")
        for end in ENDS
    ]
    data = pd.DataFrame(rows)
    order = [about_assumption(str(name)) for name in shown["assumption"]]
    scale = alt.Scale(domain=["low end of its range", "high end of its range"], range=[colour(LOW), colour(HIGH)])
    y = alt.Y("assumption:N", sort=order, title=None, axis=alt.Axis(labelLimit=style.ASSUMPTION))
    bar = (
        alt.Chart(dataset(data))
        .mark_bar(height=ROW * 0.6)
        .encode(
            y=y,
            x=alt.X("from:Q", title=f"{outcome}, {unit}", scale=alt.Scale(zero=False)),
            x2="to:Q",
            color=alt.Color("end:N", scale=scale, title=None, legend=alt.Legend(orient="top")),
            tooltip=[alt.Tooltip("assumption:N"), alt.Tooltip("end:N"), alt.Tooltip("to:Q", format=",.3~r")],
        )
    )
    anew = (
        alt.Chart(dataset(data[data["remade"].notna()]))
        .mark_point(shape="diamond", filled=True, size=60, opacity=1, stroke=colour(style.INK), strokeWidth=1.2)
        .encode(y=y, x="remade:Q", fill=alt.Fill("end:N", scale=scale, legend=None))
    )
    base = float(shown["base"].iloc[0]) if len(shown) else float("nan")
    drawn = (bar + anew).properties(
        width=WIDTH,
        height=ROW * max(len(shown), 1),
        title=alt.TitleParams(
            f"{outcome} over the range of each assumption",
            subtitle=[
                f"As things stand: {number(base)} {unit}. Bars: deals and dates fixed, terms adapting.",
                f"Diamonds: the whole plan made anew there. {LEFT_OUT}",
            ],
        ),
    )
    return Chart(data, drawn)
