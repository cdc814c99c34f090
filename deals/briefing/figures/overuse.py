"""What overuse of leverage costs: equal treatment of peers, a floor of goodwill, and the other supplier's answer."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.briefing import style
from deals.briefing.chart import Chart
from deals.briefing.figures.marks import colour, dataset, shades

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT, ROW = 420, 260, 20
FREE, ALIKE = "Each on its own terms", "Peers treated alike"
OURS, THEIRS = "United States", "Signed partners together"
WORTH_A_BAR = 0.01
"""Deals whose worth moves by less than this many USD bn are not drawn."""


def most_favoured_changes(changes: pd.DataFrame, price: float) -> Chart:
    """Draw what each deal brings the United States without and with equal treatment of peers.

    Parameters
    ----------
    changes : DataFrame
        Index partner: name, us_gain_free, us_gain_alike, change, still_signs.
    price : float
        What the rule costs in all, USD bn.
    """
    import altair as alt

    moved = changes[changes["change"].abs() >= WORTH_A_BAR]
    rows = [
        {"partner": row["name"], "terms": terms, "gain": row[column], "signs": bool(row["still_signs"])}
        for row in moved.to_dict("records")
        for terms, column in ((FREE, "us_gain_free"), (ALIKE, "us_gain_alike"))
    ]
    data = pd.DataFrame(rows, columns=["partner", "terms", "gain", "signs"])
    order = moved["name"].tolist()
    y = alt.Y("partner:N", sort=order, axis=alt.Axis(title=None, labelLimit=200))
    spans = moved.rename(columns={"name": "partner"})[["partner", "us_gain_free", "us_gain_alike"]]
    line = alt.Chart(dataset(spans)).mark_rule(color=colour(style.ZERO), strokeWidth=2)
    marks = (
        alt.Chart(dataset(data))
        .mark_point(filled=True, size=90, opacity=1, strokeWidth=0)
        .encode(
            x=alt.X("gain:Q", title="Gain of the United States from the deal (USD bn)"),
            y=y,
            fill=alt.Fill(
                "terms:N",
                sort=[FREE, ALIKE],
                scale=alt.Scale(domain=[FREE, ALIKE], range=shades([style.CHIPS, style.DISK])),
                legend=alt.Legend(title=None, orient="top", symbolType="circle"),
            ),
            tooltip=["partner:N", "terms:N", alt.Tooltip("gain:Q", title="USD bn", format=".2f")],
        )
    )
    lost = [row["name"] for row in moved.to_dict("records") if not row["still_signs"]]
    words = f"Deals that fall away: {', '.join(lost)}." if lost else "No deal falls away."
    drawn = (line.encode(x="us_gain_free:Q", x2="us_gain_alike:Q", y=y) + marks).properties(
        width=WIDTH + 100,
        height=ROW * max(len(order), 1),
        title=_title(
            "What equal treatment of peers costs",
            f"In all at most USD {price:.1f} bn of the United States' gain, dates as planned.",
            words,
        ),
    )
    return Chart(data, drawn)


def goodwill_curve(curve: pd.DataFrame) -> Chart:
    """Draw the gains of both sides, and the number of deals, against the floor.

    Parameters
    ----------
    curve : DataFrame
        Index floor: us_gain, partners_gain (USD bn), deals.
    """
    import altair as alt

    frame = curve.reset_index()
    data = pd.concat(
        [
            pd.DataFrame({"floor": frame["floor"], "side": side, "gain": frame[column], "deals": frame["deals"]})
            for side, column in ((OURS, "us_gain"), (THEIRS, "partners_gain"))
        ],
        ignore_index=True,
    )
    base = alt.Chart(dataset(data)).encode(
        x=alt.X("floor:Q", title="Share of its gross gain that every partner keeps", axis=alt.Axis(format="%")),
        y=alt.Y("gain:Q", title="Gain over no deals (USD bn)"),
        color=alt.Color(
            "side:N",
            sort=[OURS, THEIRS],
            scale=alt.Scale(domain=[OURS, THEIRS], range=shades([style.CHIPS, style.DISK])),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=[
            alt.Tooltip("side:N", title="Side"),
            alt.Tooltip("gain:Q", title="USD bn", format=".2f"),
            alt.Tooltip("deals:Q", title="Deals"),
        ],
    )
    above = alt.Chart(dataset(data[data["side"] == OURS])).mark_text(dy=-12, color=colour(style.MUTED))
    labels = above.encode(x="floor:Q", y="gain:Q", text=alt.Text("deals:Q", format="d"))
    drawn = (base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=50, opacity=1) + labels).properties(
        width=WIDTH,
        height=HEIGHT,
        title=_title(
            "The price of goodwill",
            "The whole plan made anew under each floor. Present value, USD bn of 2025.",
            "Figures along the line: number of deals.",
        ),
    )
    return Chart(data, drawn)


def hard_line_curves(curve: pd.DataFrame) -> Chart:
    """Draw gain, leverage of chips and the other supplier's exports against its response to hard lines.

    Parameters
    ----------
    curve : DataFrame
        Index response: us_gain, us_position, chips_worth (USD bn), exports_last_year (thousand H100e).
    """
    import altair as alt

    panels = {
        "us_position": "United States' gain, less sales lost without deals (USD bn)",
        "chips_worth": "Worth of the chips granted to partners (USD bn)",
        "exports_last_year": "Other supplier's exports, last year (kH)",
    }
    frame = curve.reset_index()
    data = pd.concat(
        [
            pd.DataFrame({"response": frame["response"], "what": words, "value": frame[column]})
            for column, words in panels.items()
        ],
        ignore_index=True,
    )

    def panel(words: str) -> "alt.Chart":
        drawn: alt.Chart = (
            alt.Chart(dataset(data[data["what"] == words]))
            .mark_line(
                color=colour(style.CHIPS), strokeWidth=2.5, point=alt.OverlayMarkDef(color=colour(style.CHIPS), size=50)
            )
            .encode(
                x=alt.X("response:Q", title="Response, per year of full refusal", axis=alt.Axis(format="%")),
                y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
                tooltip=[alt.Tooltip("response:Q", format=".0%"), alt.Tooltip("value:Q", format=",.4~r")],
            )
            .properties(width=WIDTH, height=120, title=alt.TitleParams(words, fontSize=12, fontWeight="normal"))
        )
        return drawn

    drawn = alt.vconcat(*(panel(words) for words in panels.values())).properties(
        title=_title(
            "If hard lines feed the other supplier",
            "A year in which all demand abroad is refused raises its later exports by the share along the axis.",
            "The response is a judgement: nil by default, and nobody knows its size. Scales do not start at zero.",
        )
    )
    return Chart(data, drawn)


def _title(text: str, *lines: str) -> "alt.TitleParams":
    import altair as alt

    return alt.TitleParams(text, subtitle=list(lines), color=colour(style.INK))
