"""Where in the world chips can be had, one small map a regime."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from deals.comparison.side_by_side import SideBySide
from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.shapes import countries, drawn_on_outlines, places
from deals.page.shares import UNKNOWN, shade, shade_scale

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT, SCALE = 400, 186, 75
"""Size of one map and scale of its projection, pixels."""
CAPTION = (
    "Share of all demand, that of barred firms counted, that is met from the United States; deals included.",
    "Outlines: Natural Earth. Borders are drawn as they are on the ground and imply no position on any.",
)
COLUMNS = 2


def access_maps(sides: SideBySide, names: Sequence[str]) -> Chart:
    """Draw the share of demand for chips that each economy can have met, one map a regime.

    Parameters
    ----------
    sides : SideBySide
    names : sequence of str
        Which of its regimes, in this order.
    """
    import altair as alt  # heavy

    data = accessible_by_regime(sides, names)
    maps = [_one(data[data["regime"] == name], sides.titles[name]) for name in names]
    drawn = alt.concat(*maps, columns=COLUMNS, spacing=10).properties(
        title=alt.TitleParams(
            "Access to chips under each regime",
            subtitle=list(CAPTION),
        )
    )
    return Chart(data.drop(columns=["drawn_as", "longitude", "latitude"]), drawn_on_outlines(drawn))


def accessible_by_regime(sides: SideBySide, names: Sequence[str]) -> pd.DataFrame:
    """Share of demand met by economy and regime with its class on the map, and where the economy is."""
    access, tiers = sides.access, sides.scenario.world().tiers
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
    import altair as alt  # heavy

    shown = data[["iso3", "shade", "share", "longitude", "latitude", "drawn_as"]]
    sea = alt.Chart(alt.sphere()).mark_geoshape(fill=colour(style.SEA))
    table = alt.LookupData(dataset(shown), "iso3", ["shade", "share"])
    tooltip = [
        alt.Tooltip("properties.name:N", title="Economy"),
        alt.Tooltip("share:Q", title="Demand met", format=".0%"),
    ]
    land = (
        alt.Chart(countries())
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
