"""Where in the world chips can be had, one small map a regime."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from deals.briefing import style
from deals.briefing.chart import Chart
from deals.briefing.figures.marks import colour, dataset
from deals.briefing.figures.shapes import outlines, places
from deals.briefing.figures.shares import UNKNOWN, shade, shade_scale

if TYPE_CHECKING:
    import altair as alt

    from deals.comparison import Comparison

WIDTH, HEIGHT, SCALE = 400, 186, 75
"""Size of one map and scale of its projection, pixels."""
COLUMNS = 2


def access_maps(comparison: "Comparison", regimes: Sequence[str] | None = None) -> Chart:
    """Draw the share of demand for chips that each economy can have met, one map a regime.

    Parameters
    ----------
    comparison : Comparison
    regimes : sequence of str, optional
        Which of its regimes, in this order; all of them where left out.
    """
    import altair as alt

    names = list(comparison.outcomes if regimes is None else regimes)
    data = accessible_by_regime(comparison, names)
    maps = [_one(data[data["regime"] == name], comparison.outcomes[name].regime.title) for name in names]
    drawn = alt.concat(*maps, columns=COLUMNS, spacing=10).properties(
        title=alt.TitleParams(
            "Access to chips under each regime",
            subtitle=[
                "Share of demand that can be met from the United States over the horizon, deals included.",
                "Outlines: Natural Earth. Borders are drawn as they are on the ground and imply no position on any.",
            ],
        )
    )
    return Chart(data.drop(columns=["drawn_as", "longitude", "latitude"]), drawn)


def accessible_by_regime(comparison: "Comparison", names: Sequence[str]) -> pd.DataFrame:
    """Share of demand met by economy and regime with its class on the map, and where the economy is."""
    access, tiers = comparison.access, comparison.scenario.world().tiers
    parts = []
    for name in names:
        part = places().join(access[name].rename("share"), how="left").rename_axis("iso3").reset_index()
        status = ["home" if us else "barred" if tier == 3 else "" for us, tier in _states(part["iso3"], tiers)]
        part["shade"] = [shade(float(s), state) for s, state in zip(part["share"], status, strict=True)]
        parts.append(part.assign(regime=name))
    return pd.concat(parts, ignore_index=True)


def _states(codes: "pd.Series[str]", tiers: pd.DataFrame) -> list[tuple[bool, int]]:
    us, tier = tiers["us"].to_dict(), tiers["tier"].to_dict()
    return [(bool(us.get(code, False)), int(tier.get(code, 0))) for code in codes]


def _one(data: pd.DataFrame, title: str) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    shown = data[["iso3", "shade", "share", "longitude", "latitude", "drawn_as"]]
    sea = alt.Chart(alt.sphere()).mark_geoshape(fill=colour(style.SEA))
    shapes = alt.InlineData(values=outlines(), format=alt.TopoDataFormat(feature="countries", type="topojson"))
    table = alt.LookupData(dataset(shown), "iso3", ["shade", "share"])
    tooltip = [
        alt.Tooltip("properties.name:N", title="Economy"),
        alt.Tooltip("share:Q", title="Demand met", format=".0%"),
    ]
    land = (
        alt.Chart(shapes)
        .mark_geoshape(stroke=colour(style.PLATE), strokeWidth=0.3)
        .transform_lookup(lookup="properties.iso3", from_=table)
        .transform_calculate(shade=f"isValid(datum.shade) ? datum.shade : '{UNKNOWN}'")
        .encode(color=shade_scale("Demand met", places=True), tooltip=tooltip)
    )
    small = (
        alt.Chart(dataset(shown[shown["drawn_as"] == "point"]))
        .mark_circle(size=13, opacity=1, stroke=colour(style.MUTED), strokeWidth=0.4)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            color=shade_scale("Demand met", places=True),
            tooltip=[alt.Tooltip("iso3:N", title="Economy"), alt.Tooltip("share:Q", format=".0%")],
        )
    )
    return (
        alt.layer(sea, land, small)
        .properties(
            width=WIDTH,
            height=HEIGHT,
            title=alt.TitleParams(title, fontSize=13, anchor="start", offset=4, frame="group"),
        )
        .project(type="equalEarth", rotate=[-11, 0, 0], center=[0, 5.5], scale=SCALE, translate=[WIDTH / 2, HEIGHT / 2])
    )
