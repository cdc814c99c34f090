"""What a country rate is worth to both sides, by level."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import rate

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 600, 320
GAIN, LEVEL = "Gain a year, USD bn of 2025", "Country rate, percent"
US = "United States"
TONES = (style.CHIPS, style.GROUPS[3].tone)
BAND = "Band: the United States' gain if buyers bear all of it (fixed prices), to general equilibrium."


def worth_by_level(
    table: pd.DataFrame, partner: str, estimated: bool, marks: Mapping[str, float], best: float, reference: float
) -> Chart:
    """Draw gains of both sides by level.

    Parameters
    ----------
    table : DataFrame
        Index `level`; columns `us_gain`, `us_gain_equilibrium`, `us_gain_fixed_prices`, `partner_gain`.
    partner : str
        Its name.
    estimated : bool
        Whether it was split off the rest of the world.
    marks : Mapping of str to float
        Rates that are marked, by what they are.
    best, reference : float
        The rate best for the United States, and that from which gains count.
    """
    import altair as alt  # heavy

    data = table.reset_index()
    x = alt.X("level:Q", title=LEVEL, scale=alt.Scale(nice=False))
    lines = data.melt("level", ["us_gain", "partner_gain"], "side", "gain").replace(
        {"side": {"us_gain": US, "partner_gain": partner}}
    )
    color = alt.Color(
        "side:N",
        scale=alt.Scale(domain=[US, partner], range=shades(TONES)),
        legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3),
    )
    y = alt.Y("gain:Q", title=GAIN)
    drawn = alt.layer(
        _band(data, x),
        _zero(),
        _marks(marks),
        alt.Chart(dataset(lines))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            color=color,
            tooltip=["side:N", alt.Tooltip("level:Q", title=LEVEL), alt.Tooltip("gain:Q", title=GAIN, format=",.3~r")],
        ),
        _best(data, best),
    ).properties(
        width=WIDTH,
        height=HEIGHT,
        title=alt.TitleParams(
            f"{partner}{' (estimate)' if estimated else ''}: what a country rate is worth",
            subtitle=[
                f"Against a rate of {rate(reference)}%, all other rates held. Line of the United States: as judged.",
                BAND,
                f"Diamond: the rate best for the United States alone, {rate(best)}%.",
            ],
        ),
    )
    return Chart(data, drawn)


def _band(data: pd.DataFrame, x: "alt.X") -> "alt.Chart":
    import altair as alt  # heavy

    ends = data[["us_gain_fixed_prices", "us_gain_equilibrium"]]
    rows = pd.DataFrame({"level": data["level"], "low": ends.min(axis=1), "high": ends.max(axis=1)})
    band = alt.Chart(dataset(rows)).mark_area(color=colour(style.CHIPS), opacity=0.18)
    drawn: alt.Chart = band.encode(x=x, y=alt.Y("low:Q", title=GAIN), y2="high:Q")
    return drawn


def _zero() -> "alt.Chart":
    import altair as alt  # heavy

    drawn: alt.Chart = (
        alt.Chart(dataset(pd.DataFrame({"gain": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(y="gain:Q")
    )
    return drawn


def _marks(marks: Mapping[str, float]) -> "alt.LayerChart":
    """A rule at every marked rate; what stands at the same rate is written together."""
    import altair as alt  # heavy

    named: dict[float, list[str]] = {}
    for name, level in marks.items():
        named.setdefault(level, []).append(name)
    rows = pd.DataFrame(
        [{"level": level, "text": f"{', '.join(names)} {rate(level)}%"} for level, names in sorted(named.items())]
    )
    base = alt.Chart(dataset(rows)).encode(x="level:Q")
    rule = base.mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    words = base.mark_text(align="left", baseline="top", dx=4, angle=0, color=colour(style.MUTED), fontSize=11)
    drawn: alt.LayerChart = rule + words.encode(y=alt.value(2), text="text:N")
    return drawn


def _best(data: pd.DataFrame, best: float) -> "alt.Chart":
    import altair as alt  # heavy

    row = data[data["level"] == best][["level", "us_gain"]].rename(columns={"us_gain": "gain"})
    mark = alt.Chart(dataset(row)).mark_point(
        shape="diamond", filled=True, size=120, opacity=1, color=colour(style.CHIPS), stroke=colour(style.PLATE)
    )
    drawn: alt.Chart = mark.encode(x="level:Q", y="gain:Q")
    return drawn
