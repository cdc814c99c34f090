"""What each term of a package is worth to each side."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

WIDTH, ROW = 300, 24
US = "United States"


def two_sides(table: pd.DataFrame, name: str, verdict: str) -> Chart:
    """Draw the worth of every term to both sides, side by side.

    Parameters
    ----------
    table : DataFrame
        By term: label, us, us_low, us_high, partner, partner_low, partner_high (USD bn); the last row is the total.
    name : str
        The partner, in words.
    verdict : str
        Who would sign, in words.
    """
    import altair as alt  # heavy

    shown = table[(table["us"].abs() + table["partner"].abs() > 0) | (table.index == "total")]
    order = shown["label"].tolist()
    sides = ((US, "us", style.CHIPS), (name, "partner", style.DISK))
    data = pd.DataFrame(
        [
            {
                "side": side,
                "term": row["label"],
                "worth": row[column],
                "low": row[f"{column}_low"],
                "high": row[f"{column}_high"],
                "total": index == "total",
            }
            for side, column, _ in sides
            for index, row in shown.iterrows()
        ]
    )
    tooltip = ["term:N", *(alt.Tooltip(f"{column}:Q", format="+,.3~r") for column in ("worth", "low", "high"))]

    def panel(side: str, tone: style.Tone, *, names: bool) -> "alt.LayerChart | alt.FacetChart":
        base = alt.Chart(dataset(data[data["side"] == side]))
        y = alt.Y("term:N", sort=order, title=None, axis=alt.Axis(labelLimit=260) if names else None)
        x = alt.X(
            "worth:Q", title=f"Worth to {'the ' if side == US else ''}{side}, USD bn", axis=alt.Axis(format=",~r")
        )
        bars = base.mark_bar(color=colour(tone), height=ROW * 0.55).encode(
            x=x, y=y, opacity=alt.condition("datum.total", alt.value(1.0), alt.value(0.55)), tooltip=tooltip
        )
        ranges = base.mark_rule(color=colour(style.INK), strokeWidth=1.2).encode(x="low:Q", x2="high:Q", y=y)
        zero = alt.Chart(dataset(pd.DataFrame({"x": [0]}))).mark_rule(color=colour(style.ZERO)).encode(x="x:Q")
        return alt.layer(bars, ranges, zero).properties(width=WIDTH, height=ROW * len(order))

    panels = [panel(side, tone, names=place == 0) for place, (side, _, tone) in enumerate(sides)]
    drawn = alt.hconcat(*panels).properties(
        title=alt.TitleParams(
            verdict,
            subtitle=[
                "Worth of each term over no deal and, of the partner, over refusing. Bars: the world as judged;",
                "lines: 10 to 90 percent of drawn worlds. Present value, USD bn of 2025.",
            ],
        )
    )
    return Chart(data, drawn)
