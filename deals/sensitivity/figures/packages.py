"""Packages side by side that are equally good to the United States."""

from collections.abc import Mapping

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import money
from deals.sensitivity.figures.zones import said

WIDTH, ROW = 64, 26


def different_packages(data: pd.DataFrame, kinds: Mapping[str, str]) -> Chart:
    """Draw packages in columns, every term as a share of the most of it in any of them.

    Parameters
    ----------
    data : DataFrame
        As the different packages of a plan give them.
    kinds : mapping
        Kind of terms of each instrument.
    """
    import altair as alt  # heavy

    most = data.groupby("instrument")["amount"].transform("max").clip(lower=1e-9)
    drawn = data.assign(
        share=data["amount"] / most,
        text=[said(float(row["amount"]), str(row["unit"])) for row in data.to_dict("records")],
        group=[style.group_of(kinds.get(str(name), "")).label for name in data["instrument"]],
    )
    labels = list(dict.fromkeys(data["label"]))
    tones = {group.label: group.tone for group in style.GROUPS}
    panels: list[alt.LayerChart | alt.FacetChart] = []
    for number, own in drawn.groupby("package"):
        first = not panels
        axis = alt.Axis(labelLimit=260, grid=False) if first else None
        base = alt.Chart(dataset(own[["label", "share", "text", "group"]])).encode(
            y=alt.Y("label:N", sort=labels, title=None, axis=axis)
        )
        scale = alt.Scale(domain=[0, 1], nice=False)
        bars = base.mark_bar(height=11).encode(
            x=alt.X("share:Q", scale=scale, axis=None),
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=list(tones), range=[colour(tone) for tone in tones.values()]),
                legend=None,
            ),
        )
        texts = base.mark_text(align="left", fontSize=11, color=colour(style.INK)).encode(
            x=alt.value(WIDTH + 8), text="text:N"
        )
        us, partner = float(own["us_gain"].iloc[0]), float(own["partner_gain"].iloc[0])
        head = alt.TitleParams(
            f"Package {number}",
            subtitle=[f"{money(us)} to the US", f"{money(partner)} to the partner"],
            fontSize=13,
            subtitleFontSize=11,
            offset=8,
        )
        panels.append(alt.layer(bars, texts).properties(width=WIDTH, height=ROW * len(labels), title=head))
    title = alt.TitleParams(
        "Offers to make at once",
        subtitle="As different as can be within the loss allowed. Bars: share of the most of each term in any of them.",
    )
    return Chart(data, alt.hconcat(*panels, spacing=64).properties(title=title))
