"""What an offer brings against how likely it is to be signed."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

WIDTH, HEIGHT, ROW = 520, 230, 22
IF_SIGNED, EXPECTED, ALONE = "If signed", "Expected, refusals counted", "Without a deal"


def offer_curve(table: pd.DataFrame, name: str, chosen: int, last: int, alone: float) -> Chart:
    """Draw gain and odds of offers to one partner against what they leave it.

    Parameters
    ----------
    table : DataFrame
        One row an offer: slack, us, odds, expected (USD bn; odds 0 to 1).
    name : str
        The partner, in words.
    chosen, last : int
        Rows of the offer proposed and of the walk-away.
    alone : float
        What is gained without a deal, USD bn.
    """
    import altair as alt  # heavy

    rows = [
        {"slack": float(row["slack"]), "line": line, "gain": gain, "odds": float(row["odds"])}
        for _, row in table.iterrows()
        for line, gain in ((IF_SIGNED, float(row["us"])), (EXPECTED, float(row["expected"])), (ALONE, alone))
    ]
    data, lines = pd.DataFrame(rows), [IF_SIGNED, EXPECTED, ALONE]
    marks = pd.DataFrame(
        {
            "slack": [float(table["slack"].iloc[place]) for place in (chosen, last)],
            "what": ["proposed", "walk-away"],
            "line": [8, 24],
        }
    )
    x = alt.X("slack:Q", title="Left to the partner in the world as judged, USD bn", axis=alt.Axis(format=",~r"))
    tone = alt.Color(
        "line:N",
        sort=lines,
        scale=alt.Scale(domain=lines, range=shades([style.CHIPS, style.DISK, style.MUTED])),
        legend=alt.Legend(title=None, orient="top"),
    )
    gain = alt.Chart(dataset(data)).encode(x=x, y=alt.Y("gain:Q", title="Gain, USD bn"), color=tone)
    here = alt.Chart(dataset(marks)).encode(x="slack:Q")
    rule = here.mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    words = here.mark_text(align="left", dx=4, color=colour(style.MUTED)).encode(
        text="what:N", y=alt.Y("line:Q", scale=None)
    )
    tooltip = ["line:N", alt.Tooltip("gain:Q", format=",.3~r"), alt.Tooltip("odds:Q", format=".0%")]
    upper = alt.layer(gain.mark_line(strokeWidth=2.5), gain.mark_point(filled=True, size=18).encode(tooltip=tooltip))
    odds = (
        alt.Chart(dataset(data[data["line"] == EXPECTED]))
        .mark_line(strokeWidth=2.5, color=colour(style.CHIPS))
        .encode(
            x=x,
            y=alt.Y("odds:Q", title="Odds of signing", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            tooltip=[alt.Tooltip("odds:Q", format=".0%")],
        )
    )
    top = alt.layer(rule, words, upper).properties(width=WIDTH, height=HEIGHT)
    below = alt.layer(rule, odds).properties(width=WIDTH, height=HEIGHT // 2)
    drawn = alt.vconcat(top, below).properties(
        title=alt.TitleParams(
            f"{name}: what more slack costs, and what it buys",
            subtitle=["Offers from the plan's own terms (left) to the most the partner could have. USD bn of 2025."],
        )
    )
    return Chart(data, drawn)


def all_offers(table: pd.DataFrame) -> Chart:
    """Draw the odds of the plan's own terms and of the offers proposed, partner by partner, with what each brings.

    Parameters
    ----------
    table : DataFrame
        By partner: name, odds_opening, odds, expected_opening, expected, alone (USD bn), and whether the offer pays.
    """
    import altair as alt  # heavy

    kinds = ["Plan's own terms", "Proposed", "Acting alone"]
    data = pd.DataFrame(
        [
            {"partner": row["name"], "offer": kind, "odds": float(row[odds]), "expected": float(row[expected])}
            for _, row in table.iterrows()
            for kind, odds, expected in zip(
                kinds[:2], ("odds_opening", "odds"), ("expected_opening", "expected"), strict=True
            )
        ]
    )
    order = table.sort_values("expected", ascending=False)["name"].tolist()
    y = alt.Y("partner:N", sort=order, title=None)
    tone = alt.Color(
        "offer:N",
        sort=kinds,
        scale=alt.Scale(domain=kinds, range=shades([style.MUTED, style.CHIPS, style.DISK])),
        legend=alt.Legend(title=None, orient="top"),
    )
    base = alt.Chart(dataset(data)).encode(y=y)
    without = pd.DataFrame(
        {
            "partner": table["name"].to_numpy(),
            "offer": kinds[2],
            "expected": table["alone"].to_numpy(),
            "better": ["" if pays else "acting alone brings more" for pays in table["pays"]],
        }
    )
    beside = alt.Chart(dataset(without)).encode(y=alt.Y("partner:N", sort=order, title=None, axis=None))
    alone = [
        beside.mark_tick(thickness=2.5, size=15).encode(
            x="expected:Q", color=tone, tooltip=["partner:N", "offer:N", alt.Tooltip("expected:Q", format=",.3~r")]
        ),
        beside.mark_text(align="left", color=colour(style.MUTED)).encode(x=alt.value(WIDTH // 2 + 8), text="better:N"),
    ]

    def panel(
        column: str, title: str, axis: alt.Axis, *more: alt.Chart, labels: bool
    ) -> alt.LayerChart | alt.FacetChart:
        x = alt.X(f"{column}:Q", title=title, axis=axis)
        rows = y if labels else alt.Y("partner:N", sort=order, title=None, axis=None)
        line = base.mark_line(color=colour(style.MUTED), strokeWidth=1.5).encode(x=x, y=rows, detail="partner:N")
        dots = base.mark_point(filled=True, size=70, opacity=1).encode(
            x=x, y=rows, color=tone, tooltip=["partner:N", "offer:N", alt.Tooltip(f"{column}:Q", format=",.3~r")]
        )
        return alt.layer(line, *more, dots).properties(width=WIDTH // 2, height=ROW * len(order))

    drawn = alt.hconcat(
        panel("odds", "Odds of signing", alt.Axis(format="%"), labels=True),
        panel("expected", "Expected gain, USD bn", alt.Axis(format=",~r"), *alone, labels=False),
    ).properties(
        title=alt.TitleParams(
            "Offers that leave partners something",
            subtitle=["Odds: shares of drawn worlds in which the partner still gains over refusing. USD bn of 2025."],
        )
    )
    return Chart(data, drawn)
