"""What alternatives may cost against the one that would have been best."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import percent
from deals.uncertainty.methods.checking import said_failed

WIDTH, ROW, SIDE = 420, 30, 10
MARKS = {"regret_mean": "on average", "regret_90": "in nine of ten draws no more than", "regret_max": "at most"}
SIZES = [210, 150, 95]
"""Of the marks: where two lie on each other both are seen."""


def regrets(table: pd.DataFrame, outcome: str, draws: int, failed: int) -> Chart:
    """Draw the mean, the 90% quantile and the largest regret of each alternative, and how often it is best.

    Parameters
    ----------
    table : DataFrame
        As a regret gives it.
    outcome : str
        What is measured, with its unit.
    draws, failed : int
        How many there are, and how many were left out.
    """
    import altair as alt  # heavy

    ordered = table.sort_values(["regret_max", "regret_mean"], kind="stable")
    names = ordered.index.astype(str).tolist()
    data = pd.DataFrame(
        [
            {"alternative": name, "mark": words, "regret": float(regret)}
            for column, words in MARKS.items()
            for name, regret in zip(names, ordered[column], strict=True)
        ]
    )
    sides = pd.DataFrame(
        {
            "alternative": names,
            "from": ordered["regret_mean"].to_numpy(),
            "to": ordered["regret_max"].to_numpy(),
            "best": [percent(float(share)) for share in ordered["best"]],
        }
    )
    marks = list(MARKS.values())
    title = f"Regret: {outcome}, less than the best of them in the same draw"
    x = alt.X("regret:Q", title=title, axis=alt.Axis(tickCount=8))
    y = alt.Y("alternative:N", sort=names, title=None, axis=alt.Axis(labelLimit=420, labelPadding=14))
    beside = alt.Chart(dataset(sides)).encode(y=y)
    layers = [
        beside.mark_rule(color=colour(style.ZERO), strokeWidth=2).encode(x="from:Q", x2="to:Q"),
        alt.Chart(dataset(data))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "mark:N",
                sort=marks,
                scale=alt.Scale(domain=marks, range=shades([style.GROUPS[1].tone, style.GROUPS[4].tone, style.DISK])),
                legend=alt.Legend(title=None, orient="top", symbolType="circle", labelLimit=300),
            ),
            size=alt.Size("mark:N", scale=alt.Scale(domain=marks, range=SIZES), legend=None),
            tooltip=["alternative:N", "mark:N", alt.Tooltip("regret:Q", format=",.3~r")],
        ),
        beside.mark_text(align="left", color=colour(style.INK)).encode(x=alt.value(WIDTH + SIDE), text="best:N"),
        alt.Chart(dataset(pd.DataFrame({"said": ["is best in"]})))
        .mark_text(align="left", color=colour(style.MUTED), fontSize=11)
        .encode(x=alt.value(WIDTH + SIDE), y=alt.value(-8), text="said:N"),
    ]
    drawn = alt.layer(*layers).properties(
        width=WIDTH,
        height=ROW * max(len(names), 1),
        title=alt.TitleParams(
            "What may be regretted",
            subtitle=[
                f"How much worse each is than the best of them in the same draw; {draws:,} draws.",
                "The one whose regret is least at most comes first.",
                *([said] if (said := said_failed(failed)) else []),
            ],
        ),
    )
    return Chart(table.reset_index(), drawn)
