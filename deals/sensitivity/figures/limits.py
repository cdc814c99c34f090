"""Prices of limits on both sides of where they stand, in panels of one unit each."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import number

if TYPE_CHECKING:
    import altair as alt

WIDTH = 400
ROW = 22
MOST = 8
"""Limits shown in each unit; the rest weigh less."""
FALLS, RISES = "as the limit falls", "as the limit rises"
TONES = {FALLS: style.GROUPS[3].tone, RISES: style.GROUPS[1].tone}
NOTHING = 1e-9


def limit_prices(data: pd.DataFrame) -> Chart:
    """Draw what one unit of every limit is worth, the dearest first, each unit in a panel and on a scale of its own.

    Parameters
    ----------
    data : DataFrame
        As the prices of limits of a plan give it. Limits that are worth nothing on either side are left out.
    """
    import altair as alt  # heavy

    size = data[["price_down", "price_up"]].abs().replace(math.inf, 0.0)
    priced = data[(size > NOTHING).any(axis=1)]
    panels = [
        _panel(own.sort_values("rank").head(MOST), str(unit)) for unit, own in priced.groupby("price_unit", sort=False)
    ]
    are = ", ".join(sorted(set(data["prices_are"])))
    drawn = (
        alt.vconcat(*panels, spacing=26)
        .resolve_scale(color="shared")
        .properties(
            title=alt.TitleParams(
                "What one unit of each limit is worth",
                subtitle=[
                    f"Gain of the United States, present value, {are}, reservation values as they are.",
                    f"{len(priced)} of {len(data)} limits have a price; at most {MOST} of one unit are drawn.",
                    *_flags(priced),
                ],
            )
        )
    )
    return Chart(data, drawn)


def _flags(priced: pd.DataFrame) -> list[str]:
    kinks = int(priced["degenerate"].sum())
    said = [] if not kinks else [f"Marked with a star: {kinks} with different prices on the two sides (a kink)."]
    return said + (["A limit without a red mark cannot fall with these deals."] if _stuck(priced) else [])


def _stuck(priced: pd.DataFrame) -> bool:
    return bool(priced["price_down"].map(math.isinf).any())


def _panel(own: pd.DataFrame, unit: str) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt  # heavy

    rows = []
    for row in own.to_dict("records"):
        star = " *" if row["degenerate"] else ""
        name = f"{row['rule']}, {row['name']}{star}"
        for side, price, end in (
            (FALLS, float(row["price_down"]), float(row["holds_from"])),
            (RISES, float(row["price_up"]), float(row["holds_to"])),
        ):
            if math.isfinite(price):
                rows.append({"name": name, "side": side, "price": price, "until": number(end), "unit": row["unit"]})
    marks = pd.DataFrame(rows)
    names = list(dict.fromkeys(marks["name"]))
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=260, grid=True))
    color = alt.Color(
        "side:N",
        scale=alt.Scale(domain=list(TONES), range=[colour(tone) for tone in TONES.values()]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    base = alt.Chart(dataset(marks))
    x = alt.X("price:Q", title=unit)
    zero = alt.Chart(dataset(pd.DataFrame({"price": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x=x)
    line = base.mark_rule(color=colour(style.MUTED)).encode(y=y, x=alt.X("min(price):Q", title=unit), x2="max(price):Q")
    tips = [
        alt.Tooltip("name:N", title="Limit"),
        alt.Tooltip("price:Q", title=unit, format=".4~g"),
        alt.Tooltip("until:N", title="Holds until"),
        alt.Tooltip("unit:N", title="Unit of the limit"),
    ]
    # The two stand beside their place, back to back, so that equal prices do not hide each other.
    dots = [
        base.transform_filter(f"datum.side == '{side}'")
        .mark_point(filled=True, size=80, opacity=1, shape=shape, xOffset=offset)
        .encode(y=y, x=x, color=color, tooltip=tips)
        for side, shape, offset in ((FALLS, "triangle-left", -4), (RISES, "triangle-right", 4))
    ]
    return alt.layer(zero, line, *dots).properties(width=WIDTH, height=ROW * len(names))
