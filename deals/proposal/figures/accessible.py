"""Where in the world chips can be had, what is opened and what deals add."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.kit.errors import UnknownNameError
from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.shapes import countries, drawn_on_outlines, places
from deals.page.shares import UNKNOWN, shade, shade_scale
from deals.page.wording import NOTHING, chips, number, percent
from deals.proposal.contents import ProposalContents

if TYPE_CHECKING:
    import altair as alt

CAPTION = (
    "Share of all demand, that of barred firms counted, that can be met from the United States.",
    "Disks: chips added by deals. Rings: a deal without chips.",
    "Outlines: Natural Earth. Borders are drawn as they are on the ground and imply no position on any of them.",
)
TITLES = {
    "world": "Access to chips",
    "Gulf": "Access to chips in the Gulf",
    "South-east Asia": "Access to chips in South-east Asia",
    "Europe": "Access to chips in Europe",
}
LEAST_DISK, MOST_DISK = 14, 900
"""Area of a disk for a few chips, and for the largest grant of all: areas are proportional to chips."""
RING, OUTLINE = 38, 4
"""Area of a ring, and how thick the pale line round it is."""
LETTER, LINE, GAP = 6.2, 13, 4
"""Room that a letter and a line of names take, and what is left between a disk and its name, pixels."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world to draw: where it is centred (degrees), how large, and whether disks have names.

    Of the whole world nothing but land reaches over the edge: places are not cut there, which would take long to draw.
    """

    longitude: float
    latitude: float
    scale: float
    projection: str = "azimuthalEqualArea"
    named: bool = True


WIDTH, HEIGHT = 850, 392
REGIONS = {
    "world": Region(11, 5.5, 159, "equalEarth", named=False),
    "Gulf": Region(49, 25.5, 1400),
    "South-east Asia": Region(110, 10, 670),
    "Europe": Region(13, 52, 790),
}


def access_map(proposal: ProposalContents, region: str = "world") -> Chart:
    """Draw the share of demand for chips that each economy can have met by the plan, with the chips that deals add.

    Parameters
    ----------
    proposal : Proposal
    region : str
        ``"world"``, or a part where disks crowd: ``"Gulf"``, ``"South-east Asia"``, ``"Europe"``. Only there disks
        have names.

    Raises
    ------
    UnknownNameError
        If there is no such region.
    """
    import altair as alt  # heavy

    view = region_named(region)
    data = accessible(proposal)
    layers = [*_ground(data, view), *_small(data, view), *_deals(data, view)]
    drawn = (
        alt.layer(*layers)
        .properties(
            width=WIDTH,
            height=HEIGHT,
            title=alt.TitleParams(TITLES[region], subtitle=[_totals(data, region), *CAPTION]),
        )
        .project(**_projection(view))
    )
    return Chart(data.drop(columns=["drawn_as"]), drawn_on_outlines(drawn))


def region_named(region: str) -> Region:
    """The part of the world with this name.

    Raises
    ------
    UnknownNameError
        If there is no such region.
    """
    if region not in REGIONS:
        raise UnknownNameError.of("region", region, REGIONS)
    return REGIONS[region]


def accessible(proposal: ProposalContents) -> pd.DataFrame:
    """Access of every economy as the map shows it: class of the share of demand met, chips, and where it is."""
    data = proposal.access.join(places(), how="left").rename_axis("iso3").reset_index()
    data["shade"] = [
        shade(share, status) for share, status in zip(data["share_with_deals"], data["status"], strict=True)
    ]
    data["signed"] = (data["status"] == "signed") | data["iso3"].isin(proposal.summary.index)
    data["without"] = [percent(share) for share in data["share_no_deal"]]
    data["with"] = [percent(share) for share in data["share_with_deals"]]
    data["free"] = [chips(amount) for amount in data["opened_kh"]]
    data["added"] = [chips(amount) for amount in data["granted_kh"]]
    return data


def _totals(data: pd.DataFrame, region: str) -> str:
    """What is opened and what deals add, all economies together, whichever part is drawn."""
    opened, total = (float(data[column].sum()) for column in ("opened_kh", "granted_kh"))
    free = f"{chips(opened)} opened without a deal, " if opened >= NOTHING else ""
    where = "" if region == "world" else "In the whole world: "
    return f"{where}{free}{chips(total)} added by deals."


def _projection(view: Region) -> dict[str, Any]:
    middle = {"scale": view.scale, "translate": [WIDTH / 2, HEIGHT / 2]}
    if view.projection == "equalEarth":
        return {
            "type": view.projection,
            "rotate": [-view.longitude, 0, 0],
            "center": [0, view.latitude],
            **middle,
        }
    return {
        "type": view.projection,
        "rotate": [-view.longitude, -view.latitude, 0],
        "clipAngle": 60,
        **middle,
    }


def _colours() -> "alt.Color":
    return shade_scale("Demand met by the plan", places=True)


def _tooltip() -> list["alt.Tooltip"]:
    import altair as alt  # heavy

    named = {
        "name": "Economy",
        "tier": "Tier",
        "status": "Status",
        "without": "Demand met if all is withheld",
        "with": "By the plan",
        "free": "Opened without a deal",
        "added": "Added by deals",
    }
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in named.items()]


def _ground(data: pd.DataFrame, view: Region) -> list["alt.Chart"]:
    import altair as alt  # heavy

    sea = alt.Chart(alt.sphere()).mark_geoshape(fill=colour(style.SEA), stroke=None)
    fields = ["name", "tier", "status", "shade", "without", "with", "free", "added"]
    rows = alt.LookupData(data=dataset(data), key="iso3", fields=fields)
    land = (
        alt.Chart(countries())
        .mark_geoshape(stroke=colour(style.PLATE), strokeWidth=0.5, clip=True)
        .transform_lookup(lookup="properties.iso3", from_=rows)
        .transform_calculate(
            shade=f"isValid(datum.shade) ? datum.shade : '{UNKNOWN}'",
            name="isValid(datum.name) ? datum.name : datum.properties.name",
        )
        .encode(color=_colours(), tooltip=_tooltip())
    )
    return [sea, land]


def _small(data: pd.DataFrame, view: Region) -> list["alt.Chart"]:
    import altair as alt  # heavy

    small = data[data["drawn_as"] == "point"]
    return [
        alt.Chart(dataset(small))
        .mark_circle(size=26, opacity=1, stroke=colour(style.MUTED), strokeWidth=0.6, clip=view.named)
        .encode(longitude="longitude:Q", latitude="latitude:Q", color=_colours(), tooltip=_tooltip())
    ]


def _deals(data: pd.DataFrame, view: Region) -> list["alt.Chart"]:
    import altair as alt  # heavy

    signed = data[data["signed"]].sort_values("granted_kh", ascending=False)
    given, without = signed[signed["granted_kh"] >= NOTHING], signed[signed["granted_kh"] < NOTHING]
    spots = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    most = max(float(data["granted_kh"].max()), 1.0)
    disks = (
        alt.Chart(dataset(given))
        .mark_circle(color=colour(style.DISK), opacity=0.9, stroke=colour(style.PLATE), strokeWidth=1, clip=view.named)
        .encode(
            **spots,
            tooltip=_tooltip(),
            size=alt.Size(
                "granted_kh:Q",
                scale=alt.Scale(domain=[0, most], range=[LEAST_DISK, MOST_DISK]),
                legend=alt.Legend(
                    title="Added by deals, thousand H100e",
                    orient="bottom",
                    direction="horizontal",
                    values=_steps(most),
                ),
            ),
        )
    )
    rings = alt.Chart(dataset(without)).encode(**spots, tooltip=_tooltip())
    ring: dict[str, Any] = {"shape": "circle", "filled": False, "size": RING, "opacity": 1, "clip": view.named}
    layers = [
        disks,
        rings.mark_point(color=colour(style.PLATE), strokeWidth=OUTLINE, **ring),
        rings.mark_point(color=colour(style.DISK), strokeWidth=1.8, **ring),
    ]
    return [*layers, *_names(signed, most, view)] if view.named else layers


def _steps(most: float) -> list[float]:
    """Three round amounts for the legend, the largest not above the largest disk."""
    top = 10 ** math.floor(math.log10(most))
    first = next(step * top for step in (5, 2, 1) if step * top <= most)
    return [first / 20, first / 4, first]


def _names(signed: pd.DataFrame, most: float, view: Region) -> list["alt.Chart"]:
    """Names beside the disks, the largest first, to the right or else to the left, where there is room for them."""
    import altair as alt  # heavy

    rows: list[dict[str, object]] = []
    places = [(place, *_disk(place, most, view)) for place in signed.to_dict("records")]
    taken = [(x - radius, x + radius, y, radius + LINE / 2) for _, x, y, radius in places]
    for place, x, y, radius in places:
        kh, offset = float(place["granted_kh"]), radius + GAP
        text = f"{place['name']} {number(kh)}" if kh >= NOTHING else str(place["name"])
        long = LETTER * len(text)
        for align, start in (("left", x + offset), ("right", x - offset - long)):
            end = start + long
            inside = 0 <= x <= WIDTH and start >= 0 and end <= WIDTH and 0 <= y <= HEIGHT
            if inside and not any(start < e and s < end and abs(y - v) < high for s, e, v, high in taken):
                taken.append((start, end, y, LINE))
                rows.append(
                    {"text": text, "offset": offset, "align": align, **{k: place[k] for k in ("longitude", "latitude")}}
                )
                break
    columns = ["text", "offset", "align", "longitude", "latitude"]
    base = alt.Chart(dataset(pd.DataFrame(rows, columns=columns))).encode(
        longitude="longitude:Q", latitude="latitude:Q", text="text:N"
    )
    halos, words = [], []
    for align, side in (("left", ""), ("right", "-")):
        here = base.transform_filter(f"datum.align == '{align}'")
        look: dict[str, Any] = {"dx": alt.ExprRef(f"{side}datum.offset"), "align": align, "fontSize": 11.5}
        halos.append(
            here.mark_text(stroke=colour(style.PLATE), strokeWidth=3, strokeJoin="round", opacity=0.85, **look)
        )
        words.append(here.mark_text(color=colour(style.INK), **look))
    return [*halos, *words]


def _disk(place: Mapping[Hashable, Any], most: float, view: Region) -> tuple[float, float, float]:
    """Where a place's disk is in the picture, and its radius: pixels."""
    x, y = _projected(float(place["longitude"]), float(place["latitude"]), view)
    kh = float(place["granted_kh"])
    if kh < NOTHING:
        return x, y, math.sqrt(RING / math.pi) + OUTLINE / 2
    return x, y, math.sqrt((LEAST_DISK + (MOST_DISK - LEAST_DISK) * kh / most) / math.pi)


def _projected(longitude: float, latitude: float, view: Region) -> tuple[float, float]:
    """Where a place is in the picture (pixels from the left and the top), by Lambert's azimuthal projection."""
    turned = math.radians(longitude - view.longitude)
    there, middle = math.radians(latitude), math.radians(view.latitude)
    towards = math.cos(there) * math.cos(turned)
    stretch = math.sqrt(2 / max(1 + math.sin(middle) * math.sin(there) + math.cos(middle) * towards, 1e-9))
    x = stretch * math.cos(there) * math.sin(turned)
    y = stretch * (math.cos(middle) * math.sin(there) - math.sin(middle) * towards)
    return WIDTH / 2 + view.scale * x, HEIGHT / 2 - view.scale * y
