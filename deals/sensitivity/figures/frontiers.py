"""What goals can reach together."""

from collections.abc import Sequence

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import listed, percent

WIDTH, HEIGHT = 480, 340


def frontier(data: pd.DataFrame, goals: Sequence[str], plan: "pd.Series[float]") -> Chart:
    """Draw the frontier of two goals as a line, of three as points with the third as their shade.

    Parameters
    ----------
    data : DataFrame
        Corners, a column a goal, USD bn over no deals.
    goals : sequence of str
        Two or three of them: along, upwards, and as shade.
    plan : Series
        The same goals of the plan.
    """
    import altair as alt  # heavy

    first, second = goals[0], goals[1]
    x = alt.X(f"{second}:Q", title=f"{second}, USD bn over no deals", scale=alt.Scale(zero=False))
    y = alt.Y(f"{first}:Q", title=f"{first}, USD bn over no deals", scale=alt.Scale(zero=False))
    corners = data[list(dict.fromkeys([first, second, *goals]))]
    base = alt.Chart(dataset(corners))
    tips = [alt.Tooltip(f"{goal}:Q", format=".3~f") for goal in goals]
    here = alt.Chart(dataset(pd.DataFrame([{goal: float(plan[goal]) for goal in goals}])))
    mark = here.mark_point(
        shape="circle",
        filled=True,
        size=110,
        opacity=1,
        fill=colour(style.PLATE),
        stroke=colour(style.INK),
        strokeWidth=2,
    ).encode(x=x, y=y, tooltip=tips)
    exact = (
        "every corner" if data.attrs.get("exact") else f"to {percent(float(data.attrs.get('gap', 0.0)))} of each range"
    )
    if len(goals) == 2:
        line = base.mark_line(color=colour(style.CHIPS), strokeWidth=2.5).encode(x=x, y=y, order=f"{second}:Q")
        dots = base.mark_point(filled=True, size=24, opacity=1, color=colour(style.CHIPS)).encode(
            x=x, y=y, tooltip=tips
        )
        layers = [line, dots, mark]
        said = f"{len(data)} corners, {exact}. Deals and dates fixed; circle: the plan."
    else:
        shade = alt.Color(
            f"{goals[2]}:Q",
            title=f"{goals[2]}, USD bn",
            scale=alt.Scale(range=shades([style.SHADES[0], style.SHADES[2], style.SHADES[4]])),
        )
        dots = base.mark_point(filled=True, size=70, opacity=1, stroke=colour(style.MUTED), strokeWidth=0.5)
        layers = [dots.encode(x=x, y=y, color=shade, tooltip=tips), mark]
        said = f"{len(data)} corners, {exact}; shade: {goals[2]}. Deals and dates fixed; circle: the plan."
    title = alt.TitleParams(f"What {listed(list(goals))} can reach together", subtitle=said)
    return Chart(data, alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title))
