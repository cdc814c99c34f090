"""Elementary effects, largest first."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import dataset, shades
from deals.uncertainty.figures.intervals import BAR, whiskers
from deals.uncertainty.methods.checking import said_failed

MOST = 20
"""Inputs with a bar; the rest move the outcome less."""
WIDTH, ROW = 480, 22
SIZE, UNEVEN = "mean size of the effect", "how much it differs from place to place"


def effects(table: pd.DataFrame, outcome: str, trajectories: int, failed: int) -> Chart:
    """Draw the mean size of the effect of each input as a bar with its interval, and its spread as a diamond.

    Parameters
    ----------
    table : DataFrame
        As a screening gives it, largest first.
    outcome : str
        What the effects are on, with its unit.
    trajectories, failed : int
        Paths that they are means of, and paths left out.
    """
    import altair as alt  # heavy

    shown = table.head(MOST)
    data = pd.DataFrame(
        {
            "input": shown.index.astype(str),
            "size": shown["mu_star"].to_numpy(),
            "low": (shown["mu_star"] - shown["mu_star_confidence"]).clip(lower=0).to_numpy(),
            "high": (shown["mu_star"] + shown["mu_star_confidence"]).to_numpy(),
            "sigma": shown["sigma"].to_numpy(),
            "bar": SIZE,
            "diamond": UNEVEN,
        }
    )
    names = data["input"].tolist()
    axis = f"Change in {outcome}, over the whole range of the input"
    tone = alt.Scale(domain=[SIZE, UNEVEN], range=shades([BAR, style.DISK]))
    legend = alt.Legend(title=None, orient="top", symbolType="square")
    y = alt.Y("input:N", sort=names, title=None, axis=alt.Axis(labelLimit=style.ASSUMPTION))
    base = alt.Chart(dataset(data)).encode(y=y)
    bars = base.mark_bar(height=ROW * 0.55).encode(
        x=alt.X("size:Q", title=axis, scale=alt.Scale(zero=True)),
        color=alt.Color("bar:N", scale=tone, legend=legend),
        tooltip=["input:N", *(alt.Tooltip(f"{name}:Q", format=",.3~r") for name in ("size", "low", "high", "sigma"))],
    )
    diamonds = base.mark_point(shape="diamond", filled=True, size=60, opacity=1).encode(
        x="sigma:Q", color=alt.Color("diamond:N", scale=tone, legend=legend)
    )
    drawn = (bars + whiskers(base, "low", "high") + diamonds).properties(
        width=WIDTH,
        height=ROW * max(len(data), 1),
        title=alt.TitleParams(
            "Which assumptions matter at all",
            subtitle=[
                f"Each moved alone over its whole range, at {trajectories} places of the others. Line: 95% interval.",
                "A diamond far out: the effect is not the same everywhere, it depends on others or bends.",
                *([said] if (said := said_failed(failed, "path")) else []),
                *([f"The largest {MOST} of {len(table)}."] if len(table) > MOST else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
