"""Real deals against the zone of agreement."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

WIDTH, ROW = 280, 20
TICKS = [-50, -5, 0, 5, 50]
NEAR = 0.05


def zone_of_agreement(zone: pd.DataFrame) -> Chart:
    """Draw what each real deal brings either side, as judged and with what the other deals teach.

    Parameters
    ----------
    zone : DataFrame
        By partner: name, signed, us, partner_gain, us_learned, partner_learned (USD bn).
    """
    import altair as alt  # heavy

    kinds = ["as judged", "with what the others teach"]
    data = pd.DataFrame(
        [
            {"partner": row["name"], "side": side, "reading": kind, "gain": float(row[column])}
            for _, row in zone.iterrows()
            for side, columns in (("us", ("us", "us_learned")), ("partner", ("partner_gain", "partner_learned")))
            for kind, column in zip(kinds, columns, strict=True)
        ]
    )
    order = zone["name"].tolist()
    tone = alt.Color(
        "reading:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=[colour(style.MUTED), colour(style.CHIPS)]),
        legend=alt.Legend(title=None, orient="top"),
    )

    def panel(side: str, title: str, *, names: bool) -> "alt.LayerChart | alt.FacetChart":
        base = alt.Chart(dataset(data[data["side"] == side]))
        y = alt.Y("partner:N", sort=order, title=None, axis=alt.Axis() if names else None)
        scale = alt.Scale(type="symlog", constant=NEAR)
        x = alt.X("gain:Q", title=title, scale=scale, axis=alt.Axis(format=",~r", values=TICKS))
        tooltip = ["partner:N", "reading:N", alt.Tooltip("gain:Q", format="+,.3~r")]
        dots = base.mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=tone, tooltip=tooltip)
        zero = alt.Chart(dataset(pd.DataFrame({"x": [0]}))).mark_rule(color=colour(style.ZERO)).encode(x="x:Q")
        return alt.layer(zero, dots).properties(width=WIDTH, height=ROW * len(order))

    drawn = alt.hconcat(
        panel("partner", "What the partner gains, USD bn", names=True),
        panel("us", "What the United States gains, USD bn", names=False),
    ).properties(
        title=alt.TitleParams(
            "Right of nought on both sides, the model would have signed too",
            subtitle=[
                "Real deals in order of signing, at the rates of their own day.",
                "Present value, USD bn of 2025; the scale narrows outwards.",
            ],
        )
    )
    return Chart(data, drawn)
