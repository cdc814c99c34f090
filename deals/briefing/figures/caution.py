"""What a plan rests on: hands to negotiate, and how little flows while talks last."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.briefing import style
from deals.briefing.chart import Chart
from deals.briefing.figures.marks import colour, dataset
from deals.briefing.style import Tone

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 330, 230
TEAMS = "gain against teams"
SHARE = "gain against interim share"
LEVERAGE = "worth of chips against interim share"


def caution(capacity: pd.DataFrame, interim: pd.DataFrame, teams: float) -> Chart:
    """Draw the gain against the number of teams, and gain and leverage against what flows while talks last.

    Parameters
    ----------
    capacity : DataFrame
        Index teams: us_gain (USD bn), deals.
    interim : DataFrame
        Index denial: interim_share (0 to 1), us_gain, chips_worth (USD bn), deals.
    teams : float
        Teams there are.
    """
    import altair as alt

    by_team, by_share = capacity.reset_index(), interim.reset_index()
    data = pd.concat(
        [
            pd.DataFrame({"curve": name, "at": frame[at], "usd_bn": frame[of], "deals": frame["deals"]})
            for name, frame, at, of in (
                (TEAMS, by_team, "teams", "us_gain"),
                (SHARE, by_share, "interim_share", "us_gain"),
                (LEVERAGE, by_share, "interim_share", "chips_worth"),
            )
        ],
        ignore_index=True,
    )
    here = alt.Chart(dataset(pd.DataFrame({"at": [teams]}))).mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    left = _curve(data, TEAMS, "Negotiating teams", "Gain of the United States (USD bn)", style.CHIPS, HEIGHT)
    half = (HEIGHT - 60) // 2
    share = "Share of demand met while talks last"
    right = alt.vconcat(
        _curve(data, SHARE, None, "Gain (USD bn)", style.CHIPS, half, percent=True),
        _curve(data, LEVERAGE, share, "Worth of chips (USD bn)", style.DISK, half, percent=True),
    )
    drawn = alt.hconcat(left + here.encode(x="at:Q"), right).properties(
        title=alt.TitleParams(
            "What the plan rests on",
            subtitle=[
                "Left: talks need hands; figures are deals, dashed is the number of teams there are.",
                "Right: the more flows while talks last, the less chips are worth at the table: they are leverage only",
                "while refused. Every point is the whole plan made anew. Present value, USD bn of 2025.",
            ],
            color=colour(style.INK),
        )
    )
    return Chart(data, drawn)


def _curve(
    data: pd.DataFrame, name: str, x_title: str | None, y_title: str, tone: Tone, height: int, *, percent: bool = False
) -> "alt.LayerChart":
    import altair as alt

    rows = data[data["curve"] == name]
    axis = alt.Axis(format="%") if percent else alt.Axis(format="d")
    x = alt.X("at:Q", title=x_title, axis=axis, scale=alt.Scale(zero=not percent, nice=not percent))
    y = alt.Y("usd_bn:Q", title=y_title, scale=alt.Scale(zero=True))
    base = alt.Chart(dataset(rows)).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("at:Q", title=x_title or "", format=".0%" if percent else "g"),
            alt.Tooltip("usd_bn:Q", title=y_title, format=".2f"),
            alt.Tooltip("deals:Q", title="Deals", format="d"),
        ],
    )
    line = base.mark_line(color=colour(tone), strokeWidth=2.5)
    dots = base.mark_point(filled=True, size=50, opacity=1, color=colour(tone))
    words = base.mark_text(dy=-10, dx=-13, color=colour(style.MUTED)).encode(text=alt.Text("deals:Q", format="d"))
    layers = line + dots + words if name == TEAMS else line + dots
    found: alt.LayerChart = layers.properties(width=WIDTH, height=height)
    return found
