"""What one unit of each term is worth to both sides, in money and in chips."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

if TYPE_CHECKING:
    import altair as alt

WIDTH = 300
ROW = 24
MOST = 15
"""Rows in a panel; the rest are worth less to the United States."""
MORE = "one unit more"
US, PARTNER, TRADE = "United States", "partner", "gain from trading it"
TONES = {US: style.CHIPS, PARTNER: style.GROUPS[3].tone, TRADE: style.GROUPS[5].tone}
EACH = {
    "USD bn pledged": "each USD bn pledged",
    "USD bn verified": "each USD bn verified",
    "share": "each tenth of the full measure",
    "percentage points": "each percentage point",
    "points of GDP": "each tenth of a point of GDP",
    "kH": "each thousand H100e",
}
SCALE = {"share": 0.1, "points of GDP": 0.1}
"""Part of a unit that is drawn, where nobody would trade a whole one."""


def concession_prices(data: pd.DataFrame) -> Chart:
    """Draw what one unit more of each term is worth to either side, in panels of one unit each.

    Parameters
    ----------
    data : DataFrame
        Prices of concessions of one partner (every term), or of one instrument (every partner).

    Raises
    ------
    ValueError
        If they are of several partners and several instruments at once.
    """
    import altair as alt  # heavy

    by_partner = data["partner"].nunique() == 1
    if not by_partner and data["instrument"].nunique() != 1:
        raise ValueError("draw the prices of one partner, or of one instrument")
    label = "label" if by_partner else "name"
    more = data[data["change"] == MORE].sort_values("us_usd_bn_net", key=abs, ascending=False)
    panels = [_panel(own.head(MOST), str(unit), label) for unit, own in more.groupby("unit", sort=False)]
    about = str(data["name"].iloc[0]) if by_partner else str(data["label"].iloc[0])
    blank = bool(more["us_kh"].isna().any() and more["us_kh"].notna().any())
    tied = sorted(set(more.loc[more["tied"], label]))
    drawn = (
        alt.vconcat(*panels, spacing=22)
        .resolve_scale(color="shared")
        .properties(
            title=alt.TitleParams(
                f"What one unit more is worth: {about}",
                subtitle=[
                    "Right of nought a gain, left of it a cost; present value, after what it uses of shared limits.",
                    "In chips: how many the United States would give for it, and how many would repay the partner.",
                    "Diamond: what the plan would gain from a unit beyond the limit of the term, the rest adapting.",
                    *(["No bar in chips: the deal has none, or they cost the United States nothing."] if blank else []),
                    *([f"Equally good amounts exist of: {', '.join(tied)}."] if tied else []),
                ],
            )
        )
    )
    return Chart(data, drawn)


def _panel(own: pd.DataFrame, unit: str, label: str) -> "alt.HConcatChart":
    import altair as alt  # heavy

    scale = SCALE.get(unit, 1.0)
    rows = []
    for row in own.to_dict("records"):
        star = " *" if row["tied"] else ""
        for side, usd, kh in (
            (US, row["us_usd_bn_net"], row["us_kh"]),
            (PARTNER, row["partner_usd_bn"], row["partner_kh"]),
        ):
            rows.append({"name": f"{row[label]}{star}", "side": side, "usd": 1000 * scale * usd, "kh": scale * kh})
    marks = pd.DataFrame(rows)
    names = list(dict.fromkeys(marks["name"]))
    scale_y = alt.Scale(domain=names)
    y = alt.Y("name:N", sort=names, scale=scale_y, title=None, axis=alt.Axis(labelLimit=240))
    color = alt.Color(
        "side:N",
        scale=alt.Scale(domain=list(TONES), range=[colour(tone) for tone in TONES.values()]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    trade = own[own["logrolling_usd_bn"] > 1e-9]
    gains = pd.DataFrame(
        {
            "name": [f"{row[label]}{' *' if row['tied'] else ''}" for row in trade.to_dict("records")],
            "usd": 1000 * scale * trade["logrolling_usd_bn"].to_numpy(),
            "side": TRADE,
        }
    )
    each = EACH.get(unit, f"each {unit}")
    panels: list[alt.LayerChart | alt.FacetChart] = []
    for field, title in (("usd", f"USD m for {each}"), ("kh", f"thousand H100e for {each}")):
        shown = marks[marks[field].notna()]
        if shown.empty or (field == "kh" and unit == "kH"):
            continue
        left = not panels
        base = alt.Chart(dataset(shown))
        bars = base.mark_bar(height=9).encode(
            y=y if left else alt.Y("name:N", sort=names, scale=scale_y, title=None, axis=None),
            yOffset=alt.YOffset("side:N", sort=[US, PARTNER], scale=alt.Scale(domain=[US, PARTNER])),
            x=alt.X(f"{field}:Q", title=title, axis=alt.Axis(tickCount=5)),
            color=color,
            tooltip=[
                alt.Tooltip("name:N", title="Term"),
                alt.Tooltip("side:N", title="To"),
                alt.Tooltip(f"{field}:Q", title=title, format=",.3~f"),
            ],
        )
        zero = alt.Chart(dataset(pd.DataFrame({field: [0.0]}))).mark_rule(color=colour(style.ZERO))
        layers = [bars, zero.encode(x=f"{field}:Q")]
        if field == "usd" and len(gains):
            point = alt.Chart(dataset(gains)).mark_point(shape="diamond", filled=True, size=80, opacity=1)
            layers.append(point.encode(y=y, x="usd:Q", color=color))
        panels.append(alt.layer(*layers).properties(width=WIDTH, height=ROW * len(names)))
    found: alt.HConcatChart = alt.hconcat(*panels, spacing=24)
    return found
