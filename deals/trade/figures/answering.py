"""What it costs when a tariff is answered in kind."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import rate

WIDTH, ROW = 460, 30
US, PARTNER = "United States", "the one who answers"
TONES = {US: style.CHIPS, PARTNER: style.GROUPS[3].tone}
GAIN = "Change of the gain a year, USD bn of 2025"


def answered_in_kind(table: pd.DataFrame, level: float) -> Chart:
    """Draw what an answer in kind costs both sides, the dearest to the United States first.

    Parameters
    ----------
    table : DataFrame
        Columns `name`, `us_gain`, `partner_gain` (USD bn a year) and `chance`.
    level : float
        The rate that is answered, percent.
    """
    import altair as alt  # heavy

    ordered = table.sort_values("us_gain")
    data = ordered.melt(["name", "chance"], ["us_gain", "partner_gain"], "side", "gain").replace(
        {"side": {"us_gain": US, "partner_gain": PARTNER}}
    )
    names = list(ordered["name"])
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=240))
    bars = (
        alt.Chart(dataset(data))
        .mark_bar(height=10)
        .encode(
            y=y,
            yOffset=alt.YOffset("side:N", sort=list(TONES), scale=alt.Scale(domain=list(TONES))),
            x=alt.X("gain:Q", title=GAIN, axis=alt.Axis(tickCount=6)),
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=list(TONES), range=shades(list(TONES.values()))),
                legend=alt.Legend(title=None, orient="top", symbolType="square"),
            ),
            tooltip=[
                alt.Tooltip("name:N", title="Partner"),
                alt.Tooltip("side:N", title="To"),
                alt.Tooltip("gain:Q", title=GAIN, format=",.3~r"),
                alt.Tooltip("chance:Q", title="Chance of an answer", format=".0%"),
            ],
        )
    )
    zero = alt.Chart(dataset(pd.DataFrame({"gain": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x="gain:Q")
    drawn = alt.layer(bars, zero).properties(
        width=WIDTH,
        height=ROW * len(names),
        title=alt.TitleParams(
            f"A rate of {rate(level)}% answered in kind",
            subtitle=[
                "The partner adds as much on all goods of the United States, alone; general equilibrium.",
                "Beside what the rate itself is worth. Chances of an answer are judgements.",
            ],
        ),
    )
    return Chart(data, drawn)
