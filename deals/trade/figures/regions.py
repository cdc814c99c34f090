"""Who in the world gains and who loses by a list of rates: a map."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.shapes import countries, drawn_on_outlines, places
from deals.page.style import Tone
from deals.page.wording import money
from deals.trade.schema import REST

if TYPE_CHECKING:
    pass

WIDTH, HEIGHT = 850, 392
SCALE = 159
BOUNDS = (-1.0, -0.1, -0.01, 0.01, 0.1, 1.0)
"""Gains at which the map changes its shade, USD bn a year."""
CLASSES = (
    "loses more than 1 bn",
    "loses 0.1 to 1 bn",
    "loses 10 to 100 m",
    "less than 10 m either way",
    "gains 10 to 100 m",
    "gains 0.1 to 1 bn",
    "gains more than 1 bn",
)
SHADES = (
    Tone("#8c3410", "#ff9a52"),
    Tone("#d08a5d", "#b5662f"),
    Tone("#f0d3bd", "#6b4a35"),
    Tone("#e3e6ea", "#55595f"),
    Tone("#c6dbef", "#3d5875"),
    Tone("#6d9fd1", "#5b8ff0"),
    Tone("#17479e", "#c4dafc"),
)
TOGETHER = "counted together as the rest, or not in the model"
CAPTION = (
    "Gain a year, USD bn of 2025: the United States' by who bears it as judged, all others' in general equilibrium.",
    "Members of the Union have the shade of the Union.",
    "Outlines: Natural Earth. Borders are drawn as they are on the ground and imply no position on any of them.",
)


def shade(gain: float) -> str:
    """The class of a gain, USD bn a year."""
    return CLASSES[sum(gain >= bound for bound in BOUNDS)]


def gains_by_region(table: pd.DataFrame, region_of: Mapping[str, str], moves: str) -> Chart:
    """Draw what a list of rates is worth to every region.

    Parameters
    ----------
    table : DataFrame
        Index: regions; columns `name` and `together`, USD bn a year.
    region_of : Mapping of str to str
        The region that an economy is counted in.
    moves : str
        Which rates move, for the caption.
    """
    import altair as alt  # heavy

    rows = [
        {
            "iso3": code,
            "region": str(table.at[region, "name"]),
            "gain": float(gain),
            "text": money(float(gain), sign=True),
            "shade": TOGETHER if region == REST else shade(float(gain)),
        }
        for code, region in region_of.items()
        if region in table.index and (gain := table["together"][region]) == gain
    ]
    data = pd.DataFrame(rows).merge(places()[["longitude", "latitude", "drawn_as"]], left_on="iso3", right_index=True)
    color = alt.Color(
        "shade:N",
        scale=alt.Scale(domain=[*CLASSES, TOGETHER], range=shades([*SHADES, style.UNKNOWN])),
        legend=alt.Legend(title=None, orient="bottom", direction="horizontal", columns=4, symbolType="square"),
    )
    tooltip = [alt.Tooltip("region:N", title="Region"), alt.Tooltip("text:N", title="Gain a year")]
    sea = alt.Chart(alt.sphere()).mark_geoshape(fill=colour(style.SEA), stroke=None)
    found = alt.LookupData(data=dataset(data), key="iso3", fields=["region", "text", "shade"])
    land = (
        alt.Chart(countries())
        .mark_geoshape(stroke=colour(style.PLATE), strokeWidth=0.5, clip=True)
        .transform_lookup(lookup="properties.iso3", from_=found)
        .transform_calculate(
            shade=f"isValid(datum.shade) ? datum.shade : '{TOGETHER}'",
            region="isValid(datum.region) ? datum.region : datum.properties.name",
        )
        .encode(color=color, tooltip=tooltip)
    )
    small = (
        alt.Chart(dataset(data[data["drawn_as"] == "point"]))
        .mark_circle(size=26, opacity=1, stroke=colour(style.MUTED), strokeWidth=0.6, clip=False)
        .encode(longitude="longitude:Q", latitude="latitude:Q", color=color, tooltip=tooltip)
    )
    title = alt.TitleParams("What these rates do to every region", subtitle=[f"{moves}.", *CAPTION])
    drawn = alt.layer(sea, land, small).properties(width=WIDTH, height=HEIGHT, title=title)
    middle = [WIDTH / 2, HEIGHT / 2]
    world = drawn.project(type="equalEarth", rotate=[-11, 0, 0], center=[0, 5.5], scale=SCALE, translate=middle)
    return Chart(data.drop(columns=["drawn_as"]), drawn_on_outlines(world))
