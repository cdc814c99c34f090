"""Figure of an outcome over the ranges of two assumptions."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import LEFT_OUT, number, rate

CELL_WIDTH, CELL_HEIGHT = 104, 58
STEPS = len(style.DELIVERIES)


def over_two_ranges(points: pd.DataFrame) -> Chart:
    """Draw an outcome over two ranges: one cell a point, darker where there is more of it.

    Parameters
    ----------
    points : DataFrame
        As the heatmap of a plan gives it.
    """
    import altair as alt  # heavy

    about = points.iloc[0]
    watched = str(about["outcome"])
    data = pd.DataFrame(
        {
            "first": [rate(value) for value in points["first_value"]],
            "second": [rate(value) for value in points["second_value"]],
            "value": points["value"],
            "label": [number(value) for value in points["value"]],
            "step": _steps(points["value"]),
            "changed": list(map(_changed, points["joined"].map(len), points["left"].map(len))),
            "here": points["here"],
        }
    )
    across = list(dict.fromkeys(data["first"]))
    upward = list(dict.fromkeys(data["second"]))[::-1]
    x = alt.X("first:O", sort=across, title=f"{about['first']}, {about['first_unit']}", axis=alt.Axis(labelAngle=0))
    y = alt.Y("second:O", sort=upward, title=f"{about['second']}, {about['second_unit']}")
    classes = list(range(STEPS))
    fill = alt.Color("step:O", scale=alt.Scale(domain=classes, range=shades(style.DELIVERIES)), legend=None)
    ink = alt.Color("step:O", scale=alt.Scale(domain=classes, range=shades(style.ON_DELIVERIES)), legend=None)
    tooltip = [alt.Tooltip(f"{name}:N") for name in ("first", "second", "changed")]
    cells = (
        alt.Chart(dataset(data))
        .mark_rect(stroke=colour(style.PLATE), strokeWidth=2)
        .encode(x=x, y=y, color=fill, tooltip=[alt.Tooltip("value:Q", format=",.4~r"), *tooltip])
    )
    here = (
        alt.Chart(dataset(data[data["here"]]))
        .mark_rect(filled=False, stroke=colour(style.DISK), strokeWidth=2.5)
        .encode(x=x, y=y)
    )
    figures = alt.Chart(dataset(data)).mark_text(fontSize=13, dy=-5).encode(x=x, y=y, text="label:N", color=ink)
    changes = alt.Chart(dataset(data)).mark_text(fontSize=10, dy=11).encode(x=x, y=y, text="changed:N", color=ink)
    kind = "the whole plan made anew" if about["remade"] else "deals and dates fixed, terms adapting"
    drawn = (
        alt.layer(cells, here, figures, changes)
        .resolve_scale(color="independent")
        .properties(
            width=CELL_WIDTH * len(across),
            height=CELL_HEIGHT * len(upward),
            title=alt.TitleParams(
                f"{watched[:1].upper()}{watched[1:]} over two assumptions",
                subtitle=[
                    f"{about['outcome_unit']}; {number(float(about['base']))} as things stand (framed); {kind}.",
                    "Below the figure: deals that leave the plan or join it there.",
                    *([] if about["remade"] else [LEFT_OUT]),
                ],
            ),
        )
    )
    return Chart(data, drawn)


def _steps(values: "pd.Series[float]") -> list[int]:
    """Class of each value, of as many as there are shades."""
    low, high = float(values.min()), float(values.max())
    if high - low <= 1e-9 * max(1.0, abs(high)):
        return [STEPS // 2] * len(values)
    return [min(STEPS - 1, int((float(value) - low) / (high - low) * STEPS)) for value in values]


def _changed(joined: int, left: int) -> str:
    """How many deals differ, in a few words."""
    return ", ".join(f"{count} {verb}" for count, verb in ((left, "leave"), (joined, "join")) if count)
