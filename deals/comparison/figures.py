"""Figures of a comparison: goals by regime, the map of weights, and access by partner and regime."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from deals.comparison.weights import SURE, Ternary
from deals.world import data_folder

if TYPE_CHECKING:
    import altair as alt

    from deals.comparison.comparing import Comparison

COLOURS = (
    *("#4c78a8", "#f58518", "#54a24b", "#b79a20", "#439894", "#e45756", "#d67195"),
    *("#b279a2", "#9d755d", "#79706e", "#72b7b2", "#eeca3b", "#bab0ac"),
)
UNKNOWN = -1.0
"""Stands for a share that is blank: a place that is barred, at home, or of unknown demand."""
SHOWN = 24
"""Partners on the map of access: those that want most chips."""


def goals(comparison: "Comparison") -> "alt.Chart":
    """Control, promotion and leverage of each regime, USD bn, best regime first."""
    import altair as alt

    frame = comparison.goals[["control", "promotion", "leverage"]].reset_index()
    long = frame.melt("regime", var_name="goal", value_name="USD bn")
    order = comparison.goals["total"].sort_values(ascending=False).index.tolist()
    chart: alt.Chart = (
        alt.Chart(long, title="What each regime brings the United States, USD bn of 2025")
        .mark_bar()
        .encode(
            y=alt.Y("regime:N", sort=order, title=None, axis=alt.Axis(labelLimit=200)),
            x=alt.X("USD bn:Q", title=None),
            color=alt.Color("goal:N", scale=alt.Scale(range=["#e45756", "#4c78a8", "#54a24b"]), title=None),
            column=alt.Column("goal:N", title=None, sort=["control", "promotion", "leverage"]),
            tooltip=["regime", "goal", alt.Tooltip("USD bn:Q", format=",.1f")],
        )
        .properties(width=210, height=alt.Step(16))
        .resolve_scale(x="independent")
    )
    return chart


def ternary(weights: Ternary) -> "alt.LayerChart":
    """The map of weights: colour is the best regime, pale where fewer than four draws in five agree."""
    import altair as alt

    cells = weights.cells.assign(
        x=lambda f: f["promotion"] + f["leverage"] / 2,
        y=lambda f: f["leverage"] * 3**0.5 / 2,
        settled=lambda f: f["sure"].ge(SURE).map({True: "settled", False: "border uncertain"}),
    )
    names = list(dict.fromkeys(cells["best"]))
    points = (
        alt.Chart(cells)
        .mark_point(filled=True, shape="circle", size=230)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.15, 1.15])),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.1, 0.98])),
            color=alt.Color("best:N", title="best regime", scale=alt.Scale(domain=names, range=COLOURS[: len(names)])),
            opacity=alt.Opacity(
                "settled:N", title=None, scale=alt.Scale(domain=["settled", "border uncertain"], range=[1.0, 0.35])
            ),
            tooltip=[
                *[alt.Tooltip(f"{goal}:Q", format=".0%") for goal in ("control", "promotion", "leverage")],
                "best",
                alt.Tooltip("sure:Q", format=".0%", title="best in this share of draws"),
                "rival",
            ],
        )
    )
    corners = pd.DataFrame(
        {"x": [0.0, 1.0, 0.5], "y": [-0.06, -0.06, 0.93], "goal": ["control only", "promotion only", "leverage only"]}
    )
    labels = alt.Chart(corners).mark_text(fontSize=13, fontWeight="bold").encode(x="x:Q", y="y:Q", text="goal:N")
    title = "Which regime is best for which weights of the three goals"
    chart: alt.LayerChart = alt.LayerChart(layer=[points, labels], width=520, height=450, title=title)
    return chart


def access_map(comparison: "Comparison", regimes: Sequence[str] | None = None, columns: int = 3) -> "alt.Chart":
    """Share of demand met in every economy, one map a regime; drawn offline from the outlines in the data."""
    import altair as alt

    names = list(regimes or comparison.outcomes)
    shapes = json.loads((data_folder() / "shapes" / "countries-110m.topojson").read_text(encoding="utf-8"))
    table = comparison.access[names].fillna(UNKNOWN).rename_axis("iso3").reset_index()
    folded: list[str | alt.FieldName] = [*names]
    outlines = alt.InlineData(values=shapes, format=alt.TopoDataFormat(feature="countries", type="topojson"))
    shade = alt.Color(
        "share:Q",
        title="demand met",
        scale=alt.Scale(scheme="viridis", domain=[0, 1]),
        legend=alt.Legend(format=".0%"),
    )
    chart: alt.Chart = (
        alt.Chart(
            outlines, title="Share of demand that can be met from the United States; grey: barred, home or unknown"
        )
        .transform_lookup(lookup="properties.iso3", from_=alt.LookupData(table, "iso3", names))
        .transform_fold(folded, as_=["regime", "share"])
        .mark_geoshape(stroke="white", strokeWidth=0.3)
        .encode(
            color=alt.condition("isNumber(datum.share) && datum.share >= 0", shade, alt.value("#d9d9d9")),
            facet=alt.Facet("regime:N", columns=columns, sort=names, title=None),
            tooltip=["properties.name:N", "regime:N", alt.Tooltip("share:Q", format=".0%")],
        )
        .project("equalEarth", scale=53, translate=[142, 82])
        .properties(width=300, height=150)
    )
    return chart


def access(comparison: "Comparison") -> "alt.Chart":
    """Share of demand met by partner and regime: the partners that want most, from all to nothing."""
    import altair as alt

    frame = comparison.partners.reset_index()
    wanted = (frame["chips_kh"] / frame["share_of_demand"]).groupby(frame["partner"]).max()
    largest = wanted.sort_values(ascending=False).index[:SHOWN].tolist()
    part = frame[frame["partner"].isin(largest)]
    chart: alt.Chart = (
        alt.Chart(part, title="Share of demand met, by regime: the partners that want most")
        .mark_rect()
        .encode(
            x=alt.X("partner:N", sort=largest, title=None),
            y=alt.Y("regime:N", sort=list(comparison.outcomes), title=None, axis=alt.Axis(labelLimit=200)),
            color=alt.Color(
                "share_of_demand:Q",
                title="demand met",
                scale=alt.Scale(scheme="viridis", domain=[0, 1]),
                legend=alt.Legend(format=".0%"),
            ),
            tooltip=["regime", "name", alt.Tooltip("share_of_demand:Q", format=".0%"), "signed"],
        )
        .properties(width=alt.Step(22), height=alt.Step(18))
    )
    return chart
