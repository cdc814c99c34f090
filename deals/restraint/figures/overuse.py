"""What overuse of leverage costs: a floor of goodwill, and the other supplier's answer to hard lines."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 420, 260
OURS, THEIRS = "United States", "Signed partners together"


def goodwill_curve(curve: pd.DataFrame) -> Chart:
    """Draw the gains of both sides, and the number of deals, against the floor.

    Parameters
    ----------
    curve : DataFrame
        Index floor: us_gain, partners_gain (USD bn), deals.
    """
    import altair as alt  # heavy

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
    import altair as alt  # heavy

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
    import altair as alt  # heavy

    return alt.TitleParams(text, subtitle=list(lines), color=colour(style.INK))
