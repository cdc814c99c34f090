"""The gain along a limit or an assumption, with the same deals or with the plan made anew."""

from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import rate

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 560, 300
MOST = 6
"""Changes of the set of deals that are numbered on the curve and told under the title."""
GAIN = "United States' gain, USD bn"


def gain_along(curve: pd.DataFrame, name: str, unit: str, now: float, gain: float) -> Chart:
    """Draw the gain as one number moves, deals and dates fixed.

    Parameters
    ----------
    curve : DataFrame
        Columns `limit` and `us_gain`, USD bn.
    name, unit : str
        What moves in words, and its unit.
    now, gain : float
        Where it stands, and the gain there.
    """
    import altair as alt  # heavy

    x, y = _axes(name, unit)
    base = alt.Chart(dataset(curve[["limit", "us_gain"]]))
    line = base.mark_line(color=colour(style.CHIPS), strokeWidth=2.5).encode(x=x, y=y)
    dots = base.mark_point(filled=True, size=22, opacity=1, color=colour(style.CHIPS)).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("limit:Q", title=unit, format=",.4~r"),
            alt.Tooltip("us_gain:Q", title=GAIN, format=",.5~r"),
        ],
    )
    title = alt.TitleParams(
        f"The gain along {name}",
        subtitle=[
            "Present value, USD bn of 2025, with the set and dates of deals fixed and terms adapting.",
            f"Dot: as things stand, {rate(now)} {unit}. The small points were solved for.",
        ],
    )
    drawn = alt.layer(_rule(now), line, dots, _here(now, gain, x, y))
    return Chart(curve, drawn.properties(width=WIDTH, height=HEIGHT, title=title))


def plan_along(
    curve: pd.DataFrame, changes: pd.DataFrame, name: str, unit: str, now: float, gain: float, proven: str
) -> Chart:
    """Draw the gain as one limit moves with the plan made anew, and where the set of deals changes.

    Parameters
    ----------
    curve : DataFrame
        Columns `limit`, `us_gain` (USD bn) and `plan`, the number of the plan there.
    changes : DataFrame
        Columns `limit`, `us_gain_after` and `sentence`.
    name, unit : str
        What moves in words, and its unit.
    now, gain : float
        Where it stands, and the gain there.
    proven : str
        How far the curve is proven, in a sentence.
    """
    import altair as alt  # heavy

    x, y = _axes(name, unit)
    base = alt.Chart(dataset(curve[["limit", "us_gain"]]))
    line = base.mark_line(color=colour(style.CHIPS), strokeWidth=2.5).encode(x=x, y=y)
    told = changes.head(MOST).assign(number=[str(place) for place in range(1, min(len(changes), MOST) + 1)])
    points = alt.Chart(dataset(told[["limit", "us_gain_after", "sentence", "number"]]))
    places = {"x": x, "y": alt.Y("us_gain_after:Q", title=GAIN)}
    marks = points.mark_point(shape="diamond", filled=True, size=110, opacity=1, color=colour(style.GROUPS[3].tone))
    marks = marks.encode(**places, tooltip=[alt.Tooltip("sentence:N", title="Change")])
    figures = points.mark_text(dy=-14, fontWeight="bold", color=colour(style.INK)).encode(**places, text="number:N")
    listed = [f"{row['number']}  {row['sentence']}" for row in told.to_dict("records")]
    title = alt.TitleParams(f"The gain along {name}, plan made anew", subtitle=[proven, *listed])
    drawn = alt.layer(_rule(now), line, marks, figures, _here(now, gain, x, y))
    return Chart(curve, drawn.properties(width=WIDTH, height=HEIGHT, title=title))


def _axes(name: str, unit: str) -> "tuple[alt.X, alt.Y]":
    import altair as alt  # heavy

    loose = alt.Scale(zero=False, nice=False)
    return alt.X("limit:Q", title=f"{name} ({unit})", scale=loose), alt.Y(
        "us_gain:Q", title=GAIN, scale=alt.Scale(zero=False)
    )


def _rule(now: float) -> "alt.Chart":
    import altair as alt  # heavy

    rule = alt.Chart(dataset(pd.DataFrame({"limit": [now]}))).mark_rule(color=colour(style.MUTED), strokeDash=[4, 3])
    drawn: alt.Chart = rule.encode(x="limit:Q")
    return drawn


def _here(now: float, gain: float, x: "alt.X", y: "alt.Y") -> "alt.Chart":
    import altair as alt  # heavy

    mark = alt.Chart(dataset(pd.DataFrame({"limit": [now], "us_gain": [gain]})))
    drawn: alt.Chart = mark.mark_point(
        filled=True, size=90, opacity=1, fill=colour(style.PLATE), stroke=colour(style.INK), strokeWidth=1.8
    ).encode(x=x, y=y)
    return drawn
