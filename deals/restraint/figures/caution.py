"""What a plan rests on: hands to negotiate, and how little flows while talks last."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.style import Tone

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 330, 230
TEAMS = "gain against teams"
SHARE = "gain against interim share"
LEVERAGE = "worth of chips against interim share"


def against_teams(capacity: pd.DataFrame, teams: float) -> Chart:
    """Draw the gain against the number of teams; dashed is the number there are.

    Parameters
    ----------
    capacity : DataFrame
        Index teams: us_gain (USD bn), deals.
    teams : float
        Teams there are.
    """
    data = _long(capacity, "teams", {TEAMS: "us_gain"})
    return Chart(data, _teams_panel(data, teams))


def _teams_panel(data: pd.DataFrame, teams: float) -> "alt.LayerChart":
    import altair as alt  # heavy

    here = alt.Chart(dataset(pd.DataFrame({"at": [teams]}))).mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    curve = _curve(data, TEAMS, "Negotiating teams", "Gain of the United States (USD bn)", style.CHIPS, HEIGHT)
    panel: alt.LayerChart = curve + here.encode(x="at:Q")
    return panel


def against_interim(interim: pd.DataFrame) -> Chart:
    """Draw gain and leverage against what flows while talks last.

    Parameters
    ----------
    interim : DataFrame
        Index denial: interim_share (0 to 1), us_gain, chips_worth (USD bn), deals.
    """
    data = _long(interim, "interim_share", {SHARE: "us_gain", LEVERAGE: "chips_worth"})
    return Chart(data, _interim_panel(data))


def _interim_panel(data: pd.DataFrame) -> "alt.VConcatChart":
    import altair as alt  # heavy

    half, share = (HEIGHT - 60) // 2, "Share of demand met while talks last"
    panel: alt.VConcatChart = alt.vconcat(
        _curve(data, SHARE, None, "Gain (USD bn)", style.CHIPS, half, percent=True),
        _curve(data, LEVERAGE, share, "Worth of chips (USD bn)", style.DISK, half, percent=True),
    )
    return panel


def caution(capacity: pd.DataFrame, interim: pd.DataFrame, teams: float) -> Chart:
    """Draw both side by side."""
    import altair as alt  # heavy

    left, right = against_teams(capacity, teams).data, against_interim(interim).data
    drawn = alt.hconcat(_teams_panel(left, teams), _interim_panel(right)).properties(
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
    return Chart(pd.concat([left, right], ignore_index=True), drawn)


def _long(frame: pd.DataFrame, at: str, curves: dict[str, str]) -> pd.DataFrame:
    """One row a point of each curve."""
    rows = frame.reset_index()
    return pd.concat(
        [
            pd.DataFrame({"curve": name, "at": rows[at], "usd_bn": rows[of], "deals": rows["deals"]})
            for name, of in curves.items()
        ],
        ignore_index=True,
    )


def _curve(
    data: pd.DataFrame, name: str, x_title: str | None, y_title: str, tone: Tone, height: int, *, percent: bool = False
) -> "alt.LayerChart":
    import altair as alt  # heavy

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
    panel: alt.LayerChart = layers.properties(width=WIDTH, height=height)
    return panel
