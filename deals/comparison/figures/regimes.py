"""Regimes side by side: what each brings by goal, and who has access under each."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.comparison.side_by_side import SideBySide
from deals.kit.cells import number as number_in
from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.shares import classes, shade, shade_scale
from deals.page.style import Tone
from deals.page.wording import MINUS, number

if TYPE_CHECKING:
    import altair as alt

GOALS = {
    "control": ("Control", style.GROUPS[5].tone),
    "promotion": ("Promotion", style.CHIPS),
    "leverage": ("Leverage", style.GROUPS[4].tone),
    "total": ("All three, less talks", style.GROUPS[6].tone),
}
PANEL, ROW, CELL = 120, 32, 29
"""Width of a panel, height of a row and side of a cell, pixels."""
BREAK = "; "
IN_LINES = f"split(datum.label, '{BREAK}')"
"""A regime's title on the axis: its measures on a line of their own."""
LINE = 14
"""Height of a line of a title, pixels; it begins half of that higher for every line after its first."""
BEND = 2.0
"""USD bn below which the scale of changes is straight rather than logarithmic."""
SHOWN = 20
"""Partners in the table of access: those that want most chips."""
ON_SHADES = (
    Tone("#1d2126", "#f2f3f4"),
    Tone("#1d2126", "#f2f3f4"),
    Tone("#1d2126", "#14171b"),
    Tone("#1d2126", "#14171b"),
    Tone("#ffffff", "#14171b"),
)
"""Figures written on the shades of access."""


def goals_by_regime(sides: SideBySide) -> Chart:
    """Draw what each regime brings by goal against the reference, USD bn, the best regime first."""
    import altair as alt  # heavy

    goals = sides.goals[list(GOALS)]
    base = {goal: number_in(goals, sides.reference, goal) for goal in GOALS}
    order = goals["total"].sort_values(ascending=False).index.tolist()
    titles = sides.titles
    data = pd.DataFrame(
        {"regime": name, "title": titles[name], "goal": goal, "usd_bn": level, "change": level - base[goal]}
        for name in order
        for goal in GOALS
        for level in [number_in(goals, name, goal)]
    )
    names = [titles[name] for name in order]
    panels = [_goal(data[data["goal"] == goal], goal, names, first=not place) for place, goal in enumerate(GOALS)]
    reference = titles[sides.reference]
    levels = ", ".join(f"{goal} {_signed(base[goal])}" for goal in list(GOALS)[:3])
    drawn = alt.hconcat(*panels, spacing=14).properties(
        title=alt.TitleParams(
            "What each regime brings the United States",
            subtitle=[
                f"Change against “{reference}”, USD bn of 2025, present value; the best on top.",
                "Bars grow with the logarithm, so that small and large changes can both be seen.",
                f"The reference itself, counted from nothing sold abroad: {levels}.",
            ],
        )
    )
    return Chart(data, drawn)


def _goal(data: pd.DataFrame, goal: str, names: list[str], *, first: bool) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt  # heavy

    heading, tone = GOALS[goal]
    rows = data.assign(text=[_signed(change) for change in data["change"]], beyond=data["change"] < 0)
    axis = _titles() if first else None
    y = alt.Y("title:N", sort=names, axis=axis, scale=alt.Scale(paddingInner=0.25))
    low, high = float(data["change"].min()), float(data["change"].max())
    domain = [min(low, 0) * 10 - 2, max(high, 0) * 4 + 2]
    scale = alt.Scale(type="symlog", constant=BEND, domain=domain, nice=False)
    base = alt.Chart(dataset(rows)).encode(y=y)
    x = alt.X("change:Q", scale=scale, axis=None)
    tooltip = [
        alt.Tooltip("title:N", title="Regime"),
        alt.Tooltip("usd_bn:Q", title=f"{heading}, USD bn", format=",.1f"),
        alt.Tooltip("text:N", title="Change"),
    ]
    bars = base.mark_bar(color=colour(tone)).encode(x=x, tooltip=tooltip)
    zero = alt.Chart(dataset(pd.DataFrame({"change": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x=x)
    look: dict[str, Any] = {"fontSize": 11, "color": colour(style.INK)}
    texts = [
        base.transform_filter(f"{'' if left else '!'}datum.beyond")
        .mark_text(align="right" if left else "left", dx=-4 if left else 4, **look)
        .encode(x=x, text="text:N")
        for left in (True, False)
    ]
    title = alt.TitleParams(heading, fontSize=13, anchor="start", frame="group", offset=6)
    return alt.layer(bars, zero, *texts).properties(width=PANEL, height=_row(names, ROW) * len(names), title=title)


def _row(titles: Iterable[str], least: int) -> int:
    """Height of a row, pixels: enough for the title with most lines."""
    return max([least, *(LINE * (1 + title.count(BREAK)) + 4 for title in titles)])


def _titles() -> "alt.Axis":
    """The axis of titles of regimes, each in the middle of its row however many lines it takes."""
    import altair as alt  # heavy

    higher = alt.ExprRef(f"-{LINE / 2} * (length({IN_LINES}) - 1)")
    return alt.Axis(title=None, labelLimit=340, labelExpr=IN_LINES, labelOffset=higher, grid=False)


def access_by_partner(sides: SideBySide) -> Chart:
    """Draw the share of demand met by partner and regime, for the partners that want most chips."""
    import altair as alt  # heavy

    frame = sides.partners.reset_index()
    wanted = (frame["chips_kh"] / frame["share_of_demand"]).groupby(frame["partner"]).max()
    largest = wanted.sort_values(ascending=False).index[:SHOWN].tolist()
    data = frame.loc[
        frame["partner"].isin(largest), ["regime", "partner", "name", "share_of_demand", "chips_kh", "signed"]
    ].copy()
    data["title"] = [sides.titles[name] for name in data["regime"]]
    data["shade"] = [shade(share, "") for share in data["share_of_demand"]]
    data["text"] = [f"{100 * share:.0f}" for share in data["share_of_demand"]]
    names = dict(zip(data["partner"], data["name"], strict=True))
    base = alt.Chart(dataset(data)).encode(
        x=alt.X(
            "name:N",
            sort=[names[code] for code in largest],
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-45, labelLimit=130, grid=False),
        ),
        y=alt.Y(
            "title:N",
            sort=list(sides.titles.values()),
            title=None,
            axis=_titles(),
        ),
    )
    tooltip = [
        alt.Tooltip("title:N", title="Regime"),
        alt.Tooltip("name:N", title="Partner"),
        alt.Tooltip("text:N", title="Demand met, percent"),
        alt.Tooltip("chips_kh:Q", title="Chips, thousand H100e", format=",.0f"),
    ]
    cells = base.mark_rect(stroke=colour(style.PLATE), strokeWidth=1).encode(
        color=shade_scale("Demand met", places=False), tooltip=tooltip
    )
    written = base.mark_text(fontSize=10).encode(
        text="text:N",
        color=alt.Color("shade:N", scale=alt.Scale(domain=classes(), range=shades(ON_SHADES)), legend=None),
    )
    drawn = (
        alt.layer(cells, written)
        .resolve_scale(color="independent")
        .properties(
            width=alt.Step(CELL),
            height=alt.Step(_row(list(sides.titles.values()), CELL)),
            title=alt.TitleParams(
                "Who has access under which regime",
                subtitle="Percent of demand met from the United States over the horizon, deals included: the partners "
                "that want most.",
            ),
        )
    )
    return Chart(data.drop(columns=["text"]), drawn)


def _signed(usd_bn: float) -> str:
    """Write a change, USD bn, with its sign; what rounds to nothing is nothing."""
    if abs(usd_bn) < 0.05:
        return "0"
    size = f"{abs(usd_bn):.1f}" if abs(usd_bn) < 100 else number(abs(usd_bn))
    return f"{MINUS if usd_bn < 0 else '+'}{size}"
