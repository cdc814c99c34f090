"""Shares of the variance of an outcome by input."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.uncertainty.figures.intervals import BAR, SECOND_BAR, whiskers
from deals.uncertainty.methods.checking import said_failed

MOST = 15
"""Inputs drawn; the outcome varies less with the rest."""
WIDTH, ROW = 460, 34
ALONE, TOGETHER = "by itself", "also together with others"


def variance_shares(table: pd.DataFrame, outcome: str, blocks: int, failed: int) -> Chart:
    """Draw two bars an input with their intervals: its share by itself, and with what it does together with others.

    Parameters
    ----------
    table : DataFrame
        As indices give it, largest total first.
    outcome : str
        What varies, with its unit.
    blocks, failed : int
        Blocks of draws behind the shares, and blocks left out.
    """
    import altair as alt  # heavy

    shown = table.head(MOST)
    data = pd.DataFrame(
        [
            {
                "input": str(name),
                "kind": words,
                "share": float(row[column]),
                "low": float(row[column] - row[f"{column}_confidence"]),
                "high": float(row[column] + row[f"{column}_confidence"]),
            }
            for name, row in shown.iterrows()
            for column, words in (("first", ALONE), ("total", TOGETHER))
        ]
    )
    names, kinds = shown.index.astype(str).tolist(), [ALONE, TOGETHER]
    y = alt.Y("input:N", sort=names, title=None, axis=alt.Axis(labelLimit=style.ASSUMPTION))
    offset = alt.YOffset("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, paddingOuter=0.2))
    base = alt.Chart(dataset(data)).encode(y=y, yOffset=offset)
    bars = base.mark_bar(height=10).encode(
        x=alt.X("share:Q", title=f"Share of the variance of {outcome}", axis=alt.Axis(format="%")),
        color=alt.Color(
            "kind:N",
            sort=kinds,
            scale=alt.Scale(domain=kinds, range=shades([BAR, SECOND_BAR])),
            legend=alt.Legend(title=None, orient="top", symbolType="square", labelLimit=320),
        ),
        tooltip=["input:N", "kind:N", *(alt.Tooltip(f"{name}:Q", format=".1%") for name in ("share", "low", "high"))],
    )
    zero = alt.Chart(dataset(pd.DataFrame({"at": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x="at:Q")
    drawn = (bars + whiskers(base, "low", "high") + zero).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "What the uncertainty comes from",
            subtitle=[
                f"Thin line: 95% interval, from {blocks:,} blocks of draws.",
                "What two assumptions do together counts for both, so that those shares may add up to more than one.",
                *([said] if (said := said_failed(failed, "block")) else []),
                *([f"The largest {MOST} of {len(table)}."] if len(table) > MOST else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
