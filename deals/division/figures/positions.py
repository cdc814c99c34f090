"""Positions at the table: every instrument from opening to walk-away, and the price of each concession on the way."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import amount

if TYPE_CHECKING:
    import altair as alt

WIDTH, ROW, HEIGHT = 420, 26, 240
MOST_OF_IT = 0.9
"""The ladder is drawn up to half above the price at this share of all that the partner can gain; the rest is cut."""
MARKS = {"opening": "Opening", "target": "Target", "walk_away": "Walk-away"}
SHAPES = ("triangle-right", "circle", "square")
SIZES = {"opening": 230.0, "target": 110.0, "walk_away": 36.0}
"""Falling, so that positions at one amount can all be seen."""
STAGES = ("to the target", "beyond the target")


def positions(terms: pd.DataFrame, ladder: pd.DataFrame, name: str) -> Chart:
    """Draw the positions of every instrument and, under them, the ladder of concessions.

    Parameters
    ----------
    terms : DataFrame
        Index instrument: label, unit, limit, opening, target, walk_away, in units of the instrument.
    ladder : DataFrame
        Steps in order: stage, us_cost, partner_gain, price, partner_after (USD bn).
    name : str
        The partner, in words.
    """
    import altair as alt  # heavy

    rows = [
        {
            "term": row["label"],
            "position": words,
            "share": row[key] / row["limit"] if row["limit"] else 0.0,
            "amount": amount(row[key], row["unit"]),
            "size": SIZES[key],
        }
        for row in terms.to_dict("records")
        for key, words in MARKS.items()
    ]
    data = pd.DataFrame(rows)
    order, words = terms["label"].tolist(), list(MARKS.values())
    y = alt.Y("term:N", sort=order, axis=alt.Axis(title=None, labelLimit=240))
    x = alt.X(
        "share:Q",
        title="Share of what could be agreed at most",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    spans = data.groupby("term", sort=False)["share"].agg(["min", "max"]).reset_index()
    line = alt.Chart(dataset(spans)).mark_rule(color=colour(style.ZERO), strokeWidth=2)
    marks = (
        alt.Chart(dataset(data))
        .mark_point(filled=True, opacity=1, stroke=colour(style.PLATE), strokeWidth=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("position:N", sort=words, scale=alt.Scale(domain=words, range=list(SHAPES)), legend=None),
            fill=alt.Fill(
                "position:N",
                sort=words,
                scale=alt.Scale(domain=words, range=shades([style.CHIPS, style.GROUPS[2].tone, style.DISK])),
                legend=alt.Legend(title=None, orient="top", symbolType="circle"),
            ),
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("term:N", title="Term"),
                alt.Tooltip("position:N", title="Position"),
                alt.Tooltip("amount:N", title="Amount"),
            ],
        )
    )
    upper = (line.encode(x="min:Q", x2="max:Q", y=y) + marks).properties(width=WIDTH, height=ROW * max(len(order), 1))
    drawn = (
        alt.vconcat(upper, _steps(ladder, name))
        .resolve_scale(fill="independent")
        .properties(
            title=alt.TitleParams(
                f"Positions in talks with {name}",
                subtitle=[
                    "Above: each term in the opening, target and walk-away package; a pale line joins them.",
                    "Below: concessions in order of price, the dearest cut off: what USD 1 of gain to them costs us.",
                ],
                color=colour(style.INK),
            )
        )
    )
    return Chart(data, drawn)


def _steps(ladder: pd.DataFrame, name: str) -> "alt.Chart":
    import altair as alt  # heavy

    dear = ladder.loc[ladder["partner_after"] >= MOST_OF_IT * ladder["partner_after"].max(), "price"]
    top = min(float(ladder["price"].max()), 1.5 * float(dear.iloc[0])) if len(dear) else 1.0
    steps = ladder.assign(start=ladder["partner_after"] - ladder["partner_gain"], floor=0.0)
    steps = steps[["stage", "change", "us_cost", "partner_gain", "price", "start", "floor", "partner_after"]]
    drawn: alt.Chart = (
        alt.Chart(dataset(steps))
        .mark_rect(stroke=colour(style.PLATE), strokeWidth=0.6, clip=True)
        .encode(
            x=alt.X("start:Q", title=f"Gain of {name} so far (USD bn)", scale=alt.Scale(nice=False)),
            x2="partner_after:Q",
            y=alt.Y("price:Q", title="Cost to the United States per USD gained", scale=alt.Scale(domain=[0, top])),
            y2="floor:Q",
            fill=alt.Fill(
                "stage:N",
                sort=list(STAGES),
                scale=alt.Scale(domain=list(STAGES), range=shades([style.GROUPS[2].tone, style.DISK])),
                legend=alt.Legend(title=None, orient="top", symbolType="square"),
            ),
            tooltip=[
                alt.Tooltip("change:N", title="Concession"),
                alt.Tooltip("us_cost:Q", title="Costs us, USD bn", format=".3f"),
                alt.Tooltip("partner_gain:Q", title="Brings them, USD bn", format=".3f"),
            ],
        )
        .properties(width=WIDTH, height=HEIGHT)
    )
    return drawn
