"""The gain against the chance that talks fail."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, HEIGHT = 560, 300
LINES = {
    "gain": "The plan",
    "opening_and_tariff_deals": "Chips opened, deals over tariffs",
    "best_alone": "Best without deals",
}


def against_failure(table: pd.DataFrame, judged: float) -> Chart:
    """Draw the plan's gain by chance beside what is gained without chips as leverage, and without deals.

    Parameters
    ----------
    table : DataFrame
        Index chance; the columns of `LINES`, USD bn.
    judged : float
        The chance in the plan.
    """
    import altair as alt  # heavy

    data = pd.DataFrame(
        [
            {"chance": chance, "line": words, "gain": gain}
            for column, words in LINES.items()
            for chance, gain in zip(table.index.astype(float), table[column].astype(float), strict=True)
        ]
    )
    names = list(LINES.values())
    x = alt.X("chance:Q", title="Chance that talks once begun fail", axis=alt.Axis(format="%"))
    y = alt.Y("gain:Q", title="Gain over nothing, USD bn", scale=alt.Scale(zero=True))
    tone = alt.Color(
        "line:N",
        sort=names,
        scale=alt.Scale(domain=names, range=shades([style.CHIPS, style.DISK, style.MUTED])),
        legend=alt.Legend(title=None, orient="top"),
    )
    base = alt.Chart(dataset(data)).encode(x=x, y=y, color=tone)
    tooltip = ["line:N", alt.Tooltip("chance:Q", format=".0%"), alt.Tooltip("gain:Q", format=",.4~r")]
    here = alt.Chart(dataset(pd.DataFrame({"at": [judged]}))).mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    drawn = alt.layer(
        here.encode(x="at:Q"),
        base.mark_line(strokeWidth=2.5),
        base.mark_point(filled=True, size=26, opacity=1).encode(tooltip=tooltip),
    ).properties(
        width=WIDTH,
        height=HEIGHT,
        title=alt.TitleParams(
            "What deals add as talks fail more often",
            subtitle=[
                "Above the lowest line is what deals add; threats that are carried out are paid for.",
                f"Dashed: the chance in the plan, {judged:.0%}. Every point is a plan made anew. USD bn of 2025.",
            ],
        ),
    )
    return Chart(data, drawn)
