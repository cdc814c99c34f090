"""What every side gains under each rule for dividing all deals at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

if TYPE_CHECKING:
    import altair as alt

RULES = {
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "nash": "Nash",
    "egalitarian": "Equal gains",
    "utilitarian": "Greatest sum",
    "nash_in_nash": "Nash-in-Nash (pair by pair)",
}
"""Rules in the order in which they are drawn. Take it or leave it leaves partners nothing, so it is not drawn."""
SHAPES = ("square", "circle", "diamond", "triangle-up", "cross")
WIDTH, ROW, MOST = 520, 20, 20
TOP = "take_it_or_leave_it"


def all_deals(table: pd.DataFrame, names: Mapping[str, str]) -> Chart:
    """Draw one row a side, one mark a rule.

    Parameters
    ----------
    table : DataFrame
        One row a rule (index as in ``RULES`` and take it or leave it), one column a side, USD bn.
    names : mapping
        Name of each side; the first is the United States. Of the others those with the most at stake are drawn.
    """
    import altair as alt  # heavy

    us, *others = names
    gains = {code: {str(rule): float(x) for rule, x in table[code].items()} for code in names}
    shown = sorted(others, key=lambda code: -max(gains[code][rule] for rule in RULES))[:MOST]
    data = pd.DataFrame(
        [
            {"side": names[code], "rule": words, "gain": gains[code][rule], "us": code == us}
            for code in (us, *shown)
            for rule, words in RULES.items()
        ]
    )
    rules = list(RULES.values())
    tones = [style.GROUPS[3].tone, style.CHIPS, style.GROUPS[2].tone, style.MUTED, style.DISK]

    def panel(rows: pd.DataFrame, order: list[str], title: str) -> "alt.Chart":
        drawn: alt.Chart = (
            alt.Chart(dataset(rows))
            .mark_point(filled=True, size=70, opacity=0.95, strokeWidth=0)
            .encode(
                x=alt.X("gain:Q", title=title, scale=alt.Scale(zero=True)),
                y=alt.Y("side:N", sort=order, axis=alt.Axis(title=None, grid=True, labelLimit=200)),
                shape=alt.Shape(
                    "rule:N",
                    sort=rules,
                    scale=alt.Scale(domain=rules, range=list(SHAPES)),
                    legend=alt.Legend(title=None, orient="top", columns=3),
                ),
                fill=alt.Fill("rule:N", sort=rules, scale=alt.Scale(domain=rules, range=shades(tones)), legend=None),
                tooltip=[
                    alt.Tooltip("side:N", title="Side"),
                    alt.Tooltip("rule:N", title="Rule"),
                    alt.Tooltip("gain:Q", title="USD bn", format=".2f"),
                ],
            )
            .properties(width=WIDTH, height=ROW * len(order) + 8)
        )
        return drawn

    left_out = len(others) - len(shown)
    besides = f" {left_out} partners with less at stake are left out." if left_out > 0 else ""
    top = gains[us][TOP]
    title = alt.TitleParams(
        "Dividing all deals at once",
        subtitle=[
            "Gain of every side over no deals, present value, USD bn of 2025; deals and dates as planned.",
            f"Take it or leave it would give the United States {top:.1f} and the others nothing.{besides}",
        ],
        color=colour(style.INK),
    )
    ours, theirs = data[data["us"]], data[~data["us"]]
    drawn = alt.vconcat(
        panel(ours, [names[us]], "Gain of the United States (USD bn)"),
        panel(theirs, [names[code] for code in shown], "Gain of the partner (USD bn)"),
    ).properties(title=title)
    return Chart(data, drawn)
