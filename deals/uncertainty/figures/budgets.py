"""What odds of signing cost, bought in two ways: by slack, and by a budget of bad surprises."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, HEIGHT = 520, 220
APART = 0.06
"""Odds between two offers that are both labelled."""
SLACK, BUDGET = "Leaving slack", "Withstanding a number of bad surprises"
PANELS = {"us": "If signed, USD bn", "expected": "Expected, refusals counted, USD bn"}


def price_of_robustness(budgets: pd.DataFrame, slack: pd.DataFrame, name: str) -> Chart:
    """Draw gain against odds of signing for both ways.

    Parameters
    ----------
    budgets, slack : DataFrame
        One row an offer: us, odds, expected (USD bn; odds 0 to 1); of budgets by their number.
    name : str
        The partner, in words.
    """
    import altair as alt  # heavy

    ways = [BUDGET, SLACK]
    rows = [
        {
            "way": way,
            "order": place,
            "surprises": f"{float(str(row.name)):.2g}" if way == BUDGET else "",
            "odds": float(row["odds"]),
            **{column: float(row[column]) for column in PANELS},
        }
        for way, table in zip(ways, (budgets, slack), strict=True)
        for place, (_, row) in enumerate(table.iterrows())
    ]
    data = pd.DataFrame(rows).assign(labelled=False)
    last = float("-inf")
    for row, odds in data.loc[data["way"] == BUDGET, "odds"].items():
        if abs(float(odds) - last) >= APART:
            data.loc[row, "labelled"], last = True, float(odds)
    tone = alt.Color(
        "way:N",
        sort=ways,
        scale=alt.Scale(domain=ways, range=shades([style.DISK, style.CHIPS])),
        legend=alt.Legend(title=None, orient="top", labelLimit=400, symbolStrokeWidth=2),
    )
    x = alt.X("odds:Q", title="Odds of signing", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))

    def panel(column: str, title: str, *, labelled: bool) -> alt.LayerChart | alt.FacetChart:
        y = alt.Y(f"{column}:Q", title=title, axis=alt.Axis(format="~g"), scale=alt.Scale(zero=False))
        base, few = alt.Chart(dataset(data)).encode(x=x, y=y, color=tone), data[data["labelled"]]
        tooltip = [
            "way:N",
            alt.Tooltip("surprises:N", title="bad surprises"),
            alt.Tooltip("odds:Q", format=".0%"),
            alt.Tooltip(f"{column}:Q", title=title, format=",.3~r"),
        ]
        line = base.mark_line(strokeWidth=2).encode(order="order:Q")
        dots = base.mark_point(opacity=1, strokeWidth=2).encode(
            size=alt.Size("way:N", sort=ways, scale=alt.Scale(domain=ways, range=[90, 12]), legend=None),
            tooltip=tooltip,
        )
        words = (
            alt.Chart(dataset(few))
            .mark_text(align="left", dx=8, dy=-8, color=colour(style.MUTED))
            .encode(x=x, y=y, text="surprises:N")
        )
        return alt.layer(line, dots, *([words] if labelled else [])).properties(width=WIDTH, height=HEIGHT)

    drawn = alt.vconcat(*(panel(column, PANELS[column], labelled=column == "us") for column in PANELS)).properties(
        title=alt.TitleParams(
            f"{name}: the price of surer odds",
            subtitle=[
                "Numbers: how many instruments (and what part of one more) may be worth their worst to the partner",
                "while it still gains: a tenth of drawn worlds are worse.",
                "Odds are shares of drawn worlds in which it gains over refusing. USD bn of 2025.",
            ],
        )
    )
    return Chart(data, drawn)
